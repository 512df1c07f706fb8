"""The columns of ``months``: one row a month; the words used are defined in ``tightrope.model.results.columns``."""

from tightrope.model.results.bases import HIGHEST_LEVERAGE, LEAST_DEFAULTS, LEAST_FREEZES, LEAST_INCOME, LEAST_LINES
from tightrope.model.results.column import MONTH, Column, count, mean, ratio, share, yuan

__all__ = ["MONTHS"]

BALANCE = "balance_paylater + balance_cashloan"
"""Of both products at the month's end."""


SHORT = "short_lent + short_drawn"
"""What those who were short borrowed: new loans of a month elsewhere, and draws on the cash loan."""


def _late_balance(days: int) -> Column:
    late = f"Balance of the products {days} or more days past due at the month's end"
    return share(
        f"dpd{days}_share_balance",
        f"{late} / balance of all.",
        above=f"dpd{days}_balance",
        beneath=BALANCE,
    )


def _late_count(days: int) -> Column:
    late = f"Borrowers with a product {days} or more days past due at the month's end"
    return share(
        f"dpd{days}_share_count",
        f"{late} / active borrowers with a balance.",
        above=f"dpd{days}",
        beneath="owing",
    )


def _trust_decile(percent: int) -> Column:
    definition = f"Trust below which {percent} % of active borrowers stand."
    return Column(f"trust_p{percent}", "0-1", definition, high=1.0)


def _missed(cause: str, why: str) -> Column:
    return share(
        f"missed_{cause}_share",
        f"Of the same missed dues: {why} / all, by amount.",
        above=f"missed_{cause}",
        beneath="missed",
    )


_CAUSES = {
    "forgot": "forgotten, with or without the money",
    "failed": "payment failed because the account was locked, in an outage or over a change of rules",
    "wages": "unpaid because wages came late",
    "short": "unpaid for want of money",
    "held": "held back by the disappointed",
}
"""Why dues are missed, as the columns' names put it."""

_DUE_DATE = (
    share(
        "missed_able_share",
        "Of the same missed dues: by borrowers who had the money at hand, whatever the reason / all, by amount.",
        above="missed_able",
        beneath="missed",
    ),
    *(_missed(cause, why) for cause, why in _CAUSES.items()),
)

_DEFAULT = (
    count("new_defaults", "Borrowers who enter default this month.", of="entered_default"),
    count(
        "defaults_short",
        "Of new_defaults, borrowers who in these three months never had the money for their arrears.",
        of="defaulted_short",
    ),
    count(
        "defaults_held_out",
        "Of new_defaults, borrowers who had that money at some time and held out.",
        of="defaulted_held_out",
    ),
    yuan(
        "new_default_amount",
        "Balance, when they enter default, of the borrowers who enter it this month.",
        of="defaulted_balance",
    ),
    yuan(
        "default_paid_amount",
        "Cash paid this month by borrowers in default at the month's start, and on written-off debts.",
        of="default_paid",
    ),
    yuan(
        "default_returned_amount",
        "Balance at the month's end of active borrowers in default at its start and no longer then.",
        of="default_returned",
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
        above="defaulted_raised",
        beneath="exposed_raised",
    ),
    ratio(
        "income_after_default",
        "Income of the month / usual income, sum over sum, of active and written-off borrowers who last reached "
        "90 days past due 1 to 24 months ago.",
        above="income_defaulted",
        beneath="income_usual_defaulted",
    ),
    ratio(
        "income_stalled",
        "Income of the month / usual income, sum over sum, of active self-employed borrowers in work whose line was "
        "frozen at the month's start.",
        above="income_stalled",
        beneath="income_usual_stalled",
    ),
)

_LIMITS = (
    yuan(
        "limit_cut_amount", "Limits taken by this month's cuts, both products, frozen lines included.", of="cut_amount"
    ),
    share(
        "lump_raise_share",
        "Borrowers with a lump-sum raise this month, newcomers' welcome included / borrowers reviewed or joined.",
        above="lump_raised",
        beneath="reviewed + joined",
    ),
    yuan(
        "frozen_balance",
        "Balance of both products of active borrowers whose line is frozen at the month's end.",
        of="frozen_balance",
    ),
    ratio(
        "friend_freeze_ratio",
        "Among lines open before the review, of borrowers in good standing: share frozen this month of those with a "
        "friend 30 or more days past due / the same share of those without; null where there are fewer than "
        f"{LEAST_LINES} lines of either, or fewer than {LEAST_FREEZES} of those without were frozen.",
        "x",
        least=LEAST_LINES,
    ),
    mean(
        "score_mean",
        "points",
        "Mean score of active borrowers at the month's end.",
        low=350.0,
        high=950.0,
        above="score",
        beneath="active",
    ),
    share(
        "verified_share",
        "Active borrowers with verified income at the month's end / active borrowers.",
        above="verified",
        beneath="active",
    ),
    share(
        "locked_share",
        "Active borrowers whose account is locked at the month's end / active borrowers.",
        above="locked",
        beneath="active",
    ),
    share(
        "late_locked_share",
        "Borrowers late for the lock alone: past due with the money for it at hand and the account locked, at the "
        "month's end / borrowers with a product 30 or more days past due then.",
        above="locked_able",
        beneath="dpd30",
    ),
    share(
        "linked_open_share",
        "Of the free cash loan limit of active borrowers with a late paylater bill, at the month's end: what could be "
        "drawn.",
        above="linked_room",
        beneath="linked_free",
    ),
    share(
        "linked_open_severe_share",
        "The same of those whose bill is late for long, or not for the first time.",
        above="severe_room",
        beneath="severe_free",
    ),
    yuan(
        "wallet_blocked_amount",
        "Spending that was not made this month because the wallet was locked.",
        of="wallet_blocked",
    ),
    share(
        "mending_share",
        "Active borrowers frozen at the month's end who put things in order / all frozen then.",
        above="mending",
        beneath="frozen",
    ),
    share(
        "gave_up_share",
        "Active borrowers frozen at the month's end who have given up / all frozen then.",
        above="gave_up",
        beneath="frozen",
    ),
    mean(
        "restore_months_mean",
        "months",
        "Mean time from early repayment to the return of the limit, of the limits that came back this month.",
        above="restored_months",
        beneath="restored",
    ),
    mean(
        "reopen_months_mean",
        "months",
        "Mean time for which the lines that opened this month had been frozen.",
        above="opened_months",
        beneath="opened",
    ),
    share(
        "prepay_share",
        "Of the borrowers with a cash loan at the month's start: those who this month repaid it early, in full or in "
        "part / all.",
        above="prepaid_loans",
        beneath="owed_cashloan",
    ),
    share(
        "prepay_part_share",
        "Of those who this month repaid a cash loan early that they had at its start: who repaid a part / all.",
        above="prepaid_in_part",
        beneath="prepaid_loans",
    ),
    share(
        "redraw_share",
        "Of the borrowers active at the month's start who last repaid a cash loan early in the twelve months before: "
        "those who this month wanted the money back / all.",
        above="redrew",
        beneath="prepaid_before",
    ),
)

_DESK = (
    count("appeals", "Appeals that came to the service desk this month.", "cases"),
    share(
        "appeals_granted_share",
        "Appeals granted this month / appeals answered, with phrases or truly.",
        above="appeals_granted",
        beneath="answers",
    ),
    count("desk_waiting", "Cases that wait at the service desk at the month's end, of all three kinds.", "cases"),
    Column("desk_wait_mean", "months", "Mean time that the cases settled by the desk this month had waited."),
)

_TRUST = (
    mean(
        "trust_never_frozen_mean",
        "0-1",
        "Mean trust at the month's end of active borrowers whose line was never frozen, as far as the run knows.",
        high=1.0,
        above="trust_never_frozen",
        beneath="never_frozen",
    ),
    Column(
        "trust_decline",
        "difference, 0-1",
        "Mean trust of active borrowers when the book opened - trust_mean.",
        low=-1.0,
        high=1.0,
    ),
    mean(
        "literacy_mean",
        "0-1",
        "Mean financial literacy of active borrowers at the month's end, what was learned of late included.",
        high=1.0,
        above="literacy",
        beneath="active",
    ),
    share(
        "contagion_share",
        "Trust lost in this month's talk among friends / that + trust lost before in the month by own experience; "
        "each the sum of the net falls of active and written-off borrowers.",
        above="trust_lost_talk",
        beneath="trust_lost_own + trust_lost_talk",
    ),
)

_HOUSEHOLDS = (
    share(
        "outside_applied_share",
        "Borrowers who asked another lender / active and written-off borrowers.",
        above="applied_outside",
        beneath="accounts",
    ),
    share(
        "short_elsewhere_share",
        "New loans of a month from other lenders to those who were short / these and what they drew on the cash loan.",
        above="short_lent",
        beneath=SHORT,
    ),
    ratio(
        "short_rate_mean",
        "What a year's interest on both would be, at the month's rates / both, sum over sum.",
        "1/year",
        above="short_interest",
        beneath=SHORT,
    ),
    yuan(
        "purchases_unmet_amount",
        "Planned purchases on credit for which the platform had no room: a frozen, full or closed line.",
        of="purchase_unmet",
    ),
    share(
        "unmet_elsewhere_share",
        "Of these: bought with what another lender lent / all, by amount.",
        above="bought_elsewhere",
        beneath="purchase_unmet",
    ),
    yuan(
        "sales_lost_amount",
        "Purchases and spending given up this month because a line was shut: what it had left, as far as it was wanted "
        "and nobody else lent it.",
        of="sales_lost",
    ),
    mean(
        "multi_seen_mean",
        "count",
        "Mean over active borrowers of multi_seen at the month's end.",
        above="multi_seen",
        beneath="active",
    ),
    ratio(
        "consumption_drop",
        "Mean, over active and written-off borrowers, of spending given up this month for want of money / usual "
        "income.",
        above="strain",
        beneath="accounts",
    ),
    share(
        "helped_share",
        "Borrowers helped by friends this month / active borrowers who had not paid all that was due, on the due "
        "date, to the platform or elsewhere.",
        above="help_taken",
        beneath="behind",
    ),
    yuan("help_amount", "Help that borrowers received from family and friends this month.", of="help_received"),
    share(
        "scam_share",
        "Borrowers who lost money to swindlers this month / lines frozen at the month's start.",
        above="scams",
        beneath="last.frozen",
    ),
    yuan("scam_amount", "Money lost to swindlers this month.", of="scam"),
)

_HARDSHIP = (
    count("plans_new", "Hardship plans agreed this month.", "plans", of="plans_agreed"),
    share(
        "plans_share",
        "Active borrowers on a hardship plan at the month's end / active borrowers.",
        above="plans",
        beneath="active",
    ),
    share(
        "plans_broken_share",
        "Plans broken this month / plans that ran at the month's start.",
        above="plan_broken",
        beneath="last.plans",
    ),
    share(
        "deferred_share",
        "Active borrowers whose payments are put off this month / active borrowers at the month's end.",
        above="deferred",
        beneath="active",
    ),
    share(
        "deferral_late_share",
        "Active borrowers whose deferral was over three months ago and who are 30 or more days past due at the month's "
        "end / active borrowers whose deferral was over three months ago.",
        above="deferral_over_late",
        beneath="deferral_over",
    ),
    count(
        "plans_re_aged",
        "Plans kept this month for so long that nothing which they cover counts as past due any more.",
        "plans",
        of="re_aged",
    ),
    yuan("adviser_fee_amount", "What borrowers in arrears paid to advisers this month.", of="adviser_fee"),
    count("settlements", "Settlements agreed and paid this month.", "settlements", of="settlements"),
    yuan("forgiven_amount", "Debt forgiven in this month's settlements, written-off debt included.", of="forgiven"),
    yuan("waived_amount", "Interest not charged this month because of hardship plans.", of="waived"),
)

MONTHS = (
    MONTH,
    Column("stance", "0-1", "How tight the platform is at this month's review: 0 loose, 1 tight.", high=1.0),
    share(
        "unemployment_rate",
        "Active borrowers without work / active borrowers, at the month's end; the platform and other lenders act on "
        "that of the month before.",
        above="out_of_work",
        beneath="active",
    ),
    share(
        "furlough_share",
        "Active borrowers on furlough at the month's end / active borrowers.",
        above="furloughed",
        beneath="active",
    ),
    count("borrowers_active", "Active borrowers at the month's end.", of="active"),
    yuan("balance", "Balance of both products at the month's end.", of=BALANCE),
    yuan("balance_paylater", "Balance of paylater at the month's end.", of="balance_paylater"),
    yuan("balance_cashloan", "Balance of cash loans at the month's end.", of="balance_cashloan"),
    share(
        "day1_share_dues",
        "Dues of products not past due before, missed on this month's due date / all dues of such products.",
        above="missed",
        beneath="fresh_dues",
    ),
    share(
        "cure30_share",
        "Of the dues missed on this month's due date by products not past due before: amount paid by the "
        "end of the thirty days / amount missed.",
        above="cured",
        beneath="missed",
    ),
    *map(_late_balance, (30, 60, 90)),
    *map(_late_count, (30, 60, 90)),
    share(
        "default_hazard",
        "Borrowers who reach 90 days past due this month, for the first time in this delinquency / active "
        "borrowers with a balance and not in default at the month's start.",
        above="defaulted",
        beneath="exposed",
    ),
    ratio(
        "writeoff_share",
        "Balance written off this month, its interest and fees included / balance of all products at the month's "
        "start.",
    ),
    yuan("writeoff_amount", "Balance written off this month.", of="writeoff_paylater + writeoff_cashloan"),
    yuan("recovery_amount", "Cash collected this month on debts written off in earlier months.", of="recovered"),
    yuan("garnished_amount", "Of recovery_amount, what judgements took from wages.", of="garnished"),
    count("judgements", "Judgements obtained this month for debts written off.", "judgements", of="judgement"),
    share(
        "utilisation",
        "Balance / (balance + limits not used) at the month's end, sum over sum, both products, limits of frozen lines "
        "included; who owes more than a limit has used it in full.",
        above=BALANCE,
        beneath=f"{BALANCE} + unused",
    ),
    yuan(
        "limit_mean",
        "Limits of both products at the month's end, those of frozen lines included / active borrowers.",
        "yuan a borrower",
        of="limits",
        beneath="active",
    ),
    share(
        "limit_cut_share",
        "Borrowers with a limit cut this month, freezes not counted / borrowers reviewed.",
        above="cut",
        beneath="reviewed",
    ),
    share(
        "limit_raise_share",
        "Borrowers with a limit raised this month / borrowers reviewed.",
        above="raised",
        beneath="reviewed",
    ),
    share(
        "frozen_share",
        "Active borrowers whose line is frozen at the month's end / active borrowers.",
        above="frozen",
        beneath="active",
    ),
    share("freezes_new_share", "Lines frozen this month / borrowers reviewed.", above="froze", beneath="reviewed"),
    share(
        "reopened_share",
        "Frozen lines opened again this month / lines frozen at the month's start.",
        above="reopened",
        beneath="last.frozen",
    ),
    share(
        "frozen_good_standing_share",
        "Of the active borrowers frozen at the month's end: those in good standing / all.",
        above="frozen_good",
        beneath="frozen",
    ),
    share(
        "prepay_unrestored_share",
        "Of the active borrowers who repaid a cash loan early in the last twelve months: those with a part "
        "of the limit still withheld for it at the month's end / all.",
        above="prepaid_unrestored",
        beneath="prepaid_recently",
    ),
    mean(
        "trust_mean",
        "0-1",
        "Mean trust of active borrowers at the month's end.",
        high=1.0,
        above="trust",
        beneath="active",
    ),
    *map(_trust_decile, range(10, 100, 10)),
    mean(
        "trust_frozen_mean",
        "0-1",
        "Mean trust of the active borrowers whose line is frozen at the month's end.",
        high=1.0,
        above="trust_frozen",
        beneath="frozen",
    ),
    Column("trust_unfrozen_mean", "0-1", "Mean trust of the active borrowers whose line is not frozen then.", high=1.0),
    yuan(
        "outside_debt_mean",
        "What active borrowers owe other lenders at the month's end / active borrowers.",
        "yuan a borrower",
        of="outside_debt",
        beneath="active",
    ),
    share(
        "outside_late_share",
        "What is owed to other lenders by borrowers 30 or more days past due there / owed to them, at the close of the "
        "thirty days, active and written-off borrowers.",
        above="outside_late",
        beneath="outside_held",
    ),
    share(
        "outside_writeoff_share",
        "Debt that other lenders write off this month / owed to them, that debt included.",
        above="outside_writeoff",
        beneath="outside_held + outside_writeoff",
    ),
    Column("outside_stance", "0-1", "How tight other lenders are this month: 0 loose, 1 tight.", high=1.0),
    yuan(
        "outside_interest",
        "Interest that other lenders charge the platform's borrowers this month.",
        of="outside_interest",
    ),
    yuan(
        "outside_profit",
        "What other lenders earn on the platform's borrowers this month: outside_interest - the yearly cost of funding "
        "/ 12, on what they were owed a month before - what they write off.",
        low=None,
    ),
    ratio(
        "payment_to_income",
        "Due this month to the platform and to other lenders / income of the month, sum over sum, active "
        f"and written-off borrowers; null where that income is less than {LEAST_INCOME:g} yuan a borrower.",
    ),
    share(
        "approvals_share",
        "Applications for an account approved this month / applications.",
        above="joined",
        beneath="applied",
    ),
    share(
        "attrition_share",
        "Borrowers who left of their own will this month / borrowers reviewed.",
        above="left",
        beneath="reviewed",
    ),
    share(
        "draws_new_share",
        "Cash loans drawn this month by customers whose account is at most three months old / drawn; what is left of 1 "
        "is the share of those who come again.",
        above="draws_new",
        beneath="draws",
    ),
    yuan(
        "profit",
        "Of this month: interest + fees + merchant_fees + recovery_own - funding_cost - loss_own - operating_cost.",
        low=None,
    ),
    yuan("payout", "Part of this month's profit that is paid out to the platform's owners; losses are kept."),
    yuan(
        "capital_raised", "Capital that the platform's owners put in this month, short of what a cap on leverage asks."
    ),
    yuan(
        "capital",
        "The platform's capital at the month's end: that of the month before + profit - payout + capital_raised.",
        low=None,
    ),
    share("own_funded_share", "Part of the balance that the platform funds, and loses, itself."),
    yuan(
        "interest",
        "Interest charged to borrowers this month, both products.",
        of="interest_paylater + interest_cashloan",
    ),
    yuan("fees", "Late fees charged to borrowers this month.", of="fees_paylater + fees_cashloan"),
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
    yuan("operating_cost", "Cost of running accounts, of collections and of compliance this month."),
    yuan(
        "compliance_cost",
        "Of operating_cost: appeals looked into, freezes explained, and rules complied with this month.",
    ),
    yuan("merchant_fees", "What merchants paid the platform of this month's purchases on paylater."),
    ratio(
        "leverage",
        "The platform's own share of the balance at the month's end / capital; null where no capital is left, or less "
        "than a thousandth of it.",
        "x",
        high=HIGHEST_LEVERAGE,
    ),
    yuan("draws_cashloan", "Cash loans drawn this month.", of="draws"),
    yuan("charges_paylater", "New purchases on paylater this month.", of="charges"),
    share(
        "contact_share",
        "Late borrowers in contact with the platform / late borrowers, in the thirty days after the due date.",
        above="in_contact",
        beneath="late_cases",
    ),
    share(
        "calls_served_share",
        "Cases called by the staff this month / cases due for a call.",
        above="calls",
        beneath="calls_due_high + calls_due_low",
    ),
    share(
        "agency_served_share",
        "Cases with an agency this month / cases due for one.",
        above="agency",
        beneath="agency_due_high + agency_due_low",
    ),
    share(
        "legal_served_share",
        "Cases with lawyers this month / cases due for legal steps.",
        above="legal",
        beneath="legal_due_high + legal_due_low",
    ),
    share(
        "rush_share",
        "Borrowers who emptied their line out of distrust this month / active and written-off borrowers.",
        above="rushed",
        beneath="accounts",
    ),
    yuan(
        "income_mean",
        "Income of the month / active and written-off borrowers.",
        "yuan a borrower a month",
        of="income",
        beneath="accounts",
    ),
    yuan(
        "spending_mean",
        "Spending of the month, payments not counted / active and written-off borrowers.",
        "yuan a borrower a month",
        of="spending",
        beneath="accounts",
    ),
    share(
        "outside_approval_share",
        "Applicants to other lenders who got money there this month / applicants there.",
        above="approved_outside",
        beneath="applied_outside",
    ),
    share(
        "dpd30_share_balance_paylater",
        "As dpd30_share_balance, of paylater alone.",
        above="dpd30_paylater",
        beneath="balance_paylater",
    ),
    share(
        "dpd30_share_balance_cashloan",
        "As dpd30_share_balance, of cash loans alone.",
        above="dpd30_cashloan",
        beneath="balance_cashloan",
    ),
    *_DUE_DATE,
    *_DEFAULT,
    *_LIMITS,
    *_DESK,
    *_TRUST,
    *_HOUSEHOLDS,
    *_HARDSHIP,
)
