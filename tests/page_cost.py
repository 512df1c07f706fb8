"""What an open page costs: elements and script memory in the browser, and memory of the server."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

__all__ = ["Cost", "cost"]


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
