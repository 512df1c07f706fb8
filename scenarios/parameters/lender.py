"""The platform: its products, scorecard, limits, freezes, stance, collections and accounts."""

from typing import Self

from pydantic import model_validator

from tightrope.scenarios.parameters.declare import Section, number, plausible

# fmt: off
# a line for what is accepted, a line for what is plausible
__all__ = [
    "SCORE_WEIGHTS", "Accounts", "Collections", "Freezes", "Hardship", "Incidents", "Limits", "Products", "Raises",
    "Scoring", "Service", "Stance",
]

SCORE_WEIGHTS = ("history_weight", "capacity_weight", "behaviour_weight", "identity_weight")
"""Parts of the score, which add up to 1: none can move without the others."""


class Products(Section):
    """Prices and terms, all under the regulator's rate cap."""

    cashloan_apr: float = number(0.146, "1/year", 0, 1, "H: .04 % a day (7.3-22 %)",
        plausible(0.12, 0.22, "H: 7.3-22 %; judged: below 12 % funding eats the margin"))
    """Yearly rate of the cash loan."""
    cashloan_risk_slope: float = number(0, "1/year for 100 points of score", 0, 1, "A: off; rates of 7-22 % are told",
        plausible(0, 0.04, "M: 7.3-22 % over scores that lie four hundred points apart"))
    """How much dearer the cash loan is for each 100 points of score below 650, and cheaper above: pricing by risk."""
    cashloan_term_months: float = number(12, "months", 1, 60, "M: 3, 6 or 12; market mean 8-11",
        plausible(6, 18, "M: 3, 6 or 12; market mean 8-11"))
    """Term over which a draw is repaid in equal instalments."""
    paylater_apr: float = number(0.15, "1/year", 0, 1, "M: instalment fees of BNPL",
        plausible(0.11, 0.19, "judged: instalment fees near 15 %, at most .05 % a day"))
    """Yearly rate on a paylater bill that is carried over; a bill paid in full is free."""
    late_fee_apr: float = number(0.18, "1/year of the overdue amount", 0, 1, "M: .05 % a day",
        plausible(0.07, 0.22, "M: .05 % a day; at least half the contract rate"))
    """Charge on overdue amounts beside interest; interest and charge together stay under the rate cap."""
    non_accrual_months: float = number(3, "months past due", 1, 24, "A: lenders' custom of 90 days",
        plausible(3, 6, "A: custom of 90 days; peers write off at 180"))
    """Months past due from which no interest is booked, here or elsewhere."""
    called_months: float = number(2, "months past due", 1, 24, "M: contracts call a loan 30 to 60 days late",
        plausible(1, 4, "M: 30 to 60 days late; judged: to the month when lawyers take it"))
    """Months past due from which a cash loan is called: all that is past due heals it, or a plan, and nothing less."""
    writeoff_months: float = number(9, "months past due", 4, 24, "D: 250-270 days (Ant-like); peers 180",
        plausible(6, 12, "D: peers 180 days, Ant-like 250-270"))
    """Months past due at which a debt is written off."""


class Scoring(Section):
    """The score, 350 to 950, shared by both products; weights as published for such scores."""

    history_weight: float = number(0.35, "share of score", 0, 1, "H",
        plausible(0.25, 0.45, "H: 35 % as published, ten points either way"))
    """Weight of repayment history: own late months, and those the bureau shows."""
    capacity_weight: float = number(0.25, "share of score", 0, 1, "H",
        plausible(0.15, 0.35, "H: 25 % as published, ten points either way"))
    """Weight of capacity: dues of all debts against income."""
    behaviour_weight: float = number(0.20, "share of score", 0, 1, "H",
        plausible(0.1, 0.3, "H: 20 % as published, ten points either way"))
    """Weight of behaviour: utilisation."""
    identity_weight: float = number(0.20, "share of score", 0, 1, "H: identity 15 % and contacts 5 %, which are off",
        plausible(0.1, 0.3, "H: 15 % and contacts 5 %, ten points either way"))
    """Weight of identity: tenure and verified income."""
    verified_weight: float = number(0.3, "share of identity", 0, 0.5, "A",
        plausible(0.15, 0.45, "judged: half either way"))
    """What verified income is worth in the identity part."""
    steady_weight: float = number(0.2, "share of identity", 0, 1, "A: such scores ask for the occupation",
        plausible(0, 0.4, "judged: off, to twice as much; capped with verified income at all of it"))
    """What a salary is worth in the identity part, against gig work or a business of one's own."""
    full_file_months: float = number(24, "months", 1, 360, "A",
        plausible(12, 36, "judged: half either way"))
    """Months of tenure from which a file is thin no more."""
    history_thin: float = number(0.7, "share of history", 0, 1, "A",
        plausible(0.5, 0.85, "judged: newcomers start fair, or hardly below the others"))
    """What a file without tenure and without lateness earns of the history part."""
    history_full: float = number(0.96, "share of history", 0, 1, "A",
        plausible(0.9, 1, "judged: nearly all of it, or all"))
    """What a file of full tenure and without lateness earns of the history part."""
    identity_thin: float = number(0.2, "share of identity", 0, 1, "A",
        plausible(0.1, 0.4, "judged: half to double"))
    """What a file without tenure or verified income earns of the identity part."""
    identity_full: float = number(0.64, "share of identity", 0, 1, "A",
        plausible(0.5, 0.8, "judged: a fifth to a quarter either way"))
    """What a file of full tenure, without verified income, earns of the identity part."""
    capacity_slope: float = number(2.5, "1/(dues / income)", 0, 20, "A",
        plausible(1.5, 4, "judged: three fifths to good half more"))
    """How fast the capacity part falls with dues against income."""
    income_weight: float = number(0.7, "share of capacity", 0, 1, "A: wages that cease to come are seen in the account",
        plausible(0.3, 1, "judged: of some, to everybody's account"))
    """What income that has ceased to come takes off the capacity part, in proportion to what is missing."""
    seeking_weight: float = number(
        0.05, "log a lender or application", 0, 1, "M: odds of default x 1.29 with one inquiry, 1.71 with three",
        plausible(0.01, 0.1, "judged: a quarter, to more than double"))
    """What each lender owed, or application shown by the bureau, takes off the history part."""
    utilisation_weight: float = number(0.8, "share of behaviour", 0, 1, "A",
        plausible(0.5, 1, "judged: half of it to all"))
    """What limits used in full take off the behaviour part."""
    friends_weight: float = number(0, "points", 0, 400, "A: off; some lenders score contacts",
        plausible(0, 60, "H: contacts 5 % are 30 points; doubled"))
    """What friends who are all late take off the score."""
    score_noise: float = number(85, "points", 0, 300, "D: area under the curve of .70 to .82, no crystal ball",
        plausible(40, 130, "judged: half either way"))
    """Standard deviation of what the score takes people for beyond what their state deserves, for good."""
    lack_weight: float = number(10, "points", 0, 200, "L: told of limits long not returned; size assumed",
        plausible(0, 30, "judged: off to triple"))
    """What a cash loan limit that has been away for a year takes off the score; sooner, or in part, less."""
    habits_weight: float = number(0, "points", 0, 200, "A: off; consumption habits are said to count",
        plausible(0, 60, "judged: off to a tenth of the scale"))
    """Points between those who clear each paylater bill and those who carry a part over."""
    assets_weight: float = number(0, "points", 0, 200, "A: off; assets are said to count",
        plausible(0, 60, "judged: off to a tenth of the scale"))
    """Points between those with three months of income at hand and those with none."""
    score_curve: float = number(2.3, "exponent", 0.5, 10, "D: puts the median near 700, where published shares put it",
        plausible(2.0, 3.0, "D: narrow: moves every cut-off; median stays 660-740"))
    """How steeply the score falls away from a perfect file: the earned share of the scale is raised to this power."""
    score_speed: float = number(0.35, "share of gap a month", 0, 1, "A",
        plausible(0.18, 0.6, "judged: half a year's memory to quarter of a month"))
    """Share of the distance to the newly computed score that the shown score moves in a month."""
    late_month_weight: float = number(0.16, "share of history", 0, 1, "M: Taiwan logit: late months and status lead",
        plausible(0.08, 0.3, "M: Taiwan logit leads with lateness; half to double"))
    """What one recent late month takes off the history part."""
    bureau_late_weight: float = number(0.5, "x", 0, 5, "A",
        plausible(0.25, 1, "judged: half, to as much as an own late month"))
    """What a late month that the bureau alone shows counts against one on the platform."""
    slip_weight: float = number(
        0.2, "x", 0, 1, "D: the lowest scores are late ten times as often as the highest (CFPB 2022)",
        plausible(0.1, 0.4, "D: late four to ten times as often"))
    """What a month with a due missed and made good within thirty days counts against a late month."""
    memory_months: float = number(18, "months", 1, 60, "A",
        plausible(9, 30, "judged: one to two years and a half"))
    """Mean time that a late month stays in the score's memory."""

    @model_validator(mode="after")
    def _weights_add_up(self) -> Self:
        total = sum(getattr(self, name) for name in SCORE_WEIGHTS)
        if abs(total - 1) > 1e-6:
            raise ValueError(f"the four weights of the score add up to {total:g}; they must add up to 1")
        return self


class Limits(Section):
    """How limits move, monthly, in both directions and at different speeds."""

    limit_income_months: float = number(1.3, "months of usual income", 0.05, 60, "D: leaves median limits near 11,000",
        plausible(0.8, 3.0, "judged: half to double; behaviour study 2"))
    """Total limit that the platform's own rule grants at score 650, without debt or proof of income."""
    limit_memory: float = number(0.3, "share of the log", 0, 1, "A: behaviour study",
        plausible(0.1, 0.5, "judged: a third to good half more"))
    """How much the limit that a book says counts beside the platform's own rule (0: not at all, 1: it alone counts)."""
    limit_score_slope: float = number(0.7, "log a 100 points", 0, 3, "A: behaviour study",
        plausible(0.35, 1.05, "judged: half either way"))
    """How steeply the limit a borrower is entitled to rises with the score."""
    limit_debt_slope: float = number(1.0, "log for dues of a whole income", 0, 20, "A",
        plausible(0.0, 1.5, "judged: off to triple"))
    """How steeply the limit a borrower is entitled to falls with dues against income, beside the score."""
    stance_limit_depth: float = number(0.5, "share", 0, 1, "A",
        plausible(0.25, 0.75, "judged: half either way"))
    """Share of the entitled limit taken away at full tightness: nobody below is raised, newcomers get less."""
    raise_monthly: float = number(
        0.03, "share of eligible a month", 0, 1, "M: US banks raise 2-4 % of cards a quarter (FEDS 2025-088)",
        plausible(0.015, 0.08, "judged: half to two and a half times"))
    """Chance that a limit below its entitlement is raised, at a loose stance."""
    raise_step: float = number(0.35, "share of gap", 0, 1, "A",
        plausible(0.18, 0.6, "judged: half to good half more"))
    """Share of the gap to the entitled limit that one raise closes."""
    raise_least_gap: float = number(0.1, "share of limits", 0, 1, "A",
        plausible(0.05, 0.2, "judged: half to double"))
    """Gap to the entitlement up to which limits are left as they are."""
    highest_limit_months: float = number(6.0, "months of usual income", 0, 60, "A: up to hundreds of thousands of yuan",
        plausible(4.0, 12.0, "H: four months in the 2020 draft, a year before"))
    """Total limit that no income is lent beyond."""
    verified_lift: float = number(0.15, "share of limit", 0, 5, "A",
        plausible(0.05, 0.4, "judged: a third to nearly triple"))
    """How much more a borrower of verified income is entitled to."""
    raise_score: float = number(560, "points", 350, 950, "H: fair begins at 550",
        plausible(520, 610, "H: bands 550 and 600, somewhat around them"))
    """Score below which no limit is raised."""
    raise_clean_months: float = number(6, "months", 0, 120, "A",
        plausible(3, 12, "judged: half to double"))
    """Months without lateness before a limit is raised."""
    cap_tolerance: float = number(1.1, "x", 1, 2, "A: usual incomes move a little every month",
        plausible(1.02, 1.25, "judged: a fifth of the excess to two and a half times"))
    """How far above the regulator's cap limits, or a balance, must lie before it bites."""
    least_limit_yuan: float = number(200, "yuan", 0, 100_000, "A",
        plausible(100, 1_000, "judged: half to five times"))
    """A limit that a cut would bring lower is closed."""
    cut_monthly: float = number(
        0.005, "share of borrowers a month", 0, 1, "L: .5 % a month in calm times, with delinquents",
        plausible(0.0025, 0.01, "L: .5 % a month, delinquents included; half to double"))
    """Chance of a limit cut at a loose stance, never late, at score 650."""
    cut_monthly_tight: float = number(0.025, "share of borrowers a month", 0, 1, "L: 3 % (1.5-17 %) a month in 2020",
        plausible(0.013, 0.08, "L: 3 % (1.5-17 %); the top lasted weeks, not years"))
    """Chance of a limit cut at full tightness, never late, at score 650."""
    cut_late_odds: float = number(1.5, "x", 1, 50, "D: with what score and linkage cut, four times (CFPB)",
        plausible(1.0, 4.0, "D: the linkage makes four times by itself, to none of it"))
    """How many times likelier a cut is for those late not long ago, beside what their scores and the linkage bring."""
    cut_late_months: float = number(12, "months", 0, 120, "A: CFPB counts recent delinquency; length assumed",
        plausible(6, 24, "judged: half to double"))
    """Months since a lateness within which a cut is likelier."""
    cut_score_slope: float = number(0.35, "log a 100 points", 0, 3, "A",
        plausible(0.15, 0.75, "judged: two fifths to double"))
    """How fast the chance of a cut falls with the score."""
    cut_excess_most: float = number(4, "x", 1, 20, "A: whoever has declined since is looked at first",
        plausible(1, 8, "A: no part in it, to eight times"))
    """How many times likelier a cut is, at most, of limits as many times above what score and income entitle to."""
    cut_depth: float = number(0.75, "share of limit", 0, 0.95, "H: CFPB: median 75 % (50-85 %)",
        plausible(0.5, 0.85, "H: median 75 % (50-85 %)"))
    """Median share of the limit that a cut takes at score 650, but never what is owed."""
    cut_depth_slope: float = number(0.2, "share of limit a 100 points", 0, 1, "D: CFPB: use of the best scores doubles",
        plausible(0.1, 0.3, "D: half either way"))
    """How much less of the limit a cut takes of better scores, and more of weaker ones."""
    cut_depth_range: float = number(0.4, "share of limit", 0, 1, "H: CFPB: 50-85 % about the median",
        plausible(0.2, 0.5, "H: 50-85 % about the median; half of it and more"))
    """Width of the depths of cuts about their median, all within as likely."""
    notice_months: float = number(0, "months", 0, 12, "A: cuts came without warning; a notice duty would change that",
        plausible(0, 3, "A: none so far; the shipped duty is three"))
    """Months between the announcement of a limit cut and the cut (below 1: no notice)."""
    cut_room: float = number(0.06, "share of balance", 0, 1, "D: median use after a cut .94 (CFPB): 1 / .94 - 1",
        plausible(0, 0.1, "judged: none to a tenth"))
    """Room above what is owed that a cut leaves, unless the regulator's cap makes it."""
    cut_score_hit: float = number(7, "points", 0, 100, "M: -1 to -12, never late; rescaled",
        plausible(1, 13, "M: 1-12 points, rescaled to 600"))
    """What a cut costs the score."""
    admission_score: float = number(560, "points", 350, 950, "A",
        plausible(510, 600, "judged: above 600 thin files are refused, book dries up"))
    """Score that an applicant needs, at a loose stance."""
    admission_tightening: float = number(80, "points", 0, 400, "A",
        plausible(30, 160, "judged: two fifths to double"))
    """How much the score an applicant needs rises at full tightness."""
    admission_distrust: float = number(100, "points", 0, 400, "A: strict entry after trust is lost",
        plausible(30, 200, "judged: a third to double"))
    """How much the score an applicant needs rises where borrowers' mean trust is gone."""


class Raises(Section):
    """Lump-sum raises of the cash loan limit, through four channels: welcome, record, campaign, own application."""

    welcome_share: float = number(0.2, "share of newcomers", 0, 1, "A",
        plausible(0.05, 0.5, "judged: rare gift to half of newcomers"))
    """Newcomers who are given a welcome raise."""
    welcome_raise_yuan: float = number(2_000, "yuan", 0, 1e6, "A",
        plausible(1000, 5000, "judged: half to two and a half times"))
    """Welcome raise."""
    record_raise_monthly: float = number(0.002, "share of eligible a month", 0, 1, "A",
        plausible(0.0007, 0.006, "judged: a third to triple"))
    """Chance of a raise for a good record: long without lateness, and of a high score."""
    record_raise_score: float = number(650, "points", 350, 950, "H: very good begins at 650",
        plausible(600, 700, "H: bands 600, 650 and 700"))
    """Score from which a good record is rewarded with a raise."""
    record_raise_months: float = number(12, "months", 0, 120, "A",
        plausible(6, 24, "judged: half to double"))
    """Months without lateness that make a good record."""
    record_raise_yuan: float = number(3_000, "yuan", 0, 1e6, "A",
        plausible(1500, 6000, "judged: half to double"))
    """Raise for a good record."""
    campaign_share: float = number(0, "share of eligible a month", 0, 1, "A: a campaign is an event",
        plausible(0, 0.005, "judged: rolling campaign; .3 is a single month's event"))
    """Borrowers whom a campaign raises this month."""
    campaign_raise_yuan: float = number(50_000, "yuan", 0, 1e6, "M: raises of 50,000 are reported",
        plausible(20_000, 80_000, "M: raises of 50,000 are reported"))
    """Raise of the campaign."""
    campaign_least_score: float = number(350, "points", 350, 950, "A: 350 targets nobody in particular",
        plausible(350, 700, "A: nobody in particular, or very good scores (700)"))
    """Score from which the campaign reaches a borrower."""
    apply_raise_monthly: float = number(0.004, "share of users a month", 0, 1, "A",
        plausible(0.0015, 0.012, "judged: a third to triple"))
    """Chance that a borrower who uses nearly all of the limit applies for more."""
    apply_raise_used: float = number(0.9, "share of limit", 0, 1, "A",
        plausible(0.7, 0.95, "judged: a good part used, to nearly all"))
    """Use of the cash loan limit above which borrowers apply for more."""
    apply_raise_yuan: float = number(5_000, "yuan", 0, 1e6, "A",
        plausible(2000, 10_000, "judged: two fifths to double"))
    """Raise that is applied for; granted where the score suffices for raises."""
    raise_pause_months: float = number(12, "months", 0, 600, "A",
        plausible(3, 24, "judged: a quarter to two years"))
    """Least months between a lump-sum raise and one for record or application."""
    raise_tolerance: float = number(1.25, "x", 0, 10, "A",
        plausible(1, 1.5, "judged: none to double the excess"))
    """How far above what score and income entitle to limits may lie and still be raised for record or application."""


class Freezes(Section):
    """When a line is closed, and how it opens again."""

    risk_cutoff: float = number(470, "points", 350, 950, "A: poor ends at 550",
        plausible(420, 520, "judged: stays within poor; 550 would freeze a band for good"))
    """Score below which the cash loan line is frozen at a loose stance."""
    risk_tightening: float = number(170, "points", 0, 400, "A",
        plausible(80, 250, "judged: half to half more"))
    """How much the freeze cut-off of the score rises at full tightness."""
    debt_to_income_cutoff: float = number(0.85, "dues / income", 0, 10, "A: income and debt out of balance",
        plausible(0.55, 1.2, "judged: bank norm 50-55 % and above; study tried .5"))
    """Dues to all lenders against usual income above which the line is frozen at a loose stance."""
    debt_to_income_tightening: float = number(0.4, "share of the cut-off", 0, 1, "A",
        plausible(0.2, 0.6, "judged: half either way"))
    """Part of the cut-off of dues against income that full tightness takes away."""
    freeze_monthly: float = number(
        0.35, "share of those below the cut-off a month", 0, 1, "A: monthly review in batches",
        plausible(0.15, 0.65, "judged: reviews each half year to nearly monthly"))
    """Chance that a borrower below a cut-off is frozen within the month."""
    freeze_notice_months: float = number(0, "months", 0, 12, "A: freezes came without warning",
        plausible(0, 3, "A: none so far; as for cuts"))
    """Months between the announcement of a freeze that can wait and the freeze (below 1: no notice)."""
    late_freeze: float = number(1.0, "strength 0-1", 0, 1, "M: own lateness closes the line",
        plausible(0.5, 1.0, "M: own lateness closes the line; below half absurd"))
    """Chance that a cash loan 30 or more days past due closes the line (0: lateness alone closes nothing)."""
    linkage_strength: float = number(0.25, "strength 0-1", 0, 1, "A: no public figures",
        plausible(0, 1, "A: switch; shipped scenarios use 0 and 1"))
    """How strongly late paylater bills reach the cash loan line (0: not at all)."""
    linkage_cut: float = number(0.40, "share of limit", 0, 1, "A",
        plausible(0.15, 0.7, "judged: two fifths to nearly double"))
    """What a first short paylater lateness cuts off the cash loan limit of the linked; the strength is their share."""
    linkage_cut_severe: float = number(0.70, "share of limit", 0, 1, "A: the source tells a milder and a harder degree",
        plausible(0.5, 0.95, "judged: a quarter more than the first cut, to nearly all"))
    """What severe paylater lateness cuts off the cash loan limit of the linked."""
    linkage_severe_months: float = number(2, "months past due", 1, 9, "A",
        plausible(1, 3, "judged: 30 to 90 days past due"))
    """Paylater lateness from which it is severe and suspends the cash loan line."""
    linkage_severe_lateness: float = number(3, "late months", 0, 36, "A",
        plausible(2, 6, "judged: two thirds to double"))
    """Late months in the platform's memory from which any paylater lateness counts as severe."""
    linkage_score_general: float = number(25, "points", 0, 200, "A",
        plausible(10, 50, "judged: two fifths to double; below severe"))
    """Score lost to a first short paylater lateness, at full linkage."""
    linkage_score_severe: float = number(80, "points", 0, 300, "M: -33 to -87 at a cut with delinquency",
        plausible(35, 120, "M: 33-87 points at a cut with delinquency"))
    """Score lost to severe paylater lateness, at full linkage."""
    observation_months: float = number(3, "months", 0, 36, "L: reopening lag 1-6 months",
        plausible(1, 6, "L: reopening lag 1-6 months"))
    """Months a frozen line is watched before it may open."""
    severe_observation_months: float = number(9, "months", 0, 60, "L",
        plausible(6, 15, "judged: half to five quarters of a year"))
    """Months a line frozen for delinquency or severe linkage is watched before it may open."""
    reopen_monthly: float = number(0.30, "share of eligible a month", 0, 1, "L: appeal success 30 %",
        plausible(0.15, 0.6, "L: half to double of 30 %"))
    """Chance that a frozen line whose conditions are met opens within a month."""
    reopen_margin: float = number(20, "points", 0, 200, "A: so that a line does not flicker",
        plausible(0, 50, "judged: none to a band of the score"))
    """Points above the cut-off that a frozen line, or a limit repaid early, needs to come back."""
    reopen_limit_share: float = number(0.6, "share of limit", 0, 1, "A: staged restoration",
        plausible(0.3, 0.9, "judged: half either way"))
    """Share of the old limit that an opened line starts with."""
    cool_off_months: float = number(2, "months", 0, 24, "L: 1-3 months",
        plausible(1, 4, "L: 1-3 months, one more for caution"))
    """How long the limit repaid early stays away; 0: it returns at once."""
    multi_strength: float = number(0.05, "share of those above the threshold a month", 0, 1, "A",
        plausible(0, 0.2, "A: off, to the shipped strict scenario's .2"))
    """Chance that borrowing from many lenders closes the line (0: it closes nothing)."""
    multi_threshold: float = number(8, "lenders and applications", 0, 100, "A",
        plausible(5, 12, "M: default rises from 3-5 lenders; one application counts three"))
    """Number of outside lenders and recent applications, as the bureau shows them, above which the line is closed."""
    lock_monthly: float = number(0.001, "share of borrowers a month", 0, 1, "A: new device, wrong passwords",
        plausible(0.0003, 0.003, "A: a third to the shipped scenario's .003"))
    """Chance that an account of middling literacy is locked for odd operation, though its owner is honest."""
    silent_lock_months: float = number(6, "months", 1, 24, "L: half a year's silence",
        plausible(3, 9, "L: half to half more"))
    """Month of silence in arrears, at a stretch, from which an account may be locked for it."""
    silent_lock_monthly: float = number(0.5, "share of the silent a month", 0, 1, "A",
        plausible(0.15, 1.0, "A: shipped scenarios use .15 and .9"))
    """Chance that an account whose owner has been silent for that long is locked within the month."""
    arbitrage_strength: float = number(0.05, "strength 0-1", 0, 1, "A",
        plausible(0, 0.3, "A: off, to the shipped strict scenario's .3"))
    """Chance that early repayments in cycles, or an application at once after one, are held for arbitrage."""
    arbitrage_cycles: float = number(3, "early repayments", 1, 24, "A",
        plausible(2, 5, "A: shipped strict scenario 2; above five nobody is caught"))
    """Number of early repayments within the window that looks like arbitrage."""
    arbitrage_least_share: float = number(0.1, "share of the cash loan limit", 0, 1, "A",
        plausible(0.03, 0.25, "judged: a third to two and a half times"))
    """Early repayments, and draws after them, below this share of the limit are no turnover and do not count."""
    arbitrage_window_months: float = number(6, "months", 1, 36, "A",
        plausible(3, 12, "judged: a quarter to a year"))
    """Months within which early repayments count together."""
    arbitrage_cool_off_months: float = number(3, "months", 0, 24, "A",
        plausible(1, 6, "A: a third to the shipped strict scenario's six"))
    """What suspected arbitrage adds to the cool-off."""
    manual_review_share: float = number(0.3, "share of restorations", 0, 1, "A",
        plausible(0.1, 0.6, "A: a third to the shipped scenario's .6"))
    """Restorations after a cool-off that wait for a manual review by the service desk."""
    restore_arrears_block: float = number(1.0, "share of those in arrears a month", 0, 1, "L: arrears first, as told",
        plausible(0.5, 1.0, "L: the rule, at times overlooked"))
    """How often arrears on either product, or a hardship plan, keep a limit away that was repaid early."""
    restore_monthly: float = number(0.7, "share of eligible a month", 0, 1, "L",
        plausible(0.4, 0.95, "A: shipped scenarios use .4 and .5"))
    """Chance that the re-evaluation after a cool-off is passed within a month, where the score suffices."""


class Stance(Section):
    """How tight the platform is, 0 to 1; every policy knob is a function of it."""

    delinquency_appetite: float = number(
        0.024, "share of balance 30+ dpd", 0.001, 1, "M: half above the 1.56 % of a calm book",
        plausible(0.018, 0.04, "M: above calm's 1.56 %, to prime's outer edge"))
    """Own delinquency that the platform lives with."""
    delinquency_weight: float = number(0.2, "stance for twice the appetite", 0, 10, "A",
        plausible(0.08, 0.4, "judged: two fifths to double"))
    """How strongly own delinquency above appetite tightens."""
    macro_weight: float = number(8.0, "stance for a unit of unemployment", 0, 100, "A: +3 points tighten by .24",
        plausible(3.5, 14.0, "judged: three points tighten by .1 to .4"))
    """How strongly unemployment above normal tightens."""
    guidance_weight: float = number(0.8, "stance at full guidance", 0, 5, "A",
        plausible(0.4, 1.2, "judged: half either way"))
    """How strongly the regulator's guidance tightens."""
    funding_weight: float = number(3.0, "stance for a unit of funding cost", 0, 100, "A",
        plausible(1.0, 8.0, "judged: two points dearer tighten by .02 to .16"))
    """How strongly dearer funding tightens, above what was paid at the start."""
    tighten_speed: float = number(0.40, "share of gap a month", 0, 1, "A: fast",
        plausible(0.2, 0.75, "judged: half to nearly double; faster than relaxing"))
    """Share of the gap that the stance closes in a month when it tightens."""
    relax_speed: float = number(0.10, "share of gap a month", 0, 1, "A: slow",
        plausible(0.05, 0.2, "judged: half to double; no faster than tightening"))
    """Share of the gap that the stance closes in a month when it relaxes."""
    transparency: float = number(0.4, "0-1", 0, 1, "A",
        plausible(0.1, 0.9, "A: shipped scenarios use .1 and .9"))
    """How openly rules and reasons are told, and how early."""


class Service(Section):
    """Customer service: one desk of finite capacity for verifications, manual reviews and appeals."""

    desk_capacity: float = number(0.02, "cases a borrower a month", 0, 1, "A",
        plausible(0.01, 0.06, "A: shipped scenarios use .013 and .06"))
    """Cases that the desk settles in a month, for each borrower on the book."""
    verify_ask_monthly: float = number(0.9, "share of the locked a month", 0, 1, "A",
        plausible(0.6, 0.98, "judged: some are slow, hardly anybody never comes"))
    """Chance that the owner of a locked account comes to prove identity, unless silent in arrears beyond the cash."""
    appeal_success: float = number(0.9, "share of appeals", 0, 1, "A: a sixth of all appeals is granted then; L: 30 %",
        plausible(0.5, 1.0, "L: near 30 % of appeals; a sixth at .9"))
    """Chance that an appeal is granted where the conditions are met and all evidence speaks for it."""
    partial_answer_share: float = number(0.35, "share of answers", 0, 1, "A: service often gives no particulars",
        plausible(0.1, 0.65, "judged: a third to nearly double"))
    """Answers of an opaque platform that settle nothing, so that the borrower has to ask again."""
    heed_speed: float = number(0.15, "share of gap a month", 0, 1, "A: quality of service is reported by the quarter",
        plausible(0.05, 0.4, "judged: a year and a half's memory, to two months'"))
    """How fast the platform's notion of how many appeal, and how many of them rightly, follows the month's appeals."""
    complaints_usual: float = number(
        0.003, "appeals a borrower a month", 0, 1, "D: a calm market brings 2 to 3 in 1,000 a month",
        plausible(0.002, 0.006, "D: what a calm market brings, to double"))
    """Appeals, as remembered, up to which the platform sees no reason to change anything."""
    heed_transparency: float = number(0.3, "share of what is not told", 0, 1, "A",
        plausible(0, 0.6, "judged: deaf, to double"))
    """How much of what it does not tell the platform comes to tell where complaints are as loud as can be."""
    heed_desk: float = number(0.5, "share of the desk's capacity", 0, 10, "A",
        plausible(0, 1.5, "judged: no more staff, to triple"))
    """How much the service desk's capacity grows where complaints are as loud as can be."""
    heed_cutoff: float = number(100, "points", 0, 300, "A",
        plausible(0, 250, "judged: deaf, to half more than full tightness adds"))
    """How far the cut-off of freezes falls where complaints are as loud as can be and all of them were right."""
    case_cost: float = number(12, "yuan", 0, 1000, "A",
        plausible(5, 30, "judged: two fifths to two and a half times"))
    """Cost of a case at the desk."""


class Hardship(Section):
    """What those in arrears who talk to the platform may be offered: a plan, or a settlement."""

    hardship_offer: float = number(0.05, "strength 0-1", 0, 1, "A",
        plausible(0, 0.3, "A: shipped scenarios use 0 and .3 a month"))
    """Chance in a month that a borrower 30 or more days past due, in contact and short of money is offered a plan."""
    extension_months: float = number(1, "months", 0, 12, "A",
        plausible(0, 3, "judged: none to a quarter"))
    """Months without dues at the start of a plan."""
    plan_months: float = number(24, "months", 1, 60, "A",
        plausible(6, 36, "judged: half a year to three years"))
    """Months over which a plan repays what is owed in equal instalments."""
    plan_cost: float = number(300, "yuan", 0, 10_000, "A: proofs of income read, a contract, a call a month",
        plausible(50, 600, "judged: mostly by machine, to a day of a clerk"))
    """Cost of agreeing on a plan and looking after it."""
    plan_scrutiny: float = number(
        0.98, "share of borrowers", 0, 1, "L: 25-45 % of plans break within a year; unexamined, three in four",
        plausible(0.9, 1.0, "L: such shares of broken plans, somewhat beyond"))
    """How often it is examined, before a plan is agreed, whether the borrower's income would bear it."""
    plan_income_months: float = number(4, "months", 1, 24, "M: lenders ask for pay slips of three to six months",
        plausible(1, 6, "M: the last pay slip alone, to half a year of them"))
    """Months of income that are looked at to see whether it would bear a plan; 1: this month's alone."""
    plan_keep_months: float = number(6, "months", 0, 24, "M: watched for 6 months (China 2007), 3 payments in the US",
        plausible(3, 12, "M: three payments in the US, a year in China since 2023"))
    """Months of a plan paid, at a stretch, after which what it covers counts as past due no more; 0: from the start."""
    plan_misses: float = number(2, "missed payments", 1, 60, "M: such programmes end at the second or third",
        plausible(1, 3, "M: the first, to the third"))
    """Missed payments at which a plan ends; fewer are spread over the months left."""
    plan_pause_months: float = number(12, "months", 0, 600, "A",
        plausible(6, 24, "judged: half to double"))
    """Months from one plan to the next, at least."""
    interest_waiver: float = number(0.5, "share of interest", 0, 1, "A",
        plausible(0.1, 1.0, "judged: token to all of the interest"))
    """Interest forgone during a plan."""
    deferral_share: float = number(
        0.0, "share of those hit", 0, 1, "A: none in calm times; in 2020 on the word of regulators, or of lenders",
        plausible(0, 0.8, "judged: no programme, to one that nearly everybody knows of"))
    """Share of those out of work or on furlough who may put payments off, and know of it (0: no programme)."""
    deferral_others: float = number(
        0.0, "x", 0, 1, "A: programmes asked for a reason; imposed on lenders, some were for all",
        plausible(0, 1, "A: only those hit, to everybody"))
    """How far a programme of deferral is for the others as well, against those hit (1: for everybody)."""
    deferral_months: float = number(
        3, "months", 1, 24, "M: China's notice of February 2020 ran to the end of June; elsewhere 3 to 6 months",
        plausible(2, 6, "M: three to six; judged: a month less"))
    """How long payments are put off."""
    deferral_reserve_months: float = number(
        0.5, "months of usual income", 0, 12, "A: as for loans of a month; many in such programmes went on paying",
        plausible(0.0, 1.0, "judged: only those who lack the money, to double"))
    """Money that whoever may put payments off keeps: who would have less left asks, and who has more goes on paying."""
    settlement_offer: float = number(0.01, "strength 0-1", 0, 1, "D: recoveries near .12 of defaulted debt",
        plausible(0.003, 0.04, "D: recovery .12 (.06-.24); shipped scenario .05"))
    """Chance in a month that a borrower in default or written off, and in contact, is offered to settle at once."""
    settlement_discount: float = number(0.4, "share of debt", 0, 0.95, "A",
        plausible(0.2, 0.6, "L: 40-60 % off"))
    """Part of the debt forgiven to those who settle."""
    adviser_monthly: float = number(0.02, "share of late borrowers a month", 0, 1, "A",
        plausible(0.004, 0.08, "A: a fifth to the shipped scenario's .08"))
    """Chance that a late borrower of middling literacy who talks seeks an adviser, to obtain a plan, offered or not."""
    adviser_silent: float = number(0.5, "share", 0, 1, "A: whoever hides seeks less help",
        plausible(0.1, 1.0, "judged: hardly ever, to as often as others"))
    """How often the silent seek an adviser, against those in contact; the adviser then makes the contact."""
    adviser_fee_share: float = number(0.05, "share of debt", 0, 0.5, "A: debt advisers ask up to a fifth, some little",
        plausible(0.0, 0.15, "judged: charity to the usual fee"))
    """What an adviser asks for, of what is owed on the platform; without it at hand none is sought."""


class Incidents(Section):
    """What happens to the platform itself, or what it does on a date; quiet unless an event says otherwise."""

    outage_share: float = number(0, "share of payments a month", 0, 1, "A: an event",
        plausible(0, 0.02, "judged: lasting failures; .1 is a single month's outage"))
    """Payments on the due date that fail because the platform's systems are down."""
    outage_restoring: float = number(1, "strength 0-1", 0, 1, "L: told of system faults and maintenance",
        plausible(0, 1, "judged: off, or as for payments"))
    """How far an outage keeps limits repaid early from coming back, beside payments (0: not at all)."""
    rule_change_share: float = number(0, "share of borrowers a month", 0, 1, "A: an event",
        plausible(0, 0.02, "judged: lasting; .15 is a single change's size"))
    """Borrowers whose standing order ends because the rules of payment change."""
    rule_notice: float = number(0, "0-1", 0, 1, "A",
        plausible(0, 1, "judged: switch; nobody told in time to everybody"))
    """Share of those whose standing order ends who are told in time and renew it."""
    recalibration_points: float = number(0, "points", 0, 200, "A: an event",
        plausible(0, 50, "A: shipped scenario uses 40"))
    """How differently the scorecard in force deals scores from the old one (standard deviation)."""
    upgrade_settle_months: float = number(4, "months", 0, 24, "A: told of a few months until the systems have settled",
        plausible(2, 12, "L: reopening told to take one to six months; judged: to a year"))
    """Months after a recalibration by which freezes that are due to it alone are undone; 0: never."""
    funding_share: float = number(1, "share of new lending", 0, 1, "A: an event",
        plausible(0.8, 1.0, "judged: lasting squeeze of at most a fifth"))
    """New lending that funding partners pay for."""


class Collections(Section):
    """The ladder: message, call, third party, legal."""

    reminder_effect: float = number(0.13, "share of misses", 0, 1, "M: reminders: late fees -13 % (Medina 2021)",
        plausible(0.06, 0.2, "M: half of it, to moral texts' 15 % and more"))
    """Share of the due dates otherwise forgotten, or not provided for, that a reminder before them saves."""
    message_effect: float = number(0.15, "share of oversights", 0, 1, "H: moral texts +15 % (5-15 %)",
        plausible(0.05, 0.2, "H: +5-15 %; somewhat more for personal messages"))
    """Share of those overlooking arrears, with the money at hand, whom a message moves to pay within thirty days."""
    call_effect: float = number(0.35, "share of oversights", 0, 1, "A",
        plausible(0.12, 0.7, "M: agents +34 points paid, an upper end"))
    """The same of a call to those past due."""
    agency_effect: float = number(0.50, "share of oversights", 0, 1, "A",
        plausible(0.2, 1.0, "judged: two fifths to double"))
    """The same of a third-party agency."""
    legal_effect: float = number(0.60, "share of oversights", 0, 1, "A",
        plausible(0.2, 1.0, "judged: a third to all"))
    """The same of legal steps. In default, these effects raise the chance of a part payment by as much."""
    agency_months: float = number(2, "months past due", 1, 24, "A",
        plausible(1, 3, "judged: 30 to 90 days past due"))
    """Months past due from which a case calls for a third-party agency; before, for a call."""
    legal_months: float = number(4, "months past due", 1, 24, "A",
        plausible(3, 6, "judged: 90 to 180 days past due"))
    """Months past due from which a case calls for legal steps."""
    calls_capacity: float = number(0.005, "cases a borrower a month", 0, 1, "A: staffed for calm times, at twice .0024",
        plausible(0.0025, 0.02, "judged: just enough for calm times, to enough for the worst"))
    """Calls that the staff can make in a month, for each borrower on the book."""
    agency_capacity: float = number(0.008, "cases a borrower a month", 0, 1, "A: as above; calm times take .0044",
        plausible(0.004, 0.03, "judged: as above"))
    """Cases that agencies take in a month, for each borrower on the book."""
    legal_capacity: float = number(0.0065, "cases a borrower a month", 0, 1, "A: as above; calm times take .0025",
        plausible(0.0025, 0.02, "judged: as above"))
    """Cases that lawyers take in a month, for each borrower on the book."""
    high_risk_score: float = number(560, "points", 350, 950, "H: fair begins at 550",
        plausible(510, 610, "H: bands 550 and 600, somewhat around them"))
    """Score below which a case is of the high-risk tier: served first, and one step up the ladder when silent."""
    conduct_limit: float = number(0.2, "0-1", 0, 1, "H: conduct rules for collections since 2021; size assumed",
        plausible(0, 0.8, "A: no rules, to the shipped strict scenario's .8"))
    """How much of the harshness conduct rules take away, and with it part of the effect."""
    conduct_effect: float = number(0.5, "x", 0, 1, "A",
        plausible(0.25, 0.75, "judged: half either way"))
    """How much of what conduct rules take off the harshness they take off the effect as well."""
    message_cost: float = number(0.1, "yuan", 0, 100, "A",
        plausible(0.04, 0.3, "judged: bulk text to several reminders"))
    """Cost of a reminder."""
    call_cost: float = number(5, "yuan", 0, 1000, "A",
        plausible(2, 12, "judged: robot call to trained agent"))
    """Cost of a call."""
    agency_cost: float = number(30, "yuan", 0, 10_000, "A",
        plausible(12, 75, "judged: two fifths to two and a half times"))
    """Cost of a month at the agency."""
    legal_cost: float = number(80, "yuan", 0, 10_000, "A",
        plausible(30, 240, "judged: bulk mediation to filed cases"))
    """Cost of a month of legal steps."""
    recovery_monthly_share: float = number(
        0.003, "share of written-off debt a month", 0, 1, "M: packs are expected to bring 7-9 % of principal, in all",
        plausible(0.001, 0.008, "M: recovery .12 (.06-.24) of defaulted debt"))
    """What collections ask of a written-off debtor each month, of what is left of the debt."""
    recovery_fade: float = number(
        0.023, "1/month", 0, 1, "D: packs overdue under a year sell at 11 % of principal, beyond five years at 2.5",
        plausible(0.01, 0.04, "D: such prices, by the ages that stand behind them"))
    """How fast what collections can ask of a written-off debtor shrinks with the months since the write-off."""
    judgement_share: float = number(
        0.06, "share of debts written off", 0, 1, "A: suits are filed in bulk, for a small part of the debts",
        plausible(0, 0.4, "judged: no lawsuits, to four in ten of those pursued"))
    """Chance that the platform has a judgement when it has written off a debt that exceeds the costs."""
    judgement_cost: float = number(500, "yuan", 0, 100_000, "A: court and counsel, filed in bulk",
        plausible(200, 2000, "judged: bulk filings to a case of its own"))
    """Cost of a judgement, borne by the platform."""
    garnish_share: float = number(
        0.25, "share of wage above subsistence", 0, 1, "M: at most a quarter of disposable wages (US)",
        plausible(0.1, 0.5, "M: a tenth to a half, by country and court"))
    """What a judgement takes of the part of a wage that lies above subsistence, until the debt is paid."""
    recovery_months: float = number(24, "months", 0, 120, "A",
        plausible(12, 48, "judged: half to double"))
    """How long a written-off debt is pursued before its place on the book is free."""


class Accounts(Section):
    """The platform's own books."""

    own_share: float = number(0.30, "share of balance", 0, 1, "H: 2 % in 2020, 30 % required after",
        plausible(0.02, 0.4, "H: 2 % in 2020, 30 % required; some keep more"))
    """Share of every loan, and of its losses, that is the platform's own; partner banks fund and bear the rest."""
    opening_capital_share: float = number(
        0.045, "share of balance", 0.001, 10, "A: about 6 times levered on its own share",
        plausible(0.03, 0.1, "judged: 3 to 10 times levered on own share"))
    """Capital at the start, against the opening balance."""
    payout_share: float = number(0.995, "share of profit", 0, 1, "A: keeps a calm platform's leverage steady",
        plausible(0.85, 1.0, "judged: keeps a sixth to nothing"))
    """Share of a month's profit paid out to the owners; losses stay."""
    service_cost_yuan: float = number(4.0, "yuan a borrower a month", 0, 1000, "A",
        plausible(2.0, 7.0, "judged: half to nearly double; more eats the margin"))
    """Cost of running an account."""
    complaint_cost: float = number(
        50, "yuan an appeal", 0, 10_000, "A: half an hour of a clerk, and the regulator's copy, beside the case itself",
        plausible(10, 200, "judged: by machine, to a lawyer's hour; ombudsmen charge more"))
    """What an appeal costs beside its case at the desk: looked into, recorded, answered for."""
    explain_cost: float = number(3, "yuan a freeze", 0, 1000, "A: reasons that hold are written, checked and sent",
        plausible(0.5, 15, "judged: a text by machine, to a clerk's ten minutes"))
    """What it costs to explain a freeze in full; a platform that tells less pays in proportion."""
    rule_cost: float = number(
        0.2, "yuan a borrower a month", 0, 100, "L: compliance is 5-10 % of lenders' running costs",
        plausible(0.05, 0.6, "L: a rule takes one to fifteen per cent of what an account costs"))
    """Cost of complying with a rule in full force: guidance, conduct, a cap that binds."""
    merchant_fee: float = number(
        0, "share of purchases", 0, 0.1, "A: off, the payment arm keeps it; H: .6-4 % at such lenders",
        plausible(0, 0.01, "H: .6-1 % in China, if all of it came to the lender"))
    """What merchants pay the platform of each purchase on paylater."""
    demand_speed: float = number(0.3, "share of gap a month", 0, 1, "A",
        plausible(0.1, 0.5, "judged: most of a year's memory to a month or two"))
    """How fast the platform's notion of what is asked for, and of what comes back, follows the month's."""
    leverage_months: float = number(
        12, "months", 1, 120, "A: rules of this kind give one to three years to comply",
        plausible(6, 36, "H: to the end of 2022 for a cap of 2020-21; judged: half a year to three"))
    """Time over which lending is fitted to a cap on leverage."""
    partner_shift: float = number(
        0.3, "share of own share", 0, 1, "A: short of capital, platforms turned to sending customers to banks",
        plausible(0, 0.8, "judged: nothing, to four fifths of it"))
    """How much of its share of new loans a platform short of capital leaves to partner banks."""
    partner_premium_apr: float = number(
        0.04, "1/year on what is shifted", 0, 0.5, "D: write-offs of 2-4 % of balance a year",
        plausible(0.02, 0.08, "D: what a lender loses by write-offs, to double"))
    """What partner banks ask for beside the cost of funding, where they bear more than their usual part."""
    partner_loss_pass: float = number(
        0.5, "share of losses beyond the usual", 0, 1, "A: new deals are priced by how old ones paid, in part",
        plausible(0, 1, "judged: contracts fixed for years, to losses carried by the platform in full"))
    """What partner banks ask more, or less, for their money of what they lose beyond, or short of, the usual."""
    partner_loss_usual: float = number(
        0.02, "1/year of balance", 0, 0.5, "D: write-offs of a calm market",
        plausible(0.015, 0.03, "D: published prime books write off 1.5-3 % a year"))
    """Losses that the price of partners' money allows for."""
    partner_loss_speed: float = number(0.1, "share of gap a month", 0, 1, "A: deals are made anew every few quarters",
        plausible(0.05, 0.3, "judged: a year and a half, to a quarter"))
    """How fast the losses that partners price follow those of the month."""
    raise_capital_monthly: float = number(
        0.03, "share of missing capital a month", 0, 1, "M: 8 to 18.5 billion yuan within two years, then 23",
        plausible(0, 0.1, "M: owners give nothing, to most of it within two years"))
    """Part of the capital missing by the cap on leverage that the owners put in within a month."""
    raise_capital_cost: float = number(
        0.05, "share of capital raised", 0, 0.5, "L: issues of shares cost 3 to 8 %",
        plausible(0.02, 0.1, "L: 3 to 8 %; judged: a third either way"))
    """What raising capital costs."""
