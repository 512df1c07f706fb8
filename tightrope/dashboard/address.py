"""Where the dashboard is served, and by which names a browser may ask for it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address

from tightrope.scenarios.errors import InputError, shown

__all__ = ["Address"]

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_USUAL_PORT = 80
"""The port that a browser leaves out of an address."""
_LAST_PORT = 65_535
_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?P<port>:[0-9]{1,5})?")


@dataclass(frozen=True)
class Address:
    """Where a server listens; ``more`` are further names for it, each with or without a port, in small letters."""

    host: str
    port: int
    more: tuple[str, ...] = ()

    @classmethod
    def named(cls, host: str, port: int, more: Iterable[str]) -> "Address":
        """Return the address of a server that goes by ``more`` names as well; InputError where one is no name."""
        names = tuple(name.lower() for name in more)
        for name in names:
            found = _NAME.fullmatch(name)
            if not found or not 0 < int((found["port"] or ":1")[1:]) <= _LAST_PORT:
                raise InputError(
                    f"--allow-host: '{shown(name)}' is no name of a host; give it as it stands in the browser's "
                    "address, as in lab.example.org or lab.example.org:8765"
                )
        return cls(host.lower(), port, names)

    def url(self, token: str) -> str:
        """Return the address to open on this machine."""
        host = "127.0.0.1" if self.everywhere else self.host
        return f"http://{_written(host)}:{self.port}/?token={token}"

    @property
    def beyond(self) -> bool:
        """Whether other machines may reach it."""
        return self._ip is None or not self._ip.is_loopback

    @property
    def everywhere(self) -> bool:
        """Whether it listens on every address that the machine has."""
        return self._ip is not None and self._ip.is_unspecified

    def serves(self, asked: str, reached: str) -> bool:
        """Tell whether a browser may ask for it as ``asked``, on a connection to the machine's address ``reached``."""
        here = _with_port(reached, self.port) if self.everywhere else ()
        return asked.lower() in (*self._known, *here)

    @cached_property
    def _known(self) -> frozenset[str]:
        """What may stand in a request's Host."""
        own = (self.host, *(() if self._elsewhere_alone else _THIS_MACHINE))
        more = (form for name in self.more for form in _allowed(name, self.port))
        return frozenset([form for name in own for form in _with_port(name, self.port)] + list(more))

    @cached_property
    def _ip(self) -> IPv4Address | IPv6Address | None:
        """The address as a number; None where it is a name."""
        try:
            return ip_address("127.0.0.1" if self.host == "localhost" else self.host or "0.0.0.0")
        except ValueError:
            return None

    @property
    def _elsewhere_alone(self) -> bool:
        """Whether it listens on an address of the network alone."""
        return self.beyond and not self.everywhere


def _written(host: str) -> str:
    """Return a host as addresses write it."""
    return f"[{host}]" if ":" in host else host


def _with_port(host: str, port: int) -> tuple[str, ...]:
    """Return what a browser asks for when it goes to a host's port."""
    asked = f"{_written(host)}:{port}"
    return (asked, _written(host)) if port == _USUAL_PORT else (asked,)


def _allowed(name: str, port: int) -> tuple[str, ...]:
    """Return what may be asked for by a name that was allowed: without a port, a proxy may stand in front."""
    found = _NAME.fullmatch(name)
    return (name,) if found and found["port"] else (name, f"{name}:{port}")
