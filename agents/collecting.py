"""The thirty days after the due date: contact or silence, the ladder, cures, fees, ageing, write-off (C7, E5, E11).

Late wages arrive and waiting spending is done first. Then whoever has the money pays, nearly always: of those who fall
into default four in five lack the money (Ganong and Noel 2023; Indarte 2023). What is done to debtors keeps due dates
from being overlooked and conjures no cash: a reminder takes an eighth of the late fees away (Medina 2021).
"""

import math

from tightrope.agents.borrower import DEFAULT_MONTHS, NEVER, Borrower
from tightrope.agents.codes import Agreement, Cause, Contact, LadderStage, Remedy, Status
from tightrope.agents.flows import Flow
from tightrope.agents.lines import in_arrears
from tightrope.agents.money import grows_by, share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.queueing import FIRST_STAGE, line_up, step_back
from tightrope.agents.repaying import pay_cashloan, pay_paylater
from tightrope.agents.service import lapse
from tightrope.agents.spending import subsistence
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "age", "chance_of_contact", "collect", "ladder_stage", "make_contact", "months_past_due", "plan_offer",
    "recover", "reported_lateness", "stay_late", "write_off",
]  # fmt: skip


@rule
def plan_offer(p: Numbers) -> float:
    """Return the chance that a plan is offered: the platform's own will, and what a standard of the industry asks (D5).

    Formula:
        hardship_offer + late_debt_standard * (1 - hardship_offer)
    """
    return p.hardship_offer + p.late_debt_standard * (1.0 - p.hardship_offer)


@rule
def chance_of_contact(b: Borrower, p: Numbers) -> float:
    """Return the chance that a debtor talks: the trusting and literate more, and all more where plans are offered.

    Formula:
        contact_base + contact_trust * trust + contact_literacy * literacy + contact_flexibility * plan_offer
    """
    return (
        p.contact_base
        + p.contact_trust * b.trust
        + p.contact_literacy * b.literacy
        + p.contact_flexibility * plan_offer(p)
    )


@rule
def make_contact(b: Borrower, p: Numbers, keys: Keys, i: int) -> None:
    """A borrower in arrears hides or talks to the platform (C7), mostly as last month; who mends things talks (C8).

    Formula:
        thinks of it anew      with chance 1 where not late before, silence_reconsidered of the silent,
                               contact_reconsidered of those in contact
        talks                  with chance chance_of_contact, where anew; else as last month
        silent_months         <- silent_months + 1      silent, else 0
    """
    if b.overdue_paylater == 0 and b.overdue_cashloan == 0:
        b.contact = Contact.NOT_LATE
        b.silent_months = 0
        return
    anew, talked = 1.0, b.contact == Contact.IN_CONTACT
    if talked:
        anew = p.contact_reconsidered
    elif b.contact == Contact.SILENT:
        anew = p.silence_reconsidered
    draw = uniform(keys, on.CONTACT, i)
    talks = draw < anew * min(1.0, chance_of_contact(b, p)) or (talked and draw >= anew) or b.mending == Remedy.MENDING
    b.contact = Contact.IN_CONTACT if talks else Contact.SILENT
    b.silent_months = 0 if talks else min(NEVER, b.silent_months + 1)


@rule
def ladder_stage(b: Borrower, p: Numbers) -> int:
    """Return the stage that a case calls for: by months past due, one higher for high risk, one lower in contact.

    Formula:
        late = in_arrears      before this month
        message    late = 0, just missed, or due by a plan
        call       late >= 1
        agency     late >= agency_months
        legal      late >= legal_months
        a stage up      silent and score < high_risk_score * (1 - late_debt_standard)      from late = 1 on
        a stage down    in contact                              likewise
    """
    late = in_arrears(b)
    if late == 0:
        return LadderStage.MESSAGE
    stage = LadderStage.CALL.value
    if late >= p.legal_months:
        stage = LadderStage.LEGAL.value
    elif late >= p.agency_months:
        stage = LadderStage.AGENCY.value
    if b.score < p.high_risk_score * (1.0 - p.late_debt_standard) and b.contact == Contact.SILENT:
        stage += 1
    if b.contact == Contact.IN_CONTACT:
        stage -= 1
    return min(LadderStage.LEGAL.value, max(LadderStage.MESSAGE.value, stage))


@rule
def pressure(b: Borrower, p: Numbers, stage: int) -> float:
    """Return the share of oversights that the stage prevents; conduct rules and silence take part of it.

    Formula:
        message    message_effect
        call       call_effect * (1 - conduct_effect * conduct_limit)
        agency     agency_effect * (1 - conduct_effect * conduct_limit)
        legal      legal_effect * (1 - conduct_effect * conduct_limit)
        min(1, silent_reach * effect)      silent_reach only of the silent
    """
    effect = p.message_effect
    if stage != LadderStage.MESSAGE:
        effect = p.call_effect
        if stage == LadderStage.AGENCY:
            effect = p.agency_effect
        elif stage == LadderStage.LEGAL:
            effect = p.legal_effect
        effect *= 1.0 - p.conduct_effect * p.conduct_limit
    return min(1.0, effect * (p.silent_reach if b.contact == Contact.SILENT else 1.0))


@rule
def debt_months(b: Borrower) -> float:
    """Return all that is owed, in months of usual income."""
    return (b.balance_paylater + b.balance_cashloan + b.outside_debt) / b.income_usual


@rule
def holds_out(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether somebody would leave arrears unpaid with the money for them at hand: a lasting disposition (C10).

    Formula:
        wronged  = hold_out * debt_months * (1 - trust)
        company  = 1 + hold_out_peers * friends_late / 100
        deterred = 1 - hold_out_reporting * bureau_reporting
        lured    = 1 + hold_out_offers * plan_offer
        with chance min(1, wronged * company * deterred * lured)

    More do the more they owe, the less they trust the lender, and the more of their friends are late; being reported to
    the bureau deters, and plans that are known to be had for the asking lure. The draw is kept for good, so that who
    holds out does so month after month.
    """
    wronged = p.hold_out * debt_months(b) * (1.0 - b.trust)
    company = 1.0 + p.hold_out_peers * b.friends_late / 100.0
    deterred = 1.0 - p.hold_out_reporting * p.bureau_reporting
    lured = 1.0 + p.hold_out_offers * plan_offer(p)
    return happens(keys, on.HOLD_OUT, i, min(1.0, wronged * company * deterred * lured))


@rule
def collect(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Work on everything overdue: until default whoever has the money pays it, unless holding out; then hope is gone.

    A stage that has no place for the case yet is replaced by a message, and the case waits. Whoever has just agreed on
    a plan or a settlement is left alone, and so is who keeps a plan. ``cured`` is the part of this month's missed dues
    so paid.
    """
    if b.contact == Contact.NOT_LATE or f.plan_agreed != Agreement.NONE:
        b.ladder = LadderStage.NONE
        if b.plan == 0:
            b.unable = 0
        step_back(b, f)
        return
    stage = ladder_stage(b, p)
    f.stage_due = stage
    if stage < FIRST_STAGE:
        step_back(b, f)
    elif not line_up(b, f, p, policy, stage, keys, i):
        stage = LadderStage.MESSAGE
    b.ladder = stage
    b.unable = min(NEVER, b.unable + 1) if b.cash < b.overdue_paylater + b.overdue_cashloan else 0
    f.held_out = holds_out(b, p, keys, person(b, i))
    reached = pressure(b, p, stage)
    if not f.held_out:
        if in_arrears(b) >= DEFAULT_MONTHS:
            pay_a_little(b, f, p, reached, keys, i)
        else:
            clear_arrears(b, f, p, reached, keys, i)
    if b.overdue_paylater == 0 and b.overdue_cashloan == 0:
        step_back(b, f)


@rule
def clear_arrears(b: Borrower, f: Flow, p: Numbers, reached: float, keys: Keys, i: int) -> None:
    """Pay what is overdue as far as the money goes, paylater first, unless it is overlooked.

    Formula:
        overlooked with chance overlooked * (1 - reached)      reached: pressure
    """
    if happens(keys, on.CURE, i, p.overlooked * (1.0 - reached)):
        return
    pay_paylater_arrears(b, f)
    f.cured += min(f.missed_cashloan, pay_cashloan(b, f, whole_instalments(b)))


@rule
def pay_a_little(b: Borrower, f: Flow, p: Numbers, reached: float, keys: Keys, i: int) -> None:
    """In default the whole is as good as lost: at times something of the spare money is paid, less the more is owed.

    Formula:
        with chance hope * exp(-debt_months) * (1 + reached)      times silent_reach of the silent
        spare = cash - subsistence
        pays what is overdue                     spare >= all that is overdue
             hope_share * spare on each product  else
    """
    spare = b.cash - subsistence(b, p)
    hope = p.hope * exp(-debt_months(b)) * (1.0 + reached) * (p.silent_reach if b.contact == Contact.SILENT else 1.0)
    if spare <= 0 or not happens(keys, on.CURE, i, min(1.0, hope)):
        return
    part = spare if spare >= b.overdue_paylater + b.overdue_cashloan else share_of(spare, p.hope_share)
    pay_cashloan(b, f, min(part, b.overdue_cashloan))
    pay_paylater(b, f, min(part, b.overdue_paylater))


@rule
def whole_instalments(b: Borrower) -> int:
    """Return what the cash allows to pay of an overdue cash loan: all, or whole instalments, fen.

    Formula:
        overdue_cashloan                         cash >= overdue_cashloan
        instalment * floor(cash / instalment)    else
    """
    if b.cash >= b.overdue_cashloan or b.instalment <= 0:
        return b.overdue_cashloan
    return (b.cash // b.instalment) * b.instalment


@rule
def pay_paylater_arrears(b: Borrower, f: Flow) -> None:
    """Pay what is overdue on paylater; whoever merely forgot a bill pays the whole of it.

    Formula:
        missed_paylater     cash >= missed_paylater + overdue_cashloan
        overdue_paylater    else, or where nothing was missed this month
    """
    demand = b.overdue_paylater
    if f.missed_paylater > 0 and b.cash >= f.missed_paylater + b.overdue_cashloan:
        demand = f.missed_paylater
    f.cured += min(f.missed_paylater, pay_paylater(b, f, demand))


@rule
def months_past_due(before: int, overdue: int, monthly: int, paid: int) -> int:
    """Return the age of the oldest unpaid due: at most a month more than before, less only where old dues were paid.

    Formula:
        0                                                    overdue = 0
        before + 1                                           paid = 0
        max(1, min(before + 1, ceil(overdue / monthly)))     else
    """
    if overdue <= 0:
        return 0
    if paid <= 0:
        return before + 1
    unpaid = int(math.ceil(overdue / max(1, monthly)))
    return max(1, min(before + 1, unpaid))


@rule
def interest_on(b: Borrower, f: Flow, p: Numbers, amount: int, apr: float) -> int:
    """Return a month's interest on ``amount``, fen, less what a hardship plan waives of it (E6).

    Formula:
        interest  = [amount * apr / 12]
        waived    = [interest_waiver * interest]      while a plan runs
    """
    interest = share_of(amount, apr / 12.0)
    if b.plan > 0:
        waived = share_of(interest, p.interest_waiver)
        f.waived += waived
        interest -= waived
    return interest


@rule
def age(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Close the month of both products: lateness counts up or clears, interest and late charges are added (E11).

    Formula:
        late_paylater     = months_past_due, by least_paylater a month      stays while a plan runs, until repaid
        late_cashloan     = months_past_due, by instalment a month          likewise
        interest_paylater = [policy.paylater_apr / 12 * (balance_paylater - charges)+]      less what a plan waives
        interest_cashloan = [policy.cashloan_apr / 12 * balance_cashloan]                   less what a plan waives
        fees_paylater     = [policy.late_fee_paylater_apr / 12 * overdue_paylater]
        fees_cashloan     = [policy.late_fee_cashloan_apr / 12 * overdue_cashloan]
        balance          <- balance + interest + fees      neither from non_accrual_months past due on; by grows_by

    No interest is booked on what is long past due. A new month's charges bear none, so a bill paid in full is free.
    """
    if b.plan == 0:
        b.late_paylater = months_past_due(b.late_paylater, b.overdue_paylater, f.least_paylater, f.paid_paylater)
        b.late_cashloan = months_past_due(b.late_cashloan, b.overdue_cashloan, b.instalment, f.paid_cashloan)
    else:
        b.late_paylater = b.late_paylater if b.balance_paylater > 0 else 0
        b.late_cashloan = b.late_cashloan if b.balance_cashloan > 0 else 0
    b.paylater_aged = b.late_paylater > f.was_late_paylater
    if b.late_paylater < p.non_accrual_months:
        carried = max(0, b.balance_paylater - f.charges)
        interest = interest_on(b, f, p, carried, policy.paylater_apr)
        fees = share_of(b.overdue_paylater, policy.late_fee_paylater_apr / 12.0)
        f.interest_paylater = grows_by(b.balance_paylater, interest)
        b.balance_paylater += f.interest_paylater
        f.fees_paylater = grows_by(b.balance_paylater, fees)
        b.balance_paylater += f.fees_paylater
    if b.late_cashloan < p.non_accrual_months:
        interest = interest_on(b, f, p, b.balance_cashloan, policy.cashloan_apr)
        fees = share_of(b.overdue_cashloan, policy.late_fee_cashloan_apr / 12.0)
        f.interest_cashloan = grows_by(b.balance_cashloan, interest)
        b.balance_cashloan += f.interest_cashloan
        f.fees_cashloan = grows_by(b.balance_cashloan, fees)
        b.balance_cashloan += f.fees_cashloan
    remember_lateness(b, f, p, policy)


@rule
def remember_lateness(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Keep the platform's memory of late months, and mark who reaches 90 days past due (default).

    Formula:
        lateness <- (1 - 1 / memory_months) * lateness + 1      the last where in_arrears > 0

    Default is 3 months past due on either product, counted once in a delinquency. A hardship plan clears no record:
    while it runs the account counts as just late, and a default as not yet over. A month of a plan that is kept is no
    late month more.
    """
    late = in_arrears(b)
    b.lateness *= 1.0 - 1.0 / p.memory_months
    if late > 0:
        b.lateness += 1.0
        b.months_since_late = 0
    elif b.plan == 0:
        b.months_since_late = min(NEVER, b.months_since_late + 1)
        b.ever_defaulted = 0
    if late >= DEFAULT_MONTHS and not b.ever_defaulted:
        b.ever_defaulted = 1
        b.default_month = int(policy.month)
        f.defaulted = 1
        f.default_cause = cause_of_default(b, f)


@rule
def cause_of_default(b: Borrower, f: Flow) -> int:
    """Return why 90 days past due were reached.

    Formula:
        SHORT       the money was not there for three months
        FAILED      else, where the account is locked
        HELD_OUT    else, where the borrower holds out
        FORGOT      else
    """
    if b.unable >= DEFAULT_MONTHS:
        return Cause.SHORT
    if b.locked:
        return Cause.FAILED
    return Cause.HELD_OUT if f.held_out else Cause.FORGOT


@rule
def write_off(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Write off a debt that is too old, and with it the other product (cross default); the account is closed.

    Formula:
        in_arrears >= writeoff_months      so none while a plan runs
    """
    if in_arrears(b) < p.writeoff_months:
        return
    f.writeoff_paylater = b.balance_paylater
    f.writeoff_cashloan = b.balance_cashloan
    b.written_off = b.balance_paylater + b.balance_cashloan
    b.balance_paylater = 0
    b.balance_cashloan = 0
    b.overdue_paylater = 0
    b.overdue_cashloan = 0
    b.instalment = 0
    b.late_paylater = 0
    b.late_cashloan = 0
    b.status = Status.WRITTEN_OFF
    b.frozen_month = int(policy.month)
    b.limit_paylater = 0
    b.limit_cashloan = 0
    b.withheld = 0
    b.contact = Contact.NOT_LATE
    b.silent_months = 0
    b.ladder = LadderStage.NONE
    b.locked = 0
    b.mending = Remedy.NONE
    step_back(b, f)
    lapse(b, f)


@rule
def recover(b: Borrower, f: Flow, p: Numbers) -> None:
    """A written-off debtor pays a little of what is left of the debt each month, from what is at hand (E5).

    Formula:
        recovered = min([recovery_monthly_share * written_off], cash)      nothing was taken from the wage

    It is paid before other lenders are, out of the cash left after spending; after ``recovery_months`` the place is
    vacant.
    """
    if f.garnished > 0:
        return
    asked = min(b.written_off, share_of(b.written_off, p.recovery_monthly_share))
    paid = max(0, min(asked, b.cash))
    f.recovered += paid
    b.cash -= paid
    b.written_off -= paid


@rule
def stay_late(b: Borrower, p: Numbers) -> None:
    """Every month in which written-off debt is pursued is a late month more (E8).

    Formula:
        lateness <- lateness + 1 - lateness / memory_months
    """
    b.lateness += 1.0 - b.lateness / p.memory_months


@rule
def reported_lateness(b: Borrower, p: Numbers, keys: Keys, i: int) -> float:
    """Return the late months on the platform that reach the bureau: all of a borrower's, or none (E8, D2).

    Formula:
        lateness      with chance bureau_reporting, by a draw kept for good; else 0

    A duty to report is a share of 1.
    """
    if b.lateness > 0.0 and happens(keys, on.REPORTED, i, p.bureau_reporting):
        return b.lateness
    return 0.0
