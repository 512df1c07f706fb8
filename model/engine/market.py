"""The market: a Mesa model whose month is a list of named stages over a columnar population."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from tightrope.agents.borrower import BORROWER_DTYPE
from tightrope.agents.flows import FLOW_DTYPE
from tightrope.agents.lender import Lender
from tightrope.model.engine import ledger, month
from tightrope.model.engine.borrowers import Borrowers
from tightrope.model.engine.history import Counts, History, panel_of
from tightrope.model.measures.month_row import month_row
from tightrope.model.measures.tally import QUEUE_COUNTS
from tightrope.model.network.graph import Network, build_network
from tightrope.model.network.own_file import read_network
from tightrope.scenarios.books.book import BOOK_DTYPE, Book
from tightrope.scenarios.engine.compiled import records
from tightrope.scenarios.engine.streams import Keys, month_keys

if TYPE_CHECKING:
    import polars as pl

    from tightrope.model.results.run_results import Results
    from tightrope.scenarios.files.scenario import Scenario

__all__ = ["CHUNK", "CreditMarket"]

CHUNK = 4096
"""Borrowers handled at a time: fixed, so that sums are added in the same order whatever the number of threads."""
_THIRDS = (1 / 3, 2 / 3)
"""Where incomes part: the groups of the network of blocks are low, middle and high."""


class CreditMarket(mesa.Model):  # type: ignore[type-arg]
    """Borrowers, a platform, other lenders and a regulator, month by month.

    ``market.lender`` is the platform, a Mesa agent; ``market.borrowers`` are the borrowers, as views on their records,
    and ``market.people`` the records themselves, of BORROWER_DTYPE, shape (borrowers,), money in fen (0.01 yuan);
    ``market.network`` says who knows whom; ``market.story`` is the scenario. ``market.month`` is the last month lived.

    Args:
        scenario: parameters and events, as of ``load_scenario``.
        book: who borrows at the start, as of ``open_book``.
        borrowers: how many; a book of fewer rows is drawn from, each row many times.
        months: how many months can be lived, up to 600.
        seed: which of many possible worlds.
        threads: how many threads; they decide no number.
        check: verify every account each month; ``tightrope.model.engine.ledger.LedgerError`` says which is off.
        panel: keep what ``panel_frame`` needs.

    Raises:
        InputError: months out of range, or a network that cannot be had; ``run`` checks all that is given.
    """

    def __init__(
        self,
        scenario: "Scenario",
        book: Book,
        *,
        borrowers: int,
        months: int,
        seed: int,
        threads: int = 1,
        check: bool = False,
        panel: bool = False,
    ) -> None:
        """Open the book: who is there, who knows whom, and the platform's opening accounts."""
        super().__init__(rng=seed)
        self.story, self.book, self.seed, self.months, self.check = scenario, book, seed, months, check
        self.timeline = scenario.timeline(months)
        self.month = 0
        self.unemployment = _steady_unemployment(self.timeline[0])
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self._chunks = [(c, s, min(s + CHUNK, borrowers)) for c, s in enumerate(range(0, borrowers, CHUNK))]
        self._every_flow = panel or check  # else flows are kept for those behind on the due date alone
        places = len(self._chunks) * CHUNK
        self._flows, self._blank = np.zeros(places, FLOW_DTYPE), np.zeros(1, FLOW_DTYPE)
        self._later, self._behind = np.zeros(places, np.int32), np.zeros(len(self._chunks), np.int64)
        self._newcomer = np.full(1, np.nan, BOOK_DTYPE)
        self.people = np.empty(borrowers, BORROWER_DTYPE)
        if scenario.parameters.network.network_kind != "blocks":  # blocks need incomes first
            self.network = self._meet(None)
        self.people[:] = np.zeros((), BORROWER_DTYPE)
        self._moods = np.zeros(borrowers)
        self._troubles, self._warned = np.zeros(borrowers, np.int8), np.zeros(borrowers, np.int8)
        self.borrowers = Borrowers(self.people)
        self.lender = Lender(self, self.timeline[0])
        opening = self._open()
        if scenario.parameters.network.network_kind == "blocks":
            self.network = self._meet(_income_groups(self.people))
        self._last = opening.add_up()
        self.balance_before = float(self._last["balance_paylater"] + self._last["balance_cashloan"]) / 100
        self.frozen_before, self.plans_before = int(self._last["frozen"]), int(self._last["plans"])
        self.lender.know_incomes(self.timeline[0], self.people)
        self.lender.open_books(self.timeline[0], self.balance_before)
        self.history = History(opening)

    def step(self) -> None:
        """Live one month.

        1. economy and regulation move along their dated paths; the platform sets prices and staffs its collections
        2. borrowers earn, plan, charge, borrow where they are short, and some repay early
        3. the due date: payments in each borrower's own order; misses
        4. the thirty days: contact or silence, collections, cures, ageing, write-offs
        5. the bureau hears; other lenders age their own claims
        6. the platform takes its stance and reviews scores, limits, freezes and withheld limits
        7. trust: own experience, then what friends feel; leaving and joining
        8. measures and the platform's accounts
        """
        if self.month == self.months:
            raise RuntimeError(f"the market was made for {self.months} months, and they are over")
        self.month += 1
        p, keys = self.timeline[self.month : self.month + 1], month_keys(self.seed, self.month)
        count = Counts(len(self._chunks), self.months)
        before = self.people.copy() if self.check else None
        self._set_the_scene(p[0])
        counts = (count.rolls, count.vintages, count.freezes, count.queues, count.bands, self._later, self._behind)
        friends = (self.network.starts, self.network.friends)
        self._run(month.live_to_due_date, p, keys, count, *counts, self._moods)
        self._help(p, keys)
        self._run(month.live_on, p, keys, count, *counts)
        self._take_stance(p[0], count)
        self._run(month.review, p, keys, count, self._moods, self._troubles, count.freezes, count.queues, count.bands)
        month.warn_friends(self._troubles, self._warned, *friends)
        self._run(
            month.meet_and_part, p, keys, count, self._moods, self._troubles, self._warned, *friends,
            records(self._newcomer), count.freezes, count.trust_bins, count.queues, count.backlog, count.bands,
        )  # fmt: skip
        self._close_the_month(p[0], count)
        if before is not None:
            ledger.check_borrowers(self.month, 0, before, self.people, self.flows)

    def results(self, **manifest: Any) -> "Results":
        """Return the results of the months lived so far; ``manifest`` is what else the caller knows of the run."""
        own = {
            "scenario": {"name": self.story.name},
            "borrowers": self.people.size,
            "months_finished": self.month,
            "seed": self.seed,
        }
        return self.history.results({**own, **manifest}, self.borrowers)

    def panel_frame(self) -> "pl.DataFrame":
        """Return the month just lived, one row for each borrower: state at its end and flows within it."""
        return panel_of(self.month, self.people, self.flows)

    @property
    def flows(self) -> Any:
        """What moved in the month just lived, one ``FLOW_DTYPE`` record for each borrower, shape (borrowers,)."""
        if not self._every_flow:
            raise RuntimeError("the market keeps no flows: make it with panel=True")
        return self._flows[: self.people.size]

    @property
    def moods(self) -> Any:
        """How far from where it settles everybody's trust lay when friends talked this month, shape (borrowers,).

        Who was nobody then has NaN.
        """
        return self._moods

    @property
    def troubles(self) -> Any:
        """Who was in trouble when friends looked around this month, shape (borrowers,): 1 yes, 0 no, -1 nobody."""
        return self._troubles

    def _set_the_scene(self, p: Any) -> None:
        lost, found = p["separation_monthly"] * (1 - self.unemployment), p["finding_monthly"] * self.unemployment
        self.unemployment += float(lost - found)
        self.lender.prices(self.month, p, self.unemployment)
        waiting, arrived = self.history.backlog, self.history.arrivals()
        self.lender.staff(p, int(self._last["active"]), waiting, arrived)
        self.lender.ration(p, self._last)

    def _take_stance(self, p: Any, count: Counts) -> None:
        owed, late = (int(count.tallies[name].sum()) for name in ("thirty_days_balance", "thirty_days_dpd30"))
        self.lender.take_stance(p, self.unemployment, late / owed if owed else 0.0)

    def _close_the_month(self, p: Any, count: Counts) -> None:
        total = count.add_up()
        capital = self.lender.capital
        cases = int(count.queues[:, 1:4, QUEUE_COUNTS.index("served")].sum())
        self.lender.close_books(p, total, self.balance_before, cases)
        row = month_row(self, p, total, count.trust_bins.sum(axis=0), count.queues.sum(axis=0))
        ledger.check_queues(self.month, self.history.waiting(), count.queues.sum(axis=0))
        if self.check:
            ledger.check_capital(self.month, capital, row)
            ledger.check_freezes(self.month, self.history.frozen, count.freezes.sum(axis=0), int(total["frozen"]))
        self.history.add(row, count)
        self.lender.count_served(self.history.queues[-1])
        self.lender.trust_mean = row["trust_mean"] or 0.0
        self.balance_before = float(row["balance"] or 0.0)
        self.frozen_before, self.plans_before = int(total["frozen"]), int(total["plans"])
        self._last = total

    def _open(self) -> Counts:
        """Fill every place from the book, a chunk at a time, and count how the book opens."""
        count = Counts(len(self._chunks), self.months)
        opening, keys = self.timeline[:1], month_keys(self.seed, 0)

        def fill(chunk: int, start: int, stop: int) -> None:
            rows = self.book.rows(start, stop, self.people.size, self.seed)
            month.open_book(
                records(self.people), records(rows), start, stop, records(opening), records(self.lender.policy), keys,
                records(count.tallies), chunk, count.vintages, count.trust_bins, count.freezes, count.queues,
                count.bands,
            )  # fmt: skip

        self._each(fill)
        return count

    def _run(self, stage: Callable[..., None], p: Any, keys: Keys, count: Counts, *more: Any) -> None:
        """Run a compiled stage over all chunks; flows are kept where a panel or a check wants them."""
        people, flows, blank, parameters = map(records, (self.people, self._flows, self._blank, p))
        policy, tallies = records(self.lender.policy), records(count.tallies)

        def run(chunk: int, start: int, stop: int) -> None:
            stage(people, flows, blank, self._every_flow, start, stop, parameters, policy, keys, tallies, chunk, *more)

        self._each(run)

    def _help(self, p: Any, keys: Keys) -> None:
        """Let friends help those who are behind: one pass over the few, in order, because friends are anywhere."""
        people, flows, parameters = map(records, (self.people, self._flows, p))
        ties = (self.network.starts, self.network.friends)
        month.help_friends(people, flows, self._every_flow, parameters, keys, self._later, self._behind, *ties)

    def _each(self, work: Callable[[int, int, int], None]) -> None:
        first, *others = self._chunks
        work(*first)  # here, so that compiling happens once and can be interrupted
        if self._pool is None:
            for chunk in others:
                work(*chunk)
        else:
            for done in [self._pool.submit(work, *chunk) for chunk in others]:
                done.result()

    def _meet(self, group_of: Any) -> Network:
        """Make the network that the scenario asks for."""
        asked, borrowers = self.story.parameters.network, self.people.size
        if asked.network_kind == "file":
            return read_network(asked.network_file, borrowers)
        return build_network(
            asked.network_kind,
            borrowers,
            self.seed,
            mean_degree=asked.mean_degree,
            rewiring_share=asked.rewiring_share,
            homophily=asked.homophily,
            group_of=group_of,
        )


def _steady_unemployment(opening: Any) -> float:
    """Return the unemployment that the opening flows of jobs lead to: lost / (lost + found)."""
    lost, found = float(opening["separation_monthly"]), float(opening["finding_monthly"])
    return lost / (lost + found)


def _income_groups(people: Any) -> Any:
    """Return each borrower's third of the incomes, shape (borrowers,): 0 low, 1 middle, 2 high."""
    cuts = np.quantile(people["income_usual"], _THIRDS)
    return np.searchsorted(cuts, people["income_usual"]).astype(np.int8)
