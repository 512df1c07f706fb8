"""The code of a pass: what it reads of month and chunk, and what a block of borrowers lives through in it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import llvmlite.ir as ir

from tightrope.agents.flows import Flow
from tightrope.model.compile.groups import in_group
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.module import Module
from tightrope.model.compile.types import ADDRESS, I64
from tightrope.model.compile.values import Array, ColumnsAt, Group, How, Reference, Value
from tightrope.model.engine.counts import Chunk
from tightrope.model.engine.month import After, Month, list_place

__all__ = ["PassCode", "Rule", "StageCode", "Told", "begun", "function_of", "made_of"]

type Rule = Callable[..., Any]


class PassCode(NamedTuple):
    """What the code of a pass is made of."""

    code: Lanes
    month: Group
    chunk: Group
    room: ir.Value
    """Table of room for one borrower a lane."""

    def number(self, group: Group, name: str) -> ir.Value:
        """Return a number of the month or the chunk."""
        found = in_group(self.code, group, name)
        assert isinstance(found, Value)
        return found.code

    def table(self, name: str) -> ir.Value:
        """Return the table of the month's columns."""
        found = in_group(self.code, self.month, name)
        assert isinstance(found, ColumnsAt)
        return self.code.slot(found.slots, 0, ADDRESS)

    def array(self, name: str) -> Array:
        """Return an array of the month."""
        found = in_group(self.code, self.month, name)
        assert isinstance(found, Array)
        return found

    def place_on_list(self, k: ir.Value) -> ir.Value:
        """Return where the ``k``-th of the chunk's list stands."""
        function = self.code.module.function(list_place, 1, (How.SAME,) * 3)
        arguments = [self.month.slots, self.number(self.chunk, "number"), k, ir.Constant(ir.IntType(1), 1)]
        return self.code.builder.call(function, arguments)


def begun(module: Module, stage: Rule, group: type[Any] = Month, lanes: int | None = None) -> PassCode:
    """Begin the function that Python calls, of the stage's name: it takes four addresses."""
    function = ir.Function(module.ir, ir.FunctionType(ir.VoidType(), [ADDRESS] * 4), stage.__name__)
    builder = ir.IRBuilder(function.append_basic_block())
    month, chunk, room, _ = function.args
    code = Lanes(module, builder, lanes or module.target.lanes)
    return PassCode(code, Group(group, month), Group(Chunk, chunk), room)


class StageCode(NamedTuple):
    """The code of what a block of borrowers lives through, and the room for their flows, all zero at first."""

    own: PassCode
    function: ir.Function
    touched: list[str]
    """Fields of the flow that it reads or writes; the others it leaves at zero."""
    flow: Reference

    def live(self, b: Reference, i: Value, mask: ir.Value) -> ir.Value:
        """Live it; return what comes of it."""
        own, number = self.own, i.code if i.first is None else i.first
        arguments = [own.month.slots, own.chunk.slots, b.table, b.place, self.flow.table, self.flow.place, number, mask]
        return own.code.builder.call(self.function, arguments)

    def look(self, flows: Reference) -> None:
        """Take up flows of a block as they are so far."""
        self.own.code.copy(self.flow, flows, self.touched)

    def keep(self, flows: Reference) -> None:
        """Keep the flows of a block."""
        self.own.code.copy(flows, self.flow, self.touched)

    def clear(self) -> None:
        """Begin with blank flows."""
        self.own.code.clear(self.flow, self.touched)


def function_of(module: Module, stage: Rule, lanes: int, *, counts_on: bool) -> ir.Function:
    """Return the function of a stage."""
    how = How.SAME if lanes == 1 else How.COUNTS if counts_on else How.VARIES
    return module.function(stage, lanes, (How.SAME, How.SAME, How.IN_COLUMNS, How.IN_FRAME, how))


def made_of(own: PassCode, stage: Rule, *, counts_on: bool) -> StageCode:
    """Return the code of a stage: for borrowers who are neighbours, and so count on, or for any."""
    function = function_of(own.code.module, stage, own.code.lanes, counts_on=counts_on)
    flow = own.code.framed(Flow)
    own.code.clear(flow, own.code.module.fields(Flow))
    return StageCode(own, function, own.code.module.touched(function, Flow), flow)


class Told(NamedTuple):
    """What a pass says of the borrowers of a block."""

    code: Lanes
    found: ir.Value
    """An ``After`` for each lane, if it says anything."""
    there: ir.Value

    def those(self, after: After) -> ir.Value:
        """Return the mask of those for whom it says this."""
        code = self.code
        says = code.builder.icmp_signed("==", self.found, code.same(I64, after.value))
        return code.builder.and_(code.as_mask(says), self.there)
