"""Passes over a chunk as machine code: blocks of as many borrowers as there are lanes, one block after the other.

They do what ``tightrope.model.engine.plain`` does in plain Python, which says what they mean.
"""

import ast
from collections.abc import Callable
from typing import Any, NamedTuple

import llvmlite.ir as ir

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.model.compile.groups import in_group, in_slots
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.module import Module
from tightrope.model.compile.source import source_of
from tightrope.model.compile.types import ADDRESS, I64, Kind, ReferenceType, slots_of
from tightrope.model.compile.values import Array, ColumnsAt, Group, How, Reference, Value
from tightrope.model.engine.counts import Chunk
from tightrope.model.engine.month import Month, Opening, list_place

__all__ = ["write_each", "write_first", "write_listed", "write_once", "write_opening"]

type Rule = Callable[..., Any]


class _Pass(NamedTuple):
    """What the code of a pass is made of."""

    code: Lanes
    month: Group
    chunk: Group
    flow: ir.Value
    """Table of room for one flow a lane."""
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


def _begun(module: Module, stage: Rule, group: type[Any] = Month, lanes: int | None = None) -> _Pass:
    """Begin the function that Python calls, of the stage's name: it takes four addresses."""
    function = ir.Function(module.ir, ir.FunctionType(ir.VoidType(), [ADDRESS] * 4), stage.__name__)
    builder = ir.IRBuilder(function.append_basic_block())
    month, chunk, flow, room = function.args
    code = Lanes(module, builder, lanes or module.target.lanes)
    return _Pass(code, Group(group, month), Group(Chunk, chunk), flow, room)


def _call(own: _Pass, stage: Rule, b: Reference, f: Reference, i: Value, mask: ir.Value) -> ir.Value:
    how = How.SAME if own.code.lanes == 1 else How.VARIES if i.first is None else How.COUNTS
    function = own.code.module.function(stage, own.code.lanes, (*(How.SAME,) * 4, how))
    number = i.code if i.first is None else i.first
    arguments = [own.month.slots, own.chunk.slots, b.table, b.place, f.table, f.place, number, mask]
    return own.code.builder.call(function, arguments)


def _uses(stage: Rule, module: Module, name: str) -> bool:
    tree = source_of(stage).tree
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))


def write_each(module: Module, stage: Rule) -> None:
    """Write what ``run_each`` does."""
    own = _begun(module, stage)
    uses_flow = _uses(stage, module, "f")

    def live(first: ir.Value, flow: Reference, stop: ir.Value, every: ir.Value) -> None:
        if uses_flow:
            own.code.when_true(own.code.builder.not_(every), lambda: own.code.clear(flow))
        _call(own, stage, *_here(own, first, flow), own.code.there(first, stop))

    _through(own, live)
    own.code.builder.ret_void()


def write_first(module: Module, stage: Rule) -> None:
    """Write what ``run_first`` does."""
    own = _begun(module, stage)
    code, b = own.code, own.code.builder
    listed = code.room(I64)
    b.store(ir.Constant(I64, 0), listed)

    def live(first: ir.Value, flow: Reference, stop: ir.Value, every: ir.Value) -> None:
        code.clear(flow)
        there = code.there(first, stop)
        found = _call(own, stage, *_here(own, first, flow), there)
        late = found if code.lanes == 1 else b.and_(found, there)

        def put_on_list(lane: ir.Value) -> None:
            k = b.load(listed, typ=I64)
            place = own.place_on_list(k)
            value = Value(Kind.INT, b.add(first, lane))
            one = Lanes(module, b, 1)
            one.into_array(own.array("behind"), Value(Kind.INT, place), value, one.everybody, lambda _, new: new)
            kept = Reference(Flow, own.table("flows"), place)
            here = flow._replace(place=b.add(flow.place, lane))
            code.when_true(b.not_(every), lambda: code.copy_lane(kept, here))
            b.store(b.add(k, ir.Constant(I64, 1)), listed)

        code.walk(late, put_on_list)

    _through(own, live)
    number = Value(Kind.INT, own.number(own.chunk, "number"))
    one = Lanes(module, b, 1)
    how_many = Value(Kind.INT, b.load(listed, typ=I64))
    one.into_array(own.array("how_many"), number, how_many, one.everybody, lambda _, new: new)
    b.ret_void()


def _here(own: _Pass, first: ir.Value, flow: Reference) -> tuple[Reference, Reference, Value]:
    i = own.code.counting_on(first)
    return Reference(Borrower, own.table("people"), first), flow, i


def _through(own: _Pass, live: Callable[[ir.Value, Reference, ir.Value, ir.Value], None]) -> None:
    code, b = own.code, own.code.builder
    start, stop = own.number(own.chunk, "start"), own.number(own.chunk, "stop")
    every = own.number(own.month, "every_flow")
    table = b.select(every, own.table("flows"), own.flow)

    def block(first: ir.Value) -> None:
        place = b.select(every, first, ir.Constant(I64, 0))
        live(first, Reference(Flow, table, place), stop, every)

    code.count_up(start, stop, block)


def write_listed(module: Module, stage: Rule) -> None:
    """Write what ``run_listed`` does: those on the list are moved together, lived side by side, and moved back."""
    own = _begun(module, stage)
    code, b = own.code, own.code.builder
    one = Lanes(module, b, 1)
    every = own.number(own.month, "every_flow")
    number = Value(Kind.INT, own.number(own.chunk, "number"))
    stop = one.of_array(own.array("how_many"), number, one.everybody).code

    def block(k: ir.Value) -> None:
        place = own.place_on_list(k)
        ids = code.of_array(own.array("behind"), code.counting_on(place), code.everybody)
        there = code.there(k, stop)
        if code.lanes == 1:
            flow = Reference(Flow, own.table("flows"), b.select(every, ids.code, place))
            _call(own, stage, Reference(Borrower, own.table("people"), ids.code), flow, ids, there)
            return
        table = b.select(every, own.flow, own.table("flows"))
        flow = Reference(Flow, table, b.select(every, ir.Constant(I64, 0), place))
        room = Reference(Borrower, own.room, ir.Constant(I64, 0))

        def move(lane: ir.Value, *, back: bool) -> None:
            i = code.lane_of(ids, lane).code
            home, away = Reference(Borrower, own.table("people"), i), room._replace(place=lane)
            code.copy_lane(*((home, away) if back else (away, home)))
            kept, here = Reference(Flow, own.table("flows"), i), Reference(Flow, own.flow, lane)
            code.when_true(every, lambda: code.copy_lane(*((kept, here) if back else (here, kept))))

        code.walk(there, lambda lane: move(lane, back=False))
        _call(own, stage, room, flow, ids, there)
        code.walk(there, lambda lane: move(lane, back=True))

    code.count_up(ir.Constant(I64, 0), stop, block)
    b.ret_void()


def write_opening(module: Module, stage: Rule) -> None:
    """Write what ``run_opening`` does, one place after the other."""
    own = _begun(module, stage, Opening, lanes=1)
    start, stop = own.number(own.chunk, "start"), own.number(own.chunk, "stop")

    def block(i: ir.Value) -> None:
        function = module.function(stage, 1, (How.SAME,) * 4)
        arguments = [own.month.slots, own.chunk.slots, own.table("people"), i, i, own.code.everybody]
        own.code.builder.call(function, arguments)

    own.code.count_up(start, stop, block)
    own.code.builder.ret_void()


def write_once(module: Module, rule: Rule) -> None:
    """Write the call of a rule whose arguments stand in slots, one behind the other."""
    function = ir.Function(module.ir, ir.FunctionType(ir.VoidType(), [ADDRESS] * 4), rule.__name__)
    code = Lanes(module, ir.IRBuilder(function.append_basic_block()), 1)
    arguments, before = [], 0
    for kind in source_of(rule).signature.takes.values():
        assert not isinstance(kind, ReferenceType)
        found = in_slots(code, function.args[0], before, kind)
        arguments.append(found.code if isinstance(found, Value) else found[1])
        before += slots_of(kind)
    hows = (How.SAME,) * len(arguments)
    code.builder.call(module.function(rule, 1, hows), [*arguments, code.everybody])
    code.builder.ret_void()
