"""The facts that the model is held against: number, kind, accepted range, source, and how each is computed."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

from tightrope.analysis.facts import accounts, behaviour, cards, people, turnover
from tightrope.analysis.facts.evidence import Evidence

__all__ = ["FACTS", "OF_EXPERIMENTS", "OF_MONTHS", "Fact", "Found", "judged", "measured"]

MISSED, NOT_SEEN, PASSED = "MISSED", "not seen", "pass"


@dataclass(frozen=True)
class Fact:
    """One fact, what is accepted for it (None: no bound), and how it is computed."""

    number: str
    """As in the list of validation targets; a letter tells parts of one apart."""
    kind: str
    """C: parameters may be fitted to it; V: never, it is only compared."""
    says: str
    target: float | None
    """The value that the evidence names; None where it names only a direction."""
    low: float | None
    high: float | None
    unit: str
    """``share``, ``x`` (how many times) or blank."""
    source: str
    measure: Callable[[Evidence], float | None]

    def accepts(self, value: float) -> bool:
        """Whether a value is accepted, bounds included; where only a direction is known, the bound itself is not."""
        if self.target is None and value == self.low:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Found:
    """What the model shows of a fact: a value for each seed, their mean and its standard error (None: unknown)."""

    fact: Fact
    values: tuple[float | None, ...]

    @property
    def value(self) -> float | None:
        """Mean over the seeds that show the fact."""
        known = [value for value in self.values if value is not None]
        return mean(known) if known else None

    @property
    def error(self) -> float | None:
        """Standard error of the mean, from the spread between seeds; None for fewer than two."""
        known = [value for value in self.values if value is not None]
        return stdev(known) / math.sqrt(len(known)) if len(known) > 1 else None

    @property
    def verdict(self) -> str:
        """``pass`` or ``MISSED``, by the mean; ``not seen`` where there is none."""
        value = self.value
        if value is None:
            return NOT_SEEN
        return PASSED if self.fact.accepts(value) else MISSED

    def as_record(self) -> dict[str, Any]:
        """Return the row as plain values, for a JSON file."""
        fact = self.fact
        return {
            "number": fact.number, "kind": fact.kind, "fact": fact.says, "target": fact.target, "low": fact.low,
            "high": fact.high, "unit": fact.unit, "source": fact.source, "values": list(self.values),
            "value": self.value, "error": self.error, "verdict": self.verdict,
        }  # fmt: skip


def _seen(
    number: str, says: str, target: float | None, low: float | None, high: float | None, unit: str, source: str,
    measure: Callable[[Evidence], float | None], *, fitted: bool = False,
) -> Fact:  # fmt: skip
    """Declare a fact, one that is only compared unless said otherwise."""
    return Fact(number, "C" if fitted else "V", says, target, low, high, unit, source, measure)


_SHARE = "share"
_PANELS = "Cocco et al."
_LENDERS = "Qfin and FinVolution, 2024"
_ANT, _QFIN, _TAIWAN = "Ant Group, 2017-19", "360 Finance (Qfin), 2019-20", "card data, Taiwan 2005"

FACTS = (
    _seen("1", "30+ days past due, of balance", 0.0156, 0.011, 0.018, _SHARE, _ANT, accounts.late30_share, fitted=True),
    _seen("2", "90+ days past due, of balance", 0.0105, 0.007, 0.013, _SHARE, _ANT, accounts.late90_share, fitted=True),
    _seen("3", "90+ over 30+", 0.67, 0.60, 0.73, "", _ANT, accounts.late90_per_late30),
    _seen("4", "dues missed on the day", 0.068, 0.05, 0.075, _SHARE, _QFIN, accounts.day_one_share, fitted=True),
    _seen("5", "of these, paid within 30 days", 0.86, 0.84, 0.90, _SHARE, _QFIN, accounts.cured_share, fitted=True),
    _seen("6", "dues that pass 30 days", 0.0095, 0.006, 0.012, _SHARE, _QFIN, accounts.passing_30_share),
    _seen("14", "limit cuts that hit clean payers", 0.67, 0.55, 0.75, _SHARE, "CFPB", accounts.clean_cuts),
    _seen("18", "late entry, limit used up : hardly", 2.3, 1.8, 3.0, "x", _TAIWAN, cards.late_entry_by_use),
    _seen("19", "default, lowest limits : highest", 3.2, 2.5, None, "x", _TAIWAN, cards.default_by_limit),
    _seen("20a", "default, late a month : not late", 3.5, 2.5, 5.0, "x", _TAIWAN, cards.default_one_month_late),
    _seen("20b", "default, late two months : not late", 5.5, 4.5, 6.5, "x", _TAIWAN, cards.default_two_months_late),
    _seen("20c", "default, late two months : one", None, 1.0, None, "x", _TAIWAN, cards.default_order),
    _seen("21a", "paid in full, next month too", 0.75, 0.70, 0.80, _SHARE, _TAIWAN, cards.stays_paid_in_full),
    _seen("21b", "revolving, next month too", 0.88, 0.83, 0.93, _SHARE, _TAIWAN, cards.stays_revolving),
    _seen(
        "22a", "bills paid by 2-5 % (the minimum)", 0.34, 0.28, 0.40, _SHARE, _TAIWAN, cards.payments_of_the_minimum,
        fitted=True,
    ),
    _seen("22b", "bills paid in full", 0.19, 0.13, 0.25, _SHARE, _TAIWAN, cards.payments_in_full, fitted=True),
    _seen("23", "utilisation, correlation by month", 0.91, 0.85, 0.95, "", _TAIWAN, cards.utilisation_persistence),
    _seen("24a", "extra debt / random rise, 3 months", 0.11, 0.08, 0.16, "", "Aydin", behaviour.rise_response_soon),
    _seen("24b", "extra debt / random rise, 3 years", 0.28, 0.20, 0.30, "", "Aydin", behaviour.rise_response_years),
    _seen(
        "24c", "the same, 1 year, low - high scores", None, 0.0, None, "", "Agarwal et al.",
        behaviour.rise_response_by_score,
    ),
    _seen(
        "25a", "defaults able to pay (strategic only)", 0.06, None, 0.10, _SHARE, "Ganong and Noel",
        behaviour.strategic_share,
    ),
    _seen(
        "25b", "defaults by holding out", 0.06, None, 0.10, _SHARE, "Ganong and Noel", behaviour.holding_out_share,
        fitted=True,
    ),
    _seen("29", "score, area under the curve", 0.76, 0.70, 0.82, "", _TAIWAN, accounts.score_auc),
    _seen("30a", "trust, half back : half lost (time)", None, 1.0, None, "x", "Slovic", behaviour.trust_slower_up),
    _seen("30b", "trust, fall of undecided : others", None, 1.0, None, "x", "Slovic", behaviour.undecided_move_most),
    _seen("31", "loss given default, of balance", 0.88, 0.75, 0.93, _SHARE, "NPL prices", accounts.loss_given_default),
    _seen(
        "32", "balance that passes 30 days, a month", 0.0029, 0.0022, 0.0040, _SHARE, _ANT, accounts.entry_30_share,
        fitted=True,
    ),
    _seen(
        "34a", "defaults never able, month's dues", None, 0.70, None, _SHARE, "surveys", behaviour.never_able_share,
    ),
    _seen(
        "34b", "defaults never able, all arrears", None, 0.70, None, _SHARE, "surveys",
        behaviour.short_of_arrears_share,
    ),
    _seen("35", "default, poorest fifth : richest", 2.0, 1.5, 3.5, "x", "loan books", people.default_by_income),
    _seen(
        "36", "default in 2 years, limit used : hardly", 16.0, 12.0, 22.0, "x", "GiveMeSomeCredit",
        people.default_by_use,
    ),
    _seen("37a", "default, 3-4 other lenders : none", 1.3, 1.1, 1.6, "x", "loan books", people.default_few_lenders),
    _seen("37b", "default, 5 and more : none", 1.6, 1.3, 2.7, "x", "loan books", people.default_many_lenders),
    _seen("38", "score, correlation with log limit/income", None, 0.2, None, "", "assumed", people.score_and_limit),
    _seen("39a", "log income a year, passing variance", 0.07, 0.04, 0.10, "", _PANELS, people.passing_variance),
    _seen("39b", "log income a year, lasting variance", 0.02, 0.01, 0.03, "", _PANELS, people.lasting_variance),
    _seen("40a", "cash loans drawn by who comes again", 0.89, 0.85, 0.94, _SHARE, _LENDERS, turnover.repeat_share),
    _seen("40b", "of a quarter's borrowers, new", 0.20, 0.10, 0.25, _SHARE, _LENDERS, turnover.new_borrowers_share),
    _seen("40c", "who owe and leave, a month", 0.02, 0.01, 0.025, _SHARE, _LENDERS, turnover.leaving_share),
    _seen(
        "44", "hardship plans broken in a year", 0.35, 0.25, 0.45, _SHARE, "assumed", accounts.broken_plans_share,
    ),
)  # fmt: skip
"""Every fact that the model can be held against, in the order of their numbers."""
OF_MONTHS = frozenset({"1", "2", "3", "4", "5", "6"})
"""Facts that the baseline's months show alone; the others need its panel as well."""
OF_EXPERIMENTS = frozenset({"24a", "24b", "24c", "30a", "30b"})
"""Facts that a market shows only beside another, in which one thing is changed."""


def measured(evidence: Evidence) -> list[float | None]:
    """Return what one seed's markets show of every fact, in the order of ``FACTS``."""
    return [fact.measure(evidence) for fact in FACTS]


def judged(seeds: Sequence[Sequence[float | None]]) -> list[Found]:
    """Bring what ``measured`` returned for each seed together, fact by fact."""
    return [Found(fact, tuple(values)) for fact, values in zip(FACTS, zip(*seeds, strict=True), strict=True)]
