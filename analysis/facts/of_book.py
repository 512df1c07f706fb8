"""The facts about a lender's book and its customers, declared."""

from tightrope.analysis.facts import accounts, cuts, dues, recovery, turnover
from tightrope.analysis.facts.declaring import EVERYBODY, NUMBER, SHARE, TIMES, YUAN, direction, value
from tightrope.analysis.facts.fact import CARDS, NEAR_PRIME, PRIME

__all__ = ["FACTS"]

_ANT, _QFIN, _CFPB = "Ant Group, 2017-19", "360 Finance (Qfin), 2019-20", "CFPB"
_CAUSES, _ROLLS = "assumed, from surveys", "Ant Group, back-solved"
_LENDERS = "Qfin and FinVolution, 2024"
_MINIMUM = "On a card the least payment is small, and money for it is seldom lacking: most that is missed is forgotten."

FACTS = (
    value(
        "1", "30+ days past due, of balance", accounts.late30_share, 0.0156, (0.011, 0.018), SHARE, _ANT, [PRIME],
        fitted=True,
    ),
    value(
        "2", "90+ days past due, of balance", accounts.late90_share, 0.0105, (0.007, 0.013), SHARE, _ANT, [PRIME],
        fitted=True,
    ),
    value(
        "3", "90+ over 30+", accounts.late90_per_late30, 0.67, (0.60, 0.73), NUMBER, _ANT, [PRIME],
    ),
    value(
        "4", "dues missed on the day", accounts.day_one_share, 0.068, (0.05, 0.075), SHARE, _QFIN, [NEAR_PRIME],
        fitted=True,
    ),
    value(
        "5", "of these, paid within 30 days", accounts.cured_share, 0.86, (0.84, 0.90), SHARE, _QFIN, [NEAR_PRIME],
        fitted=True,
    ),
    value("6", "dues that pass 30 days", accounts.passing_30_share, 0.0095, (0.006, 0.012), SHARE, _QFIN, [NEAR_PRIME]),
    value(
        "14a", "limit cuts that hit clean payers", cuts.clean_cuts, 0.67, (0.55, 0.75), SHARE, _CFPB, [PRIME],
        why="Nearly everybody is a clean payer here: 2 in 100 were late within the year, some 11 in the evidence. "
        "Compared as odds (14b) cuts find the late as they should.",
    ),
    value(
        "14b", "odds of a cut, late in the year : not", cuts.cut_odds_by_record, 4.0, (2.7, 6.0), TIMES, _CFPB, [PRIME],
        beyond=1.0,
    ),
    value(
        "15a", "use after a cut, not the top scores", cuts.use_after_cut, 0.94, (0.85, 1.0), SHARE, _CFPB, [PRIME],
    ),
    value(
        "15b", "use after a cut, top scores : before", cuts.top_scores_use_after_cut, 2.0, (1.5, 2.5), TIMES, _CFPB,
        [PRIME], beyond=1.0,
    ),
    value(
        "29", "score, area under the curve", accounts.score_auc, 0.76, (0.70, 0.82), NUMBER, "card data, Taiwan 2005",
        [PRIME, CARDS],
    ),
    value(
        "31a", "loss given default, of balance", recovery.loss_given_default, 0.88, (0.75, 0.93), SHARE, "NPL prices",
        [PRIME, NEAR_PRIME],
    ),
    direction(
        "31b", "recovered, first year : second", recovery.first_year_over_second, 1.0, TIMES, "NPL prices",
        [PRIME, NEAR_PRIME],
        why="More comes in the first year than in the second, but few default, and the seeds differ too much to tell.",
    ),
    value(
        "32", "balance that passes 30 days, a month", accounts.entry_30_share, 0.0029, (0.0022, 0.0040), SHARE, _ANT,
        [PRIME], fitted=True,
    ),
    value(
        "33", "90 to 179 days past due, of balance", dues.late_90_to_179_share, 0.02, (0.015, 0.026), SHARE, _QFIN,
        [NEAR_PRIME],
    ),
    value(
        "40a", "cash loans drawn by who comes again", turnover.repeat_share, 0.89, (0.85, 0.94), SHARE, _LENDERS,
        [PRIME, NEAR_PRIME],
        why="Customers come and go faster at such a lender, so that slightly fewer come again.",
    ),
    value(
        "40b", "of a quarter's borrowers, new", turnover.new_borrowers_share, 0.20, (0.10, 0.25), SHARE, _LENDERS,
        [PRIME, NEAR_PRIME],
        why="Seven in ten customers draw within a quarter here. The share would be met at a lender with many "
        "accounts asleep, or at one that grows.",
    ),
    value(
        "40c", "who owe and leave, a month", turnover.leaving_share, 0.02, (0.01, 0.025), SHARE, _LENDERS,
        [PRIME, NEAR_PRIME],
    ),
    value(
        "44a", "hardship plans broken in a year", accounts.broken_plans_share, 0.35, (0.25, 0.45), SHARE, "assumed",
        [PRIME, NEAR_PRIME],
        why="Plans reach people whose savings are gone and whose friends have given what they could.",
    ),
    value(
        "59", "yuan owed on paylater, mean", turnover.mean_paylater, 2_000.0, (1_500.0, 2_500.0), YUAN,
        "Ant Group, 2020", [PRIME],
    ),
    value(
        "64", "dues missed, lowest scores : highest", dues.missed_by_score, 10.0, (4.0, 25.0), TIMES, "CFPB, 2022",
        [PRIME, CARDS], beyond=1.0,
    ),
    value(
        "67a", "missed dues: forgotten or failed", dues.missed_in_error, 0.58, (0.50, 0.65), SHARE, _CAUSES, EVERYBODY,
        why=_MINIMUM,
    ),
    value(
        "67b", "missed dues: no money yet", dues.missed_for_want, 0.38, (0.30, 0.45), SHARE, _CAUSES, EVERYBODY,
        why=_MINIMUM,
    ),
    value("67c", "missed dues: unwilling", dues.missed_unwilling, 0.035, (0.02, 0.05), SHARE, _CAUSES, EVERYBODY),
    value(
        "68", "cash loans repaid early, a month", dues.repaid_early_share, 0.02, (0.015, 0.03), SHARE, "assumed",
        [PRIME, NEAR_PRIME],
    ),
    value(
        "69a", "cash loans, 30+ to 60+ in a month", dues.goes_on_to_60, 0.75, (0.50, 0.85), SHARE, _ROLLS, [PRIME],
    ),
    value(
        "69b", "cash loans, 60+ to 90+ in a month", dues.goes_on_to_90, 0.85, (0.75, 0.90), SHARE, _ROLLS, [PRIME],
    ),
)  # fmt: skip
