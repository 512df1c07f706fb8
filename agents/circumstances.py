"""Work, savings and debts elsewhere that somebody arrives with: a starting borrower, or a newcomer."""

from tightrope.agents.borrower import Borrower
from tightrope.agents.choosing import lenders_asked
from tightrope.agents.earning import income_without_work, transitory_sd
from tightrope.agents.endowing import known
from tightrope.agents.helping import patience
from tightrope.agents.lines import MOST_LENDERS, lenders_behind
from tightrope.agents.money import fen, share_of
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import premium_asked
from tightrope.agents.spending import habit
from tightrope.agents.working import LONGEST_SPELL, by_segment, finding, separation
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING, exp, log, power
from tightrope.scenarios.engine.streams import Keys, happens, normal_pair, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "comes_in_need",
    "draw_outside",
    "draw_work_and_savings",
    "lives_tightly",
    "out_at_application",
    "out_at_start",
    "owe_others",
    "owing_others",
    "used_to",
]

_FADED = 24
"""Months of looking for work after which the chance to find some is taken to fall no further."""
_DEEPEST = 0.9
"""Share of income that no drawn scar exceeds."""
_EVENNESS, _MEAN_EVEN = 0.6, 0.8935
"""Power that debts elsewhere are drawn with, and the mean that it leaves of an exponential's one: gamma(1.6).

Who repays instalments and borrows anew seldom owes next to nothing or three times the mean, as an exponential has it.
"""
_MOST_OUTSIDE = 12.0
"""Months of usual income that no drawn debt elsewhere exceeds: far out in the tail, and within the record's range."""


@rule
def months_without_work(p: Numbers) -> float:
    """Return how long somebody is without work on average who loses it, months.

    Formula:
        1 + (1 - finding(1)) + (1 - finding(1)) * (1 - finding(2)) + ...      at most 120

    After two years finding falls no further here.
    """
    left, months = 1.0, 0.0
    for spell in range(1, _FADED):
        months += left
        left *= 1.0 - finding(spell, p)
    return min(float(LONGEST_SPELL), months + left / finding(_FADED, p))


@rule
def drawn_spell(p: Numbers, draw: float) -> int:
    """Return how many months a borrower without work has looked for it, where spells begin and end steadily.

    Formula:
        k with a chance in proportion to (1 - finding(1)) * ... * (1 - finding(k))      0 at most as likely as any
    """
    left, rest = 1.0, draw * months_without_work(p)
    for spell in range(LONGEST_SPELL):
        if rest < left:
            return spell
        rest -= left
        left *= 1.0 - finding(spell + 1, p)
    return LONGEST_SPELL


@rule
def out_at_start(b: Borrower, p: Numbers) -> float:
    """Return the chance that a starting borrower is without work, as job flows and default leave it.

    Formula:
        odds = start_jobless_kept * separation * months_without_work
        odds / (1 + odds)
    """
    odds = p.start_jobless_kept * separation(b, p) * months_without_work(p)
    return odds / (1.0 + odds)


@rule
def out_at_application(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the chance that a newcomer is without work: fewer are than of the borrowers already there, by segment.

    Formula:
        factor = 1, separation_factor_gig or separation_factor_self_employed      mean: by the segments' shares
        min(1, arrive_jobless * policy.unemployment * factor / mean)

    The steady state of a downturn's job flows would be far above what people live through.
    """
    mean = by_segment_shares(p, 1.0, p.separation_factor_gig, p.separation_factor_self_employed)
    factor = by_segment(b.segment, 1.0, p.separation_factor_gig, p.separation_factor_self_employed)
    return min(1.0, p.arrive_jobless * policy.unemployment * factor / max(NEXT_TO_NOTHING, mean))


@rule
def by_segment_shares(p: Numbers, salaried: float, gig: float, self_employed: float) -> float:
    """Return the mean of three numbers by the shares of the segments.

    Formula:
        share_salaried * salaried + share_gig * gig + (1 - share_salaried - share_gig) * self_employed
    """
    rest = 1.0 - p.share_salaried - p.share_gig
    return p.share_salaried * salaried + p.share_gig * gig + rest * self_employed


@rule
def draw_work_and_savings(b: Borrower, row: BookRow, p: Numbers, out: float, keys: Keys, i: int) -> None:
    """Set work and cash; those late on a cash loan are mostly out of work and out of money.

    Formula:
        out     = out_at_start or out_at_application          chance to be without work
                = start_late_jobless                         late on the cash loan
        spell   = drawn_spell                                without work
        shock   = transitory_sd * z
        savings = (buffer_months * (1 + start_savings_sd * z) + start_savings_months)+
                = 0                                                late on the cash loan: unable = late_cashloan
        spent   = start_spent_monthly * spell                      without work: of savings, then of friends' patience
        leaned  = min(patience, (spent - savings)+);   patience    late on the cash loan
        savings <- (savings - spent)+
        cash    = [savings * income_usual]
        scar    = min(.9, -start_scar_mean * log(1 - u))            with chance start_scarred
        accustomed = used_to
    """
    _, spread = normal_pair(keys, on.ARRIVE_SAVINGS, i)
    if b.late_cashloan > 0:
        out = p.start_late_jobless
    b.employed = int(row.employed) if known(row.employed) else int(not happens(keys, on.ARRIVE_WORK, i, out))
    b.spell = 0 if b.employed else drawn_spell(p, uniform(keys, on.ARRIVE_SPELL, i))
    b.shock = transitory_sd(b, p) * normal_pair(keys, on.ARRIVE_SHOCK, i)[0]
    b.scar = 0.0
    if happens(keys, on.ARRIVE_SCARRED, i, p.start_scarred):
        b.scar = min(_DEEPEST, -p.start_scar_mean * log(1.0 - uniform(keys, on.ARRIVE_SCAR, i)))
    savings = max(0.0, b.buffer_months * (1.0 + p.start_savings_sd * spread) + p.start_savings_months)
    b.leaned = 0.0
    if b.late_cashloan > 0:
        savings, b.leaned, b.unable = 0.0, patience(p, keys, i), b.late_cashloan
    elif not b.employed:
        spent = p.start_spent_monthly * b.spell
        b.leaned = min(patience(p, keys, i), max(0.0, spent - savings))
        savings = max(0.0, savings - spent)
    b.cash = fen(100.0 * row.savings) if known(row.savings) else fen(savings * b.income_usual)
    b.income = b.income_usual
    b.income_shown = b.income_usual
    b.accustomed = used_to(b, p)


@rule
def used_to(b: Borrower, p: Numbers) -> float:
    """Return what somebody who arrives is used to spend, share of usual income: less the longer without work.

    Formula:
        habit                                                           in work
        left + (habit - left)+ * exp(-spell / start_thrift_months)      without
        left = income_without_work / income_usual
    """
    usual = habit(b, p)
    if b.employed:
        return usual
    left = income_without_work(b, p) / b.income_usual
    return left + max(0.0, usual - left) * exp(-b.spell / p.start_thrift_months)


@rule
def draw_outside(b: Borrower, row: BookRow, p: Numbers, policy: Policy, share: float, keys: Keys, i: int) -> None:
    """Set debts to other lenders, with the bureau up to date; a share of those who are alike owes them.

    Formula:
        outside_debt    = outside_mean_months * income_usual * (-log(1 - u))^.6 / .8935     with chance share
        outside_lenders = lenders_behind,   outside_seen = outside_debt,   multi_seen = outside_lenders
        lender_elsewhere, outside_premium: meet_lender
        outside_short   = [short_size_months * income_usual], one lender more, with chance start_short_share
        outside_fringe  = outside_short                           cash < income_usual / 2, debts not known

    No drawn debt is above 12 months of income, the loan of a month aside, which some with little money already owe.
    """
    debt = 0.0
    if happens(keys, on.ARRIVE_OUTSIDE, i, share):
        size = power(-log(1.0 - uniform(keys, on.ARRIVE_OUTSIDE_SIZE, i)), _EVENNESS) / _MEAN_EVEN
        debt = p.outside_mean_months * b.income_usual * size
    if known(row.outside_debt):
        debt = 100.0 * row.outside_debt
    b.outside_debt = fen(min(debt, _MOST_OUTSIDE * b.income_usual) if not known(row.outside_debt) else debt)
    lenders = lenders_behind(b, p, b.outside_debt)
    b.outside_lenders = int(row.outside_lenders) if known(row.outside_lenders) else lenders
    poor = not known(row.outside_debt) and 2 * b.cash < b.income_usual
    if poor and happens(keys, on.ARRIVE_SHORT, i, p.start_short_share):
        b.outside_short = share_of(b.income_usual, p.short_size_months)
        b.outside_fringe = b.outside_short
        b.outside_debt += b.outside_short
        b.outside_lenders = min(MOST_LENDERS, b.outside_lenders + 1)
    b.outside_seen = b.outside_debt
    b.multi_seen = 1.0 * b.outside_lenders
    meet_lender(b, p, policy, keys, i)


@rule
def owing_others(p: Numbers, in_need: float) -> float:
    """Return which share of newcomers owes other lenders, of those who do not come in need, as all who do so owe them.

    Formula:
        (outside_share - in_need)+ / (1 - in_need)      in_need: share of newcomers who come in need

    So as many newcomers owe others as of the borrowers who are there.
    """
    return max(0.0, p.outside_share - in_need) / max(NEXT_TO_NOTHING, 1.0 - in_need)


@rule
def lives_tightly(b: Borrower, p: Numbers, share: float, keys: Keys, i: int) -> bool:
    """Whether a borrower is one of those who save little for good, whatever they earn; they are if so.

    Formula:
        with chance min(1, share):     buffer_months <- strained_savings * buffer_months
    """
    tight = happens(keys, on.ARRIVE_STRAINED, i, min(1.0, share))
    if tight:
        b.buffer_months *= p.strained_savings
    return tight


@rule
def comes_in_need(p: Numbers, policy: Policy) -> float:
    """Return the share of applicants who come because money is short: more in hard times.

    Formula:
        strained_share * policy.unemployment / unemployment_normal
    """
    return p.strained_share * policy.unemployment / max(NEXT_TO_NOTHING, p.unemployment_normal)


@rule
def owe_others(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Give who comes in need debts and recent applications elsewhere, as the bureau shows.

    Formula:
        outside_debt   <- max(outside_debt, -strained_debt_months * income_usual * log(1 - u))
        outside_lenders = lenders_behind,   outside_seen = outside_debt
        multi_seen      = outside_lenders + application_months;   lender and premium: meet_lender

    So those who apply are worse risks than those who are already there, more so in hard times, and it shows in part.
    """
    debt = -p.strained_debt_months * log(1.0 - uniform(keys, on.ARRIVE_STRAINED_SIZE, i))
    b.outside_debt = max(b.outside_debt, fen(min(debt, _MOST_OUTSIDE) * b.income_usual))
    b.outside_lenders = lenders_behind(b, p, b.outside_debt)
    b.outside_seen = b.outside_debt
    b.multi_seen = b.outside_lenders + p.application_months
    meet_lender(b, p, policy, keys, i)


@rule
def meet_lender(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Say who holds the debt elsewhere, and at which premium.

    Formula:
        lender_elsewhere = lenders_asked' first, nothing being wanted      outside_debt > 0
        outside_premium  = premium_asked
    """
    if b.outside_debt > 0:
        b.lender_elsewhere, _ = lenders_asked(b, p, policy, 0, keys, i)
    b.outside_premium = premium_asked(b, policy, b.lender_elsewhere)
