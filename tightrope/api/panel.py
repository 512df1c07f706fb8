"""The panel that a run is asked for, and how much room it will take."""

import logging
from collections.abc import Iterable

from tightrope.api.planning import Plan, whole
from tightrope.model.results.panel_columns import LEAN, KeptPanel, panel_columns
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.events import LONGEST_RUN

__all__ = ["kept_panel", "say_how_large"]

_log = logging.getLogger(__name__)
_WORTH_SAYING = 1e8
"""Bytes from which a run says how much room a panel will take."""


def kept_panel(panel: bool | str | Iterable[str], every: int = 1) -> KeptPanel | None:
    """Return the panel that ``tightrope.run`` is asked for, None where it is asked for none.

    Raises:
        InputError: a column is not known, or there are months to leave out and no panel to leave them out of.
    """
    every = whole("panel_every", every, 1, LONGEST_RUN)
    if panel is False:
        if every > 1:
            raise InputError(f"panel_every: {every} is given, but no panel is asked for; ask for one with 'panel'")
        return None
    return KeptPanel(panel_columns(LEAN if panel is True else panel), every)


def say_how_large(panel: KeptPanel, plan: Plan) -> None:
    """Say how much room a panel will take on the disk, where that is much."""
    size = panel.bytes_on_disk(plan.borrowers, plan.months) * (1 if plan.against is None else 2)
    if size >= _WORTH_SAYING:
        rows = "each month" if panel.every == 1 else f"one month in {panel.every}"
        _log.info(
            "panel: %s columns of %s borrowers, %s, will take about %s GB on the disk",
            len(panel.columns), f"{plan.borrowers:,}", rows, f"{size / 1e9:,.1f}",
        )  # fmt: skip
