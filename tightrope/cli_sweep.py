"""The commands around sweeps: many markets planned, run, and made sense of."""

import click

__all__ = ["sweep"]


@click.group()
def sweep() -> None:
    """Run many markets: scenarios x points of a design x seeds, and make sense of them."""
