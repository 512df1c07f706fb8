"""Passes over a chunk as machine code: blocks of as many borrowers as there are lanes, one block after the other.

They do what ``tightrope.model.engine.plain`` does in plain Python, which says what they mean.
"""

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

_AHEAD = 24
"""Borrowers from one who is lived through to one who is asked for; 8 to 48 are about as good."""


class _Pass(NamedTuple):
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


def _begun(module: Module, stage: Rule, group: type[Any] = Month, lanes: int | None = None) -> _Pass:
    """Begin the function that Python calls, of the stage's name: it takes four addresses."""
    function = ir.Function(module.ir, ir.FunctionType(ir.VoidType(), [ADDRESS] * 4), stage.__name__)
    builder = ir.IRBuilder(function.append_basic_block())
    month, chunk, room, _ = function.args
    code = Lanes(module, builder, lanes or module.target.lanes)
    return _Pass(code, Group(group, month), Group(Chunk, chunk), room)


class _Stage(NamedTuple):
    """The code of what a block of borrowers lives through, and the room for their flows, all zero at first."""

    own: _Pass
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


def _made(own: _Pass, stage: Rule, *, counts_on: bool) -> _Stage:
    how = How.SAME if own.code.lanes == 1 else How.COUNTS if counts_on else How.VARIES
    hows = (How.SAME, How.SAME, How.IN_COLUMNS, How.IN_FRAME, how)
    function = own.code.module.function(stage, own.code.lanes, hows)
    flow = own.code.framed(Flow)
    own.code.clear(flow, own.code.module.fields(Flow))
    return _Stage(own, function, own.code.module.touched(function, Flow), flow)


def write_each(module: Module, stage: Rule, *, ahead: bool = True) -> None:
    """Write what ``run_each`` does; ``ahead`` as of ``_ask_ahead``."""
    own = _begun(module, stage)
    code, b = own.code, own.code.builder
    made = _made(own, stage, counts_on=True)
    stop, every = own.number(own.chunk, "stop"), own.number(own.month, "every_flow")

    def block(first: ir.Value) -> None:
        kept = Reference(Flow, own.table("flows"), first)
        with b.if_else(every) as (are_kept, are_not):
            with are_kept:
                made.look(kept)
            with are_not:
                made.clear()
        if ahead:
            _ask_ahead(made, first)
        _live_here(made, first, stop)
        code.when_true(every, lambda: made.keep(kept))

    code.count_up(own.number(own.chunk, "start"), stop, block)
    b.ret_void()


def write_first(module: Module, stage: Rule) -> None:
    """Write what ``run_first`` does."""
    own = _begun(module, stage)
    code, b = own.code, own.code.builder
    made = _made(own, stage, counts_on=True)
    stop, every = own.number(own.chunk, "stop"), own.number(own.month, "every_flow")
    one, listed = Lanes(module, b, 1), code.room(I64)
    b.store(ir.Constant(I64, 0), listed)

    def block(first: ir.Value) -> None:
        made.clear()
        _ask_ahead(made, first)
        late = _live_here(made, first, stop)
        code.walk(late, lambda lane: put_on_list(b.add(first, lane), made.flow._replace(place=lane)))
        kept = Reference(Flow, own.table("flows"), first)
        code.when_true(every, lambda: code.copy(kept, made.flow, module.fields(Flow)))

    def put_on_list(i: ir.Value, flow: Reference) -> None:
        k = b.load(listed, typ=I64)
        place = own.place_on_list(k)
        one.into_array(own.array("behind"), Value(Kind.INT, place), Value(Kind.INT, i), one.everybody, lambda _, n: n)
        kept = Reference(Flow, own.table("flows"), place)
        code.when_true(b.not_(every), lambda: code.copy_lane(kept, flow))
        b.store(b.add(k, ir.Constant(I64, 1)), listed)

    code.count_up(own.number(own.chunk, "start"), stop, block)
    number = Value(Kind.INT, own.number(own.chunk, "number"))
    how_many = Value(Kind.INT, b.load(listed, typ=I64))
    one.into_array(own.array("how_many"), number, how_many, one.everybody, lambda _, new: new)
    b.ret_void()


def _ask_ahead(made: _Stage, first: ir.Value) -> None:
    """Ask for the borrowers of a block to come: columns are more than a processor foresees by itself."""
    own, b = made.own, made.own.code.builder
    to_come = Reference(Borrower, own.table("people"), b.add(first, ir.Constant(I64, _AHEAD)))
    own.code.fetch(to_come, own.code.module.touched(made.function, Borrower))


def _live_here(made: _Stage, first: ir.Value, stop: ir.Value) -> ir.Value:
    """Live a block of borrowers where they are; return for whom it came out true, where it tells."""
    own, code = made.own, made.own.code
    there = code.there(first, stop)
    people = Reference(Borrower, own.table("people"), first)
    found = made.live(people, code.counting_on(first), there)
    return found if code.lanes == 1 or isinstance(found.type, ir.VoidType) else code.builder.and_(found, there)


def write_listed(module: Module, stage: Rule) -> None:
    """Write what ``run_listed`` does: those on the list are moved together, lived side by side, and moved back."""
    own = _begun(module, stage)
    code, b = own.code, own.code.builder
    made = _made(own, stage, counts_on=False)
    one = Lanes(module, b, 1)
    every = own.number(own.month, "every_flow")
    number = Value(Kind.INT, own.number(own.chunk, "number"))
    stop = one.of_array(own.array("how_many"), number, one.everybody).code
    room = Reference(Borrower, own.room, ir.Constant(I64, 0))
    touched = module.touched(made.function, Borrower)

    def on_list(place: ir.Value) -> Value:
        return code.of_array(own.array("behind"), code.counting_on(place), code.everybody)

    def home_of(ids: Value, lane: ir.Value) -> Reference:
        return Reference(Borrower, own.table("people"), code.lane_of(ids, lane).code)

    def ask(k: ir.Value) -> None:
        ids = on_list(own.place_on_list(k))
        code.walk(code.there(k, stop), lambda lane: code.fetch(home_of(ids, lane), touched))

    def block(k: ir.Value) -> None:
        place = own.place_on_list(k)
        ids, there = on_list(place), code.there(k, stop)
        after = b.add(k, ir.Constant(I64, code.lanes))
        code.when_true(b.icmp_signed("<", after, stop), lambda: ask(after))

        def move(lane: ir.Value, *, back: bool) -> None:
            home, away = home_of(ids, lane), room._replace(place=lane)
            one.copy(*((home, away) if back else (away, home)), touched)
            kept, here = Reference(Flow, own.table("flows"), home.place), made.flow._replace(place=lane)
            code.when_true(every, lambda: one.copy(*((kept, here) if back else (here, kept)), made.touched))

        listed = Reference(Flow, own.table("flows"), place)
        code.walk(there, lambda lane: move(lane, back=False))
        code.when_true(b.not_(every), lambda: made.look(listed))
        made.live(room, ids, there)
        code.walk(there, lambda lane: move(lane, back=True))
        code.when_true(b.not_(every), lambda: made.keep(listed))

    code.count_up(ir.Constant(I64, 0), stop, block)
    b.ret_void()


def write_opening(module: Module, stage: Rule) -> None:
    """Write what ``run_opening`` does, one place after the other."""
    own = _begun(module, stage, Opening, lanes=1)
    start, stop = own.number(own.chunk, "start"), own.number(own.chunk, "stop")

    def block(i: ir.Value) -> None:
        function = module.function(stage, 1, (How.SAME, How.SAME, How.IN_COLUMNS, How.SAME))
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
