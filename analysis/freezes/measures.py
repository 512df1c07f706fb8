"""How good an action is: measures, each a quotient of two sums over hits, months of chance, or first late months."""

from typing import NamedTuple

import polars as pl

__all__ = ["MEASURES", "Measure", "Sum"]


class Sum(NamedTuple):
    """What is added up, and over the rows of which frame: ``cases``, ``chances`` or ``onsets``."""

    frame: str
    of: pl.Expr


class Measure(NamedTuple):
    """A measure with its unit and its definition; a share or a mean of what ``over`` counts."""

    name: str
    unit: str
    definition: str
    of: Sum
    over: Sum


_EACH = pl.lit(1.0)
_PAYS = 1.0 - pl.col("late_exempt")
"""Whether a hit is wrongful: the exempt twin was never 30 or more days late."""
_HITS, _WRONGFUL = Sum("cases", _EACH), Sum("cases", _PAYS)


def _of_hits(name: str, unit: str, definition: str, of: pl.Expr) -> Measure:
    return Measure(name, unit, definition, Sum("cases", of), _HITS)


def _of_wrongful(name: str, unit: str, definition: str, of: pl.Expr) -> Measure:
    """What one wrongful hit costs, mean of those of whom it is known."""
    known = of.is_not_null()
    return Measure(name, unit, definition, Sum("cases", _PAYS * of.fill_null(0.0)), Sum("cases", _PAYS * known))


def _apart(name: str) -> pl.Expr:
    return pl.col(f"{name}_here") - pl.col(f"{name}_exempt")


def _only(side: str, other: str) -> pl.Expr:
    return pl.col(f"defaulted_{side}") * (1.0 - pl.col(f"defaulted_{other}"))


MEASURES = (
    _of_hits("precision", "share", "Precision: those hit whose exempt twin was 30 or more days late.", 1.0 - _PAYS),
    Measure(
        "base_rate", "share", "Base rate: the same of all who could have been hit, month by month.",
        Sum("chances", pl.col("late")), Sum("chances", pl.col("late") + pl.col("pays")),
    ),
    Measure(
        "recall", "share", "Recall: of twins who fell late for the first time, those hit within the horizon before.",
        Sum("onsets", pl.col("caught")), Sum("onsets", _EACH),
    ),
    Measure(
        "false_positive_rate", "share a month", "False positives: of those who would have paid, those hit in a month.",
        _WRONGFUL, Sum("chances", pl.col("pays")),
    ),
    _of_hits("exposure", "yuan", "Owed to the platform when hit.", pl.col("exposure")),
    _of_hits(
        "exposure_avoided", "yuan", "Exposure avoided: owed at the end by the twin, less by the borrower.",
        -_apart("owed").fill_null(0.0),
    ),
    _of_hits("loss_exempt", "yuan", "Lost on the twin.", pl.col("lost_exempt")),
    _of_hits("loss_here", "yuan", "Lost on the borrower.", pl.col("lost_here")),
    _of_hits("loss_avoided", "yuan", "Loss avoided: lost on the twin, less on the borrower.", -_apart("lost")),
    _of_hits("default_exempt", "share", "Twins who defaulted.", pl.col("defaulted_exempt")),
    _of_hits("default_here", "share", "Borrowers who defaulted.", pl.col("defaulted_here")),
    _of_hits("default_made", "share", "Borrowers who defaulted, and the twin did not.", _only("here", "exempt")),
    _of_hits("default_avoided", "share", "Borrowers who did not default, and the twin did.", _only("exempt", "here")),
    _of_hits(
        "interference", "share", "Interference: twins who would pay were everybody exempt, less those who do.",
        pl.col("late_exempt") - pl.col("late_everybody"),
    ),
    _of_wrongful("harm_late", "share", "Wrongfully hit: 30 or more days late.", pl.col("late_here")),
    _of_wrongful("harm_default", "share", "Wrongfully hit: defaulted.", pl.col("defaulted_here")),
    _of_wrongful("harm_written_off", "share", "Wrongfully hit: written off.", pl.col("written_off_here")),
    _of_wrongful("harm_lost", "yuan", "Wrongfully hit: lost by the platform.", pl.col("lost_here")),
    _of_wrongful("harm_spending", "yuan a month", "Wrongfully hit: spent, less by the twin.", _apart("spending")),
    _of_wrongful("harm_outside", "yuan", "Wrongfully hit: owed to other lenders, less by the twin.", _apart("outside")),
    _of_wrongful("harm_trust", "0-1", "Wrongfully hit: trust, less the twin's.", _apart("trust")),
    _of_wrongful("harm_left", "share", "Wrongfully hit: left the platform, less twins who did.", _apart("left")),
)  # fmt: skip
"""All of them; each is of a horizon, and of a group. *Late* is within the horizon, so are defaults and losses."""
