"""The market: a Mesa model whose month is a list of named stages over a columnar population."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Action, Queue, Segment
from tightrope.agents.earning import IncomeSum, add_log_incomes
from tightrope.agents.exempting import Exemption
from tightrope.agents.flows import Flow
from tightrope.agents.lender import Lender
from tightrope.agents.queueing import QueueCount
from tightrope.agents.rivals import OtherLender, all_accounts
from tightrope.agents.working import WorkSum, add_up_work, scales_towards
from tightrope.model.engine import ledger
from tightrope.model.engine.borrowers import Borrowers
from tightrope.model.engine.counts import CHUNK, Chunk, Counts
from tightrope.model.engine.history import History
from tightrope.model.engine.laying_out import needs_flows, panel_of
from tightrope.model.engine.month import (
    Month,
    Opening,
    help_friends,
    live_on,
    live_to_due_date,
    meet,
    open_place,
    part,
    review,
    warn_friends,
)
from tightrope.model.engine.passes import Handed, Pass, run_each, run_first, run_listed, run_once, run_opening
from tightrope.model.measures.lenders import LENDER_COUNTS, LenderCount, LendersMonth, sums_of_all
from tightrope.model.measures.month_row import DESK, MonthEnd, month_row
from tightrope.model.network.graph import Network, build_network
from tightrope.model.network.own_file import read_network
from tightrope.scenarios.books.book import BOOK_DTYPE, Book
from tightrope.scenarios.engine.columns import Columns, with_room
from tightrope.scenarios.engine.compiled import records
from tightrope.scenarios.engine.streams import month_keys
from tightrope.scenarios.parameters.table import Numbers

if TYPE_CHECKING:
    import polars as pl

    from tightrope.model.results.run_results import Results
    from tightrope.scenarios.files.scenario import Scenario

__all__ = ["CreditMarket"]

_THIRDS = (1 / 3, 2 / 3)
"""Where incomes part: the groups of the network of blocks are low, middle and high."""


class CreditMarket(mesa.Model):  # type: ignore[type-arg]
    """Borrowers, a platform, other lenders and a regulator, month by month.

    ``market.lender`` is the platform, a Mesa agent, and ``market.rivals`` are the other lenders, Mesa agents: one for
    all, or those who lend for a month and then each that the scenario names; ``market.borrowers`` are the borrowers, as
    views on their records, and ``market.people`` the columns of these records, of the fields of ``Borrower``, money in
    fen (0.01 yuan);
    ``market.network`` says who knows whom; ``market.story`` is the scenario. ``market.month`` is the last month lived,
    ``market.count`` what was counted in it.

    Args:
        scenario: parameters and events, as of ``load_scenario``.
        book: who borrows at the start, as of ``open_book``.
        borrowers: how many; a book of fewer rows is drawn from, each row many times.
        months: how many months can be lived, up to 600.
        seed: which of many possible worlds.
        threads: how many threads; they decide no number.
        check: verify every account each month; ``tightrope.model.engine.ledger.LedgerError`` says which is off.
        panel: keep the flows that ``panel_frame`` needs.
        exempt: which places are exempt from which action of the platform; by default nobody is.

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
        exempt: Exemption | None = None,
    ) -> None:
        """Open the book: who is there, who knows whom, and the platform's opening accounts."""
        super().__init__(rng=seed)
        self.story, self.book, self.seed, self.months, self.check = scenario, book, seed, months, check
        self.exempt = exempt or Exemption(Action.NONE)
        self.timeline = scenario.timeline(months).view(np.recarray)  # each record can be read as Numbers
        self.month = 0
        self.unemployment = 0.0
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None
        self.count = Counts(borrowers, months)
        self._chunks = [Handed(chunk) for chunk in self.count.chunks]
        self._every_flow = panel or check  # else flows are kept for those behind on the due date alone
        places = len(self._chunks) * CHUNK
        self._flows = Columns(Flow, borrowers if self._every_flow else places, seldom_filled=not self._every_flow)
        self._behind, self._how_many = np.zeros(places, np.int64), np.zeros(len(self._chunks), np.int64)
        self._newcomer = np.full(1, np.nan, BOOK_DTYPE)
        self.people = Columns(Borrower, borrowers)
        if scenario.parameters.network.network_kind != "blocks":  # blocks need incomes first
            self.network = self._meet(None)
        self._moods = np.zeros(places, np.float32)[:borrowers]  # with places behind the last borrower, as columns have
        self._troubles, self._warned = (np.zeros(places, np.int8)[:borrowers] for _ in range(2))
        self.borrowers = Borrowers(self.people)
        self.lender = Lender(self, self.timeline[0])
        others = scenario.rivals()
        self._numbers_of_rivals = [scenario.timeline(months, each).view(np.recarray) for each in others]
        self.rivals = [
            OtherLender(self, numbers[0], self.lender.knobs, number, each.name, each.share)
            for number, (each, numbers) in enumerate(zip(others, self._numbers_of_rivals, strict=True))
        ]
        self._open()
        if scenario.parameters.network.network_kind == "blocks":
            self.network = self._meet(_income_groups(self.people))
        self.network = replace(self.network, starts=with_room(self.network.starts))
        self._last = self.count.add_up()
        self.balance_before = float(self._last["balance_paylater"] + self._last["balance_cashloan"]) / 100
        self.balance_earlier = self.balance_before
        self.lender.know_incomes(self.timeline[0], self.log_incomes())
        self.lender.treasury.open_books(self.timeline[0], self.balance_before)
        for rival, held in zip(self.rivals, self.count.lenders.sum(axis=0)[:, LenderCount.HELD], strict=False):
            rival.open_books(float(held) / 100)
        self.history = History(self.count, [rival.name for rival in self.rivals])

    def step(self) -> None:
        """Live one month, in the stages of ``tightrope.model.engine.schedule``; RuntimeError where all are over.

        Stages 2 to 5 are one pass over all borrowers, except for those behind on the due date, who first ask friends.
        """
        if self.month == self.months:
            raise RuntimeError(f"the market was made for {self.months} months, and they are over")
        self.month += 1
        p, month = self.timeline[self.month], self._the_month()
        self.count.clear()
        before = self.people.copy() if self.check else None
        self._set_the_scene(p)
        handed = Handed(month)
        self._run(run_first, live_to_due_date, handed)
        self._run_once(help_friends, month)
        self._run(run_listed, live_on, handed)
        self._take_stance(p, self.count)
        self._run(run_each, review, handed)
        self._run_once(warn_friends, month)
        self._run(run_each, meet, handed)
        self._run(run_each, part, handed)
        self._close_the_month(p, self.count)
        if before is not None:
            ledger.check_borrowers(self.month, 0, before, self.people, self.flows)

    def go_on_with(self, scenario: "Scenario") -> None:
        """Live the months to come by another scenario with the same other lenders, as if it had been told all along."""
        own = zip((None, *scenario.rivals()), (self.timeline, *self._numbers_of_rivals), strict=True)
        for lender, numbers in own:
            numbers[self.month + 1 :] = scenario.timeline(self.months, lender)[self.month + 1 :]
        self.story = scenario

    def results(self, **manifest: Any) -> "Results":
        """Return the results of the months lived so far; ``manifest`` is what else the caller knows of the run."""
        own = {
            "scenario": {"name": self.story.name},
            "borrowers": self.people.size,
            "months_finished": self.month,
            "seed": self.seed,
        }
        stay = self.borrowers if self.month == self.months else Borrowers(self.people.copy())
        return self.history.results({**own, **manifest}, stay)

    def panel_frame(self, columns: Sequence[str] | None = None, part: slice = slice(None)) -> "pl.DataFrame":
        """Return the month just lived, one row for each borrower: state at its end and flows within it.

        ``columns`` of the panel are built alone, by default all; ``part`` is that of the borrowers. RuntimeError where
        a column needs the flows and the market keeps none.
        """
        ids = np.arange(*part.indices(self.people.size))
        flows = self.flows[part] if needs_flows(columns) else self._flows[:0]
        return panel_of(self.month, ids, self.people[part], flows, columns)

    @property
    def flows(self) -> Columns[Flow]:
        """What moved in the month just lived, a row for each borrower."""
        if not self._every_flow:
            raise RuntimeError("the market keeps no flows: make it with panel=True")
        return self._flows

    @property
    def moods(self) -> NDArray[np.float32]:
        """How far from where it settles everybody's trust lay when friends talked this month, shape (borrowers,).

        Who was nobody then has NaN.
        """
        return self._moods

    @property
    def troubles(self) -> NDArray[np.int8]:
        """Who was in trouble when friends looked around this month, shape (borrowers,): 1 yes, 0 no, -1 nobody."""
        return self._troubles

    def _the_month(self) -> Month:
        """Return what the passes of this month read and write."""
        return Month(
            people=self.people,
            flows=self._flows,
            every_flow=self._every_flow,
            parameters=records(self.timeline[self.month : self.month + 1]),
            policies=records(self.lender.policy),
            keys=month_keys(self.seed, self.month),
            behind=self._behind,
            how_many=self._how_many,
            starts=self.network.starts,
            friends=self.network.friends,
            moods=self._moods,
            troubles=self._troubles,
            warned=self._warned,
            newcomer=records(self._newcomer),
        )

    def _set_the_scene(self, p: Numbers) -> None:
        """The platform sets prices, staffs collections and rations lending, other lenders take their stance.

        Both know the month before.

        Work is lost and found as often as leads along a path of unemployment, where one is given.

        Formula:
            unemployment = those without work / active      of the borrowers at the end of the month before
            policy.losing_scale, policy.finding_scale = scales_towards      a path is given
                                                      = 1, 1                else
            policy.exempt_action                      = the action from which some are exempt, from their month on
            policy.exempt_batches, policy.exempt_batch: who they are
        """
        self.unemployment = int(self._last["out_of_work"]) / max(1, int(self._last["active"]))
        self.lender.prices(self.month, p, self.unemployment)
        self.lender.awaits(p, self.people.size, int(self._last["vacant"]))
        for rival, numbers in zip(self.rivals, self._numbers_of_rivals, strict=True):
            rival.take_stance(numbers[self.month], self.unemployment)
        knobs = self.lender.knobs
        knobs.losing_scale, knobs.finding_scale = self._scales_of_work(p)
        knobs.exempt_action = self.exempt.action if self.month >= self.exempt.since else Action.NONE
        knobs.exempt_batches, knobs.exempt_batch = self.exempt.batches, self.exempt.batch
        waiting, arrived = self.history.backlog, self.history.arrivals()
        self.lender.staff(p, int(self._last["active"]), waiting, arrived)
        self.lender.ration(p, self._last, self.balance_earlier)

    def _take_stance(self, p: Numbers, count: Counts) -> None:
        owed, late = (int(count.tallies[name].sum()) for name in ("thirty_days_balance", "thirty_days_dpd30"))
        self.lender.take_stance(p, self.unemployment, late / owed if owed else 0.0)

    def _close_the_month(self, p: Numbers, count: Counts) -> None:
        total, queues = count.add_up(), count.queues.sum(axis=0)
        treasury = self.lender.treasury
        capital = treasury.capital
        cases, appeals = int(queues[DESK, QueueCount.SERVED].sum()), int(queues[Queue.APPEAL, QueueCount.ARRIVED])
        openness = float(self.lender.knobs.transparency)
        treasury.close_books(p, total, self.balance_before, cases, appeals, openness)
        self.lender.complaints.hear(p, int(total["active"]), appeals, int(total["appeals_granted"]))
        elsewhere = self._close_rivals(count, total)
        row = month_row(
            MonthEnd(
                month=self.month,
                stance=self.lender.stance,
                accounts={**treasury.accounts(), **all_accounts(self.rivals)},
                balance_before=self.balance_before,
                tally=total,
                last=self._last,
                opening=self.history.opening,
                past=self.history.rows,
                trust_bins=count.trust_bins.sum(axis=0),
                queues=queues,
            )
        )
        ledger.check_queues(self.month, self.history.waiting(), queues)
        if self.check:
            ledger.check_capital(self.month, capital, row)
            ledger.check_freezes(self.month, self.history.frozen, count.freezes.sum(axis=0), int(total["frozen"]))
        self.history.add(row, count, elsewhere)
        self.lender.count_served(self.history.queues[-1])
        self.lender.trust_mean = row["trust_mean"] or 0.0
        self.balance_earlier, self.balance_before = self.balance_before, float(row["balance"] or 0.0)
        self._last = total

    def _close_rivals(self, count: Counts, total: np.void) -> LendersMonth:
        """Close the month's books of every other lender; return what moved and how each stands."""
        alone = len(self.rivals) == 1
        sums = sums_of_all(total)[np.newaxis] if alone else count.lenders.sum(axis=0)[: len(self.rivals)]
        q, terms = self.lender.knobs, []
        for rival, numbers, own in zip(self.rivals, self._numbers_of_rivals, sums, strict=True):
            rival.close_books(numbers[self.month], dict(zip(LENDER_COUNTS, own.tolist(), strict=True)))
            n = rival.number
            terms.append((q.outside_apr[n], q.outside_approval[n], rival.losses, rival.stance, rival.profit))
        return LendersMonth(sums, np.array(terms))

    def _open(self) -> None:
        """Fill every place from the book, a chunk at a time, and count how the book opens."""
        parameters, policies = records(self.timeline[:1]), records(self.lender.policy)
        keys = month_keys(self.seed, 0)

        def fill(chunk: Handed[Chunk]) -> None:
            rows = records(self.book.rows(chunk.group.start, chunk.group.stop, self.people.size, self.seed))
            run_opening(open_place, Handed(Opening(self.people, rows, parameters, policies, keys)), chunk)

        self._each(fill)

    def _scales_of_work(self, p: Numbers) -> tuple[float, float]:
        """Return how much more often than declared work is lost, and found: as declared unless a path is given.

        Formula:
            scales_towards(unemployment_given, sums of add_up_work)      unemployment_given > 0
            1, 1                                                         else
        """
        if p.unemployment_given <= 0.0:
            return 1.0, 1.0
        sums = np.zeros(len(WorkSum), np.int64)
        run_once(add_up_work, sums, self.people, records(self.timeline[self.month : self.month + 1]))
        return scales_towards(float(p.unemployment_given), sums)

    def log_incomes(self) -> NDArray[np.int64]:
        """Return what the platform knows of the incomes, as of ``add_log_incomes``."""
        sums = np.zeros((len(Segment), len(IncomeSum)), np.int64)
        run_once(add_log_incomes, sums, self.people)
        return sums

    def _run[Found](
        self, run: Callable[[Pass[Found], Handed[Month], Handed[Chunk]], None], stage: Pass[Found], month: Handed[Month]
    ) -> None:
        """Run a pass over all chunks."""
        self._each(lambda chunk: run(stage, month, chunk))

    def _run_once(self, stage: Callable[[Month], None], month: Month) -> None:
        """Run a pass over the few that it concerns."""
        run_once(stage, month)

    def _each(self, work: Callable[[Handed[Chunk]], None]) -> None:
        if self._pool is None:
            for chunk in self._chunks:
                work(chunk)
        else:
            for done in [self._pool.submit(work, chunk) for chunk in self._chunks]:
                done.result()

    def _meet(self, group_of: NDArray[np.int8] | None) -> Network:
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
            run=run_once,
        )


def _income_groups(people: Columns[Borrower]) -> NDArray[np.int8]:
    """Return each borrower's third of the incomes, shape (borrowers,): 0 low, 1 middle, 2 high."""
    cuts = np.quantile(people["income_usual"], _THIRDS)
    return np.searchsorted(cuts, people["income_usual"]).astype(np.int8)
