"""Serves the dashboard from this machine alone: nothing is fetched, nothing is told to anybody."""

import os
import socket
import warnings
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import files
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

from rich.console import Console

from tightrope.dashboard.address import Address
from tightrope.dashboard.key import Key
from tightrope.progress.signals import signals_end_server
from tightrope.scenarios.errors import InputError

__all__ = ["serve"]

CLOSING = 2
"""Seconds that open pages have to say goodbye."""


def serve(
    host: str, port: int, opening: Mapping[str, Any], *, allow_hosts: Sequence[str] = (), open_browser: bool
) -> None:
    """Serve the dashboard until Ctrl-C; ``opening`` is what a new page's market is made of.

    Raises:
        InputError: the extra is missing, the port is taken, or the market that ``opening`` describes is impossible.
    """
    _check_extra()
    address = Address.named(host, port, allow_hosts)
    with _listening(host, port) as listening:
        _try_out(opening)
        _settle()
        key = Key()
        server = _server(address, key)
        _announce(address, key.token)
        if open_browser:
            Timer(1, webbrowser.open, [address.url(key.token)]).start()
        with suppress(KeyboardInterrupt), signals_end_server():
            server.run(sockets=[listening])


def _check_extra() -> None:
    missing = [name for name in ("solara", "ipyvue", "ipyvuetify", "solara_assets") if find_spec(name) is None]
    if missing:
        raise InputError(f"the dashboard needs {', '.join(missing)}: install the extra, pip install 'tightrope[app]'")


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there, taken before anything slow begins."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error.strerror).split(" (")[0]
        advice = "choose another with --port, or --host for another address"
        raise InputError(f"cannot serve on {host}, port {port} ({reason}): {advice}") from None
    except (TypeError, UnicodeError):  # of names too long to be looked up
        raise InputError(f"cannot serve on {host}: no machine has such a name; name another with --host") from None


def _try_out(opening: Mapping[str, Any]) -> None:
    """Check the choices, and compile the rules where this was never done, before a page has to wait for it."""
    from tightrope.dashboard.market import LiveMarket, checked
    from tightrope.dashboard.opening import NAMED_BOOKS, NAMED_STORIES, OPENING, as_text, open_with

    open_with(opening)
    chosen: dict[str, Any] = as_text(OPENING)
    named = {"story": NAMED_STORIES.get(chosen["story"]), "book": NAMED_BOOKS.get(chosen["book"])}
    checked(**chosen | {name: held for name, held in named.items() if held})
    trial = LiveMarket(borrowers=10, months=1)
    trial.step()
    if trial.trouble:
        raise RuntimeError(trial.trouble)


def _settle() -> None:
    """Set what Solara reads when it is first imported.

    Its proxy, which fetches from a public server what the machine lacks, is off: all that a page needs is installed.
    """
    os.environ.update(
        SOLARA_APP="tightrope.dashboard.page:Page",
        SOLARA_MODE="production",
        SOLARA_ROOT_PATH="",
        SOLARA_TELEMETRY_MIXPANEL_ENABLE="False",
        SOLARA_TELEMETRY_SERVER_USER_ID="nobody",  # else a number for this machine is kept in the home folder
        SOLARA_THEME_SHOW_BANNER="False",
        SOLARA_THEME_TITLE="tightrope",
        SOLARA_ASSETS_PROXY="False",
        SOLARA_ASSETS_CDN="/static/assets",
        SOLARA_ASSETS_EXTRA_LOCATIONS=f"plotly.package_data,{_installed_assets()}",
        SOLARA_ASSETS_FONTAWESOME_ENABLED="False",
        SOLARA_KERNEL_CULL_TIMEOUT="10m",  # a market whose page was closed is let go
    )


def _installed_assets() -> Path:
    """Return the folder of what Solara's pages load, which a package of its own brings."""
    loader = next(file for file in files("solara-assets") or () if file.name == "require.js")
    return Path(str(loader.locate())).resolve().parents[1]


def _server(address: Address, key: Key) -> Any:
    """Return the server, with the door in front of Solara."""
    import uvicorn
    from solara.server.starlette import app

    from tightrope.dashboard.door import Door
    from tightrope.dashboard.room import full, owner
    from tightrope.dashboard.upload import MOST_BYTES

    warnings.filterwarnings("ignore", message="Cookies with samesite")  # of no concern: the door keeps Solara's back
    door = Door(app, address, key, owner, full)
    config = uvicorn.Config(
        door,
        log_level="error",
        timeout_graceful_shutdown=CLOSING,
        proxy_headers=False,
        server_header=False,
        ws_max_size=MOST_BYTES + 2**16,  # a file that is brought, and its name
    )
    return uvicorn.Server(config)


def _announce(address: Address, token: str) -> None:
    """Print the address to open, and what it means to serve beyond this machine."""
    console = Console()
    console.print(f"the market is at {address.url(token)} (Ctrl-C ends it)", highlight=False, soft_wrap=True)
    if address.beyond:
        elsewhere = "with an address of this machine in place of 127.0.0.1, " if address.everywhere else ""
        console.print(
            f"Whoever reaches it and knows it, token included, can play here: {elsewhere}or with a name that "
            "--allow-host gives. Nothing on the way is encrypted. Without --host it is for this machine alone.",
            highlight=False,
        )
