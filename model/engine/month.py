"""The passes of the month, each as what one borrower lives through in it; ``passes`` runs them over everybody.

What is the same for everybody stands in one ``Month``, what is a chunk's own in one ``Chunk``; both are read by name.
"""

from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.arriving import admit, applies, arrive
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Departure, Status
from tightrope.agents.elsewhere import settle_outside
from tightrope.agents.flows import Flow
from tightrope.agents.helping import gift, help_asked, lean
from tightrope.agents.policy import Policy
from tightrope.agents.trusting import feel, leave, look_around, mood, talk, troubled
from tightrope.agents.writing_off import write_off
from tightrope.model.engine.counts import Chunk
from tightrope.model.engine.life import (
    behind,
    live_after_write_off,
    meet_due_date,
    reconsider,
    spend_and_borrow,
    thirty_days,
)
from tightrope.model.measures.cells import count_default_in_band, count_freeze_in_band, count_state_in_band
from tightrope.model.measures.defaults import count_default, count_start
from tightrope.model.measures.lenders import count_lenders, count_opening_lenders
from tightrope.model.measures.loans import Product, count_opening_loans, count_rolls, count_vintage
from tightrope.model.measures.recoveries import count_recovery
from tightrope.model.measures.standing import count_linkage, count_state
from tightrope.model.measures.tally import (
    Tally,
    count_backlog,
    count_cases,
    count_departure,
    count_desk,
    count_flows,
    count_frozen,
    count_lapse,
    count_membership,
    count_newcomers,
    count_overdue,
    count_queues,
    count_review,
    count_stalled,
    count_thirty_days,
)
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.columns import LANES, Columns
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.records import Records
from tightrope.scenarios.engine.streams import Keys, uniform
from tightrope.scenarios.engine.sums import BILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "ASIDE", "After", "Month", "Opening", "flow_place", "help_friends", "join", "list_place", "live_on",
    "live_to_due_date", "meet", "open_place", "part", "review", "take_help", "warn_friends",
]  # fmt: skip


type Counted = NDArray[np.int64]


class Month(NamedTuple):
    """What a month's passes read and write, the same for all chunks.

    Where flows are kept (``every_flow``) they have one place for each borrower. Else only those of borrowers behind on
    the due date are, each where the borrower stands on the list, see ``list_place``.
    """

    people: Columns[Borrower]
    flows: Columns[Flow]
    every_flow: bool
    parameters: Records[Numbers]
    policies: Records[Policy]
    keys: Keys
    behind: NDArray[np.int64]
    """Who is behind on the due date: a list for each chunk, see ``list_place``."""
    how_many: NDArray[np.int64]
    """How many stand on each chunk's list, shape (chunks,)."""
    starts: NDArray[np.int32]
    friends: NDArray[np.int32]
    """Rows of the network: the friends of borrower i are ``friends[starts[i]:starts[i + 1]]``."""
    moods: NDArray[np.float32]
    """Trust as it is at the month's start, until the review puts moods there, shape (borrowers,)."""
    troubles: NDArray[np.int8]
    """Who is in trouble after the review: 1 yes, 0 no, -1 nobody there, shape (borrowers,)."""
    warned: NDArray[np.int8]
    """Who has a friend in trouble, shape (borrowers,)."""
    newcomer: Records[BookRow]
    """The row of the book, all of it unknown, that whoever joins comes with."""


class Opening(NamedTuple):
    """What opens the book: as in ``Month``, and ``rows`` of the book for the places of one chunk."""

    people: Columns[Borrower]
    rows: Records[BookRow]
    parameters: Records[Numbers]
    policies: Records[Policy]
    keys: Keys


class After(IntEnum):
    """What comes after a pass for a borrower who has lived through it."""

    NOTHING = 0
    LISTED = 1
    """The pass over those on the chunk's list, with the flow so far."""
    ASIDE = 2
    """What ``ASIDE`` names: with others of whom there are few."""


@rule
def list_place(month: Month, chunk: int, k: int) -> int:
    """Return where the ``k``-th of a chunk's list stands, from 0.

    The chunks take turns with ``LANES`` at a time, so that all that is used lies together.
    """
    return (k // LANES * month.how_many.size + chunk) * LANES + k % LANES


@rule
def flow_place(month: Month, place: int, i: int) -> int:
    """Return where the flow of borrower ``i`` lies, who stands at this place of the list."""
    return i if month.every_flow else place


@rule
def live_thirty_days(
    b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int,
    t: Tally, rolls: Counted, vintages: Counted, recoveries: Counted, lenders: Counted, freezes: Counted,
    bands: Counted, queues: Counted,
) -> None:  # fmt: skip
    """Stages 4 and 5: the thirty days, and what the bureau hears; then debts too old are written off.

    All that the month has moved by then is counted, in what is called alike in ``Chunk``.
    """
    thirty_days(b, f, p, policy, keys, i)
    settle_outside(b, f, p, policy, keys, i)
    count_cases(t, b, f, p.high_risk_score)
    count_default_in_band(bands, b, f)
    write_off(b, f, p, policy)
    count_departure(freezes, b)
    count_rolls(rolls, Product.PAYLATER, f.before_paylater, f.was_late_paylater, b, b.balance_paylater, b.late_paylater)
    count_rolls(rolls, Product.CASHLOAN, f.before_cashloan, f.was_late_cashloan, b, b.balance_cashloan, b.late_cashloan)
    count_vintage(vintages, b, f, f.before_cashloan)
    count_thirty_days(t, b)
    count_queues(queues, b, f, int(policy.month))
    count_desk(queues, f, False)
    count_flows(t, b, f)
    count_newcomers(t, b, f, int(policy.month))
    count_stalled(t, b, f)
    count_default(t, b, f, int(policy.month))
    count_recovery(recoveries, b, f, int(policy.month))
    if policy.rivals > 0.0:
        count_lenders(lenders, b, f, int(policy.rivals))


@rule
def live_to_due_date(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> int:
    """Stages 2 and 3 of the month, from income to the due date; return what comes after.

    Who is behind then goes on the chunk's list, with the flow so far; for the others the month goes on at once, for
    nothing is left to happen to them before the platform's review.
    """
    if b.status == Status.VACANT:
        return After.NOTHING
    p, policy, keys, t = month.parameters[0], month.policies[0], month.keys, chunk.tally[0]
    month.moods[i] = b.trust
    if b.status != Status.ACTIVE:
        note_start(b, f)
        live_after_write_off(b, f, p, policy, keys, i)
        count_flows(t, b, f)
        count_default(t, b, f, int(policy.month))
        count_recovery(chunk.recoveries, b, f, int(policy.month))
        if policy.rivals > 0.0:
            count_lenders(chunk.lenders, b, f, int(policy.rivals))
        return After.NOTHING
    if reach_due_date(month, chunk, b, f, i):
        t.behind += 1
        return After.LISTED
    live_thirty_days(
        b, f, p, policy, keys, i,
        t, chunk.rolls, chunk.vintages, chunk.recoveries, chunk.lenders, chunk.freezes, chunk.bands, chunk.queues,
    )  # fmt: skip
    return After.NOTHING


@rule
def note_start(b: Borrower, f: Flow) -> None:
    """Note in the flow how the month begins."""
    f.before_paylater, f.before_cashloan = b.balance_paylater, b.balance_cashloan
    f.was_late_paylater, f.was_late_cashloan = b.late_paylater, b.late_cashloan


@rule
def reach_due_date(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> bool:
    """Live from income to the due date; tell whether the borrower is behind then."""
    p, policy, keys = month.parameters[0], month.policies[0], month.keys
    note_start(b, f)
    count_start(chunk.tally[0], b, f, int(policy.month))
    spend_and_borrow(b, f, p, policy, keys, i)
    meet_due_date(b, f, p, policy, keys, i)
    return behind(b, f)


@rule
def help_friends(month: Month) -> None:
    """Between the due date and the end of the thirty days: those behind ask their friends, in the order of places.

    One pass over the lists of all chunks, because a giver may live in any of them.
    """
    p = month.parameters[0]
    if p.help_monthly <= 0.0:
        return
    for chunk in range(month.how_many.size):
        for k in range(int(month.how_many[chunk])):
            place = list_place(month, chunk, k)
            i = int(month.behind[place])
            f = month.flows[flow_place(month, place, i)]
            wanted = help_asked(month.people[i], f, p, month.keys, i)
            if wanted > 0:
                take_help(month, f, wanted, i)


@rule
def take_help(month: Month, f: Flow, wanted: int, i: int) -> None:
    """Ask one friend after the other, from a drawn one on, until ``wanted`` is together; the money changes hands."""
    p, b = month.parameters[0], month.people[i]
    first = int(month.starts[i])
    known = int(month.starts[i + 1]) - first
    turn = int(uniform(month.keys, on.HELPER, i) * known)
    for k in range(known):
        giver = int(month.friends[first + (turn + k) % known])
        given = gift(month.people[giver], p, wanted - f.help_received)
        if given > 0:
            month.people[giver].cash -= given
            b.cash += given
            f.help_received += given
            lean(b, given)
            if month.every_flow:
                month.flows[giver].help_given += given


@rule
def live_on(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> None:
    """Stages 4 and 5 for those on the chunk's list: the thirty days, and what the bureau hears."""
    live_thirty_days(
        b, f, month.parameters[0], month.policies[0], month.keys, i,
        chunk.tally[0], chunk.rolls, chunk.vintages, chunk.recoveries, chunk.lenders, chunk.freezes, chunk.bands,
        chunk.queues,
    )  # fmt: skip


@rule
def review(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> None:
    """Stage 6 and the first half of 7: score, limits, freezes, withheld limits, appeals; then what that did to trust.

    The flow may be a new one: the rules read of the month only what the record holds.
    """
    p, policy, t = month.parameters[0], month.policies[0], chunk.tally[0]
    if b.status == Status.ACTIVE:
        reconsider(b, f, p, policy, month.keys, i)
        feel(b, f, p, policy)
        count_review(t, chunk.freezes, b, f)
        count_desk(chunk.queues, f, True)
        count_freeze_in_band(chunk.bands, b, f)
    if b.status != Status.VACANT:
        t.trust_lost_own += whole(max(0.0, float(month.moods[i]) - b.trust), BILLION)
    month.moods[i] = mood(b)
    month.troubles[i] = troubled(b)


@rule
def warn_friends(month: Month) -> None:
    """Mark the friends of everybody in trouble, so that the others need not look around.

    One pass over all places, because a friend may live in any chunk; few are in trouble.
    """
    for i in range(month.warned.size):
        month.warned[i] = 0
    for i in range(month.troubles.size):
        if month.troubles[i] > 0:
            for k in range(int(month.starts[i]), int(month.starts[i + 1])):
                month.warned[month.friends[k]] = 1


@rule
def meet(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> None:
    """The second half of stage 7: friends talk, and look around where one of them is in trouble."""
    t, before = chunk.tally[0], b.trust
    talk(b, month.parameters[0], month.moods, month.starts, month.friends, i)
    t.trust_lost_talk += whole(max(0.0, before - b.trust), BILLION)
    if month.warned[i]:
        look_around(b, month.troubles, month.starts, month.friends, i)
    else:
        b.friends_late = 0


@rule
def part(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> int:
    """Stage 8, but for the joining: some leave, and the month's end is counted; return what comes after.

    A vacant place for which somebody applies is lived, and counted, aside.
    """
    p, policy = month.parameters[0], month.policies[0]
    if b.status == Status.VACANT:
        if applies(policy, month.keys, i):
            return After.ASIDE
    elif b.status == Status.ACTIVE:
        case = b.case
        leave(b, f, p, policy, month.keys, i)
        count_departure(chunk.freezes, b)
        count_lapse(chunk.queues, b, case)
    elif b.written_off == 0 or int(policy.month) - b.frozen_month >= p.recovery_months:
        b.status = Status.VACANT
        f.left = Departure.RECOVERY_OVER
    count_linkage(chunk.tally[0], b, p, policy)
    count_end(chunk, b, f, int(policy.month))
    return After.NOTHING


@rule
def join(month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> None:
    """The rest of stage 8: whoever applies for a vacant place is admitted or not, and the month's end is counted."""
    policy = month.policies[0]
    admit(b, f, month.newcomer[0], month.parameters[0], policy, month.keys, i)
    count_end(chunk, b, f, int(policy.month))


@rule
def count_end(chunk: Chunk, b: Borrower, f: Flow, month: int) -> None:
    """Count how a place stands at the month's end, and who left, applied and joined."""
    t = chunk.tally[0]
    count_frozen(chunk.freezes, b)
    count_backlog(chunk.queues, chunk.backlog, b, month)
    count_state(t, chunk.trust_bins, b, month)
    if b.status == Status.ACTIVE:
        count_state_in_band(chunk.bands, b)
    count_membership(t, f)


class Listed(NamedTuple):
    """What those on a list have lived when they come on it, and what they live later, each with the flow so far."""

    before: Callable[..., Any]
    where_kept: Callable[..., Any]
    """A rule that works on the flows where they are kept."""
    after: Callable[..., Any]


LISTED: Mapping[Callable[..., Any], Listed] = {
    live_to_due_date: Listed(before=reach_due_date, where_kept=help_friends, after=live_on),
}
"""Of a pass, what surrounds its list: of the flows only that is kept which one rule leaves to another."""

ASIDE: Mapping[Callable[..., Any], Callable[[Month, Chunk, Borrower, Flow, int], None]] = {
    part: join,
}
"""Of a pass, what the few live through for whom it returns ``After.ASIDE``."""


@rule
def open_place(opening: Opening, chunk: Chunk, b: Borrower, i: int) -> None:
    """Fill a place with the account of its row of the book and count how the book opens."""
    p = opening.parameters[0]
    arrive(b, opening.rows[i - chunk.start], p, opening.policies[0], opening.keys, i, False)
    count_opening_lenders(chunk.lenders, b)
    count_opening_loans(chunk.vintages, b)
    count_frozen(chunk.freezes, b)
    count_overdue(chunk.queues, b, p)
    count_state(chunk.tally[0], chunk.trust_bins, b, 0)
    count_state_in_band(chunk.bands, b)
