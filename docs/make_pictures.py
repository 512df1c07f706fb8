"""Make the pictures of the README: ``python docs/make_pictures.py`` (a minute, with Chromium on the machine).

The run shown is the one that the README begins with; its report is photographed as a browser shows it.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tightrope import run

PICTURES = Path(__file__).resolve().parent / "pictures"
WIDTH, HEIGHT = 1100, 760
FIGURES = {"trust": "trust.png", "default_rates": "default.png"}
"""The figures of the report that are shown, and their pictures."""


def photograph(page: Page) -> None:
    """Take the report's top, and the figures with their titles and how to read them."""
    page.screenshot(path=PICTURES / "report.png")
    for figure, picture in FIGURES.items():
        section = page.locator("section, figure, article").filter(has=page.locator(f"#plot-{figure}")).last
        section.scroll_into_view_if_needed()
        section.screenshot(path=PICTURES / picture)
