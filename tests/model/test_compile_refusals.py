"""What a rule may not hold is refused with its file, its line and the reason."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tightrope.model.compile.machine import target
from tightrope.model.compile.module import Module
from tightrope.model.compile.source import RefusedError
from tightrope.model.compile.values import How

HEAD = """
import math
import numpy as np
from numpy.typing import NDArray
from tests.helpers.lanes import Shape
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp

NOTHING = "nothing"

def no_rule(a: float) -> float:
    return a

@rule
def twice(a: float) -> float:
    return 2.0 * a

@rule
def refused(s: Shape, policy: Policy, numbers: NDArray[np.int64], i: int) -> {returns}:
"""
LOOPS = "loops go over range(stop), range(start, stop) or a constant tuple of names"
REFUSED = {
    "s.c = 1.0": "Shape has no field 'c'",
    "s.x = s.c": "Shape has no field 'c'",
    "s.x = policy.stanze": "the record has no field 'stanze'",
    "policy.stance = 1.0": "only borrowers, flows and tallies are written to",
    "s.k = s.a": "'k' holds whole numbers: round the float",
    "numbers[0] = s.a": "the array holds whole numbers: round the float",
    "a = 1\n    a = s.a": "'a' is a number of one kind: int first, float here",
    "a = s.k > 1\n    a = s.k": "'a' is a number of one kind: bool first, int here",
    "s.x = s.a ** 2": "powers are written power(base, exponent)",
    "s.x = math.exp(s.a)": "'math.exp' is no rule",
    "s.x = no_rule(s.a)": "'no_rule' is no rule",
    "s.x = twice(s.a, 1.0)": "twice takes a",
    "s.x = twice(NOTHING)": "'NOTHING' is no number",
    "refused(s, policy, numbers, i)": "refused calls itself, here or by way of others",
    "s.x = unknown": "there is no 'unknown'",
    "if s.k > 1:\n        a = 1.0\n    s.x = a\n    c = d\n    d = c": "'d' has no value yet on the way here",
    "try:\n        s.x = 1.0\n    finally:\n        s.x = 2.0": "a rule may not hold 'try'",
    "with s:\n        s.x = 1.0": "a rule may not hold 'with'",
    "raise ValueError": "a rule may not hold 'raise'",
    "s.x = sum([1.0, 2.0])": "'[1.0, 2.0]' is no expression that a rule may hold",
    "s.x = (lambda a: a)(1.0)": "'lambda a: a' is no rule",
    "for a in (1.0, 2.0):\n        s.x = a": LOOPS,
    "for a in range(0, 9, 2):\n        s.k = a": LOOPS,
    "while s.k > 0:\n        s.k -= 1\n    else:\n        s.k = 1": "loops have no else",
    "s.x = s.k or 1": "a number stands where true or false is meant: compare it",
    "s.k = 2 if s.k is s.n else 1": "numbers are compared by <, <=, >, >=, == and !=",
    "s.x = 1.0 // s.a": "// and % are for whole numbers",
    "a, b = s.a, s.b, s.x": "as many values as names must stand on the right",
}
"""What stands in a rule, and what is said of its last line but for those behind it."""


def loaded(path: Path) -> ModuleType:
    """The rules of a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rule_with(body: str, folder: Path, returns: str = "None") -> object:
    """A rule of that body, in a file of its own."""
    path = folder / "some_rules.py"
    path.write_text(HEAD.format(returns=returns) + "    " + body + "\n")
    return loaded(path).refused


def compile_rule(rule: object, lanes: int) -> None:
    how = How.SAME if lanes == 1 else How.COUNTS
    Module(target(lanes)).function(rule, lanes, (*(How.SAME,) * 3, how))  # type: ignore[arg-type]


@pytest.mark.parametrize("lanes", [1, 8])
@pytest.mark.parametrize("body", list(REFUSED))
def test_what_cannot_be_compiled_is_refused_with_file_line_and_reason(body: str, lanes: int, tmp_path: Path) -> None:
    rule = rule_with(body, tmp_path)
    with pytest.raises(RefusedError) as refused:
        compile_rule(rule, lanes)
    said = re.fullmatch(r"(.*some_rules\.py):(\d+): refused: (.*)", str(refused.value))
    assert said is not None, refused.value
    assert said[3] == REFUSED[body]
    text = Path(said[1]).read_text().splitlines()
    assert text[int(said[2]) - 1].strip() in body


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("s.x = 1.0", "it ends without returning anything"),
        ("return s.a", "a float stands where a whole number is meant"),
    ],
)
def test_a_rule_that_owes_a_number_must_return_one_of_its_kind(body: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=why):
        compile_rule(rule_with(body, tmp_path, returns="int"), 1)


def test_an_argument_without_an_annotation_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bare.py"
    path.write_text(
        "from tightrope.scenarios.engine.compiled import rule\n\n@rule\ndef bare(a, i: int) -> None:\n    pass\n"
    )
    module = loaded(path)
    with pytest.raises(RefusedError, match=r"bare\.py:3: bare: 'a' has no annotation"):
        Module(target(1)).function(module.bare, 1, (How.SAME, How.SAME))


def test_rules_that_call_each_other_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "turns.py"
    path.write_text(
        "from tightrope.scenarios.engine.compiled import rule\n\n"
        "@rule\ndef one(a: float) -> float:\n    return other(a)\n\n"
        "@rule\ndef other(a: float) -> float:\n    return one(a)\n"
    )
    with pytest.raises(RefusedError, match=r"turns\.py:9: other: one calls itself, here or by way of others"):
        Module(target(1)).function(loaded(path).one, 1, (How.SAME,))


def test_only_the_borrower_at_hand_is_looked_at_side_by_side(tmp_path: Path) -> None:
    path = tmp_path / "others.py"
    path.write_text(
        "from tests.helpers.lanes import Shape\nfrom tightrope.scenarios.engine.columns import Columns\n"
        "from tightrope.scenarios.engine.compiled import rule\n\n"
        "@rule\ndef others(rows: Columns[Shape], i: int) -> None:\n    rows[i + 1].x = 1.0\n"
    )
    module = loaded(path)
    with pytest.raises(RefusedError, match=r"others\.py:7: others: only the borrower at hand"):
        Module(target(8)).function(module.others, 8, (How.SAME, How.COUNTS))
    Module(target(1)).function(module.others, 1, (How.SAME, How.SAME))
