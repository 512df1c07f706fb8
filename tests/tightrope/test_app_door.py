"""The dashboard's door in a real browser: pages of other origins, other browsers, and the world outside get nothing."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.helpers.visits import Visit, dashboard
from tests.helpers.waiting import patient

ATTEMPTS = """async ([place, kernel]) => {
    const got = {}, address = `http://${place}`, close = `${address}/_solara/api/close/${kernel}?session_id=x`;
    const settle = (name, start) => new Promise(done => {
        const end = what => { got[name] = what; done(); };
        setTimeout(() => end("nothing"), 5000);
        start(end);
    });
    const load = (name, tag, source) => settle(name, end => {
        const part = Object.assign(document.createElement(tag), {src: source});
        part.onload = () => end(tag === "iframe" && !part.contentDocument ? "nothing" : "loaded");
        part.onerror = () => end("nothing");
        document.body.append(part);
    });
    for (const talk of [kernel, "new"]) await settle(`websocket ${talk}`, end => {
        const socket = new WebSocket(`ws://${place}/jupyter/api/kernels/${talk}/channels?session_id=x`);
        socket.onopen = () => end("opened");
        socket.onerror = () => end("nothing");
    });
    for (const credentials of ["include", "omit"]) for (const mode of ["cors", "no-cors"]) {
        for (const [method, path] of [["GET", address], ["POST", close]])
            await settle(`${method} ${credentials} ${mode}`, end => fetch(path, {method, credentials, mode}).then(
                async answer => end(mode === "no-cors" ? "nothing" : await answer.text()), () => end("nothing")));
    }
    await load("script", "script", `${address}/static/main-vuetify.js`);
    await load("image", "img", `${address}/static/assets/favicon.png`);
    await load("frame", "iframe", address);
    const form = Object.assign(document.createElement("form"), {method: "POST", action: close, target: "formed"});
    document.body.append(Object.assign(document.createElement("iframe"), {name: "formed"}), form);
    form.submit();
    return got;
}"""
"""What a page can try: it gives what each attempt got."""


@contextmanager
def server(answer: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """Serve on a port of this machine, which is given."""
    with ThreadingHTTPServer(("127.0.0.1", 0), answer) as serving:
        Thread(target=serving.serve_forever, daemon=True).start()
        yield serving.server_port
        serving.shutdown()


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another origin."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title><body></body>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Kernels:
    """The kernels that the pages of a browser talk to."""

    def __init__(self, context: BrowserContext) -> None:
        self.ids: list[str] = []
        context.on("page", lambda page: page.on("websocket", lambda talk: self._note(talk.url)))

    def _note(self, url: str) -> None:
        if found := re.search(r"/api/kernels/([^/]+)/", url):
            self.ids.append(found[1])


@pytest.fixture
def played(browser: Browser, address: str) -> Iterator[tuple[BrowserContext, str]]:
    """A browser in which the dashboard is open after a month, and the id of its market."""
    context = browser.new_context()
    kernels = Kernels(context)
    page = patient(context.new_page())
    page.goto(address)
    step(page, 1)
    yield context, kernels.ids[0]
    step(page, 2)  # whatever was tried, the market is there and goes on
    context.close()


def step(page: Page, month: int) -> None:
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator(".dash-head")).to_contain_text(f"month {month} of")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_page_of_another_origin_gets_nothing(
    played: tuple[BrowserContext, str], address: str, name: str, tmp_path: Path
) -> None:
    context, kernel = played
    with server(Elsewhere) as port:
        page = patient(context.new_page())
        page.goto(f"http://{name}:{port}/")
        got = page.evaluate(ATTEMPTS, [urlsplit(address).netloc, kernel])
        assert len(got) == 13 and set(got.values()) == {"nothing"}, json.dumps(got, indent=1)
        page.wait_for_timeout(300)
        assert "dash" not in " ".join(frame.content() for frame in page.frames)
        page.close()


def test_a_foreign_name_that_leads_here_is_refused(browser: Browser, address: str) -> None:
    page = browser.new_page()
    place = urlsplit(address)
    request = page.request.get(address, headers={"Host": f"evil.example:{place.port}"})
    assert request.status == 403 and "--allow-host" in request.text()
    page.close()


def test_another_browser_opens_no_market_but_its_own(
    played: tuple[BrowserContext, str], browser: Browser, address: str
) -> None:
    _, kernel = played
    other = Visit(browser, address)
    talk = f"ws://{urlsplit(address).netloc}/jupyter/api/kernels/{kernel}/channels?session_id=x"
    heard = other.page.evaluate(
        """url => new Promise(done => {
            const socket = new WebSocket(url);
            socket.onopen = () => done("opened");
            socket.onclose = () => done("closed");
        })""",
        talk,
    )
    assert heard == "closed"
    said = other.page.evaluate(
        "kernel => fetch(`/_solara/api/close/${kernel}?session_id=x`, {method: 'POST'}).then(a => a.status)", kernel
    )
    assert said == 403
    other.close()


def test_without_the_token_a_browser_reads_one_sentence(browser: Browser, address: str) -> None:
    place = urlsplit(address)
    page = browser.new_page()
    answer = page.goto(f"http://{place.netloc}/")
    assert answer is not None and answer.status == 403
    assert page.locator("body").inner_text().startswith("Nothing is shown without the token")
    page.close()


def test_nothing_is_fetched_from_outside(browser: Browser, tmp_path: Path) -> None:
    wanted: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def note(self) -> None:
            wanted.append(self.requestline)
            self.send_error(502)

        do_GET = do_POST = do_CONNECT = note  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with (
        server(Proxy) as port,
        dashboard(tmp_path / "log", "--borrowers", "50", proxy=f"http://127.0.0.1:{port}") as at,
    ):
        visit = Visit(browser, at.url)
        blocked: list[str] = []
        visit.page.on("console", lambda said: blocked.append(said.text) if "Content Security" in said.text else None)
        visit.press("Step")
        visit.draws(1)
        for path in ("_solara/cdn/vue@3/dist/vue.js", "_solara/cdn/x", "static/assets/no-such-package@1/x.js"):
            answer: Any = visit.page.evaluate("path => fetch(`/${path}`).then(answer => answer.status)", path)
            assert answer == 404
        visit.close()
    assert wanted == [] and blocked == []
