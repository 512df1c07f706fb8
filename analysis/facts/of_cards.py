"""The facts about cards, declared; ratios of chances are compared as odds."""

from tightrope.analysis.facts import before_default, cards, shapes
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
        [CARDS], beyond=1.0,
        why="Where little is owed hardly anybody is late.",
    ),
    value(
        "19", "odds of default, limits low : high", cards.default_by_limit, 4.4, (3.1, None), TIMES, _TAIWAN,
        [PRIME, CARDS], beyond=1.0,
    ),
    value(
        "20a", "odds of default, month late : not late", cards.default_one_month_late, 5.9, (3.2, 14.0), TIMES, _TAIWAN,
        [CARDS], beyond=1.0,
        why=_HABIT,
    ),
    value(
        "20b", "odds of default, two months : not late", cards.default_two_months_late, 19.5, (15.0, 26.0), TIMES,
        _TAIWAN, [CARDS], beyond=1.0,
        why=_HABIT,
    ),
    direction("20c", "odds of default, two months : one", cards.default_order, 1.0, TIMES, _TAIWAN, [CARDS]),
    value("21a", "paid in full, next month too", cards.stays_paid_in_full, 0.75, (0.70, 0.80), SHARE, _TAIWAN, [CARDS]),
    value(
        "21b", "revolving, next month too", cards.stays_revolving, 0.88, (0.83, 0.93), SHARE, _TAIWAN, [CARDS],
        why="Want of money leads into carrying a bill over, and savings lead out; over a third of the customers hold "
        "less than half a month's income.",
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
    value("51a", "utilisation, mean", shapes.use_mean, 0.42, (0.37, 0.47), NUMBER, _TAIWAN, [CARDS]),
    value("51b", "utilisation, median", shapes.use_median, 0.31, (0.26, 0.36), NUMBER, _TAIWAN, [CARDS]),
    value(
        "51c", "accounts that use over 90 %", shapes.used_up, 0.20, (0.15, 0.25), SHARE, _TAIWAN, [CARDS],
        why="Nobody can charge beyond the limit here.",
    ),
    value(
        "51d", "accounts that owe more than the limit", shapes.used_over, 0.07, (0.04, 0.10), SHARE, _TAIWAN, [CARDS],
        why="Nobody can charge beyond the limit here; only a cut or interest of who is late leads there.",
    ),
    value(
        "52a", "revolving, six months in a row", shapes.always_revolving, 0.33, (0.28, 0.38), SHARE, _TAIWAN, [CARDS],
        why="More accounts carry bills over here at any time (58c), and they go on for longer (21b).",
    ),
    value("52b", "paid in full, six months in a row", shapes.always_full, 0.07, (0.04, 0.10), SHARE, _TAIWAN, [CARDS]),
    value(
        "53a", "a month late, made good in the next", shapes.late_made_good, 0.30, (0.25, 0.35), SHARE, _TAIWAN,
        [CARDS],
        why="Most who are late have overlooked a bill, and pay it in the next month.",
    ),
    value(
        "53b", "a month late, two months in the next", shapes.late_goes_on, 0.06, (0.03, 0.10), SHARE, _TAIWAN, [CARDS],
        why=_HABIT,
    ),
    value(
        "54", "utilisation, its rise before default", before_default.use_rises, 0.13, (0.08, 0.18), NUMBER, _TAIWAN,
        [PRIME, CARDS], beyond=0.0,
    ),
    value(
        "55", "drawn of the limit unused a year before", before_default.drawn_of_unused, 0.45, (0.30, 0.60), SHARE,
        "credit conversion, US cards", [PRIME, CARDS], beyond=0.0,
        why="Lines are drawn earlier here: who defaults owes a fifth more than a year before, and had used nearly six "
        "tenths of the limits by then.",
    ),
    value("56a", "limits, spread of the logarithm", shapes.limit_spread, 0.94, (0.80, 1.08), NUMBER, _TAIWAN, [CARDS]),
    value("56b", "limits, mean : median", shapes.limit_skew, 1.20, (1.10, 1.30), TIMES, _TAIWAN, [CARDS]),
    value(
        "57", "charges of a month over the limit, mean", shapes.charges_mean, 0.061, (0.04, 0.08), NUMBER, _TAIWAN,
        [CARDS],
        why="Paylater is a wallet for daily spending; a card of 2005 was used beside cash.",
    ),
    value("58a", "accounts inactive", shapes.inactive_share, 0.125, (0.06, 0.19), SHARE, _TAIWAN, [CARDS]),
    value("58b", "accounts paid in full", shapes.paid_in_full_share, 0.19, (0.15, 0.23), SHARE, _TAIWAN, [CARDS]),
    value(
        "58c", "accounts revolving", shapes.revolving_share, 0.525, (0.46, 0.59), SHARE, _TAIWAN, [CARDS],
        why="In the data one account in six is late at any time; here nearly all of these carry bills over without "
        "being late.",
    ),
)  # fmt: skip
