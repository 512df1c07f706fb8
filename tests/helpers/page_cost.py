"""What an open page costs: elements and script memory in the browser, memory of the server, and time."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page

__all__ = ["Cost", "cost", "renderers", "spent"]


@dataclass(frozen=True)
class Cost:
    """Elements alive and megabytes held, after garbage was collected in the browser."""

    elements: int
    listeners: int
    script: float
    server: float


def cost(page: Page, server: int) -> Cost:
    """Return what a page and its server, a process on this Linux machine, hold at present."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    read = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    lines = Path(f"/proc/{server}/status").read_text().splitlines()
    resident = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return Cost(int(read["Nodes"]), int(read["JSEventListeners"]), read["JSHeapUsedSize"] / 2**20, resident / 1024)


def renderers(browser: Browser) -> list[int]:
    """The processes that draw the pages of a browser."""
    session = browser.new_browser_cdp_session()
    told = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return [each["id"] for each in told if each["type"] == "renderer"]


class Spent(NamedTuple):
    """Milliseconds for which a thread has run, and for which it had no processor to run on."""

    ran: float
    stood: float


def spent(process: int) -> dict[str, Spent]:
    """What each thread of a process has spent so far."""
    found = {}
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with suppress(OSError):  # it may have ended
            ran, stood, _ = thread.read_text().split()
            found[thread.parent.name] = Spent(float(ran) / 1e6, float(stood) / 1e6)
    return found
