"""The columns of ``months``: one row a month; the words used are defined in ``tightrope.model.results.columns``."""

from tightrope.model.results.bases import HIGHEST_LEVERAGE, LEAST_DEFAULTS, LEAST_FREEZES, LEAST_INCOME, LEAST_LINES
from tightrope.model.results.column import MONTH, Column, count, ratio, share, yuan

__all__ = ["MONTHS"]


def _late_balance(days: int) -> Column:
    late = f"Balance of the products {days} or more days past due at the month's end"
    return share(f"dpd{days}_share_balance", f"{late} / balance of all.")


def _late_count(days: int) -> Column:
    late = f"Borrowers with a product {days} or more days past due at the month's end"
    return share(f"dpd{days}_share_count", f"{late} / active borrowers with a balance.")


def _trust_decile(percent: int) -> Column:
    definition = f"Trust below which {percent} % of active borrowers stand."
    return Column(f"trust_p{percent}", "0-1", definition, high=1.0)


_DUE_DATE = (
    share(
        "technical_missed_share",
        "Of the dues missed on this month's due date by products not past due before: by borrowers whose payment "
        "failed because the account was locked, in an outage or over a change of rules / all, by amount.",
    ),
    share(
        "missed_able_share",
        "Of the same missed dues: by borrowers who had the money at hand, whatever the reason / all, by amount.",
    ),
)

_DEFAULT = (
    count("new_defaults", "Borrowers who enter default this month."),
    yuan("new_default_amount", "Balance, when they enter default, of the borrowers who enter it this month."),
    yuan(
        "default_paid_amount",
        "Cash paid this month by borrowers in default at the month's start, and on written-off debts.",
    ),
    yuan(
        "default_returned_amount",
        "Balance at the month's end of active borrowers in default at its start and no longer then.",
    ),
    ratio(
        "lgd",
        "Loss given default, this month and the eleven before: 1 - (default_paid_amount + default_returned_amount) / "
        "new_default_amount, sum over sum; null in the first eleven months, and where new_defaults of the twelve are "
        f"fewer than {LEAST_DEFAULTS}. In a year in which old defaults bring back more than is newly in default it is "
        "negative.",
        low=None,
        high=1.0,
        least=LEAST_DEFAULTS,
    ),
    share(
        "lump_default_hazard",
        "As default_hazard, of borrowers whose last lump-sum raise lies 1 to 24 months back.",
    ),
    ratio(
        "income_after_default",
        "Income of the month / usual income, sum over sum, of active and written-off borrowers who last reached "
        "90 days past due 1 to 24 months ago.",
    ),
)

_LIMITS = (
    yuan("limit_cut_amount", "Limits taken by this month's cuts, both products, frozen lines included."),
    share(
        "lump_raise_share",
        "Borrowers with a lump-sum raise this month, newcomers' welcome included / borrowers reviewed or joined.",
    ),
    yuan(
        "frozen_balance",
        "Balance of both products of active borrowers whose line is frozen at the month's end.",
    ),
    ratio(
        "friend_freeze_ratio",
        "Among lines open before the review, of borrowers in good standing: share frozen this month of those with a "
        "friend 30 or more days past due / the same share of those without; null where there are fewer than "
        f"{LEAST_LINES} lines of either, or fewer than {LEAST_FREEZES} of those without were frozen.",
        "x",
        least=LEAST_LINES,
    ),
    Column("score_mean", "points", "Mean score of active borrowers at the month's end.", low=350.0, high=950.0),
    share("verified_share", "Active borrowers with verified income at the month's end / active borrowers."),
    share("locked_share", "Active borrowers whose account is locked at the month's end / active borrowers."),
    share("mending_share", "Active borrowers frozen at the month's end who put things in order / all frozen then."),
    share("gave_up_share", "Active borrowers frozen at the month's end who have given up / all frozen then."),
    Column(
        "restore_months_mean",
        "months",
        "Mean time from early repayment to the return of the limit, of the limits that came back this month.",
    ),
    Column("reopen_months_mean", "months", "Mean time for which the lines that opened this month had been frozen."),
    share(
        "redraw_share",
        "Of the borrowers active at the month's start who last repaid a cash loan early in the twelve months before: "
        "those who this month wanted the money back / all.",
    ),
)

_DESK = (
    count("appeals", "Appeals that came to the service desk this month.", "cases"),
    share("appeals_granted_share", "Appeals granted this month / appeals answered, with phrases or truly."),
    count("desk_waiting", "Cases that wait at the service desk at the month's end, of all three kinds.", "cases"),
    Column("desk_wait_mean", "months", "Mean time that the cases settled by the desk this month had waited."),
)

_TRUST = (
    Column(
        "trust_never_frozen_mean",
        "0-1",
        "Mean trust at the month's end of active borrowers whose line was never frozen, as far as the run knows.",
        high=1.0,
    ),
    Column(
        "trust_decline",
        "difference, 0-1",
        "Mean trust of active borrowers when the book opened - trust_mean.",
        low=-1.0,
        high=1.0,
    ),
    share(
        "contagion_share",
        "Trust lost in this month's talk among friends / that + trust lost before in the month by own experience; "
        "each the sum of the net falls of active and written-off borrowers.",
    ),
)

_HOUSEHOLDS = (
    share("outside_applied_share", "Borrowers who asked another lender / active and written-off borrowers."),
    Column("multi_seen_mean", "count", "Mean over active borrowers of multi_seen at the month's end."),
    ratio(
        "consumption_drop",
        "Mean, over active and written-off borrowers, of spending given up this month for want of money / usual "
        "income.",
    ),
    share(
        "helped_share",
        "Borrowers helped by friends this month / active borrowers who had not paid all that was due, on the due "
        "date, to the platform or elsewhere.",
    ),
    yuan("help_amount", "Help that borrowers received from family and friends this month."),
    share("scam_share", "Borrowers who lost money to swindlers this month / lines frozen at the month's start."),
    yuan("scam_amount", "Money lost to swindlers this month."),
)

_HARDSHIP = (
    count("plans_new", "Hardship plans agreed this month.", "plans"),
    share("plans_share", "Active borrowers on a hardship plan at the month's end / active borrowers."),
    share("plans_broken_share", "Plans broken this month / plans that ran at the month's start."),
    count("settlements", "Settlements agreed and paid this month.", "settlements"),
    yuan("forgiven_amount", "Debt forgiven in this month's settlements, written-off debt included."),
    yuan("waived_amount", "Interest not charged this month because of hardship plans."),
)

MONTHS = (
    MONTH,
    Column("stance", "0-1", "How tight the platform is at this month's review: 0 loose, 1 tight.", high=1.0),
    share("unemployment_rate", "Unemployment rate that the economy's path gives for this month."),
    count("borrowers_active", "Active borrowers at the month's end."),
    yuan("balance", "Balance of both products at the month's end."),
    yuan("balance_paylater", "Balance of paylater at the month's end."),
    yuan("balance_cashloan", "Balance of cash loans at the month's end."),
    share(
        "day1_share_dues",
        "Dues of products not past due before, missed on this month's due date / all dues of such products.",
    ),
    share(
        "cure30_share",
        "Of the dues missed on this month's due date by products not past due before: amount paid by the "
        "end of the thirty days / amount missed.",
    ),
    *map(_late_balance, (30, 60, 90)),
    *map(_late_count, (30, 60, 90)),
    share(
        "default_hazard",
        "Borrowers who reach 90 days past due this month, for the first time in this delinquency / active "
        "borrowers with a balance and not in default at the month's start.",
    ),
    ratio(
        "writeoff_share",
        "Balance written off this month, its interest and fees included / balance of all products at the month's "
        "start.",
    ),
    yuan("writeoff_amount", "Balance written off this month."),
    yuan("recovery_amount", "Cash collected this month on debts written off in earlier months."),
    share(
        "utilisation",
        "Balance / (balance + limits not used) at the month's end, sum over sum, both products, limits of frozen lines "
        "included; who owes more than a limit has used it in full.",
    ),
    yuan(
        "limit_mean",
        "Limits of both products at the month's end, those of frozen lines included / active borrowers.",
        "yuan a borrower",
    ),
    share(
        "limit_cut_share",
        "Borrowers with a limit cut this month, freezes not counted / borrowers reviewed.",
    ),
    share("limit_raise_share", "Borrowers with a limit raised this month / borrowers reviewed."),
    share("frozen_share", "Active borrowers whose line is frozen at the month's end / active borrowers."),
    share("freezes_new_share", "Lines frozen this month / borrowers reviewed."),
    share("reopened_share", "Frozen lines opened again this month / lines frozen at the month's start."),
    share(
        "frozen_good_standing_share",
        "Of the active borrowers frozen at the month's end: those in good standing / all.",
    ),
    share(
        "prepay_unrestored_share",
        "Of the active borrowers who repaid a cash loan early in the last twelve months: those with a part "
        "of the limit still withheld for it at the month's end / all.",
    ),
    Column("trust_mean", "0-1", "Mean trust of active borrowers at the month's end.", high=1.0),
    *map(_trust_decile, range(10, 100, 10)),
    Column(
        "trust_frozen_mean",
        "0-1",
        "Mean trust of the active borrowers whose line is frozen at the month's end.",
        high=1.0,
    ),
    Column("trust_unfrozen_mean", "0-1", "Mean trust of the active borrowers whose line is not frozen then.", high=1.0),
    yuan(
        "outside_debt_mean",
        "What active borrowers owe other lenders at the month's end / active borrowers.",
        "yuan a borrower",
    ),
    ratio(
        "payment_to_income",
        "Due this month to the platform and to other lenders / income of the month, sum over sum, active "
        f"and written-off borrowers; null where that income is less than {LEAST_INCOME:g} yuan a borrower.",
    ),
    share("approvals_share", "Applications for an account approved this month / applications."),
    share("attrition_share", "Borrowers who left of their own will this month / borrowers reviewed."),
    yuan(
        "profit",
        "Of this month: interest + fees + recovery_own - funding_cost - loss_own - operating_cost.",
        low=None,
    ),
    yuan("payout", "Part of this month's profit that is paid out to the platform's owners; losses are kept."),
    yuan("capital", "The platform's capital at the month's end: that of the month before + profit - payout.", low=None),
    yuan("interest", "Interest charged to borrowers this month, both products."),
    yuan("fees", "Late fees charged to borrowers this month."),
    yuan(
        "funding_cost",
        "What the money lent cost this month: the yearly cost / 12, on the balance at the month's start.",
    ),
    yuan(
        "loss_own",
        "The platform's own share of writeoff_amount and of what settlements forgave of debt not yet written off; "
        "partner banks bear the rest.",
    ),
    yuan("recovery_own", "The platform's own share of recovery_amount; partner banks get the rest."),
    yuan("operating_cost", "Cost of running accounts and of collections this month."),
    ratio(
        "leverage",
        "The platform's own share of the balance at the month's end / capital; null where no capital is left, or less "
        "than a thousandth of it.",
        "x",
        high=HIGHEST_LEVERAGE,
    ),
    yuan("draws_cashloan", "Cash loans drawn this month."),
    yuan("charges_paylater", "New purchases on paylater this month."),
    share(
        "contact_share",
        "Late borrowers in contact with the platform / late borrowers, in the thirty days after the due date.",
    ),
    share("calls_served_share", "Cases called by the staff this month / cases due for a call."),
    share("agency_served_share", "Cases with an agency this month / cases due for one."),
    share("legal_served_share", "Cases with lawyers this month / cases due for legal steps."),
    share(
        "rush_share",
        "Borrowers who emptied their line out of distrust this month / active and written-off borrowers.",
    ),
    yuan("income_mean", "Income of the month / active and written-off borrowers.", "yuan a borrower a month"),
    yuan(
        "spending_mean",
        "Spending of the month, payments not counted / active and written-off borrowers.",
        "yuan a borrower a month",
    ),
    share(
        "outside_approval_share",
        "Applicants to other lenders who got money there this month / applicants there.",
    ),
    share("dpd30_share_balance_paylater", "As dpd30_share_balance, of paylater alone."),
    share("dpd30_share_balance_cashloan", "As dpd30_share_balance, of cash loans alone."),
    share("out_of_work_share", "Active borrowers without work at the month's end / active borrowers."),
    *_DUE_DATE,
    *_DEFAULT,
    *_LIMITS,
    *_DESK,
    *_TRUST,
    *_HOUSEHOLDS,
    *_HARDSHIP,
)
