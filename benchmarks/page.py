"""What a browser that is left open costs: a market plays for 500 months, and all that page and server hold is counted.

Run from the root of the repository: .venv/bin/python -m benchmarks.page
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import expect, sync_playwright
from rich.console import Console
from rich.table import Table

from tests.helpers.page_cost import cost
from tests.helpers.visits import Visit, dashboard

STOPS = 10
HOUR = 3_600_000
REACHED = "month => +document.querySelector('.dash-head').textContent.match(/month (\\d+) of/)[1] >= month"


@click.command()
@click.option("--months", default=500, show_default=True, help="Up to 600.")
@click.option("--borrowers", default=1000, show_default=True)
@click.option("--view", default="Overview", show_default=True, help="The tab that is open.")
def main(months: int, borrowers: int, view: str) -> None:
    """Print what page and server hold, ten times on the way."""
    columns = ("month", "elements", "listeners", "script, MB", "server, MB")
    table = Table(*columns, title=f"{view}, {borrowers:,} borrowers")
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with dashboard(Path(folder) / "log", "--borrowers", str(borrowers)) as served:
            visit = Visit(browser, served.url)
            _begin(visit, months, view)
            for stop in range(1, STOPS + 1):
                month = months * stop // STOPS
                visit.page.wait_for_function(REACHED, arg=month, timeout=HOUR)
                held = cost(visit.page, served.process)
                counts = (f"{held.elements:,}", f"{held.listeners:,}", f"{held.script:.1f}", f"{held.server:.0f}")
                table.add_row(str(month), *counts)
            visit.close()
        browser.close()
    Console().print(table)


def _begin(visit: Visit, months: int, view: str) -> None:
    visit.choose("Months (", str(months))
    visit.press("Reset")
    expect(visit.page.locator(".dash-head")).to_contain_text(f"of {months}")
    visit.press("Step")
    visit.page.get_by_role("tab", name=view).click()
    visit.page.get_by_role("button", name="Play or pause").click()


if __name__ == "__main__":
    main()
