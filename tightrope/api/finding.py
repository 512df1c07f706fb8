"""Named searches over the whole population, in the market and in the twin: whose life is worth reading?"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import DEFAULT_MONTHS, NEVER
from tightrope.agents.codes import Contact, LadderStage, Remedy, Status
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


def _never_able(own: People) -> Mask:
    """Whether somebody is in default, and for three months or more the money for the arrears was never there."""
    return (_late(own) >= DEFAULT_MONTHS) & (own["unable"] >= DEFAULT_MONTHS)


def _late_though_able(own: People) -> Mask:
    """Whether arrears, not in default yet, stay unpaid with the money for them at hand, on an account that is open."""
    late = _late(own)
    return (late > 0) & (late < DEFAULT_MONTHS) & (own["unable"] == 0) & (own["locked"] == 0)


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
        Words("searches.frozen_in_good_standing"),
        lambda o, t, m: _blameless(o, m),
    ),
    "frozen-here-only": Search(
        Words("searches.frozen_here_only"),
        lambda o, t, m: frozen(o) & _same(o, t) & ~frozen(t),
    ),
    "late-here-only": Search(
        Words("searches.late_here_only"),
        lambda o, t, m: (_late(o) > 0) & _same(o, t) & (_late(t) == 0),
    ),
    "late-there-only": Search(
        Words("searches.late_there_only"),
        lambda o, t, m: (_late(t) > 0) & _same(o, t) & (_late(o) == 0),
    ),
    "defaulted-here-only": Search(
        Words("searches.defaulted_here_only"),
        lambda o, t, m: _same(o, t) & (o["default_month"] > 0) & (t["default_month"] <= 0),
    ),
    "in-default": Search(
        Words("searches.in_default"),
        lambda o, t, m: _late(o) >= DEFAULT_MONTHS,
    ),
    "in-default-never-frozen": Search(
        Words("searches.in_default_never_frozen"),
        lambda o, t, m: (_late(o) >= DEFAULT_MONTHS) & (o["freeze_reason"] == 0) & (o["frozen_month"] == 0),
    ),
    "never-able": Search(Words("searches.never_able"), lambda o, t, m: _never_able(o)),
    "late-though-able": Search(Words("searches.late_though_able"), lambda o, t, m: _late_though_able(o)),
    "silent-in-collections": Search(
        Words("searches.silent_in_collections"),
        lambda o, t, m: _active(o) & (o["ladder"] >= LadderStage.CALL) & (o["contact"] == Contact.SILENT),
    ),
    "on-a-plan": Search(Words("searches.on_a_plan"), lambda o, t, m: _active(o) & (o["plan"] > 0)),
    "written-off": Search(Words("searches.written_off"), lambda o, t, m: o["status"] == Status.WRITTEN_OFF),
    "on-time-trusts-least": Search(
        Words("searches.on_time_trusts_least"),
        lambda o, t, m: _trusts_least(o, m),
    ),
    "trust-lost": Search(
        Words("searches.trust_lost"),
        lambda o, t, m: _same(o, t) & (o["trust"] < t["trust"] - _FAR),
    ),
    "limit-not-back": Search(
        Words("searches.limit_not_back"),
        lambda o, t, m: _active(o) & (o["withheld"] > 0),
    ),
    "limits-lower": Search(
        Words("searches.limits_lower"),
        lambda o, t, m: _same(o, t) & (_limits(o) < _LOWER * _limits(t)),
    ),
    "gave-up": Search(
        Words("searches.gave_up"),
        lambda o, t, m: frozen(o) & (o["mending"] == Remedy.GAVE_UP),
    ),
    "locked": Search(Words("searches.locked"), lambda o, t, m: _active(o) & (o["locked"] > 0)),
    "out-of-work": Search(Words("searches.out_of_work"), lambda o, t, m: _active(o) & (o["employed"] == 0)),
    "gone-here-only": Search(
        Words("searches.gone_here_only"),
        lambda o, t, m: _gone(o, t),
    ),
    "newcomer": Search(
        Words("searches.newcomer"),
        lambda o, t, m: _active(o) & (o["joined_month"] > max(0, m - _NEW_MONTHS)),
    ),
}
"""Every search by its name."""


def search_named(name: str) -> Search:
    """Return a search; InputError names the nearest, and lists all that there are."""
    if name not in SEARCHES:
        listed = "\n".join(f"  {each}: {search.label.put('en')}" for each, search in SEARCHES.items())
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
