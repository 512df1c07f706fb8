"""The dashboard's door: who is let in, who is not, and what of a request and an answer passes it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from tests.helpers.knocking import Knocker
from tightrope.dashboard.address import Address
from tightrope.dashboard.door import FOREIGN_NAME, FULL, NO_KEY, NOT_YOURS, RULES, Door
from tightrope.dashboard.key import Key
from tightrope.scenarios.errors import InputError

HOST = "127.0.0.1:8765"
OURS = f"http://{HOST}"
TALK = "/jupyter/api/kernels/k/channels"
PATHS = (
    "/", "/readyz", "/resourcez", "/nowhere", "/jupyter/api/kernels/k", "/jupyter/nbextensions/x.js", "/static/main.js",
    "/static/assets/x.js", "/static/public/x", "/_solara/cdn/x", "/_solara/api/close/k", "/_solara/api/evict/k",
)  # fmt: skip
"""One of each kind that Solara answers."""


class House:
    """What is behind the door; it notes what was asked of it, and by whom."""

    def __init__(self) -> None:
        self.key = Key()
        self.asked: list[dict[str, str]] = []
        self.owners: dict[str, str] = {}
        self.full = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(dict(HTTPConnection(scope).headers))
        if scope["type"] == "http":
            answer = PlainTextResponse("inside")
            answer.set_cookie("solara-session-id", "told")
            await answer(scope, receive, send)
            return
        talk = WebSocket(scope, receive, send)
        await talk.accept()
        await talk.send_text("inside")

    def stranger(self, host: str = "127.0.0.1", *more: str, name: str = HOST) -> Knocker:
        door = Door(self, Address.named(host, 8765, more), self.key, self.owners.get, lambda: self.full)
        return Knocker(door, name)

    def guest(self) -> Knocker:
        """Return a browser that came with the token."""
        guest = self.stranger()
        assert guest.ask("GET", f"/?token={self.key.token}").status == 303
        return guest

    def session(self, guest: Knocker) -> str:
        """Return the session that the inside is told of."""
        assert guest.ask("GET", "/static/main.js").text == "inside"
        return self.asked[-1]["cookie"].removeprefix("solara-session-id=")

    @contextmanager
    def untouched(self) -> Iterator[None]:
        before = len(self.asked)
        yield
        assert len(self.asked) == before


@pytest.fixture
def house() -> House:
    return House()


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_answered_without_the_token(house: House, path: str) -> None:
    with house.untouched():
        for method in ("GET", "POST", "HEAD", "OPTIONS", "PUT"):
            for query in ("", "?token=", "?token=wrong", "?token=%ff"):
                answer = house.stranger().ask(method, path + query)
                assert (answer.status, answer.text) == (403, f"{NO_KEY}\n") and "set-cookie" not in answer.headers
        assert not house.stranger().hears(TALK, origin=OURS)


def test_the_token_gives_a_session_and_leaves_the_address(house: House) -> None:
    guest = house.stranger()
    answer = guest.ask("GET", f"/?token={house.key.token}")
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("tightrope-8765=") and house.key.token not in cookie
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Domain" not in cookie
    assert guest.ask("GET", "/").text == "inside" and guest.hears(TALK, origin=OURS)
    assert "set-cookie" not in guest.ask("GET", f"/?token={house.key.token}").headers
    with house.untouched():
        assert guest.ask("GET", "/?token=wrong").status == 403
        assert house.stranger().ask("GET", f"/static/main.js?token={house.key.token}").status == 403
        assert house.stranger().ask("POST", f"/?token={house.key.token}").status == 403


def test_a_session_that_was_not_made_here_opens_nothing(house: House) -> None:
    with house.untouched():
        for kept in (
            Key().new_session(),
            "made.up",
            ".",
            "",
            "\xff.\xff",
            house.key.token,
            house.key.new_session()[:-1],
        ):
            stranger = house.stranger()
            stranger.cookies["tightrope-8765"] = kept
            assert stranger.ask("GET", "/").text == f"{NO_KEY}\n"


@pytest.mark.parametrize(
    "said",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8765"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_another_origin_gets_nothing(house: House, said: dict[str, str]) -> None:
    guest = house.guest()
    with house.untouched():
        for method, path in (("GET", "/"), ("GET", "/static/main.js"), ("POST", "/_solara/api/close/k")):
            assert guest.ask(method, path, **said).status == 403
        assert not guest.hears(TALK, **{"origin": OURS, **said})


def test_a_websocket_that_does_not_say_where_it_comes_from_is_refused(house: House) -> None:
    guest = house.guest()
    assert guest.hears(TALK, origin=OURS)
    with house.untouched():
        assert not guest.hears(TALK)


@pytest.mark.parametrize(
    ("host", "more", "name", "served"),
    [
        ("127.0.0.1", (), "127.0.0.1:8765", True),
        ("127.0.0.1", (), "LocalHost:8765", True),
        ("127.0.0.1", (), "[::1]:8765", True),
        ("127.0.0.1", (), "127.0.0.1", False),
        ("127.0.0.1", (), "127.0.0.1:9999", False),
        ("127.0.0.1", (), "evil.example:8765", False),
        ("127.0.0.1", (), "127.0.0.1.evil.example:8765", False),
        ("127.0.0.1", (), "192.0.2.7:8765", False),
        ("0.0.0.0", (), "127.0.0.1:8765", True),
        ("0.0.0.0", (), "192.0.2.7:8765", True),
        ("0.0.0.0", (), "192.0.2.8:8765", False),
        ("0.0.0.0", (), "evil.example:8765", False),
        ("192.0.2.7", (), "192.0.2.7:8765", True),
        ("192.0.2.7", (), "localhost:8765", False),
        ("127.0.0.1", ("Lab.example",), "lab.example", True),
        ("127.0.0.1", ("lab.example",), "lab.example:8765", True),
        ("127.0.0.1", ("lab.example",), "lab.example:80", False),
        ("127.0.0.1", ("lab.example:443",), "lab.example:443", True),
        ("127.0.0.1", ("lab.example:443",), "lab.example", False),
    ],
)
def test_only_the_address_served_is_answered(
    house: House, host: str, more: tuple[str, ...], name: str, served: bool
) -> None:
    visitor = house.stranger(host, *more, name=name)
    visitor.reached = "192.0.2.7"
    answer = visitor.ask("GET", f"/?token={house.key.token}")
    assert (answer.status == 303) == served
    assert served or answer.text == f"{FOREIGN_NAME}\n"
    visitor.cookies = house.guest().cookies
    assert visitor.hears(TALK, origin=f"http://{name}") == served


def test_the_usual_port_may_be_left_out() -> None:
    assert Address("127.0.0.1", 80).serves("localhost", "127.0.0.1")
    assert not Address("127.0.0.1", 8765).serves("localhost", "127.0.0.1")


@pytest.mark.parametrize(
    ("host", "url", "beyond"),
    [
        ("127.0.0.1", "http://127.0.0.1:8765/?token=t", False),
        ("localhost", "http://localhost:8765/?token=t", False),
        ("::1", "http://[::1]:8765/?token=t", False),
        ("0.0.0.0", "http://127.0.0.1:8765/?token=t", True),
        ("lab.example", "http://lab.example:8765/?token=t", True),
    ],
)
def test_the_address_that_is_printed(host: str, url: str, beyond: bool) -> None:
    address = Address(host, 8765)
    assert (address.url("t"), address.beyond) == (url, beyond)


@pytest.mark.parametrize(
    "name",
    ["http://lab.example", "*", "", "lab.example/x", "lab example", "lab:port", "lab:99999", "lab:0", "a\x1b[2J"],
)
def test_what_is_no_name_of_a_host_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"--allow-host: '.*' is no name of a host") as refusal:
        Address.named("127.0.0.1", 8765, [name])
    assert "\x1b" not in str(refusal.value)


def test_a_market_of_another_browser_opens_nothing(house: House) -> None:
    guest, other = house.guest(), house.guest()
    house.owners["k"] = house.session(other)
    with house.untouched():
        assert not guest.hears(TALK, origin=OURS)
        assert guest.ask("POST", "/_solara/api/close/k", origin=OURS).text == f"{NOT_YOURS}\n"
    assert other.hears(TALK, origin=OURS)
    assert other.ask("POST", "/_solara/api/close/k", origin=OURS).text == "inside"


def test_no_further_page_where_there_is_no_room_and_those_open_go_on(house: House) -> None:
    guest = house.guest()
    session = house.session(guest)
    house.full = True
    answer = guest.ask("GET", "/")
    assert (answer.status, answer.text) == (503, f"{FULL}\n")
    assert not guest.hears(TALK, origin=OURS)
    house.owners["k"] = session
    assert guest.hears(TALK, origin=OURS) and guest.ask("GET", "/static/main.js").text == "inside"


def test_what_would_steer_solara_stays_outside(house: House) -> None:
    guest = house.guest()
    session = house.session(guest)
    guest.cookies["solara-session-id"] = "chosen"
    steering = {"x_script_name": "/evil", "script_name": "/evil", "x_forwarded_host": "evil.example"}
    guest.ask("GET", "/", x_forwarded_proto="https", **steering)
    assert house.asked[-1] == {"host": HOST, "cookie": f"solara-session-id={session}"}


def test_every_answer_holds_the_rules_and_no_cookie_of_solara(house: House) -> None:
    for visitor in (house.guest(), house.stranger()):
        headers = visitor.ask("GET", "/static/main.js").headers
        assert {name.lower(): value for name, value in RULES.items()}.items() <= headers.items()
        assert "set-cookie" not in headers
