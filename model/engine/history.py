"""What a run remembers of its months, and the frames that this becomes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import FreezeReason, Queue, Segment
from tightrope.agents.queueing import LONGEST_WAIT, QUEUE_COUNTS, QueueCount
from tightrope.model.engine.borrowers import Borrowers
from tightrope.model.engine.counts import Counts
from tightrope.model.measures.cells import BAND_COUNTS, CELL_SHAPE
from tightrope.model.measures.lenders import LENDER_COUNTS, LENDER_TERMS, LenderCount, LendersMonth
from tightrope.model.measures.loans import BUCKETS, ENDS, VINTAGE_COUNTS, Product, RollCount, VintageCount
from tightrope.model.measures.month_row import Row
from tightrope.model.measures.recoveries import RECOVERY_COUNTS, RecoveryCount
from tightrope.model.measures.tally import FREEZE_COUNTS, FreezeCount
from tightrope.model.results.bands import BANDS
from tightrope.scenarios.engine.sums import BILLION

if TYPE_CHECKING:
    import polars as pl

    from tightrope.model.results.run_results import Results

__all__ = ["History"]

type Values = dict[str, NDArray[np.generic]]

_PRODUCTS = tuple(product.name.lower() for product in Product)
_TO = (*BUCKETS, *ENDS)
_LATE = slice(VintageCount.DPD30_NEW, None)
"""The counts of a vintage that are held against its loans."""


class History:
    """The months lived: rows of measures, and counts that roll rates, vintages and freezes are made of."""

    def __init__(self, opening: Counts, lenders: Sequence[str]) -> None:
        """Begin with the opening book's loans and frozen lines, and the names of the other ``lenders``."""
        self.opening = opening.add_up()
        self.rows: list[Row] = []
        self.rolls: list[NDArray[np.int64]] = []
        self.vintages = [opening.vintages.sum(axis=0)]
        self._defaults_since = opening.recoveries.shape[1]
        self.recoveries: list[NDArray[np.int64]] = []
        self._names = list(lenders)
        self._held: NDArray[np.int64] = opening.lenders.sum(axis=0)[: len(lenders), LenderCount.HELD]
        self.lenders: list[LendersMonth] = []
        self.freezes: list[NDArray[np.int64]] = []
        self.bands = [opening.bands.sum(axis=0)]
        self.queues: list[NDArray[np.int64]] = []
        self._overdue: NDArray[np.int64] = opening.queues.sum(axis=0)[:, QueueCount.ARRIVED]
        self.backlogs: list[NDArray[np.int64]] = []
        self.frozen: NDArray[np.int64] = opening.freezes.sum(axis=0)[..., FreezeCount.STOCK]

    def add(self, row: Row, count: Counts, lenders: LendersMonth) -> None:
        """Remember a month."""
        self.lenders.append(lenders)
        self.rows.append(row)
        self.rolls.append(count.rolls.sum(axis=0))
        self.vintages.append(count.vintages.sum(axis=0))
        self.recoveries.append(count.recoveries.sum(axis=0))
        self.freezes.append(count.freezes.sum(axis=0))
        self.bands.append(count.bands.sum(axis=0))
        self.queues.append(count.queues.sum(axis=0))
        self.backlogs.append(count.backlog.sum(axis=0))
        self.frozen = self.freezes[-1][..., FreezeCount.STOCK]

    @property
    def backlog(self) -> NDArray[np.int64]:
        """Cases waiting at the end of last month by months waited, shape (QUEUES, LONGEST_WAIT)."""
        return self.backlogs[-1] if self.backlogs else np.zeros((len(Queue), LONGEST_WAIT), np.int64)

    def arrivals(self) -> NDArray[np.int64]:
        """Return last month's arrivals in each queue, shape (QUEUES,): what staff prepare for.

        Before the first month, those overdue as the book opens.
        """
        return self.queues[-1][:, QueueCount.ARRIVED] if self.queues else self._overdue

    def waiting(self) -> NDArray[np.int64]:
        """Return how many cases waited in each queue at the end of last month, shape (QUEUES,)."""
        return self.backlog.sum(axis=1)

    def series(self, columns: Sequence[str]) -> NDArray[np.float32]:
        """Return columns of ``months``, shape (months, columns); NaN where a value is not known."""
        return np.array([[row[name] for name in columns] for row in self.rows], np.float32)

    def results(self, manifest: dict[str, Any], borrowers: Borrowers) -> "Results":
        """Return the frames of the months remembered; ``borrowers`` must not move any more."""
        from tightrope.model.results.columns import frame_of
        from tightrope.model.results.run_results import Results

        return Results(
            manifest,
            self.months(),
            frame_of("roll_rates", self._roll_rates()),
            frame_of("vintages", self._vintages()),
            frame_of("recoveries", self._recoveries()),
            frame_of("lenders", self._lenders()),
            frame_of("freezes", self._freezes()),
            frame_of("queues", self._queues()),
            frame_of("bands", self._bands()),
            borrowers.in_slices,
        )

    def months(self) -> "pl.DataFrame":
        """Return the measures of the months remembered."""
        from tightrope.model.results.columns import FRAMES, frame_of

        return frame_of("months", {column.name: [row[column.name] for row in self.rows] for column in FRAMES["months"]})

    def _roll_rates(self) -> Values:
        counts = np.array(self.rolls).reshape(-1, len(_PRODUCTS), len(BUCKETS), len(_TO), len(RollCount))
        month, product, start, end = np.nonzero(counts[..., RollCount.BORROWERS])
        moved = counts[month, product, start, end]
        return {
            "month": month + 1,
            "product": np.array(_PRODUCTS)[product],
            "from_bucket": np.array(BUCKETS)[start],
            "to_bucket": np.array(_TO)[end],
            "borrowers": moved[:, RollCount.BORROWERS],
            "balance": moved[:, RollCount.BALANCE] / 100,
            "borrowers_short": moved[:, RollCount.SHORT],
        }

    def _vintages(self) -> Values:
        counts = np.array(self.vintages)  # (month, vintage, count)
        lived = counts.shape[0]
        month, vintage = np.nonzero(np.tri(lived, dtype=bool))
        loans = counts[..., VintageCount.LOANS].sum(axis=0)
        late = counts[..., _LATE].cumsum(axis=0)
        kept = (month > 0) & (loans[vintage] > 0)
        month, vintage = month[kept], vintage[kept]
        order = np.lexsort((month, vintage))
        month, vintage = month[order], vintage[order]
        shares = late[month, vintage] / loans[vintage][:, None]
        new = counts[month, vintage]
        return {
            "vintage": vintage,
            "age": month - vintage,
            "loans": loans[vintage],
            "amount": counts[..., VintageCount.AMOUNT].sum(axis=0)[vintage] / 100,
            **dict(zip(VINTAGE_COUNTS[_LATE], new[:, _LATE].T, strict=True)),
            **{f"{n}_share": shares[:, k] for k, n in enumerate(("dpd30", "dpd90", "writeoff"))},
        }

    def _recoveries(self) -> Values:
        lived = len(self.recoveries)
        counts = np.array(self.recoveries, np.int64).reshape(lived, self._defaults_since, len(RecoveryCount))
        counts = counts[:, 1 : lived + 1]
        reached = np.diagonal(counts).T  # of the month of the default itself: how many, and what they owed
        since, month = (axis.ravel() for axis in np.indices(counts.shape[:2]))
        kept = (since >= month) & (reached[month, RecoveryCount.BORROWERS] > 0)
        order = np.lexsort((since[kept], month[kept]))
        since, month = since[kept][order], month[kept][order]
        new = counts[since, month]
        back = counts[..., [RecoveryCount.PAID, RecoveryCount.RETURNED, RecoveryCount.RECOVERED]].sum(axis=-1)
        amount = reached[month, RecoveryCount.AMOUNT]
        flows = slice(RecoveryCount.PAID, None)
        return {
            "default_month": month + 1,
            "age": since - month,
            "borrowers": reached[month, RecoveryCount.BORROWERS],
            "amount": amount / 100,
            **dict(zip(RECOVERY_COUNTS[flows], new[:, flows].T / 100, strict=True)),
            "back_share": back.cumsum(axis=0)[since, month] / np.maximum(1, amount),
        }

    def _lenders(self) -> Values:
        names, kept = len(self._names), len(LenderCount)
        sums = np.array([month.sums for month in self.lenders], np.int64).reshape(-1, names, kept)
        terms = np.array([month.terms for month in self.lenders]).reshape(-1, len(LENDER_TERMS))
        held = sums[..., LenderCount.HELD]
        before = np.concatenate([self._held[np.newaxis], held])[:-1]
        own = dict(zip(LENDER_COUNTS, np.moveaxis(sums, -1, 0), strict=True))
        grown = own["lent"] + own["interest"] + own["refinanced_in"]
        shrunk = own["paid"] + own["written_off"] + own["refinanced_out"]
        month, lender = (axis.ravel() for axis in np.indices(held.shape))
        whole = ("borrowers", "applications", "approvals")
        with np.errstate(invalid="ignore"):  # nothing over nothing is not known
            late = (own.pop("late") / held).ravel()
        return {
            "month": month + 1,
            "lender": np.array(self._names)[lender],
            **{name: own[name].ravel() if name in whole else own[name].ravel() / 100 for name in own},
            "came": (held - before - grown + shrunk).ravel() / 100,
            "late_share": late,
            **dict(zip(LENDER_TERMS, terms.T, strict=True)),
        }

    def _freezes(self) -> Values:
        counts = np.array(self.freezes).reshape(-1, len(FreezeReason), len(Segment), len(FREEZE_COUNTS))[:, 1:]
        month, reason, segment = (axis.ravel() for axis in np.indices(counts.shape[:3]))
        return {
            "month": month + 1,
            "reason": np.array(FreezeReason.labels()[1:])[reason],
            "segment": np.array(Segment.labels())[segment],
            **{name: counts[..., k].ravel() for k, name in enumerate(FREEZE_COUNTS)},
        }

    def _queues(self) -> Values:
        counts = np.array(self.queues).reshape(-1, len(Queue), len(QUEUE_COUNTS))[:, 1:]
        backlogs = np.array(self.backlogs).reshape(-1, len(Queue), LONGEST_WAIT)[:, 1:]
        month, queue = (axis.ravel() for axis in np.indices(counts.shape[:2]))
        values = {name: counts[..., k].ravel() for k, name in enumerate(QUEUE_COUNTS)}
        with np.errstate(invalid="ignore"):  # nothing over nothing is not known
            waited = (backlogs * np.arange(LONGEST_WAIT)).sum(axis=-1).ravel() / values["waiting"]
            served_months = values.pop("served_months") / values["served"]
        return {
            "month": month + 1,
            "queue": np.array(Queue.labels()[1:])[queue],
            **values,
            "wait_mean": waited,
            "served_wait_mean": served_months,
        }

    def _bands(self) -> Values:
        counts = np.array(self.bands).reshape(-1, *CELL_SHAPE, len(BAND_COUNTS))
        parts = [_of_bands(kind, names, counts, axis) for axis, (kind, names) in enumerate(BANDS.items(), start=1)]
        values = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        order = np.argsort(values["month"], kind="stable")
        return {name: value[order] for name, value in values.items()}


def _of_bands(kind: str, names: tuple[str, ...], counts: NDArray[np.int64], axis: int) -> Values:
    """Return the columns of one kind of bands; ``counts`` begins with the opening book, the bands lie on ``axis``."""
    others = tuple(place for place in (1, 2, 3) if place != axis)
    sums = dict(zip(BAND_COUNTS, np.moveaxis(counts.sum(axis=others), -1, 0), strict=True))
    exposed = sums["exposed"][:-1].ravel()
    now = {name: count[1:].ravel() for name, count in sums.items()}
    month, band = (place.ravel() for place in np.indices(sums["borrowers"][1:].shape))
    with np.errstate(invalid="ignore"):  # nothing over nothing is not known
        return {
            "month": month + 1,
            "kind": np.full(month.size, kind),
            "band": np.array(names)[band],
            "borrowers": now["borrowers"],
            "balance": now["balance"] / 100,
            "dpd30_share_balance": now["dpd30"] / now["balance"],
            "dpd90_share_balance": now["dpd90"] / now["balance"],
            "exposed": exposed,
            "default_hazard": np.where(exposed > 0, now["defaulted"] / np.maximum(exposed, 1), np.nan),
            "frozen_share": now["frozen"] / now["borrowers"],
            "freezes_new": now["froze"],
            "freezes_good_standing_new": now["froze_good"],
            "trust_mean": now["trust"] / BILLION / now["borrowers"],
            "limit_mean": now["limits"] / 100 / now["borrowers"],
        }
