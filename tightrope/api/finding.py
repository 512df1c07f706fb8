"""Named searches over the whole population, in the market and in the twin: whose life is worth reading?"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import NEVER
from tightrope.agents.codes import Contact, LadderStage, Remedy, Status
from tightrope.agents.collecting import DEFAULT_MONTHS
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.analysis.words.words import Words
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.errors import InputError, suggestion

__all__ = ["SEARCHES", "Found", "Search", "find", "frozen", "search_named"]

type People = Any
"""Records of every borrower."""
type Mask = Any
"""Whom of them, shape (borrowers,)."""

_FAR = 0.1
"""Trust, of 1, by which a borrower lies clearly below the twin."""
_LOWER = 0.7
"""Share of the twin's limits under which limits are clearly lower."""
_NEW_MONTHS = 12


class Search(NamedTuple):
    """A search: what it finds, and who that is, given market, twin and the month."""

    label: Words
    those: Callable[[People, People, int], Mask]


class Found(NamedTuple):
    """Who was found: how many, and the numbers of some, shape (at most as many as asked for,)."""

    total: int
    some: NDArray[np.int64]


def _active(people: People) -> Mask:
    return people["status"] == Status.ACTIVE


def _late(people: People) -> Any:
    return np.where(_active(people), np.maximum(people["late_paylater"], people["late_cashloan"]), 0)


def frozen(people: People) -> Mask:
    """Whether a customer's line is frozen."""
    return _active(people) & (people["freeze_reason"] > 0)


def _same(own: People, twin: People) -> Mask:
    """Whether market and twin have the same person on the place, with an account in both."""
    return _active(own) & _active(twin) & (own["joined_month"] == twin["joined_month"])


def _blameless(own: People, month: int) -> Mask:
    """Whether the line was frozen in good standing, and its holder has not been late since."""
    clean = own["months_since_late"] - (month - own["frozen_month"]) >= GOOD_STANDING_MONTHS
    return frozen(own) & (clean | (own["months_since_late"] >= NEVER))


def _trusts_least(own: People, month: int) -> Mask:
    """Of those not late since the market began, nor in the year before: the tenth with the least trust."""
    since = min(month + GOOD_STANDING_MONTHS, NEVER)
    on_time = _active(own) & (own["months_since_late"] >= since)
    return on_time & (own["trust"] <= np.quantile(own["trust"][on_time], 0.1)) if on_time.any() else on_time


def _limits(people: People) -> Any:
    return people["limit_paylater"].astype(np.int64) + people["limit_cashloan"]


def _gone(own: People, twin: People) -> Mask:
    """Whether the twin still has somebody whose place is vacant here, or held by somebody who came later."""
    return (twin["status"] == Status.ACTIVE) & (
        (own["status"] == Status.VACANT) | (own["joined_month"] > twin["joined_month"])
    )


SEARCHES: Mapping[str, Search] = {
    "frozen-in-good-standing": Search(
        Words("frozen in good standing, and not late since", "信用良好时被冻结,其后未逾期"),
        lambda o, t, m: _blameless(o, m),
    ),
    "frozen-here-only": Search(
        Words("frozen here, open in the twin", "此处被冻结,孪生中未冻结"),
        lambda o, t, m: frozen(o) & _same(o, t) & ~frozen(t),
    ),
    "late-here-only": Search(
        Words("30+ days late here, on time in the twin", "此处逾期30天以上,孪生中按时"),
        lambda o, t, m: (_late(o) > 0) & _same(o, t) & (_late(t) == 0),
    ),
    "late-there-only": Search(
        Words("on time here, 30+ days late in the twin", "此处按时,孪生中逾期30天以上"),
        lambda o, t, m: (_late(t) > 0) & _same(o, t) & (_late(o) == 0),
    ),
    "defaulted-here-only": Search(
        Words("has defaulted since the start here, not in the twin", "开始以来此处曾违约,孪生中未违约"),
        lambda o, t, m: _same(o, t) & (o["default_month"] > 0) & (t["default_month"] <= 0),
    ),
    "in-default": Search(
        Words("90+ days late", "逾期90天以上"),
        lambda o, t, m: _late(o) >= DEFAULT_MONTHS,
    ),
    "in-default-never-frozen": Search(
        Words("90+ days late, though the line was never frozen", "逾期90天以上,额度从未冻结"),
        lambda o, t, m: (_late(o) >= DEFAULT_MONTHS) & (o["freeze_reason"] == 0) & (o["frozen_month"] == 0),
    ),
    "silent-in-collections": Search(
        Words("in collections and silent", "催收中且失联"),
        lambda o, t, m: _active(o) & (o["ladder"] >= LadderStage.CALL) & (o["contact"] == Contact.SILENT),
    ),
    "on-a-plan": Search(Words("on a hardship plan", "处于困难还款计划"), lambda o, t, m: _active(o) & (o["plan"] > 0)),
    "written-off": Search(
        Words("written off, still pursued", "已核销,仍在追偿"), lambda o, t, m: o["status"] == Status.WRITTEN_OFF
    ),
    "on-time-trusts-least": Search(
        Words("on time all along, and of these the tenth that trusts least", "一直按时还款者中信任最低的一成"),
        lambda o, t, m: _trusts_least(o, m),
    ),
    "trust-lost": Search(
        Words("trusts the platform far less than in the twin", "信任远低于孪生"),
        lambda o, t, m: _same(o, t) & (o["trust"] < t["trust"] - _FAR),
    ),
    "limit-not-back": Search(
        Words("repaid early, and the limit is not back", "提前还款后额度未恢复"),
        lambda o, t, m: _active(o) & (o["withheld"] > 0),
    ),
    "limits-lower": Search(
        Words("limits far below the twin's", "额度远低于孪生"),
        lambda o, t, m: _same(o, t) & (_limits(o) < _LOWER * _limits(t)),
    ),
    "gave-up": Search(
        Words("has given up on a frozen line", "已放弃被冻结的额度"),
        lambda o, t, m: frozen(o) & (o["mending"] == Remedy.GAVE_UP),
    ),
    "locked": Search(Words("account locked", "账户被锁定"), lambda o, t, m: _active(o) & (o["locked"] > 0)),
    "out-of-work": Search(Words("out of work", "失业"), lambda o, t, m: _active(o) & (o["employed"] == 0)),
    "gone-here-only": Search(
        Words("gone here, still a customer in the twin", "此处已离开,孪生中仍在册"),
        lambda o, t, m: _gone(o, t),
    ),
    "newcomer": Search(
        Words("joined within the last year", "近一年新加入"),
        lambda o, t, m: _active(o) & (o["joined_month"] > max(0, m - _NEW_MONTHS)),
    ),
}
"""Every search by its name."""


def search_named(name: str) -> Search:
    """Return a search; InputError names the nearest, and lists all that there are."""
    if name not in SEARCHES:
        listed = "\n".join(f"  {each}: {search.label.en}" for each, search in SEARCHES.items())
        what = (
            "the searches are"
            if name == "list"
            else f"no search is called '{name}'{suggestion(name, SEARCHES)}; there are"
        )
        raise InputError(f"{what}\n{listed}")
    return SEARCHES[name]


def find(name: str, own: CreditMarket, twin: CreditMarket, *, some: int, draw: int = 0) -> Found:
    """Find borrowers in the present month; ``some`` of them are drawn, others for another ``draw`` (0: the first).

    A draw holds on to its borrowers from month to month for as long as the search finds them.
    """
    ids = np.flatnonzero(search_named(name).those(own.people, twin.people, own.month))
    if draw:
        order = np.random.default_rng(draw).permutation(own.people.size)
        ids = ids[np.argsort(order[ids])]
    return Found(int(ids.size), ids[:some])
