"""Visits to the dashboard by a real browser, which note every complaint and every request that leaves the machine."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, expect

from tests.helpers.waiting import PATIENCE, happens, patient

__all__ = ["LATE", "Served", "Visit", "dashboard"]

LATE = "[data-figure=default_rates]"
MONTHS_DRAWN = f"() => document.querySelector('{LATE}')?.data?.[0]?.x?.length ?? 0"
ALL_DRAWN = """() => {
    const seen = [...document.querySelectorAll(".dashboard-plot")].filter(plot => {
        const {top, bottom} = plot.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
    });
    return seen.length > 0 && seen.every(plot => plot.querySelector(".main-svg"));
}"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served(NamedTuple):
    """The address that a dashboard prints, token included, and its process."""

    url: str
    process: int


@contextmanager
def dashboard(log: Path, *options: str, proxy: str = "http://127.0.0.1:9") -> Iterator[Served]:
    """Serve the dashboard with options of its command; it must end without a traceback in ``log``.

    All that it would fetch from elsewhere it would fetch through ``proxy``, where usually nobody answers.
    """
    command = [sys.executable, "-m", "tightrope", "app", "--no-open", "--port", str(free_port()), *options]
    nowhere = {f"{kind}_PROXY": proxy for kind in ("HTTP", "HTTPS", "ALL")}
    with log.open("w") as output:
        server = subprocess.Popen(command, env={**os.environ, **nowhere, "NO_PROXY": ""}, stdout=output, stderr=output)
    try:
        yield Served(_printed(server, log), server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        ended = server.wait(PATIENCE)
    assert ended == 0, log.read_text()
    assert "Traceback" not in log.read_text()


def _printed(server: "subprocess.Popen[bytes]", log: Path) -> str:
    """Return the address to open, once it is printed."""

    def found() -> "re.Match[str] | None":
        assert server.poll() is None, log.read_text()
        return re.search(r"the market is at (\S+)", log.read_text())

    assert happens(lambda: bool(found())), f"the dashboard did not start: {log.read_text()}"
    address = found()
    assert address
    return address[1]


class Visit:
    """A page of the dashboard, with what it complained of and what it asked of the world."""

    def __init__(
        self, browser: Browser, address: str, width: int = 1600, theme: Literal["light", "dark"] = "light"
    ) -> None:
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page: Page = patient(browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=theme))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request, address))
        self.page.goto(address)
        self.stands_at(0)

    def _note(self, request: Request, address: str) -> None:
        place = urlsplit(address).netloc
        if not request.url.startswith((f"http://{place}/", f"ws://{place}/", "data:", "blob:")):
            self.outside.append(request.url)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def stands_at(self, month: int) -> None:
        expect(self.page.locator(".dash-head")).to_contain_text(f"month {month} of")

    def draws(self, months: int) -> None:
        self.page.wait_for_function(f"({MONTHS_DRAWN})() >= {months}")

    def all_drawn(self) -> None:
        """Wait until every chart in sight is drawn."""
        self.page.wait_for_function(ALL_DRAWN)

    def choose(self, field: str, text: str) -> None:
        entry = self.page.get_by_label(field)
        entry.fill(text)
        entry.press("Enter")

    def close(self) -> None:
        self.page.close()
        assert not self.complaints
        assert not self.outside
