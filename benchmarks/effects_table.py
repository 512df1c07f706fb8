"""Every mechanism as the table of effects asks for it: where it is at work, what is off, what must move.

One row for each way in which a mechanism shows at its own strength. docs/mechanisms.md says what each is, and its
measures are among these. Where one hardly moves, ``because`` says why; the script complains of a reason that is missing
or not needed any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["EFFECTS", "Effect", "Values"]

type Values = Mapping[str, float]


@dataclass(frozen=True)
class Effect:
    """A mechanism in a market, what takes it exactly off, and what must move when it is on."""

    id: str
    """As in docs/mechanisms.md."""
    says: str
    scenario: str
    """The scenario of the library in which it is at work."""
    off: Values
    """Parameters, and the values at which it does nothing; events of the scenario leave these alone then."""
    moves: Mapping[str, int]
    """Measures, and the direction asked for: 1 up, -1 down."""
    on: Values = field(default_factory=dict)
    """What turns it on where the library leaves it off: it is optional then."""
    months: tuple[int, int] | None = None
    """First and last month that are looked at; without them all from the scenario's first event on."""
    least: Values = field(default_factory=dict)
    """The size from which a measure's change is to be seen, where a twentieth of its level says little."""
    because: Mapping[str, str] = field(default_factory=dict)
    """Why a measure hardly moves, or moves the other way."""


NO_RULE = 10.0
"""A cap on limits of so many yearly incomes binds nobody."""
NO_CAP = 100.0
"""A cap on leverage that binds no platform."""
HURTS: Values = dict.fromkeys(
    ("freeze_hurt", "cut_hurt", "withheld_hurt", "harsh_hurt", "outage_hurt", "refusal_hurt", "scam_hurt"), 0.0
)
"""No offence hurts."""
NO_CONTACT: Values = dict.fromkeys(("contact_base", "contact_trust", "contact_literacy", "contact_flexibility"), 0.0)
"""Nobody who is late talks to the platform of his own accord."""
CALM_OTHERS: Values = dict.fromkeys(
    ("outside_loss_weight", "outside_macro_weight", "outside_guidance_weight", "outside_funding_weight"), 0.0
)
"""Nothing tightens other lenders."""
NO_STANCE: Values = dict.fromkeys(("delinquency_weight", "macro_weight", "guidance_weight", "funding_weight"), 0.0)
"""Nothing tightens the platform."""

# fmt: off
EFFECTS: tuple[Effect, ...] = (
    # why a line is closed
    Effect(
        "A1", "borrowing from many closes the line", "baseline", off={"multi_strength": 0.0},
        moves={"freezes:multi-platform": +1},
    ),
    Effect(
        "A1", "a platform looks harder at other lenders", "limit-closed", off={"multi_strength": 0.0},
        moves={"freezes:multi-platform": +1, "frozen_share": +1},
    ),
    Effect(
        "A2", "own lateness closes the line", "baseline", off={"late_freeze": 0.0},
        moves={"freezes:delinquency": +1, "frozen_balance": +1},
    ),
    Effect(
        "A3", "late paylater bills reach the cash loan", "linked-products", off={"linkage_strength": 0.0},
        moves={"linked_open_share": -1, "limit_cut_share": +1, "freezes:linkage": +1, "default_hazard": +1},
        because={
            "linked_open_share": (
                "so few are late with a bill and have an open line that three seeds do not tell it from chance"
            ),
            "default_hazard": (
                "nearly all missed bills are paid within thirty days, and the lines of those who stay late are "
                "mostly shut for the cash loan itself"
            ),
        },
    ),
    Effect(
        "A4", "odd operation locks accounts", "baseline", off={"lock_monthly": 0.0},
        moves={"freezes:identity": +1, "missed_failed_share": +1},
    ),
    Effect(
        "A5", "the stance tightens with the economy", "severe-recession", off={"macro_weight": 0.0},
        moves={"freezes:macro": +1, "limit_mean": -1},
    ),
    Effect(
        "A6", "the stance tightens on guidance", "regulatory-squeeze", off={"guidance_weight": 0.0},
        moves={"freezes:guidance": +1, "limit_mean": -1},
    ),
    Effect(
        "A7", "an upgrade deals the scores anew", "limit-closed", off={"recalibration_points": 0.0}, months=(31, 36),
        moves={"freezes:upgrade": +1, "limit_raise_share": +1, "limit_cut_share": +1},
        because={
            "limit_raise_share": (
                "it changes whose limit is raised, one in five within half a year, and hardly how many: as many "
                "gain points as lose them"
            ),
            "limit_cut_share": "as many lose points as gain them",
        },
    ),
    Effect(
        "A8", "an outage lets payments fail", "lump-sum-raise", off={"outage_share": 0.0}, months=(34, 34),
        moves={"missed_failed_share": +1, "trust_mean": -1}, least={"trust_mean": 0.01},
        because={
            "trust_mean": "one payer in ten is hit, in one month, and loses a few hundredths",
        },
    ),
    Effect(
        "A9", "a limit repaid early stays away", "cool-off", off={"cool_off_months": 0.0},
        moves={"prepay_unrestored_share": +1, "trust_mean": -1}, least={"trust_mean": 0.01},
    ),
    Effect(
        "A10", "early repayments in cycles are held for arbitrage", "early-repay", off={"arbitrage_strength": 0.0},
        moves={"freezes:arbitrage": +1, "restore_months_mean": +1},
    ),
    Effect(
        "A11", "manual review delays restoration", "early-repay", off={"manual_review_share": 0.0},
        moves={"restore_months_mean": +1, "desk_waiting": +1},
    ),
    Effect(
        "A12", "a score below the cut-off closes the line", "baseline", off={"freeze_monthly": 0.0},
        moves={"freezes:risk": +1, "frozen_share": +1},
    ),
    Effect(
        "A13", "half a year's silence locks the account", "silent-overdue", off={"silent_lock_monthly": 0.0},
        moves={"locked_share": +1, "late_locked_share": +1, "wallet_blocked_amount": +1},
    ),
    Effect(
        "A14", "arrears keep a limit away that was repaid early", "baseline", off={"restore_arrears_block": 0.0},
        moves={"prepay_unrestored_share": +1, "restore_months_mean": +1},
        because=dict.fromkeys(
            ("prepay_unrestored_share", "restore_months_mean"),
            "who can repay early is able: of those whose limit is away hardly one in a hundred is past due",
        ),
    ),
    Effect(
        "A15", "a fault of the systems keeps limits from coming back", "lump-sum-raise", off={"outage_restoring": 0.0},
        months=(34, 36), moves={"restore_months_mean": +1, "prepay_unrestored_share": +1},
        because={
            "restore_months_mean": "it lasts one month, and holds up one in ten of the limits due in it, by a month",
            "prepay_unrestored_share": (
                "the same tenth, of what is due back in one month, among all repaid early in twelve"
            ),
        },
    ),
    Effect(
        "A16", "freezes that can wait are announced", "regulatory-squeeze", off={"freeze_notice_months": 0.0},
        on={"freeze_notice_months": 3.0}, months=(13, 30),
        moves={"rush_share": +1, "trust_mean": +1}, least={"trust_mean": 0.01},
    ),
    # how limits are set and raised
    Effect(
        "B1", "limits follow the score", "baseline", off={"limit_score_slope": 0.0},
        moves={"limits_by_score": +1, "balance": +1},
    ),
    Effect(
        "B1", "the score sees income that has ceased and debts elsewhere", "baseline",
        off={"income_weight": 0.0, "seeking_weight": 0.0},
        moves={"score_mean": -1, "freezes:risk": +1}, least={"score_mean": 5.0},
    ),
    Effect(
        "B1", "dues made good within thirty days count in the score", "baseline", off={"slip_weight": 0.0},
        moves={"spread_of_scores": +1, "freezes:risk": +1}, least={"spread_of_scores": 3.0},
        because={
            "spread_of_scores": "each counts a fifth of a late month",
        },
    ),
    Effect(
        "B2", "limits are raised and cut monthly", "baseline",
        off={"raise_monthly": 0.0, "cut_monthly": 0.0, "cut_monthly_tight": 0.0},
        moves={"limit_raise_share": +1, "limit_cut_share": +1},
    ),
    Effect(
        "B2", "limits far above what one is entitled to are cut first", "baseline", off={"cut_excess_most": 1.0},
        moves={"limit_cut_share": +1, "limit_mean": -1},
        because={
            "limit_mean": "even so fewer than one line in a hundred is cut a month",
        },
    ),
    Effect(
        "B2", "weak scores are cut the deepest", "baseline", off={"cut_depth_slope": 0.0},
        moves={"limits_by_score": +1},
        because={
            "limits_by_score": "fewer than one line in a hundred is cut a month",
        },
    ),
    Effect(
        "B3", "a campaign raises limits by 50,000 yuan", "lump-sum-raise", off={"campaign_share": 0.0},
        moves={"lump_raise_share": +1, "payment_to_income": +1, "lump_default_hazard": +1},
    ),
    Effect(
        "B4", "new room is spent", "baseline", off={"limit_speed": 0.0},
        moves={"utilisation": +1, "payment_to_income": +1, "default_hazard": +1},
    ),
    Effect(
        "B5", "income proved lifts score and limit", "baseline", off={"verified_weight": 0.0, "verified_lift": 0.0},
        moves={"score_mean": +1, "limit_mean": +1}, least={"score_mean": 5.0},
    ),
    Effect(
        "B5", "income proved opens lines again", "limit-closed", off={"verified_weight": 0.0, "verified_lift": 0.0},
        moves={"reopened_share": +1},
        because={
            "reopened_share": (
                "the points that a proof is worth decide for few of the frozen: the others are watched, late, or "
                "far below the cut-off"
            ),
        },
    ),
    Effect(
        "B6", "friends' lateness lowers the score", "baseline", off={"friends_weight": 0.0},
        on={"friends_weight": 30.0}, moves={"friend_freeze_ratio": +1, "score_mean": -1}, least={"score_mean": 5.0},
        because={
            "score_mean": "one friend in forty is late, and thirty points are lost where all are",
        },
    ),
    Effect(
        "B7", "a limit long away lowers the score", "early-repay", off={"lack_weight": 0.0},
        moves={"score_without_limit": -1}, least={"score_without_limit": 5.0},
        because={
            "score_without_limit": (
                "ten points are lost where all of the limit is away for a year, and mostly a part of it is away "
                "for some months"
            ),
        },
    ),
    Effect(
        "B8", "habits of paying and money at hand count in the score", "baseline",
        off={"habits_weight": 0.0, "assets_weight": 0.0}, on={"habits_weight": 30.0, "assets_weight": 30.0},
        moves={"spread_of_scores": +1, "freezes:risk": +1}, least={"spread_of_scores": 3.0},
    ),
    # borrowers
    Effect(
        "C1", "work is lost and found", "baseline", off={"separation_monthly": 0.0},
        moves={"unemployment_rate": +1, "default_hazard": +1},
    ),
    Effect(
        "C1", "expenses that nobody foresees", "baseline", off={"expense_shock_monthly": 0.0},
        moves={"default_hazard": +1},
    ),
    Effect(
        "C2", "households in want spend less", "baseline", off={"compression": 0.0},
        moves={"consumption_drop": +1, "default_hazard": -1},
    ),
    Effect(
        "C2", "a squeezed household squeezes its business", "baseline", off={"business_passthrough": 0.0},
        moves={"default_hazard": +1},
    ),
    Effect(
        "C3", "other lenders lend to those who are short", "baseline", off={"outside_approval": 0.0},
        moves={"outside_debt_mean": +1, "default_hazard": -1},
    ),
    Effect(
        "C3", "other lenders tighten with the economy, too", "severe-recession", off={"outside_macro_weight": 0.0},
        moves={"outside_approval_share": -1, "default_hazard": +1},
    ),
    Effect(
        "C4", "the dearest first, the platform before others", "baseline",
        off={"literate_order": 0.0, "platform_first": 0.0},
        moves={"dpd30_share_balance_paylater": +1, "dpd30_share_balance_cashloan": -1},
        because=dict.fromkeys(
            ("dpd30_share_balance_paylater", "dpd30_share_balance_cashloan"),
            "the order decides for one in fourteen of those who owe several and miss one: the others forgot it, "
            "or have too little for any",
        ),
    ),
    Effect(
        "C4", "what a bank is owed is set aside before anything is spent", "baseline",
        off={"bank.outside_first": 0.0}, moves={"outside_late_share": -1, "missed_short_share": +1},
        because={
            "missed_short_share": "of what is owed elsewhere a seventh is owed to the bank",
        },
    ),
    Effect(
        "C5", "some repay early", "baseline",
        off={"prepay_monthly": 0.0, "prepay_part_monthly": 0.0, "cycler_share": 0.0},
        moves={"prepay_share": +1, "balance_cashloan": -1},
        because={
            "balance_cashloan": "it is just less than a twentieth: part of what is repaid early is drawn again",
        },
    ),
    Effect(
        "C5", "early repayers want the money back", "baseline", off={"redraw_monthly": 0.0, "cycler_share": 0.0},
        moves={"redraw_share": +1, "freezes:arbitrage": +1},
    ),
    Effect(
        "C6", "family and friends help", "baseline", off={"help_monthly": 0.0},
        moves={"help_amount": +1, "default_hazard": -1},
    ),
    Effect(
        "C7", "those late talk to the platform", "silent-overdue-in-contact", off=NO_CONTACT,
        moves={"contact_share": +1, "plans_new": +1, "agency_and_law": -1},
    ),
    Effect(
        "C7", "silence lasts", "baseline", off={"silence_reconsidered": 1.0}, moves={"contact_share": -1},
    ),
    Effect(
        "C8", "some of the frozen put things in order", "limit-closed", off={"mend_monthly": 0.0},
        moves={"mending_share": +1, "reopened_share": +1},
    ),
    Effect(
        "C8", "others of the frozen give up", "limit-closed", off={"give_up_monthly": 0.0},
        moves={"gave_up_share": +1, "appeals": -1},
    ),
    Effect(
        "C9", "swindlers promise to reopen the limit", "limit-closed", off={"scam_monthly": 0.0},
        moves={"scam_amount": +1},
    ),
    Effect(
        "C10", "due dates are forgotten, debts mistaken, raises spent on impulse", "baseline",
        off={"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0, "mistake_monthly": 0.0, "impulse": 0.0},
        moves={"missed_able_share": +1, "day1_share_dues": +1, "default_hazard": +1},
    ),
    Effect(
        "C11", "offences hurt trust", "regulatory-squeeze", off=HURTS,
        moves={"trust_mean": -1, "trust_frozen_mean": -1},
    ),
    Effect(
        "C11", "disappointment spreads among friends", "regulatory-squeeze", off={"talk_weight": 0.0},
        moves={"contagion_share": +1, "trust_mean": -1}, least={"trust_mean": 0.01},
    ),
    Effect(
        "C12", "the disappointed rush to draw, pay later and leave", "regulatory-squeeze",
        off={"rush_strength": 0.0, "distrust_delay_monthly": 0.0, "leave_distrust": 0.0},
        moves={"rush_share": +1, "missed_held_share": +1, "attrition_share": +1, "default_hazard": +1},
    ),
    Effect(
        "C13", "a bad record costs work", "bureau-reporting",
        off={"record_finding_weight": 0.0, "record_separation_weight": 0.0},
        moves={"income_after_default": -1}, least={"income_after_default": 0.02},
        because={
            "income_after_default": "most of those in default keep the work that they have",
        },
    ),
    Effect(
        "C14", "a programme of education", "education", off={"education_share": 0.0}, months=(25, 36),
        moves={"literacy_mean": +1, "day1_share_dues": -1}, least={"literacy_mean": 0.01},
        because={
            "day1_share_dues": (
                "it is as small as such programmes are found to be, some hundredths of a standard deviation of "
                "what people do"
            ),
        },
    ),
    Effect(
        "C14", "a late fee explained teaches", "baseline", off={"teaching_share": 0.0}, on={"teaching_share": 1.0},
        moves={"literacy_mean": +1, "day1_share_dues": -1}, least={"literacy_mean": 0.01},
        because=dict.fromkeys(
            ("literacy_mean", "day1_share_dues"),
            "only who is charged a late fee is taught, a few in a thousand a month, and most is forgotten within "
            "a year",
        ),
    ),
    Effect(
        "C15", "a part of a loan is repaid early", "baseline", off={"prepay_part_monthly": 0.0},
        moves={"prepay_part_share": +1, "prepay_share": +1},
    ),
    Effect(
        "C16", "advisers obtain plans", "silent-overdue-in-contact", off={"adviser_monthly": 0.0},
        moves={"plans_new": +1, "adviser_fee_amount": +1},
    ),
    Effect(
        "C17", "a bad record makes renting dear", "bureau-reporting",
        off={"record_rent_share": 0.0, "record_deposit_months": 0.0},
        moves={"consumption_drop": +1, "default_hazard": +1},
        because=dict.fromkeys(
            ("consumption_drop", "default_hazard"),
            "one or two borrowers in a hundred have a bad record, and it costs them two per cent of the income a month",
        ),
    ),
    Effect(
        "C18", "who is short compares the line with others' loans", "baseline", off={"compare_share": 0.0},
        moves={"short_elsewhere_share": +1, "short_rate_mean": +1},
        because={
            "short_rate_mean": "most of those short of money with room on the line take the line all the same",
        },
    ),
    Effect(
        "C18", "purchases without room here are asked for elsewhere", "regulatory-squeeze",
        off={"purchase_elsewhere": 0.0}, moves={"unmet_elsewhere_share": +1, "sales_lost_amount": -1},
    ),
    Effect(
        "C19", "a closed line takes from the business", "regulatory-squeeze", off={"stall_monthly": 0.0},
        moves={"income_stalled": -1}, least={"income_stalled": 0.02},
    ),
    Effect(
        "C19", "credit goes into ventures", "baseline", off={"venture_share": 0.0},
        moves={"income_mean": +1}, least={"income_mean": 100.0},
        because={
            "income_mean": (
                "one borrower in five has a business, a quarter of what these draw goes into it, and two in five "
                "ventures fail"
            ),
        },
    ),
    Effect(
        "C20", "present bias", "baseline", off={"bias_mean": 0.0, "bias_sd": 0.0},
        moves={"missed_short_share": +1, "outside_applied_share": +1, "default_hazard": +1},
    ),
    Effect(
        "C20", "an open line lends on the due date", "baseline", off={"line_at_due": 0.0},
        moves={"missed_short_share": -1, "default_hazard": -1},
    ),
    Effect(
        "C20", "who is short draws for the months to come", "baseline", off={"short_draw_months": 0.0},
        moves={"balance_cashloan": +1, "profit": +1},
    ),
    Effect(
        "C21", "wages come late", "baseline", off={"late_wage_monthly": 0.0},
        moves={"missed_wages_share": +1, "day1_share_dues": +1},
    ),
    Effect(
        "C21", "hope has those in default pay a part", "baseline", off={"hope": 0.0},
        moves={"default_paid_amount": +1, "lgd": -1},
        because=dict.fromkeys(
            ("default_paid_amount", "lgd"),
            "few in default have money to spare, and who owes two months of income has an eighth of the hope of "
            "who owes little",
        ),
    ),
    Effect(
        "C22", "some hold out with the money at hand", "baseline", off={"hold_out": 0.0},
        moves={"defaults_held_out": +1, "default_hazard": +1},
    ),
    Effect(
        "C23", "friends forget what they gave, and give again", "baseline", off={"patience_fade": 0.0},
        moves={"helped_share": +1, "default_hazard": -1},
    ),
    Effect(
        "C24", "work is harder to find with time, and pays less then", "baseline",
        off={"finding_floor": 1.0, "wage_scar": 0.0},
        moves={"unemployment_rate": +1, "default_hazard": +1},
    ),
    Effect(
        "C24", "low incomes stay low for months", "baseline", off={"transitory_keep": 0.0},
        moves={"consumption_drop": +1, "default_hazard": +1},
    ),
    Effect(
        "C25", "other lenders refuse the late and the jobless", "baseline",
        off={"outside_late_approval": 1.0, "outside_jobless_approval": 1.0},
        moves={"outside_approval_share": -1, "default_hazard": +1},
    ),
    Effect(
        "C26", "customers leave, and newcomers come", "baseline", off={"leave_monthly": 0.0},
        moves={"attrition_share": +1, "draws_new_share": +1},
    ),
    Effect(
        "C27", "paylater habits change", "baseline", off={"habit_change": 0.0}, moves={"carrying_over": +1},
        because={
            "carrying_over": (
                "in calm times nearly as many begin to carry over as cease to: people change, and the shares stay"
            ),
        },
    ),
    Effect(
        "C27", "want of money leads to carrying over", "severe-recession", off={"strain_to_revolve": 0.0},
        moves={"carrying_over": +1}, least={"carrying_over": 0.01},
    ),
    Effect(
        "C27", "balances carried over move to what is aimed at", "baseline", off={"paylater_speed": 0.0},
        moves={"balance_paylater": +1},
    ),
    Effect(
        "C28", "spending is cut by so much at once, and no more", "baseline", off={"spending_cut_most": 1.0},
        moves={"missed_short_share": +1, "default_hazard": +1},
    ),
    Effect(
        "C29", "loans of a month tide over", "baseline", off={"short_size_months": 0.0},
        moves={"outside_debt_mean": +1, "missed_short_share": -1, "default_hazard": -1},
    ),
    Effect(
        "C29", "loans of a month are renewed", "baseline", off={"renewal": 0.0},
        moves={"outside_debt_mean": +1, "default_hazard": -1},
    ),
    Effect(
        "C30", "a bonus around the Spring Festival", "baseline", off={"bonus_months": 0.0},
        moves={"peak_of_incomes": +1},
    ),
    # economy, regulation and what befalls the platform
    Effect(
        "D1", "a deep recession", "severe-recession",
        off={
            "unemployment_given": 0.0, "wage_scar": 0.15, "income_growth_annual": 0.0, "funding_cost_apr": 0.095,
        },
        moves={"unemployment_rate": +1, "income_mean": -1, "default_hazard": +1}, least={"income_mean": 100.0},
    ),
    Effect(
        "D2", "a lower cap on rates", "rate-cap", off={"rate_cap_apr": 0.36},
        moves={"fees": -1, "outside_approval_share": -1, "default_hazard": +1}, least={"outside_approval_share": 0.02},
    ),
    Effect(
        "D2", "a cap on limits by income", "limit-cap", off={"limit_cap_income_share": NO_RULE},
        moves={"limit_cut_share": +1, "limit_mean": -1},
    ),
    Effect(
        "D2", "a cap on leverage", "leverage-cap", off={"leverage_cap": NO_CAP},
        moves={"leverage": -1, "draws_cashloan": -1, "outside_applied_share": +1},
    ),
    Effect(
        "D2", "a floor under the own share", "joint-lending", off={"own_share_floor": 0.0, "leverage_cap": NO_CAP},
        moves={"own_funded_share": +1, "loss_own": +1},
    ),
    Effect(
        "D2", "a duty to report to the bureau", "bureau-reporting", off={"bureau_reporting": 0.0},
        moves={"defaults_held_out": -1, "outside_approval_share": -1},
        because={
            "outside_approval_share": "of those who apply elsewhere fewer than one in ten has a late month on record",
        },
    ),
    Effect(
        "D2", "limits on the conduct of collections", "conduct-limits", off={"conduct_limit": 0.0},
        moves={"compliance_cost": +1, "trust_frozen_mean": +1}, least={"trust_frozen_mean": 0.01},
    ),
    Effect(
        "D2", "a duty to give notice of cuts", "notice-duty", off={"notice_duty_months": 0.0},
        moves={"rush_share": +1, "trust_mean": +1}, least={"trust_mean": 0.01},
        because={
            "trust_mean": "cuts alone are announced, and a freeze hurts twice as much as the largest cut",
        },
    ),
    Effect(
        "D2", "a cool-off by law", "mandatory-cool-off", off={"cool_off_duty_months": 0.0},
        moves={"restore_months_mean": +1, "prepay_unrestored_share": +1},
    ),
    Effect(
        "D2", "products kept apart", "product-separation", off={"product_separation": 0.0},
        moves={"freezes:linkage": -1, "limit_cut_share": -1},
    ),
    Effect(
        "D2", "guidance to tighten", "regulatory-squeeze", off={"guidance": 0.0},
        moves={"stance": +1, "frozen_share": +1},
    ),
    Effect(
        "D3", "a change of the rules of payment", "lump-sum-raise", off={"rule_change_share": 0.0}, months=(31, 31),
        moves={"missed_failed_share": +1, "day1_share_dues": +1},
    ),
    Effect(
        "D3", "notice of such a change", "lump-sum-raise-noticed", off={"rule_notice": 0.0}, months=(31, 31),
        moves={"missed_failed_share": -1, "trust_mean": +1}, least={"trust_mean": 0.01},
        because={
            "trust_mean": "fifteen in a hundred are hit, and lose a few hundredths each",
        },
    ),
    Effect(
        "D3", "partners pay for a fifth less of new lending", "baseline", off={"funding_share": 1.0},
        on={"funding_share": 0.8}, moves={"draws_cashloan": -1, "purchases_unmet_amount": +1},
    ),
    Effect(
        "D4", "dated events: a boom, then a bust, from one base", "boom-and-bust", months=(43, 60),
        off={
            "unemployment_given": 0.0, "income_growth_annual": 0.0, "wage_scar": 0.15, "raise_monthly": 0.03,
            "admission_score": 560.0, "outside_approval": 0.7,
        },
        moves={"unemployment_rate": +1, "default_hazard": +1},
    ),
    Effect(
        "D5", "a standard for late debt", "baseline", off={"late_debt_standard": 0.0}, on={"late_debt_standard": 1.0},
        moves={"plans_new": +1, "lgd": -1, "agency_and_law": -1},
    ),
    Effect(
        "D6", "furloughs", "furlough", off={"furlough_share": 0.0}, months=(25, 36),
        moves={"missed_short_share": +1, "dpd30_share_balance": +1},
    ),
    Effect(
        "D6", "transfers replace lost pay", "furlough-transfer", off={"transfer_share": 0.0}, months=(25, 36),
        moves={"missed_short_share": -1, "dpd30_share_balance": -1},
    ),
    Effect(
        "D6", "payments are put off", "deferral", off={"deferral_share": 0.0}, months=(14, 25),
        moves={"deferred_share": +1, "dpd30_share_balance": -1},
    ),
    # the platform
    Effect(
        "E1", "the stance answers the economy, guidance, losses and funding", "severe-recession", off=NO_STANCE,
        moves={"stance": +1, "frozen_share": +1, "balance": -1},
    ),
    Effect(
        "E2", "rules and reasons are told openly", "limit-closed-explained", off={"transparency": 0.0},
        moves={"trust_mean": +1, "scam_amount": -1, "appeals": -1}, least={"trust_mean": 0.01},
    ),
    Effect(
        "E3", "the frozen ask customer service", "limit-closed", off={"appeal_monthly": 0.0},
        moves={"appeals": +1, "desk_waiting": +1, "reopen_months_mean": -1},
    ),
    Effect(
        "E3", "the desk is short of staff", "early-repay", off={"desk_capacity": 1.0}, months=(25, 36),
        moves={"desk_waiting": +1, "desk_wait_mean": +1, "restore_months_mean": +1},
        because=dict.fromkeys(
            ("desk_waiting", "desk_wait_mean", "restore_months_mean"),
            "even a third short the staff takes up nearly all that comes in a month",
        ),
    ),
    Effect(
        "E4", "frozen lines open again", "limit-closed", off={"reopen_monthly": 0.0},
        moves={"reopened_share": +1, "frozen_share": -1},
    ),
    Effect(
        "E5", "reminders before the due date", "baseline", off={"reminder_effect": 0.0},
        moves={"day1_share_dues": -1},
    ),
    Effect(
        "E5", "the ladder of collections", "baseline",
        off={"message_effect": 0.0, "calls_capacity": 0.0, "agency_capacity": 0.0, "legal_capacity": 0.0},
        moves={"cure30_share": +1, "operating_cost": +1, "trust_frozen_mean": -1}, least={"trust_frozen_mean": 0.01},
        because={
            "cure30_share": (
                "who has the money pays within thirty days anyway: hardly anybody overlooks arrears, and pressure "
                "brings no money to the others"
            ),
        },
    ),
    Effect(
        "E5", "a cash loan late for long is called", "baseline", off={"called_months": 24.0},
        moves={"dpd90_share_balance": +1, "default_hazard": +1},
    ),
    Effect(
        "E6", "plans and settlements", "silent-overdue-in-contact",
        off={"hardship_offer": 0.0, "settlement_offer": 0.0, "adviser_monthly": 0.0},
        moves={"plans_new": +1, "writeoff_amount": -1, "lgd": -1},
    ),
    Effect(
        "E7", "proof of identity unlocks accounts", "baseline", off={"verify_ask_monthly": 0.0},
        moves={"locked_share": -1, "default_hazard": -1},
    ),
    Effect(
        "E8", "other lenders read the bureau's record", "bureau-reporting", off={"outside_record_weight": 0.0},
        moves={"outside_approval_share": -1, "default_hazard": +1},
        because={
            "outside_approval_share": "of those who apply elsewhere fewer than one in ten has a late month on record",
        },
    ),
    Effect(
        "E9", "accounts cost money to run", "baseline", off={"service_cost_yuan": 0.0},
        moves={"operating_cost": +1, "profit": -1},
    ),
    Effect(
        "E9", "partners price what they lose", "severe-recession", off={"partner_loss_pass": 0.0},
        moves={"profit": -1},
    ),
    Effect(
        "E10", "a door for applicants", "baseline",
        off={"admission_score": 350.0, "admission_tightening": 0.0, "admission_distrust": 0.0},
        moves={"approvals_share": -1, "borrowers_active": -1, "default_hazard": -1},
        least={"borrowers_active": 200.0},
        because={
            "default_hazard": "it is just less than a twentieth: a first score is made of a thin file",
            "borrowers_active": "other applicants take the place of nearly all who are refused",
        },
    ),
    Effect(
        "E11", "late bills are charged", "baseline", off={"late_fee_apr": 0.0},
        moves={"fees": +1, "balance": +1},
        because={
            "balance": "a month's fees are a fifty-thousandth of the balance",
        },
    ),
    Effect(
        "E12", "judgements and what they take of wages", "baseline", off={"judgement_share": 0.0},
        moves={"judgements": +1, "recovery_amount": +1, "lgd": -1}, least={"lgd": 0.02},
    ),
    Effect(
        "E12", "old debts are asked for less and less", "baseline", off={"recovery_fade": 0.0},
        moves={"recovery_amount": -1, "lgd": +1}, least={"lgd": 0.02},
        because={
            "lgd": "most of what comes back comes soon after the write-off",
        },
    ),
    Effect(
        "E13", "other lenders hear of late months and defaults", "baseline",
        off={"outside_line_cut": 0.0, "blacklist_months": 0.0},
        moves={"outside_debt_mean": -1, "outside_approval_share": -1},
        because=dict.fromkeys(
            ("outside_debt_mean", "outside_approval_share"),
            "those late with anybody are refused already for being late, and for their record",
        ),
    ),
    Effect(
        "E14", "shut lines cost merchants sales", "limit-closed", off={"freeze_monthly": 0.0},
        moves={"sales_lost_amount": +1},
    ),
    Effect(
        "E14", "merchants pay a fee", "baseline", off={"merchant_fee": 0.0}, on={"merchant_fee": 0.006},
        moves={"merchant_fees": +1, "profit": +1},
    ),
    Effect(
        "E15", "complaints, reasons and rules cost money", "limit-closed",
        off={"complaint_cost": 0.0, "explain_cost": 0.0, "rule_cost": 0.0},
        moves={"compliance_cost": +1, "operating_cost": +1},
    ),
    Effect(
        "E16", "the platform learns from appeals", "limit-closed",
        off={"heed_transparency": 0.0, "heed_desk": 0.0, "heed_cutoff": 0.0},
        moves={"appeals": -1, "desk_waiting": -1, "trust_frozen_mean": +1}, least={"trust_frozen_mean": 0.01},
    ),
    Effect(
        "E17", "other lenders tighten by what they see", "severe-recession", off=CALM_OTHERS,
        moves={"outside_stance": +1, "outside_approval_share": -1, "default_hazard": +1},
    ),
    Effect(
        "E17", "a rival that tightens first loses its part", "two-platforms-rival-first",
        off={"outside_approval": 0.7, "outside_ceiling_months": 4.0, "outside_record_weight": 1.2},
        moves={"held:rival": -1, "outside_approval_share": -1},
    ),
    Effect(
        "F", "the measures of a market in a deep recession", "severe-recession",
        off={
            "unemployment_given": 0.0, "wage_scar": 0.15, "income_growth_annual": 0.0, "funding_cost_apr": 0.095,
        },
        moves={"dpd30_share_balance": +1, "writeoff_share": +1, "lgd": +1, "trust_mean": -1, "profit": -1},
        least={"lgd": 0.02, "trust_mean": 0.01},
    ),
)
# fmt: on
