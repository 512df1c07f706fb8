"""The facts about cards, declared; ratios of chances are compared as odds."""

from tightrope.analysis.facts import cards
from tightrope.analysis.facts.declaring import NUMBER, SHARE, TIMES, direction, value
from tightrope.analysis.facts.fact import CARDS, PRIME

__all__ = ["FACTS"]

_TAIWAN = "card data, Taiwan 2005"
_HABIT = (
    "In the card data a month's lateness is mostly a habit, and goes on or is made good; here who was merely careless "
    "has paid by then, and who is late at all lacks money."
)

FACTS = (
    value(
        "18", "odds of late entry, used up : hardly", cards.late_entry_by_use, 2.45, (1.9, 3.3), TIMES, _TAIWAN,
        [CARDS], beyond=1.0, why="Where little is owed hardly anybody is late in a prime book.",
    ),
    value(
        "19", "odds of default, lowest limits : highest", cards.default_by_limit, 4.4, (3.1, None), TIMES, _TAIWAN,
        [PRIME, CARDS], beyond=1.0,
    ),
    value(
        "20a", "odds of default, month late : not late", cards.default_one_month_late, 5.9, (3.2, 14.0), TIMES, _TAIWAN,
        [CARDS], beyond=1.0, why=_HABIT,
    ),
    value(
        "20b", "odds of default, two months : not late", cards.default_two_months_late, 19.5, (15.0, 26.0), TIMES,
        _TAIWAN, [CARDS], beyond=1.0, why=_HABIT,
    ),
    direction("20c", "odds of default, two months : one", cards.default_order, 1.0, TIMES, _TAIWAN, [CARDS]),
    value(
        "21a", "paid in full, next month too", cards.stays_paid_in_full, 0.75, (0.70, 0.80), SHARE, _TAIWAN, [CARDS],
    ),
    value(
        "21b", "revolving, next month too", cards.stays_revolving, 0.88, (0.83, 0.93), SHARE, _TAIWAN, [CARDS],
        why="Want of money leads into carrying a bill over, and savings lead out; three in ten customers hold less "
        "than half a month's income.",
    ),
    value(
        "22a", "bills paid by 2-5 % (the minimum)", cards.payments_of_the_minimum, 0.34, (0.28, 0.40), SHARE, _TAIWAN,
        [CARDS], fitted=True,
    ),
    value(
        "22b", "bills paid in full", cards.payments_in_full, 0.19, (0.13, 0.25), SHARE, _TAIWAN, [CARDS], fitted=True,
    ),
    value(
        "23", "utilisation, correlation by month", cards.utilisation_persistence, 0.91, (0.85, 0.95), NUMBER, _TAIWAN,
        [CARDS],
    ),
)  # fmt: skip
