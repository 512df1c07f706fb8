"""Calls in a rule: of other rules, side by side or one by one, and of the few functions of Python that rules know."""

import ast
import enum
import math
from collections.abc import Callable
from typing import Any

import llvmlite.ir as ir

from tightrope.model.compile.expressions import Expressions, Thing, common
from tightrope.model.compile.groups import HANDED
from tightrope.model.compile.source import Source, is_rule, source_of
from tightrope.model.compile.types import I64, Kind, NumberType, TupleType
from tightrope.model.compile.values import Array, How, Reference, Row, Value
from tightrope.scenarios.engine.bits import bits_of, of_bits

__all__ = ["Calls"]

_ROUNDED = {math.floor: "floor", math.ceil: "ceil", math.trunc: "trunc"}
"""To a whole number."""
_FLOATS = {math.sqrt: "sqrt", math.fabs: "fabs"}


class Calls(Expressions):
    """Expressions of one rule, calls among them."""

    def _call(self, node: ast.Call) -> Thing:
        called = self.called(node)
        if is_rule(called):
            return self._call_of_rule(node, called)
        if node.keywords:
            raise self.refused(node, "only rules are called with names of arguments")
        if called is len:
            return self._length(node)
        values = [self.value(argument) for argument in node.args]
        made = self._call_of_built_in(called, values)
        if made is None:
            raise self.refused(node, f"'{ast.unparse(node.func)}' is no rule")
        return made

    def _length(self, node: ast.Call) -> int:
        found = self.thing(node.args[0])
        if not isinstance(found, tuple | enum.EnumType):
            raise self.refused(node, "only constants have a length")
        return len(found)

    def _call_of_built_in(self, called: Any, values: list[Value]) -> Value | None:
        first = values[0]
        if called is int:
            return first if first.kind is Kind.WORD else self.to(Kind.INT, first)
        if called in (float, bool):
            return self.to(Kind.FLOAT if called is float else Kind.BOOL, first)
        if called in (min, max):
            return self._least_or_most("<" if called is min else ">", values)
        if called is abs:
            return self._size(first)
        if called in _ROUNDED:
            code = self.rounded(_ROUNDED[called], self.to(Kind.FLOAT, first).code)
            return self.to(Kind.INT, Value(Kind.FLOAT, code, first.varies))
        if called in _FLOATS:
            return Value(Kind.FLOAT, self.rounded(_FLOATS[called], self.to(Kind.FLOAT, first).code), first.varies)
        if called is bits_of:
            return Value(Kind.INT, self.builder.bitcast(first.code, self.type_of(Kind.INT, first.varies)), first.varies)
        if called is of_bits:
            code = self.builder.bitcast(first.code, self.type_of(Kind.FLOAT, first.varies))
            return Value(Kind.FLOAT, code, first.varies)
        return None

    def _least_or_most(self, sign: str, values: list[Value]) -> Value:
        kind = values[0].kind
        for value in values[1:]:
            kind = common(kind, value.kind)
        found, *others = (self.to(kind, value) for value in values)
        for other in others:
            found, other = self.alike(found, other)
            compare = self.builder.fcmp_ordered if kind is Kind.FLOAT else self.builder.icmp_signed
            better = compare(sign, other.code, found.code)
            found = Value(kind, self.builder.select(better, other.code, found.code), found.varies)
        return found

    def _size(self, value: Value) -> Value:
        if value.kind is Kind.FLOAT:
            return Value(Kind.FLOAT, self.rounded("fabs", value.code), value.varies)
        value = self.to(Kind.INT, value)
        nothing = self.same(I64, 0) if value.varies else ir.Constant(I64, 0)
        below = self.builder.icmp_signed("<", value.code, nothing)
        return Value(Kind.INT, self.builder.select(below, self.builder.neg(value.code), value.code), value.varies)

    def _call_of_rule(self, node: ast.Call, rule: Callable[..., Any]) -> Thing:
        if self.module.is_being_made(rule):
            raise self.refused(node, f"{rule.__name__} calls itself, here or by way of others")
        source = source_of(rule)
        things = self._arguments(node, source)
        if self.lanes == 1 or self._is_for_all(things, source):
            return self._returned(node, source, self._jump(rule, 1, things, ir.Constant(ir.IntType(1), 1)), 1)
        if rule in self.module.one_by_one:
            return self._one_by_one(node, source, things)
        return self._returned(node, source, self._jump(rule, self.lanes, things, self.mask), self.lanes)

    def _arguments(self, node: ast.Call, source: Source) -> list[Thing]:
        takes = source.signature.takes
        given = dict(zip(takes, node.args, strict=False)) | {keyword.arg: keyword.value for keyword in node.keywords}
        if set(given) != set(takes) or len(node.args) > len(takes):
            raise self.refused(node, f"{source.tree.name} takes {', '.join(takes)}")
        return [
            self.number(given[name], kind.kind) if isinstance(kind, NumberType) else self._handed(given[name], kind)
            for name, kind in takes.items()
        ]

    def _handed(self, node: ast.expr, kind: Any) -> Thing:
        found = self.thing(node)
        if not isinstance(found, HANDED[type(kind)]) or found[0] != kind[0]:
            raise self.refused(node, f"'{ast.unparse(node)}' is not what the rule takes")
        return found

    def _is_for_all(self, things: list[Thing], source: Source) -> bool:
        """Whether a rule gives the same to everybody and changes nothing: then it is asked once."""
        return source.signature.returns is not None and all(
            isinstance(thing, Row)
            or (isinstance(thing, Value) and not thing.varies)
            or (isinstance(thing, Array) and thing.dtype.kind == "u")
            for thing in things
        )

    def _jump(self, rule: Callable[..., Any], lanes: int, things: list[Thing], mask: ir.Value) -> ir.Value:
        if rule in self.module.called:  # one form of it serves all who call it
            things = [thing._replace(first=None) if isinstance(thing, Value) else thing for thing in things]
        function = self.module.function(rule, lanes, tuple(map(_how, things)))
        codes: list[ir.Value] = []
        for thing in things:
            if isinstance(thing, Value):
                codes.append(thing.code if thing.first is None else thing.first)
            elif isinstance(thing, Reference):
                codes.extend((thing.table, thing.place))
            else:
                codes.append(thing[1])
        return self.builder.call(function, [*codes, mask])

    def _returned(self, node: ast.AST, source: Source, code: ir.Value, lanes: int) -> Thing:
        varies, returned = lanes > 1, source.signature.returns
        if isinstance(returned, TupleType):
            parts = enumerate(returned.kinds)
            return tuple(Value(kind, self.builder.extract_value(code, place), varies) for place, kind in parts)
        return None if returned is None else Value(returned.kind, code, varies)

    def _one_by_one(self, node: ast.Call, source: Source, things: list[Thing]) -> Thing:
        returned = source.signature.returns
        if isinstance(returned, TupleType):
            raise self.refused(node, "a rule that is called one by one returns one number")
        room = None if returned is None else self.room(self.vector(returned.kind.llvm))

        in_lane = [self._by_lane(thing) for thing in things]

        def call(lane: ir.Value) -> None:
            own = [read(lane) for read in in_lane]
            code = self._jump(source.rule, 1, own, ir.Constant(ir.IntType(1), 1))
            if room is not None:
                assert returned is not None
                vector = self.builder.load(room, typ=self.vector(returned.kind.llvm))
                self.builder.store(self.builder.insert_element(vector, code, lane), room)

        self.walk(self.mask, call)
        if room is None:
            return None
        assert returned is not None
        found = self.builder.load(room, typ=self.vector(returned.kind.llvm))
        return Value(returned.kind, self.as_mask(found) if returned.kind is Kind.BOOL else found, varies=True)

    def _by_lane(self, thing: Thing) -> Callable[[ir.Value], Thing]:
        if isinstance(thing, Value):
            return self.by_lane(thing)
        if isinstance(thing, Reference):
            return lambda lane: thing._replace(place=self.builder.add(thing.place, lane))
        return lambda lane: thing


def _how(thing: Thing) -> How:
    """Return how an argument differs from lane to lane, or where it lies."""
    if isinstance(thing, Reference):
        return How.IN_FRAME if thing.in_frame else How.IN_COLUMNS
    if not isinstance(thing, Value) or not thing.varies:
        return How.SAME
    return How.VARIES if thing.first is None else How.COUNTS
