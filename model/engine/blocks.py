"""Passes over a chunk as machine code: blocks of as many borrowers as there are lanes, one block after the other.

They do what ``tightrope.model.engine.plain`` does in plain Python, which says what they mean.
"""

import llvmlite.ir as ir

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.model.compile.groups import in_slots
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.module import Module
from tightrope.model.compile.source import source_of
from tightrope.model.compile.types import ADDRESS, I64, Kind, ReferenceType, slots_of
from tightrope.model.compile.values import How, Reference, Value
from tightrope.model.engine.aside import Together, aside_of
from tightrope.model.engine.month import LISTED, After, Listed, Opening
from tightrope.model.engine.pass_code import Rule, StageCode, Told, begun, function_of, made_of

__all__ = ["write_each", "write_first", "write_listed", "write_once", "write_opening"]

_AHEAD = 24
"""Borrowers from one who is lived through to one who is asked for; 8 to 48 are about as good."""


def write_each(module: Module, stage: Rule) -> None:
    """Write what ``run_each`` does."""
    own = begun(module, stage)
    code, b = own.code, own.code.builder
    made = made_of(own, stage, counts_on=True)
    aside = aside_of(made, stage)
    stop, every = own.number(own.chunk, "stop"), own.number(own.month, "every_flow")

    def block(first: ir.Value) -> None:
        kept = Reference(Flow, own.table("flows"), first)
        with b.if_else(every) as (are_kept, are_not):
            with are_kept:
                made.look(kept)
            with are_not:
                made.clear()
        _ask_ahead(made, first)
        after = _live_here(made, first, stop)
        code.when_true(every, lambda: made.keep(kept))
        if aside is not None:
            aside.take(after, first)

    code.count_up(own.number(own.chunk, "start"), stop, block)
    if aside is not None:
        aside.live()
    b.ret_void()


def write_first(module: Module, stage: Rule) -> None:
    """Write what ``run_first`` does."""
    own = begun(module, stage)
    code, b = own.code, own.code.builder
    made = made_of(own, stage, counts_on=True)
    stop, every = own.number(own.chunk, "stop"), own.number(own.month, "every_flow")
    one, listed = Lanes(module, b, 1), code.room(I64)
    b.store(ir.Constant(I64, 0), listed)

    def block(first: ir.Value) -> None:
        made.clear()
        _ask_ahead(made, first)
        after = _live_here(made, first, stop)
        late = after.those(After.LISTED)
        code.walk(late, lambda lane: put_on_list(b.add(first, lane), made.flow._replace(place=lane)))
        kept = Reference(Flow, own.table("flows"), first)
        code.when_true(every, lambda: code.copy(kept, made.flow, module.fields(Flow)))

    def put_on_list(i: ir.Value, flow: Reference) -> None:
        k = b.load(listed, typ=I64)
        place = own.place_on_list(k)
        one.into_array(own.array("behind"), Value(Kind.INT, place), Value(Kind.INT, i), one.everybody, lambda _, n: n)
        kept = Reference(Flow, own.table("flows"), place)
        code.when_true(b.not_(every), lambda: one.copy(kept, flow, _left_to_later(module, LISTED[stage])))
        b.store(b.add(k, ir.Constant(I64, 1)), listed)

    code.count_up(own.number(own.chunk, "start"), stop, block)
    number = Value(Kind.INT, own.number(own.chunk, "number"))
    how_many = Value(Kind.INT, b.load(listed, typ=I64))
    one.into_array(own.array("how_many"), number, how_many, one.everybody, lambda _, new: new)
    b.ret_void()


def _left_to_later(module: Module, listed: Listed) -> list[str]:
    """Return the fields of the flow that are kept for those on a list: no other has anything that is wanted later."""
    before = function_of(module, listed.before, module.target.lanes, counts_on=True)
    after = function_of(module, listed.after, module.target.lanes, counts_on=False)
    left = set(module.touched(before, Flow)) & set(module.touched(after, Flow))
    left.update(module.touched(module.function(listed.where_kept, 1, (How.SAME,)), Flow))
    return [name for name in module.fields(Flow) if name in left]


def _ask_ahead(made: StageCode, first: ir.Value) -> None:
    """Ask for the borrowers of a block to come: columns are more than a processor foresees by itself."""
    own, b = made.own, made.own.code.builder
    to_come = Reference(Borrower, own.table("people"), b.add(first, ir.Constant(I64, _AHEAD)))
    own.code.fetch(to_come, own.code.module.touched(made.function, Borrower))


def _live_here(made: StageCode, first: ir.Value, stop: ir.Value) -> Told:
    """Live a block of borrowers where they are."""
    own, code = made.own, made.own.code
    there = code.there(first, stop)
    people = Reference(Borrower, own.table("people"), first)
    return Told(code, made.live(people, code.counting_on(first), there), there)


def write_listed(module: Module, stage: Rule) -> None:
    """Write what ``run_listed`` does: those on the list are moved together, lived side by side, and moved back."""
    own = begun(module, stage)
    code, b = own.code, own.code.builder
    made = made_of(own, stage, counts_on=False)
    left = next(_left_to_later(module, listed) for listed in LISTED.values() if listed.after is stage)
    together = Together(made)
    one = together.one
    every = own.number(own.month, "every_flow")
    chunk = Value(Kind.INT, own.number(own.chunk, "number"))
    stop = one.of_array(own.array("how_many"), chunk, one.everybody).code

    def on_list(place: ir.Value) -> Value:
        return code.of_array(own.array("behind"), code.counting_on(place), code.everybody)

    def ask(k: ir.Value) -> None:
        number = code.by_lane(on_list(own.place_on_list(k)))
        code.walk(code.there(k, stop), lambda lane: code.fetch(together.home(number(lane).code), together.touched))

    def block(k: ir.Value) -> None:
        place = own.place_on_list(k)
        ids, there = on_list(place), code.there(k, stop)
        number = code.by_lane(ids)
        after = b.add(k, ir.Constant(I64, code.lanes))
        code.when_true(b.icmp_signed("<", after, stop), lambda: ask(after))

        def move_in(lane: ir.Value) -> None:
            home = number(lane).code
            together.move_in(home, lane)
            together.if_every_flow(lambda: together.copy_flow(together.flow_in(lane), together.flow_at_home(home)))

        listed = Reference(Flow, own.table("flows"), place)
        code.walk(there, move_in)
        code.when_true(b.not_(every), lambda: take_up(listed))
        made.live(together.room, ids, there)
        code.walk(there, lambda lane: together.move_back(number(lane).code, lane))

    def take_up(listed: Reference) -> None:
        made.clear()
        code.copy(made.flow, listed, left)

    code.count_up(ir.Constant(I64, 0), stop, block)
    b.ret_void()


def write_opening(module: Module, stage: Rule) -> None:
    """Write what ``run_opening`` does, one place after the other."""
    own = begun(module, stage, Opening, lanes=1)
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
