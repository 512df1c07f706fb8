"""The command 'tightrope app': a running market in the browser."""

from typing import Any

import click

from tightrope.address_space import check_address_space

__all__ = ["app"]


@click.command()
@click.option(
    "--scenario", "story", default="regulatory-squeeze", show_default=True, help="Built-in scenario or TOML file."
)
@click.option("--book", default="synthetic", show_default=True, help="synthetic, taiwan, or your own CSV or Parquet.")
@click.option("--borrowers", type=int, help="How many borrowers, up to 200,000.  [default: as many as the book holds]")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on; others may then reach it.")
@click.option("--port", type=click.IntRange(1, 65535), default=8765, show_default=True, help="Port to serve on.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def app(host: str, port: int, no_open: bool, **opening: Any) -> None:
    """Play with a market in the browser, beside its twin.

    The twin is the same market without the events. Every browser tab has a market of its own. Needs the extra 'app';
    nothing is fetched from the network. Ctrl-C ends it.
    """
    check_address_space()
    from tightrope.serving import serve

    serve(host, port, opening, open_browser=not no_open)
