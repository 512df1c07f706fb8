"""A plan run before the user's eyes: what commands that run a scenario have in common."""

import sys
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tightrope.api.planning import Plan
from tightrope.cli.address_space import check_address_space
from tightrope.progress.faults import OutOfBalance, Stopped
from tightrope.scenarios.books.book import LeftOut
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.run.postponing import lean

__all__ = ["run_and_conclude"]

WIDTH = 110
"""Of the table where there is no terminal."""


def run_and_conclude(
    plan: Plan, out: Path | None, *, panel: str | None, panel_every: int, language: str, left_out: LeftOut | None = None
) -> None:
    """Run a plan, write its results and report and what its book has left out, and print the short table."""
    with lean():
        from tightrope.api.run import run_plan
    from tightrope.api.panel import kept_panel
    from tightrope.cli.conclusion import conclude, what_is_missing
    from tightrope.model.engine.ledger import LedgerError
    from tightrope.progress.display import shown
    from tightrope.progress.signals import signals_end_run

    check_address_space(plan.borrowers)
    kept = kept_panel(False if panel is None else panel, panel_every)
    out = out or plan.usual_folder()
    if left_out and left_out.file.resolve() in (out.resolve(), *out.resolve().parents):
        raise InputError(f"--skip-bad-rows {left_out.file}: the results go there; name another file")
    with ExitStack() as until_told:
        try:
            with shown(Console(stderr=True)) as watch:
                until_told.enter_context(signals_end_run(watch))
                outcome = run_plan(plan, watch, out, panel=kept, language=language)
        except LedgerError as error:
            raise OutOfBalance(f"{error}; nothing was written") from None
        if left_out:
            left_out.write()  # only now that all else was accepted
        conclude(Console(width=None if sys.stdout.isatty() else WIDTH), outcome, language)
    if missing := what_is_missing(outcome, plan):
        raise Stopped(missing)
