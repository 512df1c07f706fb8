"""How tests compile a rule of their own: it is run over rows of ``Shape``, one at a time or eight, and as it is."""

from collections.abc import Callable
from typing import Annotated, Any

import llvmlite.ir as ir
import numpy as np
from numpy.typing import NDArray

from tightrope.model.compile.calling import Code
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.machine import loaded, object_code, target
from tightrope.model.compile.module import Module
from tightrope.model.compile.types import ADDRESS, I64
from tightrope.model.compile.values import How
from tightrope.scenarios.engine.columns import LANES, Columns
from tightrope.scenarios.engine.records import Record

__all__ = ["Rule", "Shape", "compiled", "random_shapes", "same_in_all_ways"]


# fmt: off
class Shape(Record, columns=True):
    """A row: what a rule of a test reads and writes."""

    a: Annotated[float, np.float64, "none", "a float"]
    b: Annotated[float, np.float32, "none", "another, of fewer digits"]
    k: Annotated[int, np.int32, "none", "a whole number"]
    n: Annotated[int, np.int8, "none", "a small one"]
    x: Annotated[float, np.float64, "none", "for a result"]
    y: Annotated[float, np.float32, "none", "for another"]
    i: Annotated[int, np.int64, "none", "for a whole one"]
    j: Annotated[int, np.int16, "none", "for a small one"]
# fmt: on


type Rule = Callable[..., None]


def random_shapes(rows: int, seed: int = 1) -> Columns[Shape]:
    """Rows with all kinds of numbers in what rules read."""
    draws = np.random.default_rng(seed)
    shapes: Columns[Shape] = Columns(Shape, rows)
    shapes["a"], shapes["b"] = draws.normal(0, 3, rows).round(1), draws.normal(0, 3, rows).round(1)
    shapes["k"], shapes["n"] = draws.integers(-10_000, 10_000, rows), draws.integers(-5, 6, rows)
    return shapes


def compiled(rule: Rule, lanes: int, *, one_by_one: frozenset[Rule] = frozenset()) -> Code:
    """The pass ``rule(row, place)`` over rows, for so many lanes."""
    module = Module(target(lanes), one_by_one)
    function = ir.Function(module.ir, ir.FunctionType(ir.VoidType(), [ADDRESS] * 4), "over_rows")
    builder = ir.IRBuilder(function.append_basic_block())
    code = Lanes(module, builder, lanes)
    table, rows = function.args[0], code.slot(function.args[1], 0)
    how = How.SAME if lanes == 1 else How.COUNTS

    def run(first: ir.Value) -> None:
        arguments = [table, first, first, code.there(first, rows)]
        builder.call(module.function(rule, lanes, (How.SAME, how)), arguments)

    code.count_up(ir.Constant(I64, 0), rows, run)
    builder.ret_void()
    return loaded([object_code(module)], ["over_rows"])


def same_in_all_ways(rule: Rule, shapes: Columns[Shape], **how: Any) -> Columns[Shape]:
    """Run a rule plain and compiled; the rows are the same to the bit, and those behind the last are untouched."""
    plain = shapes.copy()
    for i in range(plain.size):
        rule(plain[i], i)
    for lanes in (1, LANES):
        rows = shapes.copy()
        size: NDArray[np.int64] = np.array([rows.size])
        compiled(rule, lanes, **how).call("over_rows", rows.table, size)
        for name in rows.names:
            np.testing.assert_array_equal(rows[name], plain[name], f"{name}, {lanes} lanes")
            np.testing.assert_array_equal(np.signbit(rows[name]), np.signbit(plain[name]), f"{name}, {lanes} lanes")
    return plain
