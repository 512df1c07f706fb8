"""The dashboard's door: every request, whatever it asks for, is looked at here before Solara sees it.

Let in is who asks for the address that is served, from a page of that address, in a browser that was opened with the
token. A page of another origin, a foreign name that was made to lead here, and whoever does not know the token get one
sentence.
"""

from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tightrope.dashboard.address import Address
from tightrope.dashboard.key import Key

__all__ = ["Door"]

FOREIGN_NAME = (
    "The dashboard is not served under this name: open the address that 'tightrope app' printed, or start it with "
    "--allow-host and the name."
)
NO_KEY = (
    "Nothing is shown without the token: copy the whole address that 'tightrope app' printed into the browser's "
    "address bar."
)
NOT_YOURS = "This market belongs to another browser: load the page anew to get one of your own."
FULL = (
    "As many pages are open as the dashboard keeps at a time: close one that is not needed, then load this page anew."
)

RULES = {
    "Content-Security-Policy": (  # Vue makes its templates into code in the browser, hence 'unsafe-eval'
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # with no-referrer, a page that closes could not say from where it says so
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""What browsers are told with every answer: no frames, no foreign code, and nothing of it for other pages."""

_PAGE = "/"
_STEERING = {b"cookie", b"script-name", b"x-script-name", b"x-forwarded-host", b"x-forwarded-proto"}
"""Headers that Solara would follow: a client shall not choose where the page says it lives, nor whose it is."""


class Door:
    """An ASGI application in front of another.

    Args:
        inside: What is guarded.
        address: Where it is served.
        key: Opens it.
        owner: Gives the session that a kernel belongs to, by the kernel's id; None where there is no such kernel.
        full: Tells whether no further page fits.
    """

    def __init__(
        self, inside: ASGIApp, address: Address, key: Key, owner: Callable[[str], str | None], full: Callable[[], bool]
    ) -> None:
        self._inside, self._address, self._key = inside, address, key
        self._owner, self._full = owner, full
        self._cookie = f"tightrope-{address.port}"  # browsers send cookies to every port of a host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it in."""
        if scope["type"] == "lifespan":
            await self._inside(scope, receive, send)
            return
        visitor = HTTPConnection(scope)
        session = self._key.session(visitor.cookies.get(self._cookie, ""))
        answer = self._answer(visitor, session)
        outwards = _guarded(send)
        if answer is None:
            await self._inside(_as_known(scope, session or ""), receive, outwards)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, outwards)

    def _answer(self, visitor: HTTPConnection, session: str | None) -> Response | None:
        """Return what is answered at the door; None where the visitor may go in."""
        reached = (visitor.scope.get("server") or ("", 0))[0]
        asked = visitor.headers.getlist("host")
        if len(asked) != 1 or not self._address.serves(asked[0], reached):
            return _refusal(FOREIGN_NAME)
        if _opens_page(visitor) and "token" in visitor.query_params:
            return self._admission(visitor.query_params["token"], session)
        if session is None or not _from_our_page(visitor, asked[0]):
            return _refusal(NO_KEY)
        owners = {owner for part in visitor.scope["path"].split("/") if (owner := self._owner(part))}
        if owners - {session}:
            return _refusal(NOT_YOURS)
        begins = _opens_page(visitor) or visitor.scope["type"] == "websocket"
        return _refusal(FULL, HTTPStatus.SERVICE_UNAVAILABLE) if begins and not owners and self._full() else None

    def _admission(self, token: str, session: str | None) -> Response:
        """Give a browser that came with the token its session, and take the token off the address."""
        if not self._key.opens(token):
            return _refusal(NO_KEY)
        answer = RedirectResponse(_PAGE, HTTPStatus.SEE_OTHER, {"Cache-Control": "no-store"})
        if session is None:
            answer.set_cookie(self._cookie, self._key.new_session(), httponly=True, samesite="strict")
        return answer


def _opens_page(visitor: HTTPConnection) -> bool:
    scope = visitor.scope
    return bool(scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == _PAGE)


def _from_our_page(visitor: HTTPConnection, host: str) -> bool:
    """Tell whether no page of another origin asks, as far as a browser says.

    Pages of other ports of the same host are foreign too, though cookies go along with what they ask for.
    """
    origin = visitor.headers.get("origin")
    if origin is None and visitor.scope["type"] == "websocket":
        return False
    ours = origin is None or origin.lower() in (f"http://{host}".lower(), f"https://{host}".lower())
    return ours and visitor.headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _refusal(sentence: str, status: HTTPStatus = HTTPStatus.FORBIDDEN) -> Response:
    return PlainTextResponse(f"{sentence}\n", status, {"Cache-Control": "no-store"})


def _as_known(scope: Scope, session: str) -> Scope:
    """Return what is asked with the session that Solara shall bind its kernels to, and nothing that steers it."""
    headers = [(name, value) for name, value in scope["headers"] if name not in _STEERING]
    return {**scope, "headers": [*headers, (b"cookie", f"solara-session-id={session}".encode())]}


def _guarded(send: Send) -> Send:
    """Return a ``send`` that gives every answer the ``RULES``.

    Solara's own cookie is left out: it would tell every script on the page, and every port, which session this is.
    """

    async def outwards(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", ()) if not _solaras(name, value)]
            message = {**message, "headers": kept}
            MutableHeaders(scope=message).update(RULES)
        await send(message)

    return outwards


def _solaras(name: bytes, value: bytes) -> bool:
    return name.lower() == b"set-cookie" and value.startswith(b"solara-")
