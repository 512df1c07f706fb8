"""Evidence small enough to see: a market of a few lives, month by month."""

from typing import Any

import polars as pl

from tightrope.analysis.facts.evidence import FIRST, PANEL, SQUEEZE_PANEL, SQUEEZED, Evidence

__all__ = ["LAST", "rows", "seen"]

LAST = 60


def rows(columns: tuple[str, ...], lives: list[list[dict[str, Any]]], first: int) -> pl.DataFrame:
    """A panel in order of month: ``lives`` holds what is not zero of each borrower's months from ``first``."""
    blank = {**dict.fromkeys(columns, 0.0), "joined_month": 0, "status": "active"}
    made = [
        {**blank, "month": first + k, "borrower": i, **month}
        for i, life in enumerate(lives)
        for k, month in enumerate(life)
    ]
    return pl.DataFrame(made, infer_schema_length=None).sort("month", "borrower")


def seen(*lives: list[dict[str, Any]], first: int = FIRST, **frames: Any) -> Evidence:
    """Evidence whose baseline holds these lives."""
    months = pl.DataFrame({"month": range(1, LAST + 1), "trust_mean": [0.6] * LAST})
    rises = pl.DataFrame(schema=dict.fromkeys(("after", "score", "rise", "balance", "balance_twin"), pl.Float64))
    squeeze = rows(SQUEEZE_PANEL, [[{}]], SQUEEZED[0] - 1)
    panel = rows(PANEL, list(lives) or [[{}]], first)
    usual = {"months": months, "panel": panel, "rises": rises, "squeezed": months, "squeeze": squeeze}
    return Evidence(**{**usual, **frames})
