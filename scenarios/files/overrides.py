"""Single parameters given beside a scenario, as in ``--set key=value``."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import ValidationError

from tightrope.scenarios.disk.caps import MOST_WORD
from tightrope.scenarios.errors import InputError, shown, suggestion
from tightrope.scenarios.files.complaints import complaints
from tightrope.scenarios.parameters.table import Parameters, declared, section_of

__all__ = ["overridden", "parameter_named", "parse_set", "replaced"]


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


def parse_set(text: str) -> tuple[str, float | int | str]:
    """Return the parameter and the value of ``key=value``; an InputError where it cannot be one."""
    key, equals, given = (part.strip() for part in text.partition("="))
    if not equals or not key or not given:
        raise InputError(f"'{shown(text)}' is not of the form key=value, as in cashloan_apr=0.12")
    name = parameter_named(key)
    for number in (int, float):
        if declared()[name].annotation in (int, float) and len(given) <= MOST_WORD:
            try:
                return name, number(given)
            except ValueError:
                continue
    return name, given


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
