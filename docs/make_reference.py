"""Write the reference tables of ODD.md from the declarations in the code: ``python docs/make_reference.py``.

A table stands between two comments, ``<!-- table: NAME -->`` and ``<!-- end of table -->``; what lies between them is
replaced, all else is left as it is.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast, get_args

from pydantic.fields import FieldInfo

from tightrope.agents.borrower import Borrower
from tightrope.scenarios.engine.records import fields_of
from tightrope.scenarios.parameters.meaning import bounds, number_in_words
from tightrope.scenarios.parameters.table import Parameters, declared, section_of

ODD = Path(__file__).resolve().parents[1] / "ODD.md"
MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def parameters() -> str:
    """Return every parameter, table by table of a scenario file."""
    parts = []
    for section, home in Parameters.model_fields.items():
        about = " ".join((home.annotation.__doc__ or "").split()) if home.annotation else ""
        rows = [_parameter(name, declared()[name]) for name, place in section_of().items() if place == section]
        heading = ("parameter", "default", "unit", "range", "source", "meaning")
        parts.append(f"**`[{section}]`** {about}\n\n{table(heading, rows)}")
    return "\n\n".join(parts)


def _parameter(name: str, field: FieldInfo) -> tuple[str, ...]:
    low, high = bounds(field)
    if low is None or high is None:
        choices = ", ".join(f"`{choice}`" for choice in get_args(field.annotation))
        return f"`{name}`", f"`{field.default}`" if field.default else "", "", choices, "", field.description or ""
    notes = cast("dict[str, str]", field.json_schema_extra)
    reach = f"{number_in_words(low)} to {number_in_words(high)}"
    default = number_in_words(field.default)
    return f"`{name}`", default, notes["unit"], reach, notes["source"], field.description or ""


def borrower() -> str:
    """Return every field of the borrower's record."""
    rows = [(f"`{field.name}`", field.unit, field.definition) for field in fields_of(Borrower)]
    return table(("field", "unit", "meaning"), rows)


def table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', '\\|') for cell in line)} |" for line in lines)


TABLES: dict[str, Callable[[], str]] = {"parameters": parameters, "borrower": borrower}


def updated(text: str) -> str:
    """Return the text with every marked table made anew; KeyError for a table that nobody makes."""
    return MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", text)


if __name__ == "__main__":
    ODD.write_text(updated(ODD.read_text(encoding="utf-8")), encoding="utf-8")
