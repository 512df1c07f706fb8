"""What the codes of the records stand for; 0 stands for nothing, where nothing is possible."""

from tightrope.scenarios.books.columns import Segment
from tightrope.scenarios.engine.records import Code

__all__ = [
    "Action", "Agreement", "Answer", "Cause", "Contact", "Cut", "Departure", "Failure", "FreezeReason", "LadderStage",
    "PaylaterHabit", "Queue", "RaiseChannel", "Remedy", "Segment", "Status",
]  # fmt: skip


class Status(Code):
    """What a place on the book holds."""

    VACANT = 0
    ACTIVE = 1
    WRITTEN_OFF = 2


class PaylaterHabit(Code):
    """What a borrower makes of paylater for now: leaves it alone, clears each bill, or carries a balance over."""

    REST = 0
    FULL = 1
    REVOLVE = 2


class FreezeReason(Code):
    """Why a cash loan line is frozen."""

    NONE = 0
    DELINQUENCY = 1
    LINKAGE = 2
    MACRO = 3
    GUIDANCE = 4
    REGULATION = 5
    RISK = 6
    MULTI_PLATFORM = 7, "multi-platform"
    IDENTITY = 8
    UPGRADE = 9
    ARBITRAGE = 10


class Remedy(Code):
    """What a borrower does about a frozen line."""

    NONE = 0
    MENDING = 1
    GAVE_UP = 2


class RaiseChannel(Code):
    """How a lump-sum raise came about."""

    NONE = 0
    WELCOME = 1
    RECORD = 2
    CAMPAIGN = 3
    APPLICATION = 4


class Cut(Code):
    """How limits were cut."""

    NONE = 0
    UNANNOUNCED = 1
    ANNOUNCED = 2


class Queue(Code):
    """Where a case may wait: three kinds of cases at the service desk, and collections by stage and risk tier."""

    NONE = 0
    VERIFICATION = 1
    RESTORATION = 2
    APPEAL = 3
    CALLS_HIGH = 4
    CALLS_LOW = 5
    AGENCY_HIGH = 6
    AGENCY_LOW = 7
    LEGAL_HIGH = 8
    LEGAL_LOW = 9


class Contact(Code):
    """Whether a debtor talks to the platform."""

    NOT_LATE = 0
    SILENT = 1
    IN_CONTACT = 2


class LadderStage(Code):
    """How hard collections work on a case."""

    NONE = 0
    MESSAGE = 1
    CALL = 2
    AGENCY = 3
    LEGAL = 4


class Answer(Code):
    """What the desk says to an appeal."""

    NONE = 0
    GRANTED = 1
    REFUSED = 2
    PHRASES = 3


class Agreement(Code):
    """What a debtor and the platform agree on."""

    NONE = 0
    PLAN = 1
    SETTLEMENT = 2


class Failure(Code):
    """Why a payment fails; from ``OUTAGE`` on it is the platform's own doing."""

    NONE = 0
    LOCKED = 1
    OUTAGE = 2
    RULE_CHANGE = 3


class Cause(Code):
    """Why a due is missed, or arrears stay until default.

    Of a default, ``SHORT`` says that in three months the money for the arrears was never there, and ``FORGOT`` that it
    was there once and nothing else kept the borrower from paying.
    """

    NONE = 0
    FORGOT = 1
    FAILED = 2, "payment failed"
    LATE_WAGES = 3, "wages late"
    SHORT = 4, "short of cash"
    HELD_OUT = 5, "holding out"


class Action(Code):
    """What the platform does to borrowers and some can be exempt from; a freeze is one that it need not make."""

    NONE = 0
    FREEZE = 1
    CUT = 2
    WITHHELD = 3
    LINKAGE = 4
    LOCK = 5


class Departure(Code):
    """How a place becomes vacant: its holder left, or the pursuit of a written-off debt is over."""

    NONE = 0
    LEFT = 1
    RECOVERY_OVER = 2
