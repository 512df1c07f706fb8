"""Who takes a place on the book: every fact that is not known is drawn, given what is known.

The synthetic book knows nothing, a real book some columns, a newcomer's debts are known to be nil. Borrower i starts
alike in runs of any size. A newcomer is drawn likewise, without debts to the platform and with tenure 0. Limits are
granted to both by the rule by which the platform deals them later, so that a book opens as it goes on.
"""

from tightrope.agents.borrower import LONG_AGO, Borrower
from tightrope.agents.circumstances import (
    comes_in_need,
    draw_outside,
    draw_work_and_savings,
    lives_tightly,
    out_at_application,
    out_at_start,
    owe_others,
    owing_others,
)
from tightrope.agents.codes import (
    Contact,
    FreezeReason,
    LadderStage,
    PaylaterHabit,
    Queue,
    RaiseChannel,
    Remedy,
    Status,
)
from tightrope.agents.endowing import draw_character, draw_means, draw_segment, known, known_limit
from tightrope.agents.flows import Flow
from tightrope.agents.limiting import highest_total, standing, standing_by_score
from tightrope.agents.lines import carries_over
from tightrope.agents.money import fen, instalment_of, share_of
from tightrope.agents.past import draw_lateness, draw_prepaid, draw_tenure, freeze_from_before
from tightrope.agents.persons import person_joining
from tightrope.agents.policy import Policy
from tightrope.agents.raising import welcome
from tightrope.agents.scoring import HIGHEST, LOWEST, misjudgement, recalibration, scorecard
from tightrope.agents.spending import habit
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING, exp, log, power
from tightrope.scenarios.engine.streams import Keys, happens, normal_pair, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["admit", "applies", "arrive", "clear"]

_LONGEST_TENURE = 360.0
"""Months of tenure that count: thirty years, within the record's range."""
_LEAST_FILL = 0.2
"""No user starts below a fifth of the balance aimed at: where the tail of a normal draw is cut off."""


@rule
def draw_balances(b: Borrower, row: BookRow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Set what is owed to the platform, near what a book that has run for long would show.

    Formula:
        balance_paylater = paylater_share * habit * income_usual                              clears each bill
                         = paylater_aim * limit_paylater                                      carries over
                         = 0                                                                  leaves paylater alone
        affordable       = affordable_share * instalment_principal_share * cashloan_term_months * income_usual
        aim              = min(appetite * limit_cashloan, affordable)
        balance_cashloan = aim * clip(start_fill_mean + start_fill_sd * z, 0.2, 1)
        left             = cashloan_term_months * (start_term_least + start_term_spread * u)      months of the term
                         = cashloan_term_months * (1 - start_term_spread + start_term_spread * u)     of a known balance
        instalment       = instalment_of(balance_cashloan, policy.cashloan_apr, left)

    At the usual rate, for the score is not known yet. Neither paylater balance is above the limit. A known debt has no
    known age and is taken as young.
    """
    z_fill, _ = normal_pair(keys, on.ARRIVE_BALANCES, i)
    if known(row.balance_paylater):
        b.balance_paylater = fen(100.0 * row.balance_paylater)
    elif carries_over(b):
        b.balance_paylater = min(b.limit_paylater, share_of(b.limit_paylater, b.paylater_aim))
    else:
        charges = b.paylater_share if b.paylater_habit == PaylaterHabit.FULL else 0.0
        b.balance_paylater = min(b.limit_paylater, fen(charges * habit(b, p) * b.income_usual))
    if known(row.balance_cashloan):
        b.balance_cashloan = fen(100.0 * row.balance_cashloan)
    else:
        affordable = p.affordable_share * p.instalment_principal_share * p.cashloan_term_months * b.income_usual
        aim = min(b.appetite * b.limit_cashloan, affordable)
        b.balance_cashloan = fen(aim * min(1.0, max(_LEAST_FILL, p.start_fill_mean + p.start_fill_sd * z_fill)))
    # a known debt has no known age: taken as young
    newest = 1.0 - p.start_term_spread if known(row.balance_cashloan) else p.start_term_least
    left = p.cashloan_term_months * (newest + p.start_term_spread * uniform(keys, on.ARRIVE_TERM, i))
    b.instalment = instalment_of(b.balance_cashloan, policy.cashloan_apr, max(1.0, left))


@rule
def first_score(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> float:
    """Return the score that the scorecard in force gives at once, points.

    Formula:
        scorecard + recalibration + misjudgement      within 350 to 950
    """
    return min(HIGHEST, max(LOWEST, scorecard(b, p, policy) + recalibration(p, keys, i) + misjudgement(p, keys, i)))


@rule
def entitle(b: Borrower, row: BookRow, p: Numbers) -> None:
    """Set what is granted at score 650: between what the book says and the platform's own rule (B1).

    Formula:
        book   = (limit_paylater + limit_cashloan) / income_usual      drawn
               = the same / standing_by_score                          known: it was granted at the score of the start
        months = book^limit_memory * limit_income_months^(1 - limit_memory)
        limit_months_paylater = months * limit_paylater / (limit_paylater + limit_cashloan)
        limit_months_cashloan = months - limit_months_paylater

    What is drawn stands for what the borrower was given before, here or elsewhere. A line of nil stays nil.
    """
    total = max(1, b.limit_paylater + b.limit_cashloan)
    book = total / b.income_usual
    if known(known_limit(row, p)):
        book /= standing_by_score(b, p)
    months = exp(p.limit_memory * log(book) + (1.0 - p.limit_memory) * log(p.limit_income_months))
    b.limit_months_paylater = months * b.limit_paylater / total
    b.limit_months_cashloan = months * b.limit_cashloan / total


@rule
def grant(b: Borrower, p: Numbers, policy: Policy, scale: float) -> None:
    """Give the limits that score and income entitle to, or a share of them.

    Formula:
        months = scale * standing * (limit_months_paylater + limit_months_cashloan)
        total  = months * income_usual       within limit_floor_yuan to limit_ceiling_yuan,
                                             at most highest_limit_months of income
        limit_paylater = total * limit_months_paylater / (limit_months_paylater + limit_months_cashloan)
        limit_cashloan = total - limit_paylater
    """
    months = max(NEXT_TO_NOTHING, b.limit_months_paylater + b.limit_months_cashloan)
    yuan = scale * standing(b, p, policy) * months * b.income_usual / 100.0
    yuan = min(p.limit_ceiling_yuan, p.highest_limit_months * b.income_usual / 100.0, max(p.limit_floor_yuan, yuan))
    b.limit_paylater = fen(100.0 * yuan * b.limit_months_paylater / months)
    b.limit_cashloan = fen(100.0 * yuan * b.limit_months_cashloan / months)


@rule
def settle_in(b: Borrower, row: BookRow, p: Numbers, policy: Policy, tenure: float, keys: Keys, i: int) -> None:
    """Derive score, entitlement and limits of a starting borrower from what is known and drawn so far.

    Formula:
        scale = exp(start_entitled_log_sd * z) / (start_headroom * standing^(1 - start_standing))

    Limits that no book knows are granted as the platform grants, but by a score of earlier months: limits follow it
    late, and incomes have moved since. Balances follow the limits, and the score follows both.
    """
    b.score = first_score(b, p, policy, keys, i)
    entitle(b, row, p)
    if not known(known_limit(row, p)):
        moved, _ = normal_pair(keys, on.ARRIVE_ENTITLED, i)
        late = power(standing(b, p, policy), 1.0 - p.start_standing)
        grant(b, p, policy, exp(p.start_entitled_log_sd * moved) / (p.start_headroom * late))
        draw_balances(b, row, p, policy, keys, i)
        draw_lateness(b, row, p, tenure, keys, i)
        b.score = first_score(b, p, policy, keys, i)


@rule
def start_thin(b: Borrower, row: BookRow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Give a newcomer the score of a thin file without debts here, and the limits that the month's policy grants it.

    Formula:
        limits = grant with scale policy.limit_scale
        limits <- limits * min(1, highest_total / sum of limits)

    So the present stance and the regulator's cap take their part.
    """
    b.score = first_score(b, p, policy, keys, i)
    entitle(b, row, p)
    grant(b, p, policy, policy.limit_scale)
    kept = min(1.0, highest_total(b, p) / max(1, b.limit_paylater + b.limit_cashloan))
    b.limit_paylater = share_of(b.limit_paylater, kept)
    b.limit_cashloan = share_of(b.limit_cashloan, kept)


@rule
def clear(b: Borrower) -> None:
    """Empty what a place holds, before somebody else takes it."""
    b.cash = 0
    b.balance_paylater = 0
    b.balance_cashloan = 0
    b.instalment = 0
    b.late_paylater = 0
    b.late_cashloan = 0
    b.paylater_aged = 0
    b.overdue_paylater = 0
    b.overdue_cashloan = 0
    b.prepaid_month = LONG_AGO
    b.turnover_month = LONG_AGO
    b.repaid_early = 0
    b.strain = 0.0
    b.unable = 0
    b.business = 0.0
    b.furlough = 0
    b.freeze_reason = FreezeReason.NONE
    b.frozen_month = 0
    b.loan_month = 0
    b.withheld = 0
    b.paylater_habit = PaylaterHabit.REST
    b.cool_off = 0
    b.notice_left = 0
    b.freeze_warning = 0
    b.contact = Contact.NOT_LATE
    b.ladder = LadderStage.NONE
    b.written_off = 0
    b.outside_debt = 0
    b.outside_overdue = 0
    b.outside_short = 0
    b.outside_fringe = 0
    b.lender_elsewhere = 0
    b.outside_premium = 0.0
    b.late_outside = 0
    b.blacklisted = 0
    b.multi_seen = 0.0
    b.default_month = LONG_AGO
    b.raised_month = LONG_AGO
    b.raise_channel = RaiseChannel.NONE
    b.plan_month = LONG_AGO
    b.deferral_ended = LONG_AGO
    b.deferral = 0
    b.plan = 0
    b.plan_missed = 0
    b.plan_paid = 0
    b.judged = 0
    b.holiday = 0
    b.queue = Queue.NONE
    b.case = Queue.NONE
    b.locked = 0
    b.silent_months = 0
    b.mending = Remedy.NONE
    b.cycles = 0
    b.suspected = 0
    b.friends_late = 0
    b.status = Status.VACANT


@rule
def arrive(b: Borrower, row: BookRow, p: Numbers, policy: Policy, keys: Keys, i: int, newcomer: bool) -> None:
    """Fill the record of place ``i``: a starting borrower with what the row knows, or a debt-free newcomer.

    Formula:
        joined_month = month - tenure      of 360 months at most; 0 of a newcomer
        draw_segment:  a share start_sorted_out    0 of newcomers
        lives_tightly: a share start_strained      comes_in_need of newcomers, who then owe_others
        draw_outside:  a share outside_share       owing_others of newcomers
    """
    clear(b)
    b.segment = draw_segment(row, p, 0.0 if newcomer else p.start_sorted_out, keys, i)
    draw_means(b, row, p, keys, i)
    draw_character(b, row, p, keys, i)
    tenure = 0.0 if newcomer else draw_tenure(row, p, keys, i)
    b.joined_month = int(policy.month) - int(min(_LONGEST_TENURE, tenure))
    if not newcomer:
        draw_balances(b, row, p, policy, keys, i)
    draw_lateness(b, row, p, tenure, keys, i)
    in_need = comes_in_need(p, policy)
    tight = lives_tightly(b, p, in_need if newcomer else p.start_strained, keys, i)
    out = out_at_application(b, p, policy) if newcomer else out_at_start(b, p)
    draw_work_and_savings(b, row, p, out, keys, i)
    draw_outside(b, row, p, policy, owing_others(p, min(1.0, in_need)) if newcomer else p.outside_share, keys, i)
    if newcomer:
        if tight:
            owe_others(b, p, policy, keys, i)
        start_thin(b, row, p, policy, keys, i)
    else:
        settle_in(b, row, p, policy, tenure, keys, i)
        draw_prepaid(b, p, policy, keys, i)
        freeze_from_before(b, p, policy, keys, i)
    b.status = Status.ACTIVE


@rule
def applies(policy: Policy, keys: Keys, i: int) -> bool:
    """Whether one of the month's applicants asks for this vacant place (C12).

    Formula:
        with chance policy.applicants
    """
    return happens(keys, on.ARRIVE, i, policy.applicants)


@rule
def admit(b: Borrower, f: Flow, row: BookRow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Whoever applies for a vacant place is admitted from a score up that rises with stance and lost trust (E10).

    Formula:
        joins where score >= policy.admission_score      else the place stays vacant until another applies
    """
    f.applied = 1
    arrive(b, row, p, policy, keys, person_joining(int(policy.month), i), True)
    if b.score >= policy.admission_score:
        f.joined = 1
        welcome(b, f, p, policy, keys, i)
    else:
        b.status = Status.VACANT
