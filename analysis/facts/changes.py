"""Facts about changes: a market in which one thing is otherwise, beside the same market in which it is not."""

from enum import StrEnum

import polars as pl

from tightrope.analysis.facts.evidence import Evidence, quotient, share

__all__ = [
    "CHANGED", "DELAY", "Change", "doubled_reminders", "education_effect", "education_left", "halved_reminders",
    "late_after_recession", "late_in_pandemic", "misses_at_once", "month_of_most_late", "reminders_reach_defaults",
    "strict_balance", "strict_profit", "strict_profit_in_recession", "strict_writeoffs", "unresumed_deferrals",
]  # fmt: skip

CHANGED = 25
"""Month from which on a number is otherwise; the education programme begins in it as well."""
DELAY = 12
"""Months by which the pandemic and the recession come later than in the library's scenarios of that name."""
_PANDEMIC, _RECESSION = 14 + DELAY, 13 + DELAY
"""First month of each."""
_NINE_QUARTERS = 27
_TAUGHT = 3
"""Months of the education programme."""
_YEAR = 12


class Change(StrEnum):
    """What is otherwise in a market."""

    PANDEMIC = "pandemic"
    DEFERRAL = "deferral"
    RECESSION = "recession"
    EDUCATION = "education"
    REMINDERS_DOUBLED = "reminders doubled"
    REMINDERS_HALVED = "reminders halved"
    STRICT = "strict"
    LAX_IN_RECESSION = "lax in recession"
    STRICT_DOOR_IN_RECESSION = "strict door in recession"
    STRICT_IN_RECESSION = "strict in recession"


def _mean(months: pl.DataFrame, column: str, first: int, last: int) -> float | None:
    """Mean of a column over months, both included; None where the run does not live all of them."""
    there = months.filter(pl.col("month").is_between(first, last))
    return share(there, pl.col(column)) if there.height == last - first + 1 else None


def _times(evidence: Evidence, change: Change, column: str, first: int, last: int) -> float | None:
    """Mean of a column over months with the change / the same without it."""
    calm = _mean(evidence.months, column, first, last)
    return quotient(_mean(evidence.changed[change], column, first, last), calm)


def _fall(evidence: Evidence, change: Change, column: str, first: int, last: int) -> float | None:
    """By what part a change lowers a column's mean over months: one less the times."""
    times = _times(evidence, change, column, first, last)
    return None if times is None else 1.0 - times


def late_in_pandemic(evidence: Evidence) -> float | None:
    """How many times as much of the balance is 30 days past due in the pandemic's fourth to sixth month."""
    return _times(evidence, Change.PANDEMIC, "dpd30_share_balance", _PANDEMIC + 3, _PANDEMIC + 5)


def misses_at_once(evidence: Evidence) -> float | None:
    """How many times as many dues are missed on the day in its first two months."""
    return _times(evidence, Change.PANDEMIC, "day1_share_dues", _PANDEMIC, _PANDEMIC + 1)


def month_of_most_late(evidence: Evidence) -> float | None:
    """The month of the pandemic's first year, counted from 1, in which most is late against the calm market."""
    pair = evidence.changed[Change.PANDEMIC].join(evidence.months, on="month", suffix="_calm")
    year = pair.filter(pl.col("month").is_between(_PANDEMIC, _PANDEMIC + _YEAR - 1)).sort("month")
    times = year.select(pl.col("dpd30_share_balance") / pl.col("dpd30_share_balance_calm")).to_series()
    worst = times.fill_nan(None).arg_max() if year.height == _YEAR else None
    return None if worst is None else worst + 1.0


def unresumed_deferrals(evidence: Evidence) -> float | None:
    """Of those whose deferral in the pandemic was over three months ago: share 30 days past due, mean of the months."""
    late = evidence.changed[Change.DEFERRAL].filter(pl.col("month") > _PANDEMIC)
    return share(late, pl.col("deferral_late_share"))


def late_after_recession(evidence: Evidence) -> float | None:
    """How many times as much is 30 days past due at the end of nine quarters of recession, mean of a quarter."""
    end = _RECESSION + _NINE_QUARTERS - 1
    return _times(evidence, Change.RECESSION, "dpd30_share_balance", end - 2, end)


def _last(evidence: Evidence) -> int:
    return evidence.months["month"].max()  # type: ignore[return-value]


def _taught(evidence: Evidence, years: int) -> float | None:
    """By what part fewer dues are missed on the day, in the year that follows a programme's end by so many years."""
    first = CHANGED + _TAUGHT + years * _YEAR
    last = min(first + _YEAR - 1, _last(evidence))
    return _fall(evidence, Change.EDUCATION, "day1_share_dues", first, last)


def education_effect(evidence: Evidence) -> float | None:
    """By what part fewer dues are missed on the day in the year after an education programme for everybody."""
    return _taught(evidence, 0)


def education_left(evidence: Evidence) -> float | None:
    """What is left of it in the third year / the first year's."""
    return quotient(_taught(evidence, 2), _taught(evidence, 0))


def _fall_since(evidence: Evidence, change: Change, column: str) -> float | None:
    return _fall(evidence, change, column, CHANGED, _last(evidence))


def doubled_reminders(evidence: Evidence) -> float | None:
    """By what part fewer dues are missed on the day where reminders work twice as well."""
    return _fall_since(evidence, Change.REMINDERS_DOUBLED, "day1_share_dues")


def halved_reminders(evidence: Evidence) -> float | None:
    """By what part more are missed where reminders work half as well."""
    fall = _fall_since(evidence, Change.REMINDERS_HALVED, "day1_share_dues")
    return None if fall is None else -fall


def reminders_reach_defaults(evidence: Evidence) -> float | None:
    """By what part the balance 90 days past due moves between the two / by what part dues missed on the day do."""

    def spread(column: str) -> float | None:
        more, less = (
            _fall_since(evidence, change, column) for change in (Change.REMINDERS_DOUBLED, Change.REMINDERS_HALVED)
        )
        return more - less if less is not None and more is not None else None

    return quotient(spread("dpd90_share_balance"), spread("day1_share_dues"))


def _sum(months: pl.DataFrame, column: str, first: int = CHANGED, last: int | None = None) -> float:
    lived = pl.col("month") >= first
    return float(months.filter(lived if last is None else lived & (pl.col("month") <= last))[column].sum())


def _lost(strict: float | None, lax: float | None) -> float | None:
    left = quotient(strict, lax)
    return None if left is None else 1.0 - left


def _writeoff_rate(months: pl.DataFrame, last: int) -> float | None:
    """Written off from a year after the change on / the balance until a year before the end: losses come home late."""
    return quotient(_sum(months, "writeoff_amount", CHANGED + _YEAR), _sum(months, "balance", CHANGED, last - _YEAR))


def strict_writeoffs(evidence: Evidence) -> float | None:
    """By what part write-offs of the balance fall where door and lines ask more of score and debts."""
    strict, lax = (
        _writeoff_rate(months, _last(evidence)) for months in (evidence.changed[Change.STRICT], evidence.months)
    )
    return _lost(strict, lax)


def strict_balance(evidence: Evidence) -> float | None:
    """By what part the balance falls there."""
    return _lost(_sum(evidence.changed[Change.STRICT], "balance"), _sum(evidence.months, "balance"))


def strict_profit(evidence: Evidence) -> float | None:
    """By what part of itself profit falls there."""
    return _lost(_sum(evidence.changed[Change.STRICT], "profit"), _sum(evidence.months, "profit"))


def strict_profit_in_recession(evidence: Evidence) -> float | None:
    """By what part of the calm market's profit the best strictness in a recession earns more than none.

    Strict are the platform's own stance, a strict door, and a strict door with strict lines.
    """
    strict = (Change.RECESSION, Change.STRICT_DOOR_IN_RECESSION, Change.STRICT_IN_RECESSION)
    best = max(_sum(evidence.changed[change], "profit") for change in strict)
    lax = _sum(evidence.changed[Change.LAX_IN_RECESSION], "profit")
    return quotient(best - lax, _sum(evidence.months, "profit"))
