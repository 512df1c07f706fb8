"""A browser that is none: it asks an ASGI application by hand, says what it is told to say, and keeps cookies."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from starlette.types import ASGIApp, Message

__all__ = ["Answer", "Knocker"]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Knocker:
    """Somebody at the door of ``app``, who calls it ``host`` and reaches it at the address ``reached``."""

    app: ASGIApp
    host: str
    reached: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, **headers: str) -> Answer:
        """Send a request; headers are those of a browser, with _ for -."""
        told = self._tell("http", address, headers, method)
        begun = told[0]
        found = {name.decode(): value.decode() for name, value in begun["headers"]}
        for name, morsel in SimpleCookie(found.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
        return Answer(begun["status"], found, b"".join(part.get("body", b"") for part in told[1:]).decode())

    def hears(self, address: str, **headers: str) -> bool:
        """Open a websocket; tell whether anything is said on it."""
        told = self._tell("websocket", address, headers)
        assert told[0]["type"] in ("websocket.accept", "websocket.close")
        return any(message["type"] == "websocket.send" for message in told)

    def _tell(self, kind: str, address: str, headers: dict[str, str], method: str = "") -> Sequence[Message]:
        path, _, query = address.partition("?")
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said = {"host": self.host, **({"cookie": cookie} if cookie else {}), **headers}
        scope = {
            "type": kind, "method": method, "scheme": "http", "path": path, "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in said.items()],
            "server": (self.reached, 8765),
        }  # fmt: skip
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"} if kind == "websocket" else {"type": "http.request", "body": b""}

        async def send(message: Message) -> None:
            told.append(message)

        async def talk() -> None:
            await self.app(scope, receive, send)

        asyncio.run(talk())
        return told
