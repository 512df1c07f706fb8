"""Working on what is overdue: the ladder, its pressure, who holds out, what is paid in the thirty days (C10, C21, E5).

Late wages arrive and waiting spending is done first. Then whoever has the money pays, nearly always: of those who fall
into default four in five lack the money (Ganong and Noel 2023; Indarte 2023). What is done to debtors keeps due dates
from being overlooked and conjures no cash: a reminder takes an eighth of the late fees away (Medina 2021).
"""

from tightrope.agents.borrower import DEFAULT_MONTHS, NEVER, Borrower
from tightrope.agents.codes import Agreement, Contact, LadderStage
from tightrope.agents.contact import plan_offer
from tightrope.agents.flows import Flow
from tightrope.agents.lines import in_arrears
from tightrope.agents.money import share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.queueing import FIRST_STAGE, line_up, step_back
from tightrope.agents.repaying import pay_cashloan, pay_paylater
from tightrope.agents.spending import subsistence
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["collect", "ladder_stage"]


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
        if b.plan == 0 and b.deferral == 0:
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
