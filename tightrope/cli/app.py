"""The command 'tightrope app': a running market in the browser."""

from typing import Any

import click

from tightrope.cli.address_space import check_address_space

__all__ = ["app"]


@click.command()
@click.option(
    "--scenario", "story", default="regulatory-squeeze", show_default=True, help="Built-in scenario or TOML file."
)
@click.option("--book", default="synthetic", show_default=True, help="synthetic, taiwan, taiwan-cards, or a file.")
@click.option("--borrowers", type=int, help="How many borrowers, up to 200,000.  [default: as many as the book holds]")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to serve on. Beyond this machine, whoever has the printed address may play; nothing is encrypted.",
)
@click.option(
    "--allow-host",
    "allow_hosts",
    multiple=True,
    metavar="NAME[:PORT]",
    help="A further name under which browsers reach it; may be repeated.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port to serve on.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def app(host: str, port: int, allow_hosts: tuple[str, ...], no_open: bool, **opening: Any) -> None:
    """Play with a market in the browser, beside its twin.

    The twin is the same market without the events. Every browser tab has a market of its own. The address that is
    printed holds a token, without which nothing is shown. Needs the extra 'app'; nothing is fetched from the network.
    Ctrl-C ends it.
    """
    check_address_space()
    from tightrope.dashboard.server import serve

    serve(host, port, opening, allow_hosts=allow_hosts, open_browser=not no_open)
