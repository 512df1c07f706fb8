"""What an event does, in words made from the declarations."""

import math
import re
from typing import Any

from tightrope.scenarios.files.events import Event
from tightrope.scenarios.parameters.meaning import decimals_of, number_in_words
from tightrope.scenarios.parameters.table import declared

__all__ = ["says"]


def _measure(unit: str, subject: str) -> tuple[float, str, str]:
    """Return for a unit: the factor for values, the sign behind each number, the words behind the last one.

    Words that the sentence's subject has said already are left out.
    """
    if unit.startswith("1/year"):
        rest = unit.removeprefix("1/year").lstrip(", ")
        year = "" if "yearly" in subject else " a year"
        return 100, " %", year + ("" if rest in subject else f" ({rest})")
    if unit.startswith(("share", "relative rise")):
        return 100, " %", "" if unit == "share" else f" ({unit})"
    if unit.startswith(("yuan", "months", "points")):
        return 1, "", "" if unit in subject else f" {unit}"
    if unit in ("x", "1"):
        return 1, "", " times" if unit == "x" else ""
    return 1, "", f" ({unit})".replace("0-1", "0 to 1").replace("(1/", "(per ")


def _verb(before: float, after: float, subject: str, *, jumps: bool) -> str:
    """Return the verb of a change, in the plural where the subject's first word is one."""
    up = after > before
    if jumps:
        verb, ending, rest = "jump" if up else "drop", "s", ""
    elif " rises" in subject or " falls" in subject:
        verb, ending, rest = "go", "es", " up" if up else " down"
    else:
        verb, ending, rest = "rise" if up else "fall", "s", ""
    first = subject.split()[0]
    plural = first.endswith("s") and not first.endswith("ss")
    return verb + ("" if plural else ending) + rest


def _change(name: str, before: float, after: float, *, jumps: bool) -> str:
    """Return one parameter's change as a clause; its subject is the description up to the first stop.

    For example: the chance that an employed borrower loses the job within a month rises from 1.1 % to 2.0 %
    (share of employed a month).
    """
    described = " ".join((declared()[name].description or name).split())
    subject = re.split(r"[:;(]|\.$|\. ", described)[0].strip()
    subject = subject[0].lower() + subject[1:]
    extra: Any = declared()[name].json_schema_extra
    scale, sign, rest = _measure(extra["unit"], subject)
    before, after = before * scale, after * scale
    decimals = decimals_of(before, after)
    first, last = (number_in_words(value, decimals) + sign for value in (before, after))
    rest = rest.replace(" months", " month", 1) if last == "1" else rest
    article = "" if subject.startswith(("how ", "the ", "what ")) else "the "
    comma = "," if "," in subject else ""
    if math.isclose(before, after, rel_tol=1e-9, abs_tol=1e-12):
        return f"{article}{subject}{comma} is kept at {last}{rest}"
    verb = _verb(before, after, subject, jumps=jumps)
    return f"{article}{subject}{comma} {verb} from {first} to {last}{rest}"


def _when(event: Event) -> str:
    if event.shape == "step":
        return f"From month {event.month}"
    if event.shape == "decay":
        return f"In month {event.month}"
    last = event.month + event.months - 1
    if last == event.month:
        return f"In month {event.month} alone" if event.shape == "pulse" else f"From month {event.month}"
    if event.shape == "pulse":
        return f"In months {event.month} to {last}"
    return f"From month {event.month}, over {event.months} months"


def _afterwards(event: Event) -> str:
    if event.shape == "pulse":
        return "; then this is over"
    if event.shape == "decay":
        every = "month" if event.months == 1 else f"{event.months} months"
        return f"; of this, half is left after every {every}"
    return ""


def says(event: Event, moves: dict[str, tuple[float, float]]) -> str:
    """Return in plain English what an event does.

    Args:
        event: the event.
        moves: for each parameter, its value in the event's first month without it, and what it moves to.
    """
    changes = "; ".join(
        _change(name, before, after, jumps=event.shape == "decay") for name, (before, after) in moves.items()
    )
    why = " ".join(event.why.split())
    whose = f", at {event.lender} alone" if event.lender else ""
    return f"{_when(event)}{whose}: {changes}{_afterwards(event)}." + (f" {why}" if why else "")
