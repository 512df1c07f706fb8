"""The compiled passes over a chunk of borrowers; each reads as the part of the month that it runs."""

from typing import Any

from tightrope.agents.arriving import apply_and_join, arrive
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Departure, Status
from tightrope.agents.collecting import write_off
from tightrope.agents.flows import Flow
from tightrope.agents.helping import help_asked, take_help
from tightrope.agents.policy import Policy
from tightrope.agents.remedies import lower_outside_debt
from tightrope.agents.repaying import pay_on_due_date
from tightrope.agents.trusting import leave, look_around, mood, resent_failure, talk, troubled
from tightrope.model.engine.life import behind, live_after_write_off, reconsider, spend_and_borrow, thirty_days
from tightrope.model.measures.cells import count_default_in_band, count_freeze_in_band, count_state_in_band
from tightrope.model.measures.defaults import count_default, count_start
from tightrope.model.measures.loans import count_opening_loans, count_rolls, count_vintage
from tightrope.model.measures.standing import count_state
from tightrope.model.measures.tally import (
    count_backlog,
    count_cases,
    count_departure,
    count_desk,
    count_flows,
    count_frozen,
    count_lapse,
    count_overdue,
    count_queues,
    count_review,
    count_thirty_days,
)
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["help_friends", "live_on", "live_to_due_date", "meet_and_part", "open_book", "review", "warn_friends"]


@rule
def close_account_month(
    b: Borrower, f: Flow, p: Numbers, policy: Policy, t: Any, queues: Any, lines: Any, rolled: Any, aged: Any,
    cells: Any,
) -> None:  # fmt: skip
    """The thirty days are over: debts too old are written off, and the month's flows are counted."""
    count_cases(t, b, f, p.high_risk_score)
    count_default_in_band(cells, b, f)
    write_off(b, f, p, policy)
    count_departure(lines, b)
    count_rolls(rolled, 0, f.before_paylater, f.was_late_paylater, b, b.balance_paylater, b.late_paylater)
    count_rolls(rolled, 1, f.before_cashloan, f.was_late_cashloan, b, b.balance_cashloan, b.late_cashloan)
    count_vintage(aged, b, f, f.before_cashloan)
    count_thirty_days(t, b)
    count_queues(queues, b, f, int(policy.month))
    count_desk(queues, f, False)
    count_flows(t, b, f)
    count_default(t, b, f, int(policy.month))


@rule
def live_to_due_date(
    people: Any, flows: Any, blank: Any, every_flow: bool, start: int, stop: int, parameters: Any, policies: Any,
    keys: Keys, tallies: Any, chunk: int, rolls: Any, vintages: Any, freezes: Any, queues: Any, bands: Any,
    later: Any, how_many: Any, moods: Any,
) -> None:  # fmt: skip
    """Stages 2 and 3 of the month for borrowers ``start`` to ``stop``: from income to the due date.

    Who is behind then is put on the chunk's list ``later``, with the flow so far; for the others the month goes
    on at once, for nothing is left to happen to them before the platform's review. ``every_flow``: flows have one
    place for each borrower. Else there is only room for those on the lists, and the chunks take turns, so that all
    that is used lies together. ``moods`` holds trust as it is at the month's start until the review puts moods there.
    """
    p, policy, t = parameters[0], policies[0], tallies[chunk]
    lines, rolled, aged, waiting, cells = freezes[chunk], rolls[chunk], vintages[chunk], queues[chunk], bands[chunk]
    behind_so_far = 0
    for i in range(start, stop):
        b = people[i]
        if b.status == Status.VACANT:
            continue
        place = i if every_flow else chunk + behind_so_far * how_many.size
        flows[place] = blank[0]
        f = flows[place]
        f.before_paylater, f.before_cashloan = b.balance_paylater, b.balance_cashloan
        f.was_late_paylater, f.was_late_cashloan = b.late_paylater, b.late_cashloan
        moods[i] = b.trust
        if b.status != Status.ACTIVE:
            live_after_write_off(b, f, p, policy, keys, i)
            count_flows(t, b, f)
            count_default(t, b, f, int(policy.month))
            continue
        count_start(t, b, f, int(policy.month))
        spend_and_borrow(b, f, p, policy, keys, i)
        pay_on_due_date(b, f, p, policy, keys, i)
        resent_failure(b, f, p)
        lower_outside_debt(b, f, p)
        if behind(b, f):
            later[chunk + behind_so_far * how_many.size] = i
            behind_so_far += 1
        else:
            thirty_days(b, f, p, policy, keys, i)
            close_account_month(b, f, p, policy, t, waiting, lines, rolled, aged, cells)
    how_many[chunk] = behind_so_far
    t.behind += behind_so_far


@rule
def help_friends(
    people: Any, flows: Any, every_flow: bool, parameters: Any, keys: Keys, later: Any, how_many: Any, starts: Any,
    friends: Any,
) -> None:  # fmt: skip
    """Between the due date and the end of the thirty days: those behind ask their friends, in the order of places.

    One pass over the lists of all chunks, because a giver may live in any of them.
    """
    p = parameters[0]
    if p.help_monthly <= 0.0:
        return
    for chunk in range(how_many.size):
        for k in range(how_many[chunk]):
            place = chunk + k * how_many.size
            i = int(later[place])
            f = flows[i if every_flow else place]
            wanted = help_asked(people[i], f, p, keys, i)
            if wanted > 0:
                take_help(people, flows, every_flow, f, wanted, p, starts, friends, keys, i)


@rule
def live_on(
    people: Any, flows: Any, blank: Any, every_flow: bool, start: int, stop: int, parameters: Any, policies: Any,
    keys: Keys, tallies: Any, chunk: int, rolls: Any, vintages: Any, freezes: Any, queues: Any, bands: Any,
    later: Any, how_many: Any,
) -> None:  # fmt: skip
    """Stages 4 and 5 for those on the chunk's list ``later``: the thirty days, and what the bureau hears."""
    p, policy, t = parameters[0], policies[0], tallies[chunk]
    lines, rolled, aged, waiting, cells = freezes[chunk], rolls[chunk], vintages[chunk], queues[chunk], bands[chunk]
    for k in range(how_many[chunk]):
        place = chunk + k * how_many.size
        i = int(later[place])
        b, f = people[i], flows[i if every_flow else place]
        thirty_days(b, f, p, policy, keys, i)
        close_account_month(b, f, p, policy, t, waiting, lines, rolled, aged, cells)


@rule
def review(
    people: Any, flows: Any, blank: Any, every_flow: bool, start: int, stop: int, parameters: Any, policies: Any,
    keys: Keys, tallies: Any, chunk: int, moods: Any, troubles: Any, freezes: Any, queues: Any, bands: Any,
) -> None:  # fmt: skip
    """Stage 6 and the first half of 7: score, limits, freezes, withheld limits, appeals; then what that did to trust.

    Where flows are not kept, one place serves all: the rules read of the month only what the record holds.
    """
    p, policy, t, lines, cells = parameters[0], policies[0], tallies[chunk], freezes[chunk], bands[chunk]
    for i in range(start, stop):
        b = people[i]
        if b.status == Status.ACTIVE:
            place = i if every_flow else chunk
            if not every_flow:
                flows[place] = blank[0]
            f = flows[place]
            reconsider(b, f, p, policy, keys, i)
            count_review(t, lines, b, f)
            count_desk(queues[chunk], f, True)
            count_freeze_in_band(cells, b, f)
        if b.status != Status.VACANT:
            t.trust_lost_own += max(0.0, moods[i] - b.trust)
        moods[i] = mood(b)
        troubles[i] = troubled(b)


@rule
def warn_friends(troubles: Any, warned: Any, starts: Any, friends: Any) -> None:
    """Mark the friends of everybody in trouble, so that the others need not look around.

    One pass over all places, because a friend may live in any chunk; few are in trouble.
    """
    warned[:] = 0
    for i in range(troubles.size):
        if troubles[i] > 0:
            for k in range(starts[i], starts[i + 1]):
                warned[friends[k]] = 1


@rule
def meet_and_part(
    people: Any, flows: Any, blank: Any, every_flow: bool, start: int, stop: int, parameters: Any, policies: Any,
    keys: Keys, tallies: Any, chunk: int, moods: Any, troubles: Any, warned: Any, starts: Any, friends: Any, rows: Any,
    freezes: Any, trust_bins: Any, queues: Any, backlog: Any, bands: Any,
) -> None:  # fmt: skip
    """The second half of stage 7 and stage 8: friends talk, some leave, some join, and the month's end is counted."""
    p, policy, t = parameters[0], policies[0], tallies[chunk]
    month, lines, bins, cells = int(policy.month), freezes[chunk], trust_bins[chunk], bands[chunk]
    for i in range(start, stop):
        before = people[i].trust
        talk(people[i], p, moods, starts, friends, i)
        t.trust_lost_talk += max(0.0, before - people[i].trust)
        if warned[i]:
            look_around(people[i], troubles, starts, friends, i)
        else:
            people[i].friends_late = 0
    for i in range(start, stop):
        b, place = people[i], i if every_flow else chunk
        if not every_flow or b.status == Status.VACANT:
            flows[place] = blank[0]
        f = flows[place]
        if b.status == Status.VACANT:
            apply_and_join(b, f, rows[0], p, policy, keys, i)
        elif b.status == Status.ACTIVE:
            case = b.case
            leave(b, f, p, keys, i)
            count_departure(lines, b)
            count_lapse(queues[chunk], b, case)
        elif b.written_off == 0 or month - b.frozen_month >= p.recovery_months:
            b.status = Status.VACANT
            f.left = Departure.RECOVERY_OVER
        count_frozen(lines, b)
        count_backlog(queues[chunk], backlog[chunk], b, month)
        count_state(t, bins, b, month)
        if b.status == Status.ACTIVE:
            count_state_in_band(cells, b)
        t.left += f.left == Departure.LEFT
        t.settled += f.settled
        t.applied += f.applied
        t.joined += f.joined
        t.lump_raised += f.joined and f.lump_raise > 0


@rule
def open_book(
    people: Any, rows: Any, start: int, stop: int, parameters: Any, policies: Any, keys: Keys,
    tallies: Any, chunk: int, vintages: Any, trust_bins: Any, freezes: Any, queues: Any, bands: Any,
) -> None:  # fmt: skip
    """Fill the places ``start`` to ``stop`` with the accounts of ``rows`` and count how the book opens."""
    p, policy = parameters[0], policies[0]
    for i in range(start, stop):
        b = people[i]
        arrive(b, rows[i - start], p, policy, keys, i, False)
        count_opening_loans(vintages[chunk], b)
        count_frozen(freezes[chunk], b)
        count_overdue(queues[chunk], b, p)
        count_state(tallies[chunk], trust_bins[chunk], b, 0)
        count_state_in_band(bands[chunk], b)
