"""From what a sweep file says of a parameter that varies to the factor of the design."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

import numpy as np
from pydantic import ValidationError

from tightrope.scenarios.disk.caps import MOST_LEVELS
from tightrope.scenarios.errors import suggestion
from tightrope.scenarios.files.complaints import Complaint, Where, complaints, in_words
from tightrope.scenarios.files.overrides import number_named
from tightrope.scenarios.parameters.lender import SCORE_WEIGHTS
from tightrope.scenarios.parameters.meaning import meaning, number_in_words
from tightrope.scenarios.parameters.table import Parameters, declaration, declared
from tightrope.sweeps.plan.factors import STRENGTH, Factor
from tightrope.sweeps.plan.problems import RefusedError
from tightrope.sweeps.plan.ranges import allowed_range, ends_of
from tightrope.sweeps.plan.schema import SWEEP_WORDS, Range

__all__ = ["CALIBRATION", "SEARCH", "entries", "factor_named", "is_whole", "read_factor", "unit_of", "wrong_with"]

SEARCH, CALIBRATION = "a search", "a calibration"
"""What reads the range, where that is no design of a kind."""


def entries(table: Mapping[str, Any], *inside: str) -> Iterator[tuple[Where, str, Any]]:
    """Return the place, the name and the value of all that a table says of parameters.

    ``limits.cut_depth`` and ``bank.outside_approval`` as keys of TOML are tables within the table: they are named as
    they are written.
    """
    for key, value in table.items():
        if isinstance(value, dict) and (key in Parameters.model_fields or _of_a_lender(key, value)):
            for name, inner in value.items():
                yield (*inside, key, name), f"{key}.{name}", inner
        else:
            yield (*inside, key), key, value


def _of_a_lender(key: str, table: dict[str, Any]) -> bool:
    """Tell whether a table holds one lender's own numbers, and is no parameter's range."""
    return bool(table) and key not in (*declared(), STRENGTH) and not table.keys() & Range.model_fields.keys()


def factor_named(name: str) -> str:
    """Return the name of what may vary: bare, or ``LENDER.parameter``; InputError where there is none of this name."""
    return name if name == STRENGTH else number_named(name, STRENGTH)


def unit_of(name: str) -> str:
    """Return the unit of what may vary."""
    if name == STRENGTH:
        return "x"
    extra = declaration(name).json_schema_extra
    return str(extra["unit"]) if isinstance(extra, dict) else "text"


def is_whole(name: str) -> bool:
    """Tell whether what may vary takes whole numbers alone."""
    return name != STRENGTH and declaration(name).annotation is int


def wrong_with(name: str, value: object) -> str:
    """Say why a value cannot be one of what may vary; empty where it can."""
    if unit_of(name) == "text":
        if not isinstance(value, str):
            return f"must be text in quotes, got {in_words(value)}"
        texts = [text for text in get_args(declaration(name).annotation) if isinstance(text, str)]
        if texts and value not in texts:
            return f"must be one of {', '.join(texts)}, got {in_words(value)}{suggestion(value, texts)}"
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"must be a number, got {in_words(value)}"
    low, high = allowed_range(name)
    if not low <= value <= high:
        return f"must be between {number_in_words(low)} and {number_in_words(high)}, got {in_words(value)}"
    if is_whole(name) and value != int(value):
        return f"must be a whole number, got {in_words(value)}"
    return ""


def read_factor(where: Where, name: str, given: Any, kind: str) -> Factor:
    """Return the factor of a ``name`` from its range or its list; RefusedError where there is none."""
    hint = "" if name == STRENGTH else meaning(declaration(name))
    says = _Says(where, hint)
    if name in SCORE_WEIGHTS:
        raise says.no(_no_weight_alone(kind))
    if isinstance(given, list):
        return _of_list(name, given, says)
    if not isinstance(given, dict):
        raise says.no(f"must be a table, such as {{}} or {{ low = .., high = .. }}, or a list, got {in_words(given)}")
    if unit_of(name) == "text" or is_whole(name):
        what, example = ("whole numbers", "[4, 6, 8]") if is_whole(name) else ("texts", '["small-world", "none"]')
        raise says.no(f"{what} have no range: list those to take, as in {example}")
    try:
        span = Range.model_validate(given, strict=True)
    except ValidationError as error:
        raise RefusedError(*complaints(error, *map(str, where), about=SWEEP_WORDS)) from None
    return _of_range(name, span, says, kind)


def _no_weight_alone(kind: str) -> str:
    way = (
        f"{kind} has to leave them as they are, or as [values] sets all four"
        if kind in (SEARCH, CALIBRATION)
        else 'list points that hold all four, as columns of a CSV file for a design of kind "list"'
    )
    return f"the four weights of the score add up to 1, so none can move without the others: {way}"


class _Says:
    """How a factor is complained about."""

    def __init__(self, where: Where, hint: str) -> None:
        self.where, self.hint = where, hint

    def no(self, says: str, *inside: str | int) -> RefusedError:
        return RefusedError(Complaint((*self.where, *inside), f"{SWEEP_WORDS.label(self.where)}: {says}", self.hint))


def _of_list(name: str, given: list[Any], says: _Says) -> Factor:
    if len(given) < 2:
        raise says.no("a list needs two values or more; what has one value in every run stands under [values]")
    if len(given) > MOST_LEVELS:
        raise says.no(f"a list has {MOST_LEVELS:,} values at most, this one has {len(given):,}")
    seen: set[object] = set()
    for place, value in enumerate(given):
        if wrong := wrong_with(name, value):
            raise says.no(wrong, place)
        if value in seen:
            raise says.no(f"{in_words(value)} stands twice in the list", place)
        seen.add(value)
    if unit_of(name) == "text":
        levels = tuple(map(float, range(len(given))))
        return Factor(name, "text", levels[0], levels[-1], levels, texts=tuple(given))
    levels = tuple(map(float, given))
    return Factor(name, unit_of(name), min(levels), max(levels), levels, whole=is_whole(name))


def _of_range(name: str, span: Range, says: _Says, kind: str) -> Factor:
    for end, value in (("low", span.low), ("high", span.high)):
        if value is not None and (wrong := wrong_with(name, value)):
            raise says.no(wrong, end)
    if span.full and span.low is not None and span.high is not None:
        raise says.no("low and high are both given, so full = true has nothing to complete: leave it out", "full")
    low, high, origin = ends_of(name, span)
    if not low < high:
        both_known = span.full or None not in (span.low, span.high)
        more = "" if both_known else "; the end that is not given is the plausible one: give it, or full = true"
        raise says.no(f"low must be below high, got {low:g} and {high:g}{more}")
    log = span.scale == "log"
    if log and low <= 0:
        raise says.no(f"a log scale needs a low end above 0, got {low:g}", "scale")
    if kind != "grid" and span.levels is not None:
        raise says.no(f"levels are for a grid; {kind} draws from the whole range", "levels")
    if kind == "grid" and span.levels is None:
        raise says.no("a grid needs to know the values: give levels = 5, say, or a list of them")
    spaced = np.geomspace if log else np.linspace
    levels = () if span.levels is None else tuple(np.clip(spaced(low, high, span.levels), low, high).tolist())
    return Factor(name, unit_of(name), low, high, levels, log=log, origin=origin)
