"""Write what ODD.md and its pages take from the code: ``python docs/make_reference.py``.

Tables are made from declarations, submodels from the docstrings above the rules. Each stands between two comments,
``<!-- table: NAME -->`` and ``<!-- end of table -->``; what lies between them is replaced, all else is left as it is.
"""

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import cast, get_args

from pydantic.fields import FieldInfo

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.analysis.facts.history import read_history, releases
from tightrope.model.engine import life, month
from tightrope.model.engine.schedule import STAGES, WRITTEN_OFF, Stage
from tightrope.scenarios.engine.records import Record, fields_of
from tightrope.scenarios.parameters.meaning import bounds, number_in_words, plausible_of, span_in_words
from tightrope.scenarios.parameters.table import Parameters, declared, section_of

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    ROOT / "ODD.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("submodels", "parameters", "records", "validation")),
)
MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end of table -->)", re.DOTALL)


def parameters() -> str:
    """Return every parameter, under the tables of a scenario file."""
    parts = []
    for section, home in Parameters.model_fields.items():
        about = " ".join((home.annotation.__doc__ or "").split()) if home.annotation else ""
        rows = [_parameter(name, declared()[name]) for name, place in section_of().items() if place == section]
        heading = ("parameter", "default", "unit", "range", "source", "plausible", "meaning")
        parts.append(f"## {section}\n\n{about}\n\n{table(heading, rows)}")
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


def record(declared_in: type[Record]) -> Callable[[], str]:
    """Return what makes the table of a record's fields."""

    def fields() -> str:
        rows = [(f"`{field.name}`", field.unit, field.definition) for field in fields_of(declared_in)]
        return table(("field", "unit", "meaning"), rows)

    return fields


def table(heading: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [heading, ("---",) * len(heading), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()).replace('|', '\\|') for cell in line)} |" for line in lines)


def rules_of(part: Callable[..., object]) -> list[Callable[..., object]]:
    """Return the rules that a part of the month calls, in the order in which they stand; a rule returns itself."""
    if part.__module__ not in (life.__name__, month.__name__):
        return [part]
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(part))) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    called = [vars(inspect.getmodule(part)).get(call.func.id) for call in calls if isinstance(call.func, ast.Name)]
    ours = [each for each in called if _room(each) in ("agents", "model.engine")]
    return list(dict.fromkeys(rule for each in ours for rule in rules_of(each)))


def _room(called: object) -> str:
    """Return the room of a rule, with its sub-package; empty for what is none."""
    _, *room, _ = getattr(called, "__module__", "..").split(".")
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


SUBMODELS = {
    "Economy and platform": ("market", "stance", "lender", "heeding", "treasury", "rivals"),
    "Income, spending, credit": (
        "working",
        "earning",
        "bonus",
        "spending",
        "lines",
        "charging",
        "money",
        "paylater",
        "borrowing",
        "elsewhere",
        "choosing",
        "refinancing",
        "approving",
        "fringe",
        "pricing",
        "blacklisting",
        "venturing",
        "selling",
        "suspecting",
    ),
    "The due date and the thirty days": (
        "repaying",
        "failing",
        "contact",
        "collecting",
        "queueing",
        "helping",
        "forbearance",
        "deferring",
        "ageing",
        "writing_off",
        "enforcing",
    ),
    "Score, limits, freezes": ("scoring", "limiting", "raising", "freezing", "exempting"),
    "The service desk": ("service", "locking", "appealing"),
    "Trust, and what borrowers do": ("trusting", "remedies", "learning"),
    "Who takes a place": ("arriving", "endowing", "circumstances", "past", "persons"),
}
"""The files that hold submodels, about in the order of the month."""
FORMULA = re.compile(r"^Formula:\n((?:    .*\n?)+)", re.MULTILINE)
"""The formulas of a docstring, indented under their heading."""


def home_of(name: str) -> ModuleType:
    """Return the module of a file with submodels."""
    return import_module("tightrope.model.engine.market" if name == "market" else f"tightrope.agents.{name}")


def files() -> str:
    """Return the files of the submodels, with the first sentence of each."""
    rows = [
        (
            title if name == names[0] else "",
            f"[{name}](docs/submodels.md#{name})",
            _described(home_of(name)).split("\n\n")[0],
        )
        for title, names in SUBMODELS.items()
        for name in names
    ]
    return table(("", "file", "what"), rows)


def submodels() -> str:
    """Return every rule by file, in the words and formulas of its docstring."""
    parts = []
    for title, names in SUBMODELS.items():
        parts.append(f"## {title}")
        for name in names:
            module = home_of(name)
            file = f"{module.__name__.removeprefix('tightrope.').replace('.', '/')}.py"
            parts.append(f"### {name}\n\n[{file}](../{file})\n\n{_described(module)}")
            parts += [f"#### {made.__qualname__}\n\n{_described(made)}" for made in described(module)]
    return "\n\n".join(parts)


def made_in(module: ModuleType) -> Iterator[Callable[..., object]]:
    """Yield the functions that a module makes, in their order, methods included."""
    for thing in vars(module).values():
        ours = inspect.isclass(thing) and thing.__module__ == module.__name__
        for each in vars(thing).values() if ours else (thing,):
            if inspect.isfunction(each) and each.__module__ == module.__name__:
                yield each


def formulas(made: object) -> str:
    """Return the formulas of a docstring."""
    return "\n".join(FORMULA.findall(inspect.getdoc(made) or ""))


def described(module: ModuleType) -> list[Callable[..., object]]:
    """Return the functions that have a place on the page: all that are public, and all with a formula."""
    public = getattr(module, "__all__", ())
    return [made for made in made_in(module) if made.__qualname__ in public or formulas(made)]


def _described(thing: object) -> str:
    """Return a docstring in Markdown, formulas as they stand."""
    text = (inspect.getdoc(thing) or "").replace("``", "`")
    return FORMULA.sub(lambda found: f"```\n{dedent(found[1]).strip()}\n```\n", text).strip()


def verdicts() -> str:
    """Return how many facts each release met, and what changed."""
    rows = [
        (each.release, each.book, f"{each.met} of {each.seen}", ", ".join(each.gained), ", ".join(each.lost))
        for each in releases(read_history())
    ]
    return table(("release", "book", "facts met", "met now, missed before", "missed now, met before"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "parameters": parameters,
    "borrower": record(Borrower),
    "flow": record(Flow),
    "policy": record(Policy),
    "schedule": schedule,
    "files": files,
    "submodels": submodels,
    "verdicts": verdicts,
}


def updated(text: str) -> str:
    """Return the text with every marked table made anew; KeyError for a table that nobody makes."""
    return MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n\n{found[3]}", text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(updated(page.read_text(encoding="utf-8")), encoding="utf-8")
