"""A panel of eight columns on disk, beside creforge's: an account's balance, dues, payments and arrears by month.

creforge draws accounts from transition probabilities; here borrowers live them, all rules on. Both write Parquet.
"""

import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import TimedMarket, warm_up

from tightrope.model.results.panel import PanelWriter
from tightrope.model.results.panel_columns import panel_columns

__all__ = ["creforge_panel", "own_panel"]

COLUMNS = panel_columns("balance_cashloan,due_cashloan,paid_cashloan,overdue_cashloan,late_cashloan,status")
"""With month and borrower: what creforge's ``account_month`` has, under names of its own."""


def own_panel(borrowers: int, months: int) -> float:
    """Return nanoseconds of processor time a row, from the opening of the book on."""
    warm_up()
    began = time.process_time()
    with TemporaryDirectory() as folder, PanelWriter(Path(folder) / "panel") as writer:
        market = TimedMarket("baseline", borrowers, months, panel=True)
        for _ in range(months):
            market.step()
            writer.append(market.panel_frame(COLUMNS))
    return (time.process_time() - began) / (borrowers * months) * 1e9


def creforge_panel(borrowers: int, months: int) -> float | str:
    """The same of creforge, which writes tables of borrowers and accounts as well; a text says why it is missing."""
    try:
        creforge = import_module("creforge")
    except ImportError as error:
        return f"left out: {error}"

    def generate(subjects: int) -> int:
        config = creforge.Config.from_profile(subjects=subjects, months=months, money="float")
        with TemporaryDirectory() as folder:
            rows: int = creforge.write_dataset(config, folder)["row_counts"]["account_month"]
        return rows

    generate(100)
    began = time.process_time()
    rows = generate(borrowers)
    return (time.process_time() - began) / rows * 1e9
