"""Single parameters given beside a scenario, as in ``--set key=value``."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import ValidationError

from tightrope.scenarios.disk.caps import MOST_WORD
from tightrope.scenarios.errors import InputError, nearest_or_all, shown, suggestion
from tightrope.scenarios.files.complaints import complaints
from tightrope.scenarios.parameters.others import OWN_NUMBERS, OtherLender
from tightrope.scenarios.parameters.table import Parameters, declaration, declared, section_of

__all__ = ["apart", "number_named", "overridden", "parameter_named", "parse_set", "replaced", "with_own_numbers"]


def parameter_named(name: str, *others: str) -> str:
    """Return the bare name of a parameter given bare or as ``table.name``; InputError if there is none.

    ``others`` are names beside the parameters' that may have been meant.
    """
    table, _, bare = name.rpartition(".")
    home = section_of().get(bare)
    if home is None:
        raise InputError(f"unknown parameter '{shown(name)}'", partial(suggestion, bare, (*others, *declared())))
    if table not in ("", home):
        raise InputError(f"unknown parameter '{shown(name)}': '{bare}' belongs to [{home}], write {home}.{bare}")
    return bare


def number_named(name: str, *others: str) -> str:
    """Return what ``parameter_named`` does, and a lender's own number, ``LENDER.parameter``, as it is.

    Whether there is such a lender each scenario tells.
    """
    lender, _, bare = name.rpartition(".")
    if bare in OWN_NUMBERS and lender and lender not in Parameters.model_fields:
        return name
    return parameter_named(name, *others)


def parse_set(text: str) -> tuple[str, float | int | str]:
    """Return the parameter and the value of ``key=value``; an InputError where it cannot be one."""
    key, equals, given = (part.strip() for part in text.partition("="))
    if not equals or not key or not given:
        raise InputError(f"'{shown(text)}' is not of the form key=value, as in cashloan_apr=0.12")
    name = number_named(key)
    return name, _number_or_text(name, given)


def _number_or_text(name: str, given: str) -> float | int | str:
    """Return what is given for a parameter as a number where it takes and is one."""
    for number in (int, float):
        if declaration(name).annotation in (int, float) and len(given) <= MOST_WORD:
            try:
                return number(given)
            except ValueError:
                continue
    return given


def apart(
    values: Mapping[str, object], lenders: Sequence[str]
) -> tuple[dict[str, dict[str, object]], dict[str, object]]:
    """Return what is given for lenders, as ``LENDER.parameter``, by lender, and what is given for everybody.

    InputError for the number of a lender who is not there.
    """
    own: dict[str, dict[str, object]] = {name: {} for name in lenders}
    usual: dict[str, object] = {}
    for key, value in values.items():
        name, _, bare = number_named(key).rpartition(".")
        if not name:
            usual[bare] = value
        elif name in own:
            own[name][bare] = value
        else:
            says = f"unknown parameter '{shown(key)}': no other lender is called '{shown(name)}'"
            raise InputError(says, partial(_who_is_named, name, bare, list(own)))
    return own, usual


def with_own_numbers(
    lenders: tuple[OtherLender, ...], own: Mapping[str, Mapping[str, object]]
) -> tuple[OtherLender, ...]:
    """Return the other lenders with the numbers given for each; an InputError lists all that is wrong with one."""
    changed = []
    for each in lenders:
        if not own[each.name]:
            changed.append(each)
            continue
        try:
            changed.append(type(each).model_validate({**each.model_dump(), **own[each.name]}, strict=True))
        except ValidationError as error:
            raise InputError("\n".join(map(str, complaints(error, each.name)))) from None
    return tuple(changed)


def _who_is_named(name: str, bare: str, lenders: list[str]) -> str:
    """Return the nearest lender or all of them, to stand at a message's end, or where all have their number."""
    return nearest_or_all(name, lenders) if lenders else f"; none is named, write {section_of()[bare]}.{bare}"


def overridden(parameters: Parameters, values: Mapping[str, object]) -> Parameters:
    """Return the parameters with some values replaced, checked; an InputError lists all that is wrong."""
    try:
        return replaced(parameters, values)
    except ValidationError as error:
        raise InputError("\n".join(map(str, complaints(error)))) from None


def replaced(parameters: Parameters, values: Mapping[str, object]) -> Parameters:
    """Return the parameters with some values replaced; InputError for a name, pydantic's error for a value."""
    tables: dict[str, dict[str, Any]] = parameters.model_dump()
    for key, value in values.items():
        name = parameter_named(key)
        tables[section_of()[name]][name] = value
    return Parameters.model_validate(tables, strict=True)
