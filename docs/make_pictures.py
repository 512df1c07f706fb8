"""Make the pictures of the README: ``python docs/make_pictures.py`` (a few seconds, with Chromium on the machine).

What is shown is the run that the README begins with, its report photographed as a browser shows it.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, expect, sync_playwright

from tightrope import run

PICTURES = Path(__file__).resolve().parent / "pictures"
FIGURES = ("freezes", "trust")
"""The figures of the report that are shown."""


def photograph(page: Page) -> None:
    """Take what came of it, in numbers and words, and figures with their titles and how to read them."""
    _take(page, "section:has(> ul.findings)", "ul.findings", "report")
    for name in FIGURES:
        expect(page.locator(f"#plot-{name} .main-svg").first).to_be_visible()
        _take(page, f"figure#{name}", f"#plot-{name}", name)


def _take(page: Page, place: str, end: str, name: str) -> None:
    """Take a place of the page as far as its part ``end``; tables beneath are left to the report."""
    page.locator(f"{place} > {end} ~ *").evaluate_all("parts => parts.forEach(part => part.hidden = true)")
    page.locator(place).screenshot(path=PICTURES / f"{name}.png")


def main() -> None:
    """Run the market, open its report in the browser of the machine, and take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: install Debian's package 'chromium'")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder) / "run" / "report.html"
        run("regulatory-squeeze", book="taiwan", against="baseline", out=report.parent)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1000, "height": 900}, color_scheme="light")
        page.goto(report.as_uri())
        photograph(page)
        browser.close()


if __name__ == "__main__":
    main()
