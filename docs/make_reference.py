"""Write the reference tables of ODD.md from the declarations in the code: ``python docs/make_reference.py``.

A table stands between two comments, ``<!-- table: NAME -->`` and ``<!-- end of table -->``; what lies between them is
replaced, all else is left as it is.
"""

import ast
import inspect
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast, get_args

from pydantic.fields import FieldInfo

from tightrope.agents.borrower import Borrower
from tightrope.model.engine import life, month
from tightrope.model.engine.schedule import STAGES, WRITTEN_OFF, Stage
from tightrope.scenarios.engine.records import fields_of
from tightrope.scenarios.parameters.meaning import bounds, number_in_words, plausible_of, span_in_words
from tightrope.scenarios.parameters.table import Parameters, declared, section_of

ODD = Path(__file__).resolve().parents[1] / "ODD.md"
MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def parameters() -> str:
    """Return every parameter, table by table of a scenario file."""
    parts = []
    for section, home in Parameters.model_fields.items():
        about = " ".join((home.annotation.__doc__ or "").split()) if home.annotation else ""
        rows = [_parameter(name, declared()[name]) for name, place in section_of().items() if place == section]
        heading = ("parameter", "default", "unit", "range", "source", "plausible", "meaning")
        parts.append(f"**`[{section}]`** {about}\n\n{table(heading, rows)}")
    return "\n\n".join(parts)


def _parameter(name: str, field: FieldInfo) -> tuple[str, ...]:
    low, high = bounds(field)
    if low is None or high is None:
        choices = ", ".join(f"`{choice}`" for choice in get_args(field.annotation))
        return f"`{name}`", f"`{field.default}`" if field.default else "", "", choices, "", "", field.description or ""
    notes = cast("dict[str, str]", field.json_schema_extra)
    default, reach, likely = number_in_words(field.default), span_in_words(low, high), plausible_of(field)
    plausible = f"{span_in_words(likely.low, likely.high)}; {likely.why}" if likely else ""
    return f"`{name}`", default, notes["unit"], reach, notes["source"], plausible, field.description or ""


def borrower() -> str:
    """Return every field of the borrower's record."""
    rows = [(f"`{field.name}`", field.unit, field.definition) for field in fields_of(Borrower)]
    return table(("field", "unit", "meaning"), rows)


def table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', '\\|') for cell in line)} |" for line in lines)


def rules_of(part: Callable[..., object]) -> list[Callable[..., object]]:
    """Return the rules that a part of the month calls, in the order in which they stand; a rule returns itself."""
    made = getattr(part, "py_func", part)
    if made.__module__ not in (life.__name__, month.__name__):
        return [made]
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(made))) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    called = [made.__globals__.get(call.func.id) for call in calls if isinstance(call.func, ast.Name)]
    ours = [each for each in called if _room(each) in ("agents", "model.engine")]
    return list(dict.fromkeys(rule for each in ours for rule in rules_of(each)))


def _room(called: object) -> str:
    """Return the room of a rule, with its sub-package; empty for what is none."""
    _, *room, _ = getattr(getattr(called, "py_func", called), "__module__", "..").split(".")
    return ".".join(room) if callable(called) else ""


def schedule() -> str:
    """Return the stages of the month, with the rules that each calls."""
    stages = [(str(number), stage) for number, stage in enumerate(STAGES, 1)]
    rows = [_stage(number, stage) for number, stage in (*stages, ("", WRITTEN_OFF))]
    return table(("stage", "what happens", "rules, in order of call", "where"), rows)


def _stage(number: str, stage: Stage) -> tuple[str, ...]:
    rules = list(dict.fromkeys(rule for part in stage.parts for rule in rules_of(part)))
    files = dict.fromkeys(rule.__module__.removeprefix("tightrope.").replace(".", "/") for rule in rules)
    names = ", ".join(f"`{rule.__qualname__}`" for rule in rules)
    return number, stage.what, names, ", ".join(f"[{file.split('/')[-1]}]({file}.py)" for file in files)


TABLES: dict[str, Callable[[], str]] = {"parameters": parameters, "borrower": borrower, "schedule": schedule}


def updated(text: str) -> str:
    """Return the text with every marked table made anew; KeyError for a table that nobody makes."""
    return MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", text)


if __name__ == "__main__":
    ODD.write_text(updated(ODD.read_text(encoding="utf-8")), encoding="utf-8")
