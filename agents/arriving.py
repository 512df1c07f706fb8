"""Who takes a place on the book: every fact that is not known is drawn, given what is known.

The synthetic book knows nothing, a real book some columns, a newcomer's debts are known to be nil. Borrower i starts
alike in runs of any size. A newcomer is drawn likewise, without debts to the platform and with tenure 0.
"""

from tightrope.agents.borrower import DEFAULT_MONTHS, LONG_AGO, NEVER, Borrower
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
from tightrope.agents.collecting import reported_lateness
from tightrope.agents.earning import transitory_sd
from tightrope.agents.endowing import draw_character, draw_means, draw_segment, known
from tightrope.agents.flows import Flow
from tightrope.agents.helping import patience
from tightrope.agents.limiting import highest_total, standing
from tightrope.agents.lines import carries_over, lenders_behind
from tightrope.agents.money import fen, instalment_of, share_of
from tightrope.agents.persons import person_joining
from tightrope.agents.policy import Policy
from tightrope.agents.raising import welcome
from tightrope.agents.scoring import HIGHEST, LOWEST, debt_to_income, recalibration, scorecard
from tightrope.agents.spending import habit
from tightrope.agents.suspecting import turns_over
from tightrope.agents.working import LONGEST_SPELL, by_segment, finding, separation
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp, log
from tightrope.scenarios.engine.streams import Keys, happens, normal_pair, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["apply_and_join", "arrive", "clear"]

_OLDEST_START = 8
"""Months past due that no starting account exceeds: one short of the age at which debts are written off by default."""
_LEAST_TRUST_MEAN = 0.05
"""No borrower's trust settles below it, so neither does the mean against which trust in the platform is held."""
_LONGEST_TENURE = 360.0
"""Months of tenure that count: thirty years, within the record's range."""
_FADED = 24
"""Months of looking for work after which the chance to find some is taken to fall no further."""
_LOOKED_BACK = 12
"""Months back from which early repayments are drawn: a year, as measures look back; cool-offs are long over."""
_MOST_OUTSIDE = 12.0
"""Months of usual income that no drawn debt elsewhere exceeds: far out in the tail, and within the record's range."""
_LEAST_FILL = 0.2
"""No user starts below a fifth of the balance aimed at: where the tail of a normal draw is cut off."""
_NEXT_TO_NOTHING = 1e-9
"""Against division by nothing, where nobody repays early."""


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

    Neither paylater balance is above the limit. A known debt has no known age and is taken as young.
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
def draw_prepaid(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Some users of the cash loan repaid one early within the last year; the latest still miss the limit.

    Formula:
        ago    = floor(u / (start_able_share * prepay_monthly))      months; 12 or more: none
        repaid = [start_repaid_share * (limit_cashloan - balance_cashloan)+]
        withheld = repaid,   cool_off = policy.cool_off_months - ago      ago <= policy.cool_off_months

    It is one cycle, where it turns the line over.
    """
    if b.appetite <= 0.0:
        return
    ago = int(uniform(keys, on.ARRIVE_PREPAID, i) / max(_NEXT_TO_NOTHING, p.start_able_share * p.prepay_monthly))
    if ago < _LOOKED_BACK:
        b.prepaid_month = -ago
        repaid = share_of(max(0, b.limit_cashloan - b.balance_cashloan), p.start_repaid_share)
        if turns_over(b, p, repaid):
            b.turnover_month = -ago
            b.cycles = 1
        if policy.cool_off_months >= 1.0 and ago <= policy.cool_off_months:
            b.withheld = repaid
            b.cool_off = int(policy.cool_off_months) - ago


@rule
def draw_tenure(row: BookRow, p: Numbers, keys: Keys, i: int) -> float:
    """Return the months that a starting account has existed: known, or drawn and not shorter than known lateness.

    Formula:
        tenure = -start_tenure_months * log(1 - u)
    """
    if known(row.tenure_months):
        return float(row.tenure_months)
    tenure = -p.start_tenure_months * log(1.0 - uniform(keys, on.ARRIVE_TENURE, i))
    if known(row.months_past_due_paylater):
        tenure = max(tenure, row.months_past_due_paylater)
    if known(row.months_past_due_cashloan):
        tenure = max(tenure, row.months_past_due_cashloan)
    if known(row.months_since_late) and row.months_since_late < NEVER:
        tenure = max(tenure, row.months_since_late)
    return tenure


@rule
def draw_lateness(b: Borrower, row: BookRow, p: Numbers, tenure: float, keys: Keys, i: int) -> None:
    """Set months past due: known, or drawn from the stock that a steady flow into lateness leaves behind.

    Formula:
        of the cash loan    months_in_stock
        of paylater         as the cash loan; else 1 month with chance start_late_paylater
        overdue_cashloan    = late_cashloan * instalment
        overdue_paylater    = late_paylater * [revolve_minimum_share * balance_paylater]

    Nobody is late for longer than the account has existed.
    """
    draw = uniform(keys, on.ARRIVE_LATE, i)
    months = 0
    if b.balance_cashloan > 0 and not known(row.months_past_due_cashloan):
        months = months_in_stock(draw, p, tenure)
    elif known(row.months_past_due_cashloan):
        months = int(row.months_past_due_cashloan)
    b.late_cashloan = min(_OLDEST_START, months) if b.balance_cashloan > 0 else 0
    b.loan_worst = b.late_cashloan
    paylater = b.late_cashloan
    if known(row.months_past_due_paylater):
        paylater = int(row.months_past_due_paylater)
    elif paylater == 0 and draw > 1.0 - p.start_late_paylater and tenure >= 1.0:
        paylater = 1
    b.late_paylater = min(_OLDEST_START, paylater) if b.balance_paylater > 0 else 0
    b.overdue_cashloan = min(b.balance_cashloan, b.late_cashloan * b.instalment)
    least = max(1, share_of(b.balance_paylater, p.revolve_minimum_share))
    b.overdue_paylater = min(b.balance_paylater, b.late_paylater * least)
    b.ever_defaulted = int(max(b.late_cashloan, b.late_paylater) >= DEFAULT_MONTHS)
    draw_past_lateness(b, row, p, tenure, draw, keys, i)


@rule
def months_in_stock(draw: float, p: Numbers, tenure: float) -> int:
    """Return the months past due on the cash loan that a draw falls upon, in the stock of such loans.

    Formula:
        start_late_cashloan are 1 month late; times start_roll_first 2 months,
        and times start_roll_later for each month more, up to 8

    Fewer of a cash loan's entrants roll on after the first month than later, as in a calm market.
    """
    left = draw
    stock = p.start_late_cashloan
    for k in range(1, _OLDEST_START + 1):
        if k > tenure:
            return 0
        if left < stock:
            return k
        left -= stock
        stock *= p.start_roll_first if k == 1 else p.start_roll_later
    return 0


@rule
def draw_past_lateness(b: Borrower, row: BookRow, p: Numbers, tenure: float, draw: float, keys: Keys, i: int) -> None:
    """Set how long ago the last lateness was, known or from the flow into late paylater bills, and who remembers it.

    Formula:
        since         = (1 - u) / start_late_paylater      months; u: the draw that makes paylater late
        lateness      = months past due + start_lateness_months * exp(-since / memory_months)      unless never late
        bureau_record = start_record_share * reported_lateness

    What is drawn from before the account existed was with others: the bureau may show it, the platform knows of none;
    and as nothing renews that record, the bureau forgets it at its lag.
    """
    late = max(b.late_cashloan, b.late_paylater)
    since = row.months_since_late
    here = True
    if not known(since):
        since = (1.0 - draw) / p.start_late_paylater if p.start_late_paylater > 0.0 else float(NEVER)
        here = since <= tenure
    b.months_since_late = int(min(float(NEVER), since)) if late == 0 else 0
    b.lateness = 1.0 * late
    if b.months_since_late < NEVER:
        b.lateness += p.start_lateness_months * exp(-since / p.memory_months)
    b.bureau_record = p.start_record_share * reported_lateness(b, p, keys, i)
    if not here:
        b.lateness = 1.0 * late
        b.months_since_late = NEVER if late == 0 else 0


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
    return min(1.0, p.arrive_jobless * policy.unemployment * factor / max(_NEXT_TO_NOTHING, mean))


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
    """
    _, spread = normal_pair(keys, on.ARRIVE_SAVINGS, i)
    if b.late_cashloan > 0:
        out = p.start_late_jobless
    b.employed = int(row.employed) if known(row.employed) else int(not happens(keys, on.ARRIVE_WORK, i, out))
    b.spell = 0 if b.employed else drawn_spell(p, uniform(keys, on.ARRIVE_SPELL, i))
    b.shock = transitory_sd(b, p) * normal_pair(keys, on.ARRIVE_SHOCK, i)[0]
    b.scar = 0.0
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
    b.accustomed = habit(b, p)


@rule
def draw_outside(b: Borrower, row: BookRow, p: Numbers, keys: Keys, i: int) -> None:
    """Set debts to other lenders, with the bureau up to date.

    Formula:
        outside_debt    = -outside_mean_months * income_usual * log(1 - u)      with chance outside_share
        outside_lenders = lenders_behind,   outside_seen = outside_debt,   multi_seen = outside_lenders

    No drawn debt is above 12 months of income.
    """
    debt = 0.0
    if happens(keys, on.ARRIVE_OUTSIDE, i, p.outside_share):
        debt = -p.outside_mean_months * b.income_usual * log(1.0 - uniform(keys, on.ARRIVE_OUTSIDE_SIZE, i))
    if known(row.outside_debt):
        debt = 100.0 * row.outside_debt
    b.outside_debt = fen(min(debt, _MOST_OUTSIDE * b.income_usual) if not known(row.outside_debt) else debt)
    lenders = lenders_behind(b, p, b.outside_debt)
    b.outside_lenders = int(row.outside_lenders) if known(row.outside_lenders) else lenders
    b.outside_seen = b.outside_debt
    b.multi_seen = 1.0 * b.outside_lenders


@rule
def first_score(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> float:
    """Return the score that the scorecard in force gives at once, points.

    Formula:
        scorecard + recalibration      within 350 to 950
    """
    return min(HIGHEST, max(LOWEST, scorecard(b, p, policy) + recalibration(p, keys, i)))


@rule
def settle_in(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Derive score and entitlement from the drawn state.

    Formula:
        worth                 = standing / (start_headroom * exp(start_entitled_log_sd * z))
        limit_months_paylater = limit_paylater / (income_usual * worth)      and so limit_months_cashloan

    So borrowers are entitled to some multiple of the limits they start with, where ``highest_limit_months`` allows it.
    """
    b.score = first_score(b, p, policy, keys, i)
    moved, _ = normal_pair(keys, on.ARRIVE_ENTITLED, i)
    worth = standing(b, p) / (p.start_headroom * exp(p.start_entitled_log_sd * moved))
    b.limit_months_paylater = b.limit_paylater / (b.income_usual * worth)
    b.limit_months_cashloan = b.limit_cashloan / (b.income_usual * worth)
    b.status = Status.ACTIVE


@rule
def owe_nothing(b: Borrower) -> None:
    """Take away the debts to the platform that a newcomer was drawn with, as somebody who has been there for long."""
    b.balance_paylater = 0
    b.balance_cashloan = 0
    b.instalment = 0


@rule
def start_thin(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Give a newcomer the score and the limits of a thin file; what was drawn are those of a file grown full.

    Formula:
        scale   = policy.limit_scale * standing of the thin file / standing of the full one
        limits <- limits * scale * min(1, highest_total / (scale * sum of limits))

    The present stance and the regulator's cap take their part too.
    """
    full = standing(b, p)
    b.joined_month = int(policy.month)
    b.score = first_score(b, p, policy, keys, i)
    scale = policy.limit_scale * standing(b, p) / full
    total = scale * (b.limit_paylater + b.limit_cashloan)
    kept = scale * min(1.0, highest_total(b, p) / max(1.0, total))
    b.limit_paylater = share_of(b.limit_paylater, kept)
    b.limit_cashloan = share_of(b.limit_cashloan, kept)


@rule
def freeze_from_before(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Freeze the lines of a starting book that would have been frozen in earlier months.

    Formula:
        delinquency    late_cashloan > 0, with chance late_freeze: late_cashloan months ago
        risk           score < risk_cutoff or debt_to_income > debt_to_income_cutoff,
                       with chance min(1, start_freeze_factor * freeze_monthly): start_frozen_months ago
    """
    if b.late_cashloan > 0 and happens(keys, on.LATE_FREEZE, i, p.late_freeze):
        b.freeze_reason = FreezeReason.DELINQUENCY
        b.frozen_month = int(policy.month) - b.late_cashloan
    elif (b.score < p.risk_cutoff or debt_to_income(b, p, policy) > p.debt_to_income_cutoff) and happens(
        keys, on.FREEZE, i, min(1.0, p.start_freeze_factor * p.freeze_monthly)
    ):
        b.freeze_reason = FreezeReason.RISK
        b.frozen_month = int(policy.month) - int(p.start_frozen_months)


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
    b.contact = Contact.NOT_LATE
    b.ladder = LadderStage.NONE
    b.written_off = 0
    b.outside_debt = 0
    b.outside_overdue = 0
    b.outside_short = 0
    b.late_outside = 0
    b.multi_seen = 0.0
    b.default_month = LONG_AGO
    b.raised_month = LONG_AGO
    b.raise_channel = RaiseChannel.NONE
    b.plan_month = LONG_AGO
    b.plan = 0
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
        joined_month = month - tenure      of 360 months at most; a newcomer is drawn with full_file_months

    What was drawn of a newcomer is then cut down to the standing of a thin file.
    """
    clear(b)
    b.segment = draw_segment(row, p, keys, i)
    draw_means(b, row, p, keys, i)
    draw_character(b, row, p, keys, i)
    tenure = 0.0 if newcomer else draw_tenure(row, p, keys, i)
    b.joined_month = int(policy.month) - int(p.full_file_months if newcomer else min(_LONGEST_TENURE, tenure))
    if not newcomer:
        draw_balances(b, row, p, policy, keys, i)
        draw_prepaid(b, p, policy, keys, i)
    draw_lateness(b, row, p, tenure, keys, i)
    out = out_at_application(b, p, policy) if newcomer else out_at_start(b, p)
    draw_work_and_savings(b, row, p, out, keys, i)
    draw_outside(b, row, p, keys, i)
    if newcomer:
        draw_balances(b, row, p, policy, keys, i)
    settle_in(b, p, policy, keys, i)
    if newcomer:
        owe_nothing(b)
        start_thin(b, p, policy, keys, i)
    else:
        freeze_from_before(b, p, policy, keys, i)


@rule
def apply_and_join(b: Borrower, f: Flow, row: BookRow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Somebody may apply for a vacant place; admitted from a score up that rises with stance and lost trust (E10).

    Formula:
        applies with chance arrive_monthly * min(1, policy.trust_mean / max(0.05, trust_mean))
        joins where score >= policy.admission_score

    Fewer apply where trust is low, for nobody is referred (C12).
    """
    chance = p.arrive_monthly * min(1.0, policy.trust_mean / max(_LEAST_TRUST_MEAN, p.trust_mean))
    if not happens(keys, on.ARRIVE, i, chance):
        return
    f.applied = 1
    arrive(b, row, p, policy, keys, person_joining(int(policy.month), i), True)
    if b.score >= policy.admission_score:
        f.joined = 1
        welcome(b, f, p, policy, keys, i)
    else:
        b.status = Status.VACANT
