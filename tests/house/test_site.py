"""The documentation as a site: it builds without a warning, is opened and searched without a network, fits a screen."""

import inspect
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

import tightrope
from tests.helpers.waiting import patient
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.parameters.table import declared

pytest.importorskip("zensical", reason="the group 'docs' is not installed")
griffe = pytest.importorskip("griffe", reason="the group 'docs' is not installed")

ROOT = Path(__file__).resolve().parents[2]
LARGEST_PICTURE = 200_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "built"
    command = [sys.executable, str(ROOT / "docs" / "make_site.py"), str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return folder / "site"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def opened(browser: Browser, address: str, width: int, theme: Literal["light", "dark"]) -> tuple[Page, list[str]]:
    """A page, and the list of what it complains of and asks for elsewhere, which goes on."""
    odd: list[str] = []
    page = patient(browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme))
    page.on("console", lambda message: odd.append(message.text))
    page.on("pageerror", lambda error: odd.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((address, "data:")) else odd.append(request.url))
    page.goto(address)
    return page, odd


def test_the_reference_holds_what_is_declared(site: Path) -> None:
    parameters, columns = (
        (site / f"{name}.html").read_text(encoding="utf-8") for name in ("parameters", "reference/columns")
    )
    assert not [name for name in declared() if f"<code>{name}</code>" not in parameters]
    assert not [each.name for frame in FRAMES.values() for each in frame if f"<code>{each.name}</code>" not in columns]


def test_the_reference_describes_every_public_name_and_argument(site: Path) -> None:
    page = (site / "reference" / "python.html").read_text(encoding="utf-8")
    for name in tightrope.__all__:
        thing = getattr(tightrope, name)
        assert f'id="{name.lower()}"' in page and inspect.getdoc(thing)
        if inspect.isfunction(thing):
            asked = list(inspect.signature(thing).parameters)
            told = griffe.Docstring(inspect.getdoc(thing) or "").parse("google", warnings=False)
            listed = [each.name for part in told if part.kind.value == "parameters" for each in part.value]
            assert listed in ([], asked), f"{name} describes {listed} of {asked}"
            assert listed or len(asked) < 2, f"{name} does not say what its arguments are"


def test_long_names_in_tables_may_break(site: Path) -> None:
    page = (site / "mechanisms.html").read_text(encoding="utf-8")
    assert "<code>freezing.<wbr>reason_<wbr>to_<wbr>freeze</code>" in page


@pytest.mark.parametrize(("width", "theme"), [(420, "dark"), (1600, "light")])
def test_every_page_fits_and_asks_for_nothing_elsewhere(
    browser: Browser, address: str, site: Path, width: int, theme: Literal["light", "dark"]
) -> None:
    page, odd = opened(browser, address, width, theme)
    for picture in page.locator("article img").all():
        assert picture.evaluate("image => image.naturalWidth") > 0
    for each in sorted(site.rglob("*.html")):
        page.goto(address + each.relative_to(site).as_posix())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{each.name} scrolls sideways"
    assert odd == []
    page.close()


def test_the_search_finds_a_parameter(browser: Browser, address: str) -> None:
    page, odd = opened(browser, address, 1600, "light")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()  # once the index has come: keys before that are lost
    page.keyboard.type("cut_depth")
    expect(page.get_by_text(re.compile(r"^[1-9]\d* results"))).to_be_visible()
    assert odd == []
    page.close()


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert len(pictures) >= 2
    assert not [picture.name for picture in pictures if picture.stat().st_size > LARGEST_PICTURE]
