"""The compiled passes over a chunk of borrowers; each reads as the part of the month that it runs.

What is the same for everybody stands in one ``Month``, what is a chunk's own in one ``Chunk``; both are read by name.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.arriving import apply_and_join, arrive
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Departure, Status
from tightrope.agents.collecting import settle_outside, write_off
from tightrope.agents.flows import Flow
from tightrope.agents.helping import help_asked, take_help
from tightrope.agents.policy import Policy
from tightrope.agents.trusting import feel, leave, look_around, mood, talk, troubled
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
from tightrope.model.measures.loans import Product, count_opening_loans, count_rolls, count_vintage
from tightrope.model.measures.standing import count_state
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
    count_overdue,
    count_queues,
    count_review,
    count_thirty_days,
)
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.records import Records
from tightrope.scenarios.engine.streams import Keys
from tightrope.scenarios.engine.sums import BILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "Month", "Opening", "help_friends", "live_on", "live_to_due_date", "meet_and_part", "open_book", "review",
    "warn_friends",
]  # fmt: skip


type Counted = NDArray[np.int64]


class Month(NamedTuple):
    """What a month's passes read and write, the same for all chunks.

    Where flows are kept (``every_flow``) they have one place for each borrower. Else there is only room for those
    behind on the due date, and the chunks take turns, so that all that is used lies together.
    """

    people: Records[Borrower]
    flows: Records[Flow]
    blank: Records[Flow]
    """One flow in which nothing has moved yet."""
    every_flow: bool
    parameters: Records[Numbers]
    policies: Records[Policy]
    keys: Keys
    behind: NDArray[np.int32]
    """Who is behind on the due date: a list for each chunk, see ``list_place``."""
    how_many: NDArray[np.int64]
    """How many stand on each chunk's list, shape (chunks,)."""
    starts: NDArray[np.int32]
    friends: NDArray[np.int32]
    """Rows of the network: the friends of borrower i are ``friends[starts[i]:starts[i + 1]]``."""
    moods: NDArray[np.float64]
    """Trust as it is at the month's start, until the review puts moods there, shape (borrowers,)."""
    troubles: NDArray[np.int8]
    """Who is in trouble after the review: 1 yes, 0 no, -1 nobody there, shape (borrowers,)."""
    warned: NDArray[np.int8]
    """Who has a friend in trouble, shape (borrowers,)."""
    newcomer: Records[BookRow]
    """The row of the book, all of it unknown, that whoever joins comes with."""


class Opening(NamedTuple):
    """What opens the book: as in ``Month``, and ``rows`` of the book for the places of one chunk."""

    people: Records[Borrower]
    rows: Records[BookRow]
    parameters: Records[Numbers]
    policies: Records[Policy]
    keys: Keys


@rule
def list_place(month: Month, chunk: int, k: int) -> int:
    """Return where the ``k``-th of a chunk stands, from 0, in what the chunks fill in turn."""
    return chunk + k * month.how_many.size


@rule
def flow_place(month: Month, chunk: int, k: int, i: int) -> int:
    """Return where the flow of borrower ``i`` lies, the ``k``-th of its chunk to need one."""
    return i if month.every_flow else list_place(month, chunk, k)


@rule
def live_thirty_days(
    b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int,
    t: Tally, rolls: Counted, vintages: Counted, freezes: Counted, bands: Counted, queues: Counted,
) -> None:  # fmt: skip
    """Stages 4 and 5: the thirty days, and what the bureau hears; then debts too old are written off.

    All that the month has moved by then is counted, in what is called alike in ``Chunk``. The counts are given one by
    one, by name: to hand the whole chunk on for each borrower would take longer.
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
    count_default(t, b, f, int(policy.month))


@rule
def live_to_due_date(month: Month, chunk: Chunk) -> None:
    """Stages 2 and 3 of the month for a chunk: from income to the due date.

    Who is behind then is put on the chunk's list, with the flow so far; for the others the month goes on at once, for
    nothing is left to happen to them before the platform's review.
    """
    p, policy, keys, t = month.parameters[0], month.policies[0], month.keys, chunk.tally[0]
    behind_so_far = 0
    for i in range(chunk.start, chunk.stop):
        b = month.people[i]
        if b.status == Status.VACANT:
            continue
        place = flow_place(month, chunk.number, behind_so_far, i)
        month.flows[place] = month.blank[0]
        f = month.flows[place]
        f.before_paylater, f.before_cashloan = b.balance_paylater, b.balance_cashloan
        f.was_late_paylater, f.was_late_cashloan = b.late_paylater, b.late_cashloan
        month.moods[i] = b.trust
        if b.status != Status.ACTIVE:
            live_after_write_off(b, f, p, policy, keys, i)
            count_flows(t, b, f)
            count_default(t, b, f, int(policy.month))
            continue
        count_start(t, b, f, int(policy.month))
        spend_and_borrow(b, f, p, policy, keys, i)
        meet_due_date(b, f, p, policy, keys, i)
        if behind(b, f):
            month.behind[list_place(month, chunk.number, behind_so_far)] = i
            behind_so_far += 1
        else:
            live_thirty_days(
                b, f, p, policy, keys, i, t=t, rolls=chunk.rolls, vintages=chunk.vintages, freezes=chunk.freezes,
                bands=chunk.bands, queues=chunk.queues,
            )  # fmt: skip
    month.how_many[chunk.number] = behind_so_far
    t.behind += behind_so_far


@rule
def help_friends(month: Month) -> None:
    """Between the due date and the end of the thirty days: those behind ask their friends, in the order of places.

    One pass over the lists of all chunks, because a giver may live in any of them.
    """
    people, p, keys = month.people, month.parameters[0], month.keys
    if p.help_monthly <= 0.0:
        return
    for chunk in range(month.how_many.size):
        for k in range(month.how_many[chunk]):
            i = int(month.behind[list_place(month, chunk, k)])
            f = month.flows[flow_place(month, chunk, k, i)]
            wanted = help_asked(people[i], f, p, keys, i)
            if wanted > 0:
                take_help(people, month.flows, month.every_flow, f, wanted, p, month.starts, month.friends, keys, i)


@rule
def live_on(month: Month, chunk: Chunk) -> None:
    """Stages 4 and 5 for those on the chunk's list: the thirty days, and what the bureau hears."""
    p, policy, t = month.parameters[0], month.policies[0], chunk.tally[0]
    for k in range(month.how_many[chunk.number]):
        i = int(month.behind[list_place(month, chunk.number, k)])
        b, f = month.people[i], month.flows[flow_place(month, chunk.number, k, i)]
        live_thirty_days(
            b, f, p, policy, month.keys, i, t=t, rolls=chunk.rolls, vintages=chunk.vintages, freezes=chunk.freezes,
            bands=chunk.bands, queues=chunk.queues,
        )  # fmt: skip


@rule
def review(month: Month, chunk: Chunk) -> None:
    """Stage 6 and the first half of 7: score, limits, freezes, withheld limits, appeals; then what that did to trust.

    Where flows are not kept, one place serves all: the rules read of the month only what the record holds.
    """
    p, policy, t = month.parameters[0], month.policies[0], chunk.tally[0]
    for i in range(chunk.start, chunk.stop):
        b = month.people[i]
        if b.status == Status.ACTIVE:
            place = flow_place(month, chunk.number, 0, i)
            if not month.every_flow:
                month.flows[place] = month.blank[0]
            f = month.flows[place]
            reconsider(b, f, p, policy, month.keys, i)
            feel(b, f, p)
            count_review(t, chunk.freezes, b, f)
            count_desk(chunk.queues, f, True)
            count_freeze_in_band(chunk.bands, b, f)
        if b.status != Status.VACANT:
            t.trust_lost_own += whole(max(0.0, month.moods[i] - b.trust), BILLION)
        month.moods[i] = mood(b)
        month.troubles[i] = troubled(b)


@rule
def warn_friends(month: Month) -> None:
    """Mark the friends of everybody in trouble, so that the others need not look around.

    One pass over all places, because a friend may live in any chunk; few are in trouble.
    """
    month.warned[:] = 0
    for i in range(month.troubles.size):
        if month.troubles[i] > 0:
            for k in range(month.starts[i], month.starts[i + 1]):
                month.warned[month.friends[k]] = 1


@rule
def meet_and_part(month: Month, chunk: Chunk) -> None:
    """The second half of stage 7 and stage 8: friends talk, some leave, some join, and the month's end is counted."""
    people, p, policy, t = month.people, month.parameters[0], month.policies[0], chunk.tally[0]
    number = int(policy.month)
    for i in range(chunk.start, chunk.stop):
        before = people[i].trust
        talk(people[i], p, month.moods, month.starts, month.friends, i)
        t.trust_lost_talk += whole(max(0.0, before - people[i].trust), BILLION)
        if month.warned[i]:
            look_around(people[i], month.troubles, month.starts, month.friends, i)
        else:
            people[i].friends_late = 0
    for i in range(chunk.start, chunk.stop):
        b, place = people[i], flow_place(month, chunk.number, 0, i)
        if not month.every_flow or b.status == Status.VACANT:
            month.flows[place] = month.blank[0]
        f = month.flows[place]
        if b.status == Status.VACANT:
            apply_and_join(b, f, month.newcomer[0], p, policy, month.keys, i)
        elif b.status == Status.ACTIVE:
            case = b.case
            leave(b, f, p, month.keys, i)
            count_departure(chunk.freezes, b)
            count_lapse(chunk.queues, b, case)
        elif b.written_off == 0 or number - b.frozen_month >= p.recovery_months:
            b.status = Status.VACANT
            f.left = Departure.RECOVERY_OVER
        count_frozen(chunk.freezes, b)
        count_backlog(chunk.queues, chunk.backlog, b, number)
        count_state(t, chunk.trust_bins, b, number)
        if b.status == Status.ACTIVE:
            count_state_in_band(chunk.bands, b)
        count_membership(t, f)


@rule
def open_book(opening: Opening, chunk: Chunk) -> None:
    """Fill the places of a chunk with the accounts of the book's rows and count how the book opens."""
    p, policy = opening.parameters[0], opening.policies[0]
    for i in range(chunk.start, chunk.stop):
        b = opening.people[i]
        arrive(b, opening.rows[i - chunk.start], p, policy, opening.keys, i, False)
        count_opening_loans(chunk.vintages, b)
        count_frozen(chunk.freezes, b)
        count_overdue(chunk.queues, b, p)
        count_state(chunk.tally[0], chunk.trust_bins, b, 0)
        count_state_in_band(chunk.bands, b)
