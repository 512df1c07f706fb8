"""The accounts that must balance, checked borrower by borrower from snapshots and flows, independently of the rules."""

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow, Into, Move, OutOf
from tightrope.model.measures.month_row import Row
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.records import fields_of

__all__ = ["ACCOUNTS", "LedgerError", "check_borrowers", "check_capital", "check_freezes", "check_queues"]

_SHOWN = 5


type Rows = Columns[Borrower] | Columns[Flow]
"""Borrowers, or their flows."""

_MOVES = [(field.name, move) for field in fields_of(Flow) for move in field.more if isinstance(move, Move)]


def _flows(account: str, way: type[Move]) -> tuple[str, ...]:
    """Return the flows that declare that they move an account this way."""
    return tuple(flow for flow, move in _MOVES if isinstance(move, way) and account in move.accounts)


ACCOUNTS = {
    account: (_flows(account, Into), _flows(account, OutOf))
    for account in sorted({account for _, move in _MOVES for account in move.accounts})
}
"""The accounts of a borrower: of each, the flows that add to it and those that take from it."""


class LedgerError(Exception):
    """An account does not balance; the message says which, in which month, for whom and by how much."""


def _refuse(month: int, what: str, first: int, off: NDArray[np.int64]) -> None:
    if np.any(off):
        wrong = np.flatnonzero(off)
        cases = ", ".join(f"borrower {first + int(i)} by {int(off[i])} fen" for i in wrong[:_SHOWN])
        raise LedgerError(f"month {month}: {what} does not balance for {wrong.size:,} borrowers: {cases}")


def _wide(array: Rows, *names: str) -> NDArray[np.int64]:
    total = np.zeros(array.size, np.int64)
    for name in names:
        total += array[name]
    return total


def check_borrowers(month: int, first: int, before: Rows, after: Rows, flows: Rows) -> None:
    """Check every account of the borrowers ``first`` onwards over one month.

    ``before`` and ``after`` are their records at the start and the end of the month, ``flows`` what moved. Places that
    changed hands are checked for what the leaver took along: nothing may be owed. LedgerError where anything is off by
    a single fen.
    """
    stayed = (before["status"] != Status.VACANT) & (flows["joined"] == 0)
    _check_help(month, flows)
    for name, (added, taken) in ACCOUNTS.items():
        expected = _wide(before, name) + _wide(flows, *added) - _wide(flows, *taken)
        _refuse(month, name, first, np.where(stayed, expected - after[name], 0))
        _refuse(month, f"{name}, which may never be negative,", first, np.minimum(after[name], 0))
    owed = np.where(after["status"] == Status.ACTIVE, 0, _wide(after, "balance_paylater", "balance_cashloan"))
    _refuse(month, "the balance of a closed account", first, owed)
    _check_lateness(month, first, before, after, flows, stayed)


def _check_help(month: int, flows: Rows) -> None:
    given, received = (int(flows[name].sum(dtype=np.int64)) for name in ("help_given", "help_received"))
    if given != received:
        raise LedgerError(f"month {month}: friends gave {given} fen and received {received}")


def _check_lateness(
    month: int,
    first: int,
    before: Rows,
    after: Rows,
    flows: Rows,
    stayed: NDArray[np.bool_],
) -> None:
    for product in ("paylater", "cashloan"):
        was, late = before[f"late_{product}"].astype(np.int64), after[f"late_{product}"].astype(np.int64)
        _refuse(
            month, f"{product} lateness, one month at most,", first, np.where(stayed, np.maximum(0, late - was - 1), 0)
        )
        ended = ("paid", "writeoff", "forgiven")
        settled = (_wide(flows, *(f"{way}_{product}" for way in ended)) > 0) | (flows["re_aged"] > 0)
        _refuse(
            month,
            f"{product} lateness, falling unpaid,",
            first,
            np.where(stayed & ~settled, np.maximum(0, was - late), 0),
        )
        overdue = np.maximum(0, _wide(after, f"overdue_{product}") - after[f"balance_{product}"])
        _refuse(month, f"{product} overdue above the balance,", first, overdue)


def check_freezes(month: int, before: NDArray[np.int64], counts: NDArray[np.int64], frozen: int) -> None:
    """Check that frozen lines roll forward by reason and segment and that the reasons add up to the frozen lines.

    ``before`` holds last month's stock, shape (reasons, segments); ``counts`` the month's, shape (reasons, segments,
    FREEZE_COUNTS).
    """
    new, stock, reopened, left, _ = np.moveaxis(counts, -1, 0)
    off = before + new - reopened - left - stock
    if np.any(off):
        raise LedgerError(f"month {month}: frozen lines do not roll forward; off by reason and segment: {off.tolist()}")
    if int(stock.sum()) != frozen or int(stock[0].sum()) != 0:
        raise LedgerError(f"month {month}: the reasons add up to {int(stock.sum())} frozen lines, counted are {frozen}")


def check_queues(month: int, before: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Check that no queue loses a case: waiting before + arrived = served + withdrawn + waiting.

    ``before`` holds last month's waiting cases, shape (QUEUES,); ``counts`` the month's, shape (QUEUES, QUEUE_COUNTS).
    """
    arrived, served, withdrawn, waiting, _ = counts.T
    off = before + arrived - served - withdrawn - waiting
    if np.any(off):
        raise LedgerError(f"month {month}: cases are lost or made up; off by queue: {off.tolist()}")


def check_capital(month: int, before: float, row: Row) -> None:
    """Check that capital rolls forward: what is earned and raised, less funding, losses, costs and payout."""
    came = ("interest", "fees", "merchant_fees", "recovery_own", "capital_raised")
    went = ("funding_cost", "loss_own", "operating_cost", "payout")
    expected = before + sum(row[name] or 0.0 for name in came) - sum(row[name] or 0.0 for name in went)
    capital = row["capital"] or 0.0
    if abs(expected - capital) > 1e-6 * (1.0 + abs(capital)):
        raise LedgerError(f"month {month}: capital is {capital:.2f} yuan, its accounts give {expected:.2f}")
