"""Statements of a rule: what each becomes, and for which lanes the code behind it still is.

Each is written for the lanes of a mask and gives back the mask of those that go on: who returned is in it no longer.
"""

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import llvmlite.ir as ir

from tightrope.model.compile.calls import Calls
from tightrope.model.compile.expressions import Thing
from tightrope.model.compile.groups import described
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.source import Source
from tightrope.model.compile.types import I64, Kind, NumberType, ReferenceType, TupleType, type_of
from tightrope.model.compile.values import Array, ColumnsAt, How, Reference, Value, constant

if TYPE_CHECKING:
    from tightrope.model.compile.module import Module

__all__ = ["Body"]


class _Loop(NamedTuple):
    """Where a loop notes who has left it for good, and who has left this round of it."""

    broke: ir.Value
    round_over: ir.Value


class Body(Calls):
    """The body of one rule, for one number of lanes and one choice of arguments that vary."""

    def __init__(
        self, module: "Module", source: Source, function: ir.Function, lanes: int, hows: tuple[How, ...]
    ) -> None:
        """Take the function that it becomes the body of."""
        super().__init__(module, source, ir.IRBuilder(function.append_basic_block()), lanes)
        self.function = function
        self._start = self.builder.append_basic_block()
        self._results = self._rooms_for_results()
        self._loops: list[_Loop] = []
        self._take(hows)

    @staticmethod
    def types(module: "Module", lanes: int) -> Lanes:
        """Return what tells the types of numbers in so many lanes."""
        return Lanes(module, ir.IRBuilder(), lanes)

    def write(self) -> None:
        """Write the whole body."""
        self.builder.position_at_end(self._start)
        left = self.run(self.source.tree.body, self.mask)
        if self._results and not self._is_nobody(left):
            self._refuse_missing_return(left)
        self._give()
        self.builder.position_at_end(self.function.entry_basic_block)
        self.builder.branch(self._start)

    def _refuse_missing_return(self, left: ir.Value) -> None:
        """Refuse a rule that may end without a number, as far as its form tells."""
        if isinstance(left, ir.Constant):
            raise self.refused(self.source.tree, "it ends without returning anything")

    def _rooms_for_results(self) -> list[tuple[Kind, ir.Value]]:
        returned = self.source.signature.returns
        kinds = () if returned is None else returned.kinds if isinstance(returned, TupleType) else (returned.kind,)
        return [(kind, self.room(self.type_of(kind, True))) for kind in kinds]

    def _take(self, hows: tuple[How, ...]) -> None:
        codes = iter(self.function.args)
        self.builder.position_at_end(self._start)
        for (name, kind), differs in zip(self.source.signature.takes.items(), hows, strict=True):
            if isinstance(kind, NumberType):
                value = self._taken(kind.kind, next(codes), differs)
                if self.source.written[name] > 1:
                    self._bind(self.source.tree, name, value)
                else:
                    self.names[name] = value
            elif isinstance(kind, ReferenceType):
                self.names[name] = Reference(kind.record, next(codes), next(codes), differs is How.IN_FRAME)
            else:
                self.names[name] = described(kind, next(codes))
        self.mask = next(codes) if self.lanes > 1 else self.everybody
        self._start = self.builder.block

    def _taken(self, kind: Kind, code: ir.Value, differs: How) -> Value:
        if differs is How.COUNTS:
            return self.counting_on(code)
        return Value(kind, code, differs is How.VARIES)

    def _give(self) -> None:
        found = [self.builder.load(room, typ=self.type_of(kind, True)) for kind, room in self._results]
        if not found:
            self.builder.ret_void()
        elif isinstance(self.source.signature.returns, TupleType):
            given = ir.Constant(self.function.function_type.return_type, ir.Undefined)
            for place, code in enumerate(found):
                given = self.builder.insert_value(given, code, place)
            self.builder.ret(given)
        else:
            self.builder.ret(found[0])

    # --- the flow of statements ---------------------------------------------------------------------------------------

    def run(self, statements: Sequence[ast.stmt], mask: ir.Value) -> ir.Value:
        """Write statements for the lanes of a mask; return the mask of those that come through."""
        for number, statement in enumerate(statements):
            left = self._statement(statement, mask)
            if self._is_nobody(left):
                return left
            if left is not mask:
                rest = statements[number + 1 :]
                return self._going_on(left, rest) if rest else left
        return mask

    def _going_on(self, left: ir.Value, rest: Sequence[ast.stmt]) -> ir.Value:
        return self._under(left, lambda own: self.run(rest, own))

    def _under(self, mask: ir.Value, work: Callable[[ir.Value], ir.Value]) -> ir.Value:
        """Do what ``when`` does, with the mask as that of the code in between."""
        before = self.mask

        def masked(own: ir.Value) -> ir.Value:
            self.mask = own
            return work(own)

        found = self.when(mask, masked)
        self.mask = before
        return found

    def _is_nobody(self, mask: ir.Value) -> bool:
        return isinstance(mask, ir.Constant) and mask.constant == self.nobody.constant

    def _statement(self, node: ast.stmt, mask: ir.Value) -> ir.Value:
        self.mask = mask
        write = getattr(self, f"_do_{type(node).__name__.lower()}", None)
        if write is None:
            raise self.refused(node, f"a rule may not hold '{type(node).__name__.lower()}'")
        found: ir.Value = write(node, mask)
        return found

    def _do_expr(self, node: ast.Expr, mask: ir.Value) -> ir.Value:
        self.thing(node.value)
        return mask

    def _do_pass(self, node: ast.Pass, mask: ir.Value) -> ir.Value:
        return mask

    def _do_return(self, node: ast.Return, mask: ir.Value) -> ir.Value:
        if self._results:
            if node.value is None:
                raise self.refused(node, "it must return a number")
            several = len(self._results) > 1 and isinstance(node.value, ast.Tuple)
            parts = node.value.elts if several else [node.value]  # type: ignore[attr-defined]
            found = [self.number(part, kind) for part, (kind, _) in zip(parts, self._results, strict=True)]
            for value, (_, room) in zip(found, self._results, strict=True):
                self.put(room, self.varying(value).code, mask)
        elif node.value is not None:
            self.thing(node.value)
        return self.nobody

    def _do_if(self, node: ast.If, mask: ir.Value) -> ir.Value:
        test = self.truth(node.test)
        if not test.varies and isinstance(test.code, ir.Constant):
            return self.run(node.body if test.code.constant else node.orelse, mask)
        if not test.varies:
            return self.either(test.code, lambda: self._way(node.body, mask), lambda: self._way(node.orelse, mask))
        yes, no = self._and(mask, test.code), self._and(mask, self.builder.not_(test.code))
        came_yes = self._under(yes, lambda own: self.run(node.body, own))
        came_no = self._under(no, lambda own: self.run(node.orelse, own)) if node.orelse else no
        if came_yes is yes and came_no is no:
            return mask
        if self._is_nobody(came_yes):
            return came_no
        return came_yes if self._is_nobody(came_no) else self.builder.or_(came_yes, came_no)

    def _way(self, statements: Sequence[ast.stmt], mask: ir.Value) -> ir.Value:
        found = self.run(statements, mask)
        self.mask = mask
        return found

    # --- loops --------------------------------------------------------------------------------------------------------

    def _do_for(self, node: ast.For, mask: ir.Value) -> ir.Value:
        if node.orelse or not isinstance(node.target, ast.Name):
            raise self.refused(node, "loops have one name and no else")
        named = self._names_looped_over(node)
        if named is not None:
            return self._for_each_name(node, named, mask)
        start, stop = self._bounds(node)
        start, stop = self.alike(start, stop)
        counter = self.room(self.type_of(Kind.INT, start.varies))
        self.builder.store(start.code, counter)

        def now() -> Value:
            return Value(Kind.INT, self.builder.load(counter, typ=self.type_of(Kind.INT, start.varies)), start.varies)

        def test() -> Value:
            bits = self.builder.icmp_signed("<", now().code, stop.code)
            return Value(Kind.BOOL, self.as_mask(bits) if start.varies else bits, start.varies)

        def body(own: ir.Value) -> ir.Value:
            self.names[node.target.id] = now()  # type: ignore[attr-defined]
            left = self.run(node.body, own)
            one = self.same(I64, 1) if start.varies else ir.Constant(I64, 1)
            self.builder.store(self.builder.add(now().code, one), counter)
            return left

        return self._loop(node, test, body, mask)

    def _names_looped_over(self, node: ast.For) -> tuple[str, ...] | None:
        if isinstance(node.iter, ast.Name):
            found = self.thing(node.iter)
            if isinstance(found, tuple) and all(isinstance(name, str) for name in found):
                return found
        return None

    def _for_each_name(self, node: ast.For, named: tuple[str, ...], mask: ir.Value) -> ir.Value:
        for name in named:
            self.names[node.target.id] = name  # type: ignore[attr-defined]
            if self.run(node.body, mask) is not mask:
                raise self.refused(node, "a loop over names goes through all of them")
        return mask

    def _bounds(self, node: ast.For) -> tuple[Value, Value]:
        is_range = isinstance(node.iter, ast.Call) and isinstance(node.iter.func, ast.Name)
        if not is_range or node.iter.func.id != "range" or not 1 <= len(node.iter.args) <= 2:  # type: ignore[attr-defined]
            raise self.refused(node, "loops go over range(stop), range(start, stop) or a constant tuple of names")
        bounds = [self.number(bound, Kind.INT) for bound in node.iter.args]  # type: ignore[attr-defined]
        return (constant(0), bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1])

    def _do_while(self, node: ast.While, mask: ir.Value) -> ir.Value:
        if node.orelse:
            raise self.refused(node, "loops have no else")
        return self._loop(node, lambda: self.truth(node.test), lambda own: self.run(node.body, own), mask)

    def _loop(
        self, node: ast.For | ast.While, test: Callable[[], Value], body: Callable[[ir.Value], ir.Value], mask: ir.Value
    ) -> ir.Value:
        """Write a loop, which a lane leaves where the test fails for it, or by break or return."""
        returns, breaks, continues = (_holds(node, kind) for kind in (ast.Return, ast.Break, ast.Continue))
        alive, loop = self.room(self.mask_type), _Loop(self.room(self.mask_type), self.room(self.mask_type))
        going_on = self.room(self.mask_type)
        self.builder.store(mask, going_on)
        self.builder.store(mask, alive)
        asks, inside, end = (self.builder.append_basic_block() for _ in range(3))
        self.builder.branch(asks)
        self.builder.position_at_end(asks)
        simple = not (returns or breaks)
        now = mask if simple else self.builder.load(alive, typ=self.mask_type)
        self.mask = now
        found = test()
        if found.varies:
            own = self._and(now, found.code) if simple else self.builder.and_(now, found.code)
            # who has left a loop by its test stays away: what the test reads may change in the rounds of others
            if not simple:
                self.builder.store(own, alive)
            self.builder.cbranch(self.any(own), inside, end)
        else:
            own = now
            is_on = found.code if simple else self.builder.and_(found.code, self.any(now))
            self.builder.cbranch(is_on, inside, end)
        self.builder.position_at_end(inside)
        if continues:
            self.builder.store(self.nobody, loop.round_over)
        if breaks:
            self.builder.store(self.nobody, loop.broke)
        self._loops.append(loop)
        self.mask = own
        left = body(own)
        self._loops.pop()
        if not simple:
            self._note_who_left(own, left, loop, going_on, alive, breaks=breaks, continues=continues)
        self.builder.branch(asks)
        self.builder.position_at_end(end)
        self.mask = mask
        return self.builder.load(going_on, typ=self.mask_type) if returns else mask

    def _note_who_left(
        self, own: ir.Value, left: ir.Value, loop: _Loop, going_on: ir.Value, alive: ir.Value, *, breaks: bool,
        continues: bool,
    ) -> None:  # fmt: skip
        """Take who broke out or returned off the loop, and who returned off all that follows."""
        b = self.builder

        def load(room: ir.Value) -> ir.Value:
            return b.load(room, typ=self.mask_type)

        round_on = b.or_(left, load(loop.round_over)) if continues else left
        b.store(b.and_(load(alive), b.or_(round_on, b.not_(own))), alive)
        came = b.or_(round_on, load(loop.broke)) if breaks else round_on
        b.store(b.and_(load(going_on), b.or_(came, b.not_(own))), going_on)

    def _do_break(self, node: ast.Break, mask: ir.Value) -> ir.Value:
        return self._leave_round(self._loops[-1].broke, mask)

    def _do_continue(self, node: ast.Continue, mask: ir.Value) -> ir.Value:
        return self._leave_round(self._loops[-1].round_over, mask)

    def _leave_round(self, room: ir.Value, mask: ir.Value) -> ir.Value:
        self.builder.store(self.builder.or_(self.builder.load(room, typ=self.mask_type), mask), room)
        return self.nobody

    # --- assignments --------------------------------------------------------------------------------------------------

    def _do_assign(self, node: ast.Assign, mask: ir.Value) -> ir.Value:
        first = node.targets[0]
        if isinstance(first, ast.Tuple) and len(node.targets) == 1:
            self._assign_several(node, first, mask)
            return mask
        found = self.thing(node.value)
        for target in node.targets:
            self._assign(target, found, mask)
        return mask

    def _assign_several(self, node: ast.Assign, targets: ast.Tuple, mask: ir.Value) -> None:
        found = self.thing(node.value)
        if not isinstance(found, tuple) or len(found) != len(targets.elts):
            raise self.refused(node, "as many values as names must stand on the right")
        for target, part in zip(targets.elts, found, strict=True):
            self._assign(target, part, mask)

    def _do_annassign(self, node: ast.AnnAssign, mask: ir.Value) -> ir.Value:
        if node.value is None:
            raise self.refused(node, "a name gets its value where it is declared")
        found = self.thing(node.value)
        kind = type_of(self.thing(node.annotation))
        if isinstance(kind, NumberType):
            found = (
                self.number(node.value, kind.kind)
                if not isinstance(found, Value)
                else self.fitting(node, found, kind.kind)
            )
        self._assign(node.target, found, mask)
        return mask

    def _do_augassign(self, node: ast.AugAssign, mask: ir.Value) -> ir.Value:
        by = self.value(node.value)

        def changed(old: Value, by: Value = by) -> Value:
            return self.computed(node, node.op, old, by)

        if isinstance(node.target, ast.Subscript):
            base = self.thing(node.target.value)
            if isinstance(base, Array):
                place = self.place(node.target, base)
                is_whole = base.dtype.kind == "i" and by.kind in (Kind.INT, Kind.BOOL)
                if isinstance(node.op, ast.Add) and is_whole and self.adds_without_asking(place):
                    self.add_to_array(base, place, self.to(Kind.INT, by), mask)
                    return mask
                self.into_array(base, place, by, mask, lambda old, own: self.computed(node, node.op, old, own))
                return mask
        old = self.value(_read(node.target))
        self._assign(node.target, changed(old), mask)
        return mask

    def _assign(self, target: ast.expr, found: Thing, mask: ir.Value) -> None:
        if isinstance(found, bool | int | float):
            found = constant(found)
        if isinstance(target, ast.Name):
            self._bind(target, target.id, found)
        elif isinstance(target, ast.Attribute):
            self._assign_field(target, self.thing(target.value), target.attr, found)
        elif isinstance(target, ast.Subscript):
            self._assign_place(target, found, mask)
        else:
            raise self.refused(target, "names, fields and places of arrays are given values, nothing else")

    def _assign_field(self, target: ast.expr, base: Thing, name: str, found: Thing) -> None:
        if not isinstance(base, Reference):
            raise self.refused(target, "only borrowers, flows and tallies are written to")
        if name not in self.module.fields(base.record):
            raise self.refused(target, f"{base.record.__name__} has no field '{name}'")
        if not isinstance(found, Value):
            raise self.refused(target, "a field holds a number")
        if found.kind is Kind.FLOAT and self.module.field(base.record, name)[1].kind != "f":
            raise self.refused(target, f"'{name}' holds whole numbers: round the float")
        self.into_reference(base, name, found, self.mask)

    def _assign_place(self, target: ast.Subscript, found: Thing, mask: ir.Value) -> None:
        base = self.thing(target.value)
        if isinstance(base, Reference):
            self._assign_field(target, base, str(self.thing(target.slice)), found)
        elif isinstance(base, Array) and isinstance(found, Value):
            if found.kind is Kind.FLOAT and base.dtype.kind != "f":
                raise self.refused(target, "the array holds whole numbers: round the float")
            self.into_array(base, self.place(target, base), found, mask, lambda _, own: own)
        elif isinstance(base, ColumnsAt) and isinstance(found, Reference) and self.lanes == 1:
            self.copy_lane(self._row_of_columns(target, base), found)
        else:
            raise self.refused(target, "this cannot be written to")

    def _bind(self, node: ast.AST, name: str, found: Thing) -> None:
        """Let a name of the rule stand for something: a number that may change gets room of its own."""
        if not isinstance(found, Value):
            if self.source.written[name] > 1:
                raise self.refused(node, f"'{name}' stands for a row or the like: it is named once")
            self.names[name] = found
            return
        is_new = name not in self.variables and not self._loops
        if name not in self.variables:
            varies = self.lanes > 1 and (found.varies or self.source.written[name] > 1)
            self.variables[name] = (found.kind, varies, self.room(self.type_of(found.kind, varies)))
        kind, varies, room = self.variables[name]
        if found.kind is not kind and not (kind is Kind.FLOAT and found.kind is Kind.INT):
            raise self.refused(node, f"'{name}' is a number of one kind: {kind.value} first, {found.kind.value} here")
        found = self.to(kind, found)
        self.put(
            room,
            self.varying(found).code if varies else found.code,
            self.everybody if is_new or not varies else self.mask,
        )


def _read(target: ast.expr) -> ast.expr:
    """Return the expression that reads what an assignment writes."""
    read = ast.parse(ast.unparse(target), mode="eval").body
    return ast.copy_location(read, target)


def _holds(loop: ast.For | ast.While, kind: type[ast.stmt]) -> bool:
    """Whether a loop holds such a statement that concerns it, and no loop within it."""

    def search(statements: Sequence[ast.stmt]) -> bool:
        for statement in statements:
            if isinstance(statement, kind):
                return True
            if isinstance(statement, ast.If) and (search(statement.body) or search(statement.orelse)):
                return True
            if isinstance(statement, ast.For | ast.While) and kind is ast.Return and search(statement.body):
                return True
        return False

    return search(loop.body)
