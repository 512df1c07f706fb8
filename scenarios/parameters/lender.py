"""The platform: its products, scorecard, limits, freezes, stance, collections and accounts."""

from typing import Self

from pydantic import model_validator

from tightrope.scenarios.parameters.declare import Section, number

__all__ = [
    "Accounts", "Collections", "Freezes", "Hardship", "Incidents", "Limits", "Products", "Raises", "Scoring", "Service",
    "Stance",
]  # fmt: skip


class Products(Section):
    """Prices and terms, all under the regulator's rate cap."""

    cashloan_apr: float = number(0.146, "1/year", 0, 1, "H: .04 % a day (7.3-22 %)")
    """Yearly rate of the cash loan."""
    cashloan_term_months: float = number(12, "months", 1, 60, "M: 3, 6 or 12; market mean 8-11")
    """Term over which a draw is repaid in equal instalments."""
    paylater_apr: float = number(0.15, "1/year", 0, 1, "M: instalment fees of BNPL")
    """Yearly rate on a paylater bill that is carried over; a bill paid in full is free."""
    late_fee_apr: float = number(0.18, "1/year of the overdue amount", 0, 1, "M: .05 % a day")
    """Charge on overdue amounts beside interest; interest and charge together stay under the rate cap."""
    writeoff_months: float = number(9, "months past due", 4, 24, "D: 250-270 days (Ant-like); peers 180")
    """Months past due at which a debt is written off."""


class Scoring(Section):
    """The score, 350 to 950, shared by both products; weights as published for such scores."""

    history_weight: float = number(0.35, "share of score", 0, 1, "H")
    """Weight of repayment history: own late months, and those the bureau shows."""
    capacity_weight: float = number(0.25, "share of score", 0, 1, "H")
    """Weight of capacity: dues of all debts against income."""
    behaviour_weight: float = number(0.20, "share of score", 0, 1, "H")
    """Weight of behaviour: utilisation."""
    identity_weight: float = number(0.20, "share of score", 0, 1, "H: identity 15 % and contacts 5 %, which are off")
    """Weight of identity: tenure and verified income."""
    verified_weight: float = number(0.3, "share of identity", 0, 0.5, "A")
    """What verified income is worth in the identity part."""
    friends_weight: float = number(0, "points", 0, 400, "A: off; some lenders score contacts")
    """What friends who are all late take off the score."""
    score_curve: float = number(2.5, "exponent", 0.5, 10, "D: puts the median near 700, where published shares put it")
    """How steeply the score falls away from a perfect file: the earned share of the scale is raised to this power."""
    score_speed: float = number(0.35, "share of gap a month", 0, 1, "A")
    """Share of the distance to the newly computed score that the shown score moves in a month."""
    late_month_weight: float = number(0.16, "share of history", 0, 1, "M: Taiwan logit: late months and status lead")
    """What one recent late month takes off the history part."""
    memory_months: float = number(18, "months", 1, 60, "A")
    """Mean time that a late month stays in the score's memory."""

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = self.history_weight + self.capacity_weight + self.behaviour_weight + self.identity_weight
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the four weights of the score add up to {total:g}; they must add up to 1")
        return self


class Limits(Section):
    """How limits move, monthly, in both directions and at different speeds."""

    limit_score_slope: float = number(0.45, "log a 100 points", 0, 3, "A")
    """How steeply the limit a borrower is entitled to rises with the score."""
    stance_limit_depth: float = number(0.5, "share", 0, 1, "A")
    """Share of the entitled limit taken away at full tightness: limits far above fall, newcomers get less."""
    raise_monthly: float = number(0.10, "share of eligible a month", 0, 1, "A")
    """Chance that a limit below its entitlement is raised, at a loose stance."""
    raise_step: float = number(0.35, "share of gap", 0, 1, "A")
    """Share of the gap to the entitled limit closed in one step, up or down."""
    lower_monthly: float = number(0.02, "share of those far above a month", 0, 1, "A: slower than raises")
    """Chance that limits far above the entitlement are lowered by a step."""
    highest_limit_months: float = number(6.0, "months of usual income", 0, 60, "A: up to hundreds of thousands of yuan")
    """Total limit that no income is lent beyond."""
    verified_lift: float = number(0.15, "share of limit", 0, 5, "A")
    """How much more a borrower of verified income is entitled to."""
    raise_score: float = number(560, "points", 350, 950, "H: fair begins at 550")
    """Score below which no limit is raised."""
    cut_monthly: float = number(
        0.0035, "share of borrowers a month", 0, 1, "L: .5 % a month in calm times, with delinquents"
    )
    """Chance of a limit cut at a loose stance, never late, at score 650."""
    cut_monthly_tight: float = number(0.025, "share of borrowers a month", 0, 1, "L: 3 % (1.5-17 %) a month in 2020")
    """Chance of a limit cut at full tightness, never late, at score 650."""
    cut_late_odds: float = number(4.0, "x", 1, 50, "H: CFPB line decreases")
    """How many times likelier a cut is for those late in the last year."""
    cut_score_slope: float = number(0.35, "log a 100 points", 0, 3, "A")
    """How fast the chance of a cut falls with the score."""
    cut_depth: float = number(0.75, "share of limit", 0, 0.95, "H: CFPB: median 75 % (50-85 %)")
    """Median share of the limit that a cut takes."""
    notice_months: float = number(0, "months", 0, 12, "A: cuts came without warning; a notice duty would change that")
    """Months between the announcement of a limit cut and the cut (below 1: no notice)."""
    cut_score_hit: float = number(7, "points", 0, 100, "M: -1 to -12, never late; rescaled")
    """What a cut costs the score."""
    admission_score: float = number(560, "points", 350, 950, "A")
    """Score that an applicant needs, at a loose stance."""
    admission_tightening: float = number(80, "points", 0, 400, "A")
    """How much the score an applicant needs rises at full tightness."""
    admission_distrust: float = number(100, "points", 0, 400, "A: strict entry after trust is lost")
    """How much the score an applicant needs rises where borrowers' mean trust is gone."""


class Raises(Section):
    """Lump-sum raises of the cash loan limit, through four channels: welcome, record, campaign, own application."""

    welcome_share: float = number(0.2, "share of newcomers", 0, 1, "A")
    """Newcomers who are given a welcome raise."""
    welcome_raise_yuan: float = number(2_000, "yuan", 0, 1e6, "A")
    """Welcome raise."""
    record_raise_monthly: float = number(0.002, "share of eligible a month", 0, 1, "A")
    """Chance of a raise for a year without lateness and a score of at least 650."""
    record_raise_yuan: float = number(3_000, "yuan", 0, 1e6, "A")
    """Raise for a good record."""
    campaign_share: float = number(0, "share of eligible a month", 0, 1, "A: a campaign is an event")
    """Borrowers whom a campaign raises this month."""
    campaign_raise_yuan: float = number(50_000, "yuan", 0, 1e6, "M: raises of 50,000 are reported")
    """Raise of the campaign."""
    campaign_least_score: float = number(350, "points", 350, 950, "A: 350 targets nobody in particular")
    """Score from which the campaign reaches a borrower."""
    apply_raise_monthly: float = number(0.004, "share of users a month", 0, 1, "A")
    """Chance that a borrower who uses nearly all of the limit applies for more."""
    apply_raise_yuan: float = number(5_000, "yuan", 0, 1e6, "A")
    """Raise that is applied for; granted where the score suffices for raises."""


class Freezes(Section):
    """When a line is closed, and how it opens again."""

    risk_cutoff: float = number(470, "points", 350, 950, "A: poor ends at 550")
    """Score below which the cash loan line is frozen at a loose stance."""
    risk_tightening: float = number(170, "points", 0, 400, "A")
    """How much the freeze cut-off of the score rises at full tightness."""
    debt_to_income_cutoff: float = number(0.85, "dues / income", 0, 10, "A: income and debt out of balance")
    """Dues to all lenders against usual income above which the line is frozen at a loose stance."""
    freeze_monthly: float = number(
        0.35, "share of those below the cut-off a month", 0, 1, "A: monthly review in batches"
    )
    """Chance that a borrower below a cut-off is frozen within the month."""
    late_freeze: float = number(1.0, "strength 0-1", 0, 1, "M: own lateness closes the line")
    """Chance that a cash loan 30 or more days past due closes the line (0: lateness alone closes nothing)."""
    linkage_strength: float = number(0.25, "strength 0-1", 0, 1, "A: no public figures")
    """How strongly late paylater bills reach the cash loan line (0: not at all)."""
    linkage_cut: float = number(0.40, "share of limit", 0, 1, "A")
    """Cut of the cash loan limit on a first short paylater lateness; the strength is its chance."""
    linkage_severe_months: float = number(2, "months past due", 1, 9, "A")
    """Paylater lateness from which it is severe and suspends the cash loan line."""
    linkage_score_general: float = number(25, "points", 0, 200, "A")
    """Score lost to a first short paylater lateness, at full linkage."""
    linkage_score_severe: float = number(80, "points", 0, 300, "M: -33 to -87 at a cut with delinquency")
    """Score lost to severe paylater lateness, at full linkage."""
    observation_months: float = number(3, "months", 0, 36, "L: reopening lag 1-6 months")
    """Months a frozen line is watched before it may open."""
    severe_observation_months: float = number(9, "months", 0, 60, "L")
    """Months a line frozen for delinquency or severe linkage is watched before it may open."""
    reopen_monthly: float = number(0.30, "share of eligible a month", 0, 1, "L: appeal success 30 %")
    """Chance that a frozen line whose conditions are met opens within a month."""
    reopen_limit_share: float = number(0.6, "share of limit", 0, 1, "A: staged restoration")
    """Share of the old limit that an opened line starts with."""
    cool_off_months: float = number(2, "months", 0, 24, "L: 1-3 months")
    """How long the limit repaid early stays away; 0: it returns at once."""
    multi_strength: float = number(0.05, "share of those above the threshold a month", 0, 1, "A")
    """Chance that borrowing from many lenders closes the line (0: it closes nothing)."""
    multi_threshold: float = number(8, "lenders and applications", 0, 100, "A")
    """Number of outside lenders and recent applications, as the bureau shows them, above which the line is closed."""
    lock_monthly: float = number(0.001, "share of borrowers a month", 0, 1, "A: new device, wrong passwords")
    """Chance that an account of middling literacy is locked for odd operation, though its owner is honest."""
    silent_lock_monthly: float = number(0.10, "share of the silent a month", 0, 1, "A")
    """Chance that an account three or more months past due and silent is locked."""
    arbitrage_strength: float = number(0.05, "strength 0-1", 0, 1, "A")
    """Chance that early repayments in cycles, or an application at once after one, are held for arbitrage."""
    arbitrage_cycles: float = number(3, "early repayments", 1, 24, "A")
    """Number of early repayments within the window that looks like arbitrage."""
    arbitrage_least_share: float = number(0.1, "share of the cash loan limit", 0, 1, "A")
    """Early repayments, and draws after them, below this share of the limit are no turnover and do not count."""
    arbitrage_window_months: float = number(6, "months", 1, 36, "A")
    """Months within which early repayments count together."""
    arbitrage_cool_off_months: float = number(3, "months", 0, 24, "A")
    """What suspected arbitrage adds to the cool-off."""
    manual_review_share: float = number(0.3, "share of restorations", 0, 1, "A")
    """Restorations after a cool-off that wait for a manual review by the service desk."""
    restore_monthly: float = number(0.7, "share of eligible a month", 0, 1, "L")
    """Chance that the re-evaluation after a cool-off is passed within a month, where the score suffices."""


class Stance(Section):
    """How tight the platform is, 0 to 1; every policy knob is a function of it."""

    delinquency_appetite: float = number(
        0.024, "share of balance 30+ dpd", 0.001, 1, "M: half above the 1.56 % of a calm book"
    )
    """Own delinquency that the platform lives with."""
    delinquency_weight: float = number(0.2, "stance for twice the appetite", 0, 10, "A")
    """How strongly own delinquency above appetite tightens."""
    macro_weight: float = number(8.0, "stance for a unit of unemployment", 0, 100, "A: +3 points tighten by .24")
    """How strongly unemployment above normal tightens."""
    guidance_weight: float = number(0.8, "stance at full guidance", 0, 5, "A")
    """How strongly the regulator's guidance tightens."""
    funding_weight: float = number(3.0, "stance for a unit of funding cost", 0, 100, "A")
    """How strongly dearer funding tightens, above what was paid at the start."""
    tighten_speed: float = number(0.40, "share of gap a month", 0, 1, "A: fast")
    """Share of the gap that the stance closes in a month when it tightens."""
    relax_speed: float = number(0.10, "share of gap a month", 0, 1, "A: slow")
    """Share of the gap that the stance closes in a month when it relaxes."""
    transparency: float = number(0.4, "0-1", 0, 1, "A")
    """How openly rules and reasons are told, and how early."""


class Service(Section):
    """Customer service: one desk of finite capacity for verifications, manual reviews and appeals."""

    desk_capacity: float = number(0.02, "cases a borrower a month", 0, 1, "A")
    """Cases that the desk settles in a month, for each borrower on the book."""
    verify_ask_monthly: float = number(0.9, "share of the locked a month", 0, 1, "A")
    """Chance that the owner of a locked account comes to prove identity, unless silent in arrears beyond the cash."""
    appeal_success: float = number(0.9, "share of appeals", 0, 1, "A: a sixth of all appeals is granted then; L: 30 %")
    """Chance that an appeal is granted where the conditions are met and all evidence speaks for it."""
    partial_answer_share: float = number(0.35, "share of answers", 0, 1, "A: service often gives no particulars")
    """Answers of an opaque platform that settle nothing, so that the borrower has to ask again."""
    case_cost: float = number(12, "yuan", 0, 1000, "A")
    """Cost of a case at the desk."""


class Hardship(Section):
    """What those in arrears who talk to the platform may be offered: a plan, or a settlement."""

    hardship_offer: float = number(0.05, "strength 0-1", 0, 1, "A")
    """Chance in a month that a borrower 30 or more days past due, in contact and short of money is offered a plan."""
    extension_months: float = number(1, "months", 0, 12, "A")
    """Months without dues at the start of a plan."""
    plan_months: float = number(18, "months", 1, 60, "A")
    """Months over which a plan repays what is owed in equal instalments."""
    interest_waiver: float = number(0.5, "share of interest", 0, 1, "A")
    """Interest forgone during a plan."""
    settlement_offer: float = number(0.01, "strength 0-1", 0, 1, "D: recoveries near .12 of defaulted debt")
    """Chance in a month that a borrower in default or written off, and in contact, is offered to settle at once."""
    settlement_discount: float = number(0.4, "share of debt", 0, 0.95, "A")
    """Part of the debt forgiven to those who settle."""
    adviser_monthly: float = number(0.01, "share of late borrowers a month", 0, 1, "A")
    """Chance that an adviser takes up a late borrower's case: makes the contact and obtains a plan, offered or not."""


class Incidents(Section):
    """What happens to the platform itself, or what it does on a date; quiet unless an event says otherwise."""

    outage_share: float = number(0, "share of payments a month", 0, 1, "A: an event")
    """Payments on the due date that fail because the platform's systems are down."""
    rule_change_share: float = number(0, "share of borrowers a month", 0, 1, "A: an event")
    """Borrowers whose standing order ends because the rules of payment change."""
    rule_notice: float = number(0, "0-1", 0, 1, "A")
    """Share of those whose standing order ends who are told in time and renew it."""
    recalibration_points: float = number(0, "points", 0, 200, "A: an event")
    """How differently the scorecard in force deals scores from the old one (standard deviation)."""
    funding_share: float = number(1, "share of new lending", 0, 1, "A: an event")
    """New lending that funding partners pay for."""


class Collections(Section):
    """The ladder: message, call, third party, legal."""

    message_effect: float = number(0.15, "relative rise of payment", 0, 2, "H: moral texts +15 % (5-15 %)")
    """What reminders add to the chance of payment within thirty days."""
    call_effect: float = number(0.35, "relative rise of payment", 0, 5, "A")
    """What a call adds for those past due."""
    agency_effect: float = number(0.50, "relative rise of payment", 0, 5, "A")
    """What a third-party agency adds."""
    legal_effect: float = number(0.60, "relative rise of payment", 0, 5, "A")
    """What legal steps add."""
    calls_capacity: float = number(0.02, "cases a borrower a month", 0, 1, "A")
    """Calls that the staff can make in a month, for each borrower on the book."""
    agency_capacity: float = number(0.03, "cases a borrower a month", 0, 1, "A")
    """Cases that agencies take in a month, for each borrower on the book."""
    legal_capacity: float = number(0.01, "cases a borrower a month", 0, 1, "A")
    """Cases that lawyers take in a month, for each borrower on the book."""
    high_risk_score: float = number(560, "points", 350, 950, "H: fair begins at 550")
    """Score below which a case is of the high-risk tier: served first, and one step up the ladder when silent."""
    conduct_limit: float = number(0.2, "0-1", 0, 1, "H: conduct rules for collections since 2021; size assumed")
    """How much of the harshness conduct rules take away, and half as much of the effect."""
    message_cost: float = number(0.1, "yuan", 0, 100, "A")
    """Cost of a reminder."""
    call_cost: float = number(5, "yuan", 0, 1000, "A")
    """Cost of a call."""
    agency_cost: float = number(30, "yuan", 0, 10_000, "A")
    """Cost of a month at the agency."""
    legal_cost: float = number(80, "yuan", 0, 10_000, "A")
    """Cost of a month of legal steps."""
    recovery_monthly_share: float = number(
        0.005, "share of written-off debt a month", 0, 1, "M: recovery .12 of defaulted debt"
    )
    """What collections ask of a written-off debtor each month, of what is left of the debt."""
    recovery_months: float = number(24, "months", 0, 120, "A")
    """How long a written-off debt is pursued before its place on the book is free."""


class Accounts(Section):
    """The platform's own books."""

    own_share: float = number(0.30, "share of balance", 0, 1, "H: 2 % in 2020, 30 % required after")
    """Share of every loan, and of its losses, that is the platform's own; partner banks fund and bear the rest."""
    opening_capital_share: float = number(
        0.045, "share of balance", 0.001, 10, "A: about 6 times levered on its own share"
    )
    """Capital at the start, against the opening balance."""
    payout_share: float = number(0.995, "share of profit", 0, 1, "A: keeps a calm platform's leverage steady")
    """Share of a month's profit paid out to the owners; losses stay."""
    service_cost_yuan: float = number(4.0, "yuan a borrower a month", 0, 1000, "A")
    """Cost of running an account."""
