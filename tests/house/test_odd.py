"""ODD.md and its pages against the code: they name all that they must, and nothing that is gone; so do formulas."""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from tests.helpers.makers import maker
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason
from tightrope.agents.flows import Flow
from tightrope.agents.lender import Lender
from tightrope.agents.policy import POLICY_DTYPE, Policy
from tightrope.agents.rivals import OtherLender
from tightrope.agents.treasury import Treasury
from tightrope.model.engine import life, month
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.books.columns import BOOK_COLUMNS
from tightrope.scenarios.engine.records import fields_of
from tightrope.scenarios.parameters.table import declared, section_of

ROOT = Path(__file__).resolve().parents[2]
ODD = (ROOT / "ODD.md").read_text(encoding="utf-8")
BY_HAND = re.sub(r"<!-- table: .*?<!-- end of table -->", "", ODD, flags=re.DOTALL)
SUBMODELS = (ROOT / "docs" / "submodels.md").read_text(encoding="utf-8")
LONGEST = 41_500
"""Characters of ODD.md that are written by hand: it is an overview. Its tables grow with the rules."""
SCRIPT = "make_reference"
PAGES = ["ODD.md", "CHANGELOG.md", *(f"docs/{name}.md" for name in ("glossary", "submodels", "parameters", "records"))]


def modules(room: str) -> Iterator[ModuleType]:
    """Every module of a room."""
    for path in sorted((ROOT / room).rglob("[a-z]*.py")):
        yield importlib.import_module(".".join(("tightrope", *path.relative_to(ROOT).with_suffix("").parts)))


def functions(module: ModuleType, names: list[str]) -> set[str]:
    """Those of the names that are functions made in the module."""
    found = {name: getattr(module, name) for name in names}
    return {name for name, made in found.items() if inspect.isfunction(made) and made.__module__ == module.__name__}


def public_rules() -> set[str]:
    return {name for module in modules("agents") for name in functions(module, getattr(module, "__all__", []))}


def section(title: str) -> str:
    """The part of the page under a heading of the second level, to the next one."""
    return ODD.split(f"\n## {title}\n")[1].split("\n## ")[0]


def named(text: str) -> set[str]:
    """Whatever stands in backticks, and each name within it."""
    spans: list[str] = re.findall(r"`([^`\n]+)`", text)
    return {name for span in spans for name in (span, *re.findall(r"\w+", span))}


def formulas(text: str) -> str:
    return "\n".join(re.findall(r"```\n(.*?)```", text, re.DOTALL))


def anchors(text: str) -> set[str]:
    """The addresses that GitHub gives to the headings of a page."""
    headings: list[str] = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: str) -> list[str]:
    found: list[str] = re.findall(r"\]\(([^)\s]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    return [link for link in found if not link.startswith("http")]


MAKER = maker(SCRIPT)


def rules() -> list[FunctionType]:
    """Every function and method made in the files of the submodels."""
    made = [rule for names in MAKER.SUBMODELS.values() for name in names for rule in MAKER.made_in(MAKER.home_of(name))]
    return [rule for rule in made if not rule.__name__.startswith("__")]


def names_in(rule: FunctionType) -> tuple[set[str], set[str]]:
    """All names that stand in a rule, and the parameters and knobs that it reads."""
    body = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(rule)))))
    taken = [node for node in body if isinstance(node, ast.Attribute)]
    names = {node.id for node in body if isinstance(node, ast.Name)} | {node.attr for node in taken}
    read = {node.attr for node in taken if ast.unparse(node.value) in ("p", "policy")}
    looked_up = [
        node for node in body if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("p", "opening")
    ]
    read |= {ast.literal_eval(node.slice) for node in looked_up if isinstance(node.slice, ast.Constant)}
    return names | {rule.__name__, *inspect.signature(rule).parameters}, read


def test_the_pages_are_current() -> None:
    for page in MAKER.PAGES:
        text = page.read_text(encoding="utf-8")
        assert MAKER.updated(text) == text, f"{page.name}: run python docs/make_reference.py"


def test_the_overview_stays_one() -> None:
    assert len(BY_HAND) < LONGEST


def test_the_tables_hold_every_parameter_and_field() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in MAKER.PAGES)
    rows = set(re.findall(r"^\| `(\w+)` \|", pages, re.MULTILINE))
    records = [*fields_of(Borrower), *fields_of(Flow), *fields_of(Policy)]
    assert rows >= set(declared()) | {field.name for field in records}


def test_every_parameter_has_its_place_in_the_text() -> None:
    words = named(BY_HAND + SUBMODELS) | set(re.findall(r"\w+", formulas(BY_HAND + SUBMODELS)))
    assert not set(declared()) - words, "described nowhere but in the tables"


def test_every_rule_is_among_the_submodels() -> None:
    assert not public_rules() - set(re.findall(r"^#### (\w+)$", SUBMODELS, re.MULTILINE))


def test_formulas_leave_nothing_out() -> None:
    """All parameters and knobs that a rule reads stand in its formula."""
    for rule in rules():
        _, read = names_in(rule)
        left_out = read - {"month", *re.findall(r"\w+", MAKER.formulas(rule))}
        assert not left_out, f"{rule.__name__}: {', '.join(left_out)} not in its formula"


def test_formulas_name_nothing_that_is_none() -> None:
    """What a formula names is declared, or stands in its rule, or is a rule."""
    fields = {field.name for record in (Borrower, Flow, Policy) for field in fields_of(record)}
    declared_or_rules = {*declared(), *fields, *(rule.__name__ for rule in rules())}
    for rule in rules():
        formula, (names, _) = MAKER.formulas(rule), names_in(rule)
        gone = {*re.findall(r"[a-z]\w*_\w+", formula)} - names - declared_or_rules
        gone |= {*re.findall(r"policy\.(\w+)", formula)} - {*(POLICY_DTYPE.names or ())}
        assert not gone, f"{rule.__name__}: {', '.join(gone)}"


def test_every_knob_is_set_by_a_formula_of_a_lender_or_as_the_month_opens() -> None:
    lenders = ("Lender.", "OtherLender.")
    setters = [rule for rule in rules() if rule.__qualname__.startswith(lenders) or rule.__name__ == "_set_the_scene"]
    set_by = re.findall(r"policy\.(\w+)", "\n".join(map(MAKER.formulas, setters)))
    assert not {*(POLICY_DTYPE.names or ())} - {*set_by}


def test_every_freeze_reason_is_among_the_reasons() -> None:
    [rule] = [rule for rule in rules() if rule.__name__ == "reason_to_freeze"]
    assert not [reason for reason in FreezeReason.labels()[1:] if reason not in MAKER.formulas(rule)]


def test_the_schedule_holds_every_rule_that_the_month_calls_and_no_other() -> None:
    """The table is made from the calls of each stage; here it is read, and held against all calls in the two files."""
    rows = re.findall(r"^\| (\d?) \| [^|]* \| (.*?) \|", section("1.3 Process overview and scheduling"), re.MULTILINE)
    scheduled = {name for _, rules in rows for name in re.findall(r"`([\w.]+)`", rules)}
    called = set[str]()
    for module in (life, month):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        names = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        called |= {name for name in names if is_of_agents(getattr(module, name, None))}
    by_lenders = {name for name in scheduled if name.startswith(("Lender.", "Treasury.", "OtherLender."))}
    assert [number for number, _ in rows] == [*"12345678", ""]
    assert scheduled - by_lenders - {"month_row"} == called - {"arrive"}, "arrive opens the book"
    assert len(by_lenders) == 7


def is_of_agents(rule: object) -> bool:
    return inspect.isfunction(rule) and rule.__module__.startswith("tightrope.agents.")


def test_fixed_numbers_are_those_of_the_code() -> None:
    rows = re.findall(r"^\| `(\w+)\.(\w+)` \| (-?[\d.]+) \|", section("3.6 Fixed numbers"), re.MULTILINE)
    assert len(rows) > 10
    for module, name, value in rows:
        assert getattr(importlib.import_module(f"tightrope.agents.{module}"), name) == float(value), name


def test_nothing_named_is_gone() -> None:
    known = {*declared(), *section_of().values(), *(POLICY_DTYPE.names or ())}
    known |= {*vars(Lender), *vars(Treasury), *vars(OtherLender)}
    known |= {entry.name for entries in (fields_of(Borrower), fields_of(Flow), BOOK_COLUMNS) for entry in entries}
    known |= {column.name for columns in FRAMES.values() for column in columns}
    for room in ("agents", "model", "scenarios"):
        known |= {name for module in modules(room) for name in (module.__name__.split(".")[-1], *vars(module))}
    known |= {name for rule in rules() for name in inspect.signature(rule).parameters}
    prose = re.sub(r"```\n.*?```", "", BY_HAND + SUBMODELS, flags=re.DOTALL)
    used = set(re.findall(r"\b[a-z]\w*_\w+\b", formulas(BY_HAND) + "\n" + " ".join(named(prose))))
    assert not used - known - {SCRIPT}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            broken.append(link)
    assert not broken
