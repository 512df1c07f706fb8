"""Build the site of the documentation: ``python docs/make_site.py [FOLDER]`` (``build/docs`` unless told otherwise).

The pages are those of this folder, README, ODD and CHANGELOG, and the reference that ``make_pages.py`` writes. Links to
files that are no page become the file's name. Any link that leads nowhere ends the build.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from make_pages import PAGES

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
HOMES = {ROOT / "README.md": "index.md", **{ROOT / name: name for name in ("ODD.md", "CHANGELOG.md")}}
HOMES |= {page: page.name for page in sorted(DOCS.glob("*.md"))}
"""Each page of the repository, and where it stands in the site."""
LINK = re.compile(r"(?<!\!)\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)(#[^)\s]*)?\)")

ROW = re.compile(r"(<tr>\s*<td.*?</td>)(.*?</tr>)", re.DOTALL)
NAME = re.compile(r"(?<=<code>)[\w.:/]{12,}(?=</code>)")


def in_site(page: Path, text: str) -> str:
    """Return the page with its links as the site has them."""

    def turned(link: re.Match[str]) -> str:
        words, target, anchor = link[1], (page.parent / link[2]).resolve(), link[3] or ""
        if not target.exists():
            raise SystemExit(f"{page.relative_to(ROOT)}: {link[0]} leads nowhere")
        if target in HOMES:
            return f"[{words}]({HOMES[target]}{anchor})"
        file = target.relative_to(ROOT).as_posix()
        return f"`{file}`" if words in (file, target.name) else f"{words} (`{file}`)"

    return LINK.sub(turned, text.replace("](docs/pictures/", "](pictures/"))


def breakable(html: str) -> str:
    """Return a page whose tables may break long names at their dots and underscores, but in the first column."""

    def broken(row: re.Match[str]) -> str:
        return row[1] + NAME.sub(lambda name: re.sub(r"(?<=[._:/])(?=\w)", "<wbr>", name[0]), row[2])

    return ROW.sub(broken, html)


def collect(into: Path) -> None:
    """Put every page, the pictures, the style and the reference into a folder."""
    for page, home in HOMES.items():
        (into / home).write_text(in_site(page, page.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(DOCS / "pictures", into / "pictures")
    shutil.copy(DOCS / "site.css", into)
    (into / "reference").mkdir()
    for name, write in PAGES.items():
        (into / "reference" / f"{name}.md").write_text(write(), encoding="utf-8")


def check_menu() -> None:
    """See to it that the site's menu names every page, and none that is not there."""
    named = set(re.findall(r'"([\w/-]+\.md)"', (DOCS / "zensical.toml").read_text(encoding="utf-8")))
    pages = {*HOMES.values(), *(f"reference/{name}.md" for name in PAGES)}
    if named != pages:
        raise SystemExit(f"zensical.toml: its nav and the pages differ by {', '.join(sorted(named ^ pages))}")


def build(folder: Path) -> Path:
    """Build the site within ``folder``, made anew, and return its first page."""
    check_menu()
    shutil.rmtree(folder, ignore_errors=True)
    pages = folder / "docs"
    pages.mkdir(parents=True)
    collect(pages)
    shutil.copy(DOCS / "zensical.toml", folder)
    subprocess.run([sys.executable, "-m", "zensical", "build", "--strict"], cwd=folder, check=True)
    for page in (folder / "site").rglob("*.html"):
        page.write_text(breakable(page.read_text(encoding="utf-8")), encoding="utf-8")
    return folder / "site" / "index.html"


if __name__ == "__main__":
    first = build(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "docs").resolve())
    site = first.parent.relative_to(Path.cwd(), walk_up=True)
    print(  # noqa: T201
        f"open {first}\nwith search: {sys.executable} -m http.server --bind 127.0.0.1 --directory {site}"
    )
