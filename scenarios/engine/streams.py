"""Keyed draws: every random number is a pure function of (seed, borrower id, month, purpose).

Each (seed, month, purpose) has a 64-bit key, made once a month; a borrower's draw mixes its id with that key. The mixer
is the SplitMix64 finaliser (Steele, Lea and Flood 2014), applied to a Weyl step of the id, so a draw costs about ten
machine operations, needs no state and does not depend on threads, chunks or the order of borrowers. Two runs
that differ in policy alone meet the same fate of nature.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.engine.compiled import COMPILED, rule
from tightrope.scenarios.engine.mathematics import cos_of_turn, log, sin_of_turn

__all__ = ["PURPOSES", "Keys", "happens", "month_keys", "normal_pair", "uniform"]

type Keys = NDArray[np.uint64]

PURPOSES = 84
"""How many purposes there are."""

# What a number is drawn for. The place in this list is part of the key: new purposes go to the end.
(
    # nature
    JOB_LOSS,
    JOB_FIND,
    INCOME,
    EXPENSE,
    EXPENSE_SIZE,
    LATE_WAGE,
    # choices of borrowers
    PURCHASE,
    PURCHASE_SIZE,
    OUTSIDE_WISH,
    OUTSIDE_ANSWER,
    PREPAY,
    RUSH,
    ORDER,
    PLATFORM_FIRST,
    FORGET_PAYLATER,
    FORGET_CASHLOAN,
    DELAY,
    CONTACT,
    CURE,
    LEAVE,
    # the platform and its agents
    COLLECT,
    CUT,
    CUT_DEPTH,
    RAISE,
    FREEZE,
    LATE_FREEZE,
    FREEZE_REASON,
    LINKAGE,
    REOPEN,
    RESTORE,
    # who arrives, and with what
    ARRIVE,
    ARRIVE_SEGMENT,
    ARRIVE_MEANS,
    ARRIVE_LITERACY,
    ARRIVE_HABIT,
    ARRIVE_MOOD,
    ARRIVE_BUFFER,
    ARRIVE_REVOLVE,
    ARRIVE_USER,
    ARRIVE_APPETITE,
    ARRIVE_BALANCES,
    ARRIVE_TERM,
    ARRIVE_PREPAID,
    ARRIVE_LATE,
    ARRIVE_SAVINGS,
    ARRIVE_WORK,
    ARRIVE_VERIFIED,
    ARRIVE_OUTSIDE,
    ARRIVE_OUTSIDE_SIZE,
    ARRIVE_TENURE,
    ARRIVE_BOOK,
    # family and friends, mistakes, second thoughts
    HELP,
    HELPER,
    MISTAKE,
    REDRAW,
    # what befalls an account
    LOCK,
    SILENT_LOCK,
    OUTAGE,
    RULE_CHANGE,
    # what borrowers do about a closed line
    MEND,
    GIVE_UP,
    UPLOAD,
    APPEAL,
    SCAM,
    VERIFY,
    # the platform's desk, raises, suspicions, plans
    DESK,
    ANSWER,
    PARTIAL,
    MANUAL,
    WELCOME,
    RECORD_RAISE,
    CAMPAIGN,
    APPLY_RAISE,
    SUSPECT,
    LOWER,
    ARRIVE_PAYS,
    ARRIVE_ENTITLED,
    MULTI,
    PLAN,
    SETTLE,
    ADVISER,
    # lasting traits: the same number in every month
    UPGRADE,
    CYCLER,
    REPORTED,
) = range(PURPOSES)
LASTING = (UPGRADE, CYCLER, REPORTED)
"""Purposes whose number a borrower keeps for good."""

_MASK = 0xFFFF_FFFF_FFFF_FFFF
_WEYL = 0x9E37_79B9_7F4A_7C15
_FIRST = 0xBF58_476D_1CE4_E5B9
_SECOND = 0x94D0_49BB_1331_11EB
_UNIT, _HALF_UNIT = 2.0**-53, 2.0**-32


def _mix_plain(z: int) -> int:
    z = ((z ^ (z >> 30)) * _FIRST) & _MASK
    z = ((z ^ (z >> 27)) * _SECOND) & _MASK
    return z ^ (z >> 31)


if COMPILED:
    _U30, _U27, _U31 = np.uint64(30), np.uint64(27), np.uint64(31)
    _UFIRST, _USECOND, _UWEYL = np.uint64(_FIRST), np.uint64(_SECOND), np.uint64(_WEYL)

    @rule
    def _bits(key: np.uint64, borrower: int) -> np.uint64:
        z = (np.uint64(borrower + 1) * _UWEYL) ^ key
        z = (z ^ (z >> _U30)) * _UFIRST
        z = (z ^ (z >> _U27)) * _USECOND
        return z ^ (z >> _U31)

    @rule
    def _high(bits: np.uint64, shift: int) -> float:
        return float(bits >> np.uint64(shift))

    @rule
    def _low32(bits: np.uint64) -> float:
        return float(bits & np.uint64(0xFFFF_FFFF))
else:

    def _bits(key: np.uint64, borrower: int) -> np.uint64:
        return np.uint64(_mix_plain((((borrower + 1) * _WEYL) & _MASK) ^ int(key)))

    def _high(bits: np.uint64, shift: int) -> float:
        return float(int(bits) >> shift)

    def _low32(bits: np.uint64) -> float:
        return float(int(bits) & 0xFFFF_FFFF)


def month_keys(seed: int, month: int) -> Keys:
    """Return the keys of one month, one for each purpose, shape (PURPOSES,)."""
    start = _mix_plain((seed * _WEYL + 1) & _MASK)
    of_month, for_good = (_mix_plain((start ^ (when * _SECOND)) & _MASK) for when in (month, 0))
    starts = [for_good if purpose in LASTING else of_month for purpose in range(PURPOSES)]
    return np.array([_mix_plain((s + (purpose + 1) * _WEYL) & _MASK) for purpose, s in enumerate(starts)], np.uint64)


@rule
def uniform(keys: Keys, purpose: int, borrower: int) -> float:
    """Draw from [0, 1), on a grid of 2**-53."""
    return _high(_bits(keys[purpose], borrower), 11) * _UNIT


@rule
def happens(keys: Keys, purpose: int, borrower: int, chance: float) -> bool:
    """Draw whether something of this chance happens; never at 0, where nothing needs to be drawn, always at 1."""
    return chance > 0.0 and uniform(keys, purpose, borrower) < chance


@rule
def normal_pair(keys: Keys, purpose: int, borrower: int) -> tuple[float, float]:
    """Draw two independent standard normals (Box and Muller 1958) from the halves of one 64-bit draw."""
    bits = _bits(keys[purpose], borrower)
    radius = math.sqrt(-2.0 * log((_high(bits, 32) + 0.5) * _HALF_UNIT))
    turns = _low32(bits) * _HALF_UNIT
    return radius * cos_of_turn(turns), radius * sin_of_turn(turns)
