"""The facts about changes, declared: a pandemic, a recession, strictness, lessons, reminders, payments put off."""

from tightrope.analysis.facts import changes, creditors
from tightrope.analysis.facts.declaring import EVERYBODY, NUMBER, SHARE, TIMES, direction, value
from tightrope.analysis.facts.fact import NEAR_PRIME, PRIME

__all__ = ["FACTS"]

_ANT, _BOTH, _ASSUMED = "Ant Group, 2020", "Bao and Huang", "assumed"
_REMINDERS, _LESSONS = "Medina, Bursztyn et al.", "Kaiser and Menkhoff"
_LAST_RESORT = (
    "The bank is paid first and few are late there in calm times, so that a few more in the pandemic are many times as "
    "many: the ratio is of rare events, and uncertain."
)

FACTS = (
    value(
        "7", "pandemic, 30+ in months 4-6 : calm", changes.late_in_pandemic, 1.93, (1.6, 2.3), TIMES, _ANT, [PRIME],
        beyond=1.0,
    ),
    direction(
        "8a", "pandemic, missed in months 1-2 : calm", changes.misses_at_once, 1.0, TIMES, "Qfin and Ant, 2020",
        [PRIME],
    ),
    value(
        "8b", "pandemic, its month of most late debt", changes.month_of_most_late, 5.0, (4.0, 6.0), NUMBER,
        "Qfin and Ant, 2020", [PRIME],
        why="Late debt stays near its height from the third month to the ninth, until it is written off, and its "
        "highest month is a matter of chance.",
    ),
    value(
        "10a", "pandemic, late here, owing both : calm", creditors.platform_late_times, 3.0, (2.0, 4.0), TIMES, _BOTH,
        [PRIME], beyond=1.0,
    ),
    value(
        "10b", "pandemic, late at a bank, owing both", creditors.bank_late_times, 1.0, (0.7, 1.4), TIMES, _BOTH,
        [PRIME],
        why=_LAST_RESORT,
    ),
    direction(
        "10c", "the first over the second", creditors.platform_over_bank, 1.0, TIMES, _BOTH, [PRIME],
        why=_LAST_RESORT,
    ),
    value(
        "26", "recession, 30+ after 9 quarters : calm", changes.late_after_recession, 1.70, (1.4, 2.0), TIMES,
        "US cards, 2007-09", [PRIME], beyond=1.0,
    ),
    direction(
        "41a", "strictness, write-off rate falls by", changes.strict_writeoffs, 0.0, SHARE, _ASSUMED, [PRIME],
        why="Write-offs rise: whose line is shut cannot draw it when money is short, above all those whose dues are "
        "high. Few of those frozen would have defaulted.",
    ),
    direction("41b", "strictness, balance falls by", changes.strict_balance, 0.0, SHARE, _ASSUMED, [PRIME]),
    direction("41c", "strictness, profit falls by", changes.strict_profit, 0.0, SHARE, _ASSUMED, [PRIME]),
    direction(
        "41d", "best strictness in recession, profit", changes.strict_profit_in_recession, 0.0, SHARE, _ASSUMED,
        [PRIME],
        why="The best of the degrees earns what none earns: strictness costs interest within three years, and "
        "saves few losses.",
    ),
    value(
        "42a", "lessons for all, fewer missed in a year", changes.education_effect, 0.03, (0.01, 0.06), SHARE, _LESSONS,
        EVERYBODY, beyond=0.0,
    ),
    value(
        "42b", "lessons, left of it in the 3rd year", changes.education_left, 0.0, (None, 0.5), NUMBER, _LESSONS,
        EVERYBODY, beyond=0.5,
    ),
    value(
        "43a", "reminders doubled, fewer dues missed", changes.doubled_reminders, 0.12, (0.05, 0.20), SHARE, _REMINDERS,
        EVERYBODY, beyond=0.0,
    ),
    value(
        "43b", "reminders halved, more dues missed", changes.halved_reminders, 0.08, (0.05, 0.20), SHARE, _REMINDERS,
        EVERYBODY, beyond=0.0,
    ),
    value(
        "43c", "90+ moves : dues missed move", changes.reminders_reach_defaults, 0.5, (None, 1.0), TIMES, _REMINDERS,
        EVERYBODY, beyond=1.0,
    ),
    value(
        "44b", "deferrals late three months after", changes.unresumed_deferrals, 0.30, (0.20, 0.40), SHARE,
        "Moody's, 2020", [PRIME, NEAR_PRIME],
        why="When a deferral is over pay has come back for most who asked for it.",
    ),
)  # fmt: skip
