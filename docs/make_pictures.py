"""Make the pictures of README and pages: ``python docs/make_pictures.py`` (a minute, with Chromium on the machine).

What is shown is the run that the README begins with, its report photographed as a browser shows it, and three views of
the dashboard a year after an event.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tightrope import run

PICTURES = Path(__file__).resolve().parent / "pictures"
FIGURES = ("freezes", "trust")
"""The figures of the report that are shown."""
TOLD = 448
"""The borrower whose months are shown: short of cash, frozen in good standing, late thereafter, but not in the twin."""


def photograph(page: Page) -> None:
    """Take what came of it, in numbers and words, and figures with their titles and how to read them."""
    _take(page, "section:has(> ul.findings)", "ul.findings", "report")
    for name in FIGURES:
        expect(page.locator(f"#plot-{name} .main-svg").first).to_be_visible()
        _take(page, f"figure#{name}", f"#plot-{name}", name)


def _lighten(name: str) -> None:
    """Keep 256 colours, which is all that lines and texts need, in a third of the room."""
    path = PICTURES / f"{name}.png"
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def _take(page: Page, place: str, end: str, name: str) -> None:
    """Take a place of the page as far as its part ``end``; tables beneath are left to the report."""
    page.locator(f"{place} > {end} ~ *").evaluate_all("parts => parts.forEach(part => part.hidden = true)")
    page.locator(place).screenshot(path=PICTURES / f"{name}.png")


@contextmanager
def dashboard() -> Iterator[str]:
    """Serve the dashboard of the tutorial, and end it; gives the address that it prints."""
    words = ["app", "--no-open", "--port", "8799", "--scenario", "baseline", "--borrowers", "3000"]
    server = subprocess.Popen([sys.executable, "-m", "tightrope", *words], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        yield next(word for line in server.stdout for word in line.split() if word.startswith("http"))
    finally:
        server.terminate()
        server.wait()


def photograph_dashboard(browser: Browser) -> None:
    """Take the page a year after guidance to tighten, as the tutorial plays it; who knows whom, and one borrower."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000}, device_scale_factor=0.75, color_scheme="light")
    with dashboard() as address:
        page.goto(address, timeout=60_000)
        for month in range(1, 26):
            page.get_by_role("button", name="Step", exact=True).click(timeout=60_000)
            expect(page.locator(".dash-head")).to_contain_text(f"month {month} of", timeout=60_000)
            if month == 12:
                page.get_by_role("button", name="Guidance to tighten").click()
                expect(page.locator(".dash-timeline li.next")).to_be_visible(timeout=60_000)
        page.wait_for_timeout(3_000)  # the charts follow
        page.screenshot(path=PICTURES / "dashboard.png")
        page.get_by_role("tab", name="Network").click()
        page.get_by_role("button", name="trust against the twin").click()
        _take_view(page, ".dash-network", "network")
        page.get_by_role("tab", name="Borrower").click()
        number = page.get_by_label("Number, 0 to 2,999, and Enter")
        number.fill(str(TOLD))
        number.press("Enter")
        expect(page.locator(".dash-name")).to_have_text(f"Borrower {TOLD:,}", timeout=60_000)
        _take_view(page, ".dash-life", "borrower")
        _lighten("borrower")


def _take_view(page: Page, place: str, name: str) -> None:
    """Take a view once its chart is drawn, on a page tall enough for all of it."""
    page.set_viewport_size({"width": 1240, "height": 4000})
    chart = page.locator(f"{place} .dashboard-plot .main-svg").first
    page.locator(f"{place} .dashboard-plot").scroll_into_view_if_needed(timeout=60_000)
    expect(chart).to_be_visible(timeout=60_000)
    page.wait_for_timeout(1_000)
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
        photograph_dashboard(browser)
        browser.close()


if __name__ == "__main__":
    main()
