"""What the score tells, and what a customer brings: each tenth of the book, and newcomers, followed for two years.

Part of the page that two_sides.py writes; docs/two-sides.md says what is to be made of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import Status
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["Followed", "follow", "left", "line", "tables"]

START = 24
"""Month at whose end the book is sorted by score; newcomers are who joined until then, by their first score."""
FOLLOWED = 24
"""Months for which each is followed."""
SUMS: Mapping[str, tuple[str, ...]] = {
    "owed": ("balance_paylater", "balance_cashloan"),
    "earned": ("interest_paylater", "interest_cashloan", "fees_paylater", "fees_cashloan"),
    "lost": ("writeoff_paylater", "writeoff_cashloan", "forgiven_paylater", "forgiven_cashloan"),
    "recovered": ("recovered",),
}
"""What of each month is added up for everybody, yuan."""
COLUMNS = tuple(dict.fromkeys(name for names in SUMS.values() for name in names))
HEAD = (
    "| score | followed | default | not late | owed | interest | lost | not late | left | not late |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
)


@dataclass(frozen=True)
class Followed:
    """People from the month at whose end their score was read, for two years or as long as they stay.

    Of ``sums`` there are those of ``SUMS``, the months for which each was an active customer, what serving them cost,
    and what the money cost that they owed.
    """

    score: NDArray[np.float64]
    late: NDArray[np.bool_]
    """Something was past due when the score was read."""
    bad: NDArray[np.bool_]
    """90 days past due were reached from then on."""
    sums: Mapping[str, NDArray[np.float64]]

    @classmethod
    def of(cls, parts: Sequence[Self]) -> Self:
        """Put together those of several months or markets."""

        def together(name: str) -> NDArray[Any]:
            return np.concatenate([getattr(part, name) for part in parts])

        sums = {name: np.concatenate([part.sums[name] for part in parts]) for name in parts[0].sums}
        return cls(together("score"), together("late"), together("bad"), sums)

    def part(self, chosen: NDArray[np.intp]) -> Self:
        """Return some of them."""
        sums = {name: values[chosen] for name, values in self.sums.items()}
        return type(self)(self.score[chosen], self.late[chosen], self.bad[chosen], sums)


class _Following:
    """Some of a market's borrowers, month by month."""

    def __init__(self, market: CreditMarket, who: NDArray[np.bool_]) -> None:
        people, self.place, self.since = market.people, np.flatnonzero(who), market.month
        self.joined = people["joined_month"][self.place].copy()
        late = np.maximum(people["late_paylater"], people["late_cashloan"])[self.place] > 0
        sums = {name: np.zeros(self.place.size) for name in (*SUMS, "months", "service", "money")}
        self.found = Followed(people["score"][self.place].copy(), late, np.zeros(self.place.size, bool), sums)

    def note(self, market: CreditMarket, moved: Mapping[str, NDArray[np.float64]]) -> None:
        """Add the month just lived of those who are still there."""
        if market.month > self.since + FOLLOWED:
            return
        there = market.people["joined_month"][self.place] == self.joined
        p, sums = market.timeline[market.month], self.found.sums
        for name in SUMS:
            sums[name][there] += moved[name][self.place][there]
        active = there & (market.people["status"][self.place] == Status.ACTIVE)
        sums["months"][active] += 1.0
        sums["service"][active] += float(p.service_cost_yuan)
        sums["money"][there] += float(p.funding_cost_apr) / 12 * moved["owed"][self.place][there]
        self.found.bad[:] |= there & (market.people["default_month"][self.place] == market.month)


def follow(scenario: Scenario, borrowers: int, seed: int) -> tuple[Followed, Followed]:
    """Live through a market; return the book of month ``START`` and who had joined until then, followed."""
    months = START + FOLLOWED
    market = CreditMarket(scenario, open_book("synthetic"), borrowers=borrowers, months=months, seed=seed, panel=True)
    groups: list[_Following] = []
    for month in range(1, months + 1):
        market.step()
        frame = market.panel_frame(COLUMNS).fill_null(0)
        columns = {name: frame[name].cast(float).to_numpy() for name in COLUMNS}
        moved = {name: np.sum([columns[each] for each in of], axis=0) for name, of in SUMS.items()}
        for group in groups:
            group.note(market, moved)
        active = market.people["status"] == Status.ACTIVE
        if month <= START:
            groups.append(_Following(market, active & (market.people["joined_month"] == month)))
        if month == START:
            groups.append(_Following(market, active))
    *newcomers, book = (group.found for group in groups)
    return book, Followed.of(newcomers)


def left(p: Numbers, a_year: Mapping[str, float]) -> float:
    """Return what a yuan owed leaves the platform in a year, per cent; ``a_year`` is what each sum is of it, per cent.

    The platform bears its own share of losses, and in the price of money a part of what partners lose beyond the usual.
    """
    own, priced = float(p.own_share), float(p.partner_loss_pass) * (1.0 - float(p.own_share))
    borne = own * (a_year["lost"] - a_year["recovered"]) + priced * (a_year["lost"] - 100 * float(p.partner_loss_usual))
    return a_year["earned"] - a_year["money"] - a_year["service"] - borne


def line(of: Followed, p: Numbers) -> str:
    """Write a line: who these are, how many default, and what of a yuan owed is earned, lost and left in a year."""
    clean = of.part(np.flatnonzero(~of.late))
    (earned, lost, over), (_, lost_clean, over_clean) = _shares(of, p), _shares(clean, p)
    bad, bad_clean = (100 * float(each.bad.mean()) if each.bad.size else 0.0 for each in (of, clean))
    owed = float(of.sums["owed"].sum() / max(1.0, of.sums["months"].sum()))
    return (
        f"| {of.score.min():.0f}-{of.score.max():.0f} | {of.score.size:,} | {bad:.1f} | {bad_clean:.1f} | {owed:,.0f} "
        f"| {earned:.1f} | {lost:.1f} | {lost_clean:.1f} | {over:+.1f} | {over_clean:+.1f} |"
    )


def _shares(of: Followed, p: Numbers) -> tuple[float, float, float]:
    """Return what is earned, lost and left of a yuan owed in a year, per cent."""
    total = {name: float(values.sum()) for name, values in of.sums.items()}
    a_year = {name: 1200 * value / max(1.0, total["owed"]) for name, value in total.items()}
    return a_year["earned"], a_year["lost"], left(p, a_year)


def tables(scenario: Scenario, borrowers: int, seeds: int) -> Iterator[str]:
    """Write what each tenth of the book, and each fifth of the newcomers, brings; those of all seeds together."""
    p = scenario.timeline(1).view(np.recarray)[0]
    books, newcomers = zip(*(follow(scenario, borrowers, seed) for seed in range(1, seeds + 1)), strict=True)
    yield f"The book at the end of month {START} by tenths of the score, lowest first, and all of it:"
    yield ""
    yield from table(Followed.of(books), 10, p)
    yield ""
    yield f"Who joined in months 1 to {START}, by fifths of their first score, and all of them:"
    yield ""
    yield from table(Followed.of(newcomers), 5, p)


def table(people: Followed, parts: int, p: Numbers) -> Iterator[str]:
    """Write a table: people parted by score into groups of equal size, the lowest first, and all of them."""
    yield from HEAD
    for chosen in np.array_split(np.argsort(people.score, kind="stable"), parts):
        yield line(people.part(chosen), p)
    yield line(people, p)
