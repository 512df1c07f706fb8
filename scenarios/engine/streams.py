"""Keyed draws: every random number is a pure function of (seed, borrower id, month, purpose).

Each (seed, month, purpose) has a 64-bit key, made once a month; a borrower's draw mixes its id with that key. The mixer
is the SplitMix64 finaliser (Steele, Lea and Flood 2014), applied to a Weyl step of the id, so a draw costs about ten
machine operations, needs no state and does not depend on threads, chunks or the order of borrowers. Two runs
that differ in policy alone meet the same fate of nature.

Vector units without a product of 64 bits put three of 32 in its place. That costs nothing to speak of, as they are done
while other things are waited for: a mixer of 32 bits made a pass 8 % shorter, and a month 0 to 2 % faster.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import cos_of_turn, log, sin_of_turn

__all__ = ["PURPOSES", "Keys", "Word", "happens", "month_keys", "normal_pair", "uniform", "uniforms"]

type Keys = NDArray[np.uint64]
type Word = int
"""64 bits without a sign; what a product has above them is cut off."""

PURPOSES = 120
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
    REFINANCE,
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
    HOLD_OUT,
    PATIENCE,
    # who arrives, once more
    ARRIVE_SHOCK,
    ARRIVE_SPELL,
    # what befalls incomes, once more
    FURLOUGH,
    # other lenders and traits, once more
    RENEWAL,
    LOAN_ENDS,
    ARRIVE_BIAS,
    IMPROVIDENT,
    # who goes to another lender
    TAKEN_OVER,
    # what people learn
    EDUCATION,
    TEACHING,
    # what businesses do with credit
    VENTURE,
    # choices of borrowers, once more
    HABIT,
    PREPAY_PART,
    # who moves house
    MOVE,
    # plans and what comes after a write-off, once more
    MEANS,
    JUDGEMENT,
    UNSETTLED,
    # faults of the platform, once more
    RESTORE_FAULT,
    # choices among lenders
    COMPARE,
    PURCHASE_ELSEWHERE,
    # what a programme does for those in need
    DEFERRAL,
    # the open line on the due date
    LINE_AT_DUE,
    # what a starting book has behind it
    ARRIVE_SCARRED,
    ARRIVE_SCAR,
    ARRIVE_SHORT,
    # who arrives, once more
    ARRIVE_STRAINED,
    ARRIVE_STRAINED_SIZE,
    # what the score does not see
    MISJUDGED,
    # choices among other lenders, where there are several
    LIKING,
    SECOND_LENDER,
    BY_HAND,
    FIRST_CREDITOR,
    # bonuses
    BONUS_MONTH,
    BONUS,
) = range(PURPOSES)
LASTING = (
    *(UPGRADE, CYCLER, LINKAGE, REPORTED, HOLD_OUT, PATIENCE, MEANS, DEFERRAL, MISJUDGED, LIKING, BY_HAND),
    *(FIRST_CREDITOR, BONUS_MONTH),
)
"""Purposes whose number a borrower keeps for good."""

_MASK = 0xFFFF_FFFF_FFFF_FFFF
_WEYL = 0x9E37_79B9_7F4A_7C15
_FIRST = 0xBF58_476D_1CE4_E5B9
_SECOND = 0x94D0_49BB_1331_11EB
_UNIT, _HALF_UNIT = 2.0**-53, 2.0**-32
_LOW = 0xFFFF_FFFF
"""The lower half of a word."""


@rule
def mixed(start: Word) -> Word:
    """Stir the bits of a word until each depends on all."""
    once: Word = ((start ^ (start >> 30)) * _FIRST) & _MASK
    twice: Word = ((once ^ (once >> 27)) * _SECOND) & _MASK
    return twice ^ (twice >> 31)


@rule
def drawn(keys: Keys, purpose: int, borrower: int) -> Word:
    """Draw 64 bits."""
    key: Word = int(keys[purpose])
    return mixed((((borrower + 1) * _WEYL) & _MASK) ^ key)


def month_keys(seed: int, month: int) -> Keys:
    """Return the keys of one month, one for each purpose, shape (PURPOSES,)."""
    start = mixed((seed * _WEYL + 1) & _MASK)
    of_month, for_good = (mixed((start ^ (when * _SECOND)) & _MASK) for when in (month, 0))
    starts = [for_good if purpose in LASTING else of_month for purpose in range(PURPOSES)]
    return np.array([mixed((s + (purpose + 1) * _WEYL) & _MASK) for purpose, s in enumerate(starts)], np.uint64)


@rule
def uniform(keys: Keys, purpose: int, borrower: int) -> float:
    """Draw from [0, 1), on a grid of 2**-53."""
    return float(drawn(keys, purpose, borrower) >> 11) * _UNIT


def uniforms(keys: Keys, purpose: int, first: int, last: int) -> NDArray[np.float64]:
    """Draw what ``uniform`` does for each of borrowers ``first`` to ``last - 1``, shape (last - first,)."""
    steps = np.arange(first + 1, last + 1, dtype=np.uint64)
    words: NDArray[np.uint64] = (steps * np.uint64(_WEYL)) ^ keys[purpose]
    words ^= words >> np.uint64(30)
    words *= np.uint64(_FIRST)
    words ^= words >> np.uint64(27)
    words *= np.uint64(_SECOND)
    words ^= words >> np.uint64(31)
    return (words >> np.uint64(11)).astype(np.float64) * _UNIT


@rule
def happens(keys: Keys, purpose: int, borrower: int, chance: float) -> bool:
    """Draw whether something of this chance happens; never at 0, where nothing needs to be drawn, always at 1."""
    return chance > 0.0 and uniform(keys, purpose, borrower) < chance


@rule
def normal_pair(keys: Keys, purpose: int, borrower: int) -> tuple[float, float]:
    """Draw two independent standard normals (Box and Muller 1958) from the halves of one 64-bit draw."""
    bits: Word = drawn(keys, purpose, borrower)
    radius = math.sqrt(-2.0 * log((float(bits >> 32) + 0.5) * _HALF_UNIT))
    turns = float(bits & _LOW) * _HALF_UNIT
    return radius * cos_of_turn(turns), radius * sin_of_turn(turns)
