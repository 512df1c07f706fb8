"""Serves the dashboard from this machine alone: nothing is fetched, nothing is told to anybody."""

import os
import socket
import warnings
import webbrowser
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from threading import Timer
from typing import Any

from rich.console import Console

from tightrope.display import shown
from tightrope.scenarios.errors import InputError
from tightrope.watching import compilation_shown

__all__ = ["serve"]

CLOSING = 2
"""Seconds that open pages have to say goodbye."""


def serve(host: str, port: int, opening: Mapping[str, Any], *, open_browser: bool) -> None:
    """Serve the dashboard until Ctrl-C; ``opening`` is what a new page's market is made of.

    Raises:
        InputError: the extra is missing, the port is taken, or the market that ``opening`` describes is impossible.
    """
    _check_extra()
    with _listening(host, port) as listening:
        _try_out(opening)
        _settle()
        os.environ["SOLARA_APP"] = "tightrope.dashboard_page:Page"
        from tightrope import dashboard_opening

        dashboard_opening.OPENING.update({name: value for name, value in opening.items() if value is not None})
        import uvicorn
        from solara.server.starlette import app

        warnings.filterwarnings("ignore", message="Cookies with samesite")  # of no concern without a frame around
        url = f"http://{host}:{port}/"
        config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=CLOSING)
        Console().print(f"the market is at {url} (Ctrl-C ends it)", highlight=False, soft_wrap=True)
        if open_browser:
            Timer(1, webbrowser.open, [url]).start()
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


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
    from tightrope.dashboard_market import LiveMarket, checked
    from tightrope.dashboard_opening import as_text

    checked(**as_text(opening))
    with shown(Console(stderr=True)) as watch, compilation_shown(watch):
        trial = LiveMarket(borrowers=10, months=1)
        trial.step()
    if trial.trouble:
        raise RuntimeError(trial.trouble)


def _settle() -> None:
    """Set what Solara reads when it is first imported."""
    os.environ.update(
        SOLARA_MODE="production",
        SOLARA_TELEMETRY_MIXPANEL_ENABLE="False",
        SOLARA_THEME_SHOW_BANNER="False",
        SOLARA_THEME_TITLE="tightrope",
        SOLARA_ASSETS_EXTRA_LOCATIONS="plotly.package_data",
        SOLARA_ASSETS_FONTAWESOME_ENABLED="False",
        SOLARA_KERNEL_CULL_TIMEOUT="10m",  # a market whose page was closed is let go
    )
