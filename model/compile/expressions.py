"""Expressions of a rule: what each becomes."""

import ast
import enum
import operator
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any, cast

import llvmlite.ir as ir

from tightrope.model.compile.groups import in_group
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.source import RefusedError, Source, is_rule
from tightrope.model.compile.types import (
    ADDRESS,
    I64,
    Kind,
)
from tightrope.model.compile.values import Array, ColumnsAt, Group, Reference, Row, RowsAt, Several, Value, constant

if TYPE_CHECKING:
    from tightrope.model.compile.module import Module

__all__ = ["Expressions", "Thing", "common"]

type Thing = Value | Reference | Row | Several | ColumnsAt | RowsAt | Array | Group | tuple["Thing", ...] | Any
"""What an expression may stand for: besides these, any Python object that a name of the module means."""

_ARITHMETIC = {
    ast.Add: ("add", "fadd"), ast.Sub: ("sub", "fsub"), ast.Mult: ("mul", "fmul"),
    ast.BitXor: ("xor", None), ast.BitAnd: ("and_", None), ast.BitOr: ("or_", None), ast.LShift: ("shl", None),
}  # fmt: skip
_FOLDED: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip
"""Of two constants."""
_NO_SUCH = "rules do not compute so"
_COMPARISONS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


class Expressions(Lanes):
    """The expressions of one rule, for lanes that its names' values may differ in."""

    def __init__(self, module: "Module", source: Source, builder: ir.IRBuilder, lanes: int) -> None:
        """Take the rule; ``names`` fills up as it is read, ``mask`` says for whom the present code is."""
        super().__init__(module, builder, lanes)
        self.source = source
        self.names: dict[str, Thing] = {}
        self.variables: dict[str, tuple[Kind, bool, ir.Value]] = {}
        self.mask: ir.Value = self.everybody

    def refused(self, node: ast.AST, why: str) -> RefusedError:
        """Return what to raise where a part of the rule cannot be compiled."""
        return self.source.refused(node, why)

    # --- what names and expressions stand for -------------------------------------------------------------------------

    def thing(self, node: ast.expr) -> Thing:
        """Return what an expression stands for."""
        write = getattr(self, f"_{type(node).__name__.lower()}", None)
        if write is None:
            raise self.refused(node, f"'{ast.unparse(node)}' is no expression that a rule may hold")
        found: Thing = write(node)
        return found

    def value(self, node: ast.expr) -> Value:
        """Return the number that an expression stands for."""
        found = self.thing(node)
        if isinstance(found, bool | int | float):
            return constant(found)
        if not isinstance(found, Value):
            raise self.refused(node, f"'{ast.unparse(node)}' is no number")
        return found

    def number(self, node: ast.expr, kind: Kind) -> Value:
        """Return the number as one of this kind, where that loses nothing."""
        return self.fitting(node, self.value(node), kind)

    def fitting(self, node: ast.AST, value: Value, kind: Kind) -> Value:
        """Turn a number into a kind that can hold it."""
        if value.kind is Kind.FLOAT and kind is not Kind.FLOAT:
            raise self.refused(node, "a float stands where a whole number is meant: round it")
        if kind is Kind.BOOL and value.kind is not Kind.BOOL:
            raise self.refused(node, "a number stands where true or false is meant: compare it")
        return self.to(kind, value)

    def truth(self, node: ast.expr) -> Value:
        """Return whether an expression is true, as in a test: any number but zero is."""
        if isinstance(node, ast.BoolOp):
            return self._any_or_all(node, self.truth)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return self._not(node)
        return self.to(Kind.BOOL, self.value(node))

    def _constant(self, node: ast.Constant) -> Thing:
        return node.value

    def _name(self, node: ast.Name) -> Thing:
        if node.id in self.variables:
            kind, varies, place = self.variables[node.id]
            return Value(kind, self.builder.load(place, typ=self.type_of(kind, varies)), varies)
        if node.id in self.names:
            return self.names[node.id]
        if node.id in self.source.written:
            raise self.refused(node, f"'{node.id}' has no value yet on the way here")
        if node.id not in self.source.names:
            raise self.refused(node, f"there is no '{node.id}'")
        return _plain(self.source.names[node.id])

    def _attribute(self, node: ast.Attribute) -> Thing:
        base = self.thing(node.value)
        if isinstance(base, Group):
            return self._of_group(node, base)
        if isinstance(base, Reference | Row):
            return self.field(node, base, node.attr)
        if isinstance(base, Array | ColumnsAt | RowsAt) and node.attr == "size":
            return Value(Kind.INT, self.slot(base.slots, 1))
        if isinstance(base, Array) and node.attr == "shape":
            return tuple(Value(Kind.INT, self.slot(base.slots, 2 + axis)) for axis in range(2))
        if isinstance(base, int) and node.attr == "value":
            return base  # of a code
        if isinstance(base, ModuleType | type) and hasattr(base, node.attr):
            return _plain(getattr(base, node.attr))
        raise self.refused(node, f"there is no '{ast.unparse(node)}'")

    def _of_group(self, node: ast.Attribute, base: Group) -> Thing:
        found = in_group(self, base, node.attr)
        if found is None:
            raise self.refused(node, f"{base.group.__name__} has no '{node.attr}'")
        return found

    def field(self, node: ast.AST, base: Reference | Row, name: str) -> Value | Several:
        """Return a field of a row."""
        if isinstance(base, Row):
            if name not in (base.dtype.names or ()):
                raise self.refused(node, f"the record has no field '{name}'")
            return self.of_row(base, name)
        if name not in self.module.fields(base.record):
            raise self.refused(node, f"{base.record.__name__} has no field '{name}'")
        return self.of_reference(base, name)

    def _subscript(self, node: ast.Subscript) -> Thing:
        base = self.thing(node.value)
        if isinstance(base, Reference | Row):
            name = self.thing(node.slice)
            if not isinstance(name, str):
                raise self.refused(node, "a field is chosen by a constant name")
            return self.field(node, base, name)
        if isinstance(base, ColumnsAt):
            return self._row_of_columns(node, base)
        if isinstance(base, RowsAt):
            return self._row_of_rows(node, base)
        if isinstance(base, Several):
            return self.of_array(base, self.number(node.slice, Kind.INT), self.mask)
        if isinstance(base, Array):
            return self.of_array(base, self.place(node, base), self.mask)
        if isinstance(base, tuple):
            return self._of_tuple(node, base)
        raise self.refused(node, f"'{ast.unparse(node.value)}' has no places")

    def _of_tuple(self, node: ast.Subscript, base: tuple[Thing, ...]) -> Thing:
        place = self.thing(node.slice)
        if isinstance(place, int):
            return base[place]
        place = self.number(node.slice, Kind.INT)
        if place.varies or not all(isinstance(number, int | float) for number in base):
            raise self.refused(node, "a tuple is read at a place that is the same for everybody")
        numbers, kind = self.module.table(cast("tuple[float, ...]", base))
        address = self.builder.gep(self.builder.bitcast(numbers, ADDRESS), [place.code], source_etype=kind.llvm)
        return Value(kind, self.constant_at(address, kind.llvm))

    def _row_of_columns(self, node: ast.Subscript, base: ColumnsAt) -> Reference:
        place = self.number(node.slice, Kind.INT)
        table = self.slot(base.slots, 0, ADDRESS)
        if self.lanes == 1:
            return Reference(base.record, table, place.code)
        is_first = isinstance(place.code, ir.Constant) and place.code.constant == 0
        if not is_first:
            raise self.refused(node, "only the borrower at hand can be looked at side by side with others")
        return Reference(base.record, table, place.code)

    def _row_of_rows(self, node: ast.Subscript, base: RowsAt) -> Row:
        place = self.number(node.slice, Kind.INT)
        if place.varies and self.lanes > 1:
            raise self.refused(node, "a row is chosen by a place that is the same for everybody")
        far = self.builder.mul(place.code, ir.Constant(I64, base.dtype.itemsize))
        data = self.slot(base.slots, 0, ADDRESS)
        return Row(base.dtype, self.builder.gep(data, [far], source_etype=ir.IntType(8)))

    def place(self, node: ast.Subscript, base: Array) -> Value:
        """Return where in an array the place lies that one index for each axis names."""
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        place = self.number(indices[0], Kind.INT)
        for axis, index in enumerate(indices[1:], 1):
            length = Value(Kind.INT, self.slot(base.slots, 2 + axis))
            scaled = self._together("mul", place, length)
            place = self._together("add", scaled, self.number(index, Kind.INT))
        return place

    def _together(self, how: str, one: Value, other: Value) -> Value:
        one, other = self.alike(one, other)
        return Value(one.kind, getattr(self.builder, how)(one.code, other.code), one.varies)

    def _tuple(self, node: ast.Tuple) -> Thing:
        return tuple(self.thing(part) for part in node.elts)

    # --- arithmetic -------------------------------------------------------------------------------------------------

    def _binop(self, node: ast.BinOp) -> Thing:
        left, right = self.thing(node.left), self.thing(node.right)
        if isinstance(left, int | float) and isinstance(right, int | float):
            if type(node.op) not in _FOLDED:
                raise self.refused(node, _NO_SUCH)
            return _FOLDED[type(node.op)](left, right)
        return self.computed(node, node.op, self._as_value(node.left, left), self._as_value(node.right, right))

    def _as_value(self, node: ast.expr, found: Thing) -> Value:
        if isinstance(found, Value):
            return found
        if isinstance(found, bool | int | float):
            return constant(found)
        raise self.refused(node, f"'{ast.unparse(node)}' is no number")

    def computed(self, node: ast.AST, how: ast.operator, left: Value, right: Value) -> Value:
        """Return what an operator makes of two numbers."""
        if isinstance(how, ast.Pow):
            raise self.refused(node, "powers are written power(base, exponent)")
        if isinstance(how, ast.Div):
            left, right = self.alike(self.to(Kind.FLOAT, left), self.to(Kind.FLOAT, right))
            return Value(Kind.FLOAT, self.builder.fdiv(left.code, right.code), left.varies)
        kind = common(left.kind, right.kind)
        if isinstance(how, ast.Add) and left.first is not None and not right.varies and kind is Kind.INT:
            return self.counting_on(self.builder.add(left.first, self.to(kind, right).code))
        counts_in_words = left.first is not None and kind is Kind.WORD
        if isinstance(how, ast.Mult) and counts_in_words and isinstance(right.code, ir.Constant):
            return self._times(left.first, right.code.constant)
        left, right = self.alike(self.to(kind, left), self.to(kind, right))
        if isinstance(how, ast.FloorDiv | ast.Mod):
            return self._divided(node, how, left, right)
        if isinstance(how, ast.RShift):
            shift = self.builder.lshr if kind is Kind.WORD else self.builder.ashr
            return Value(kind, shift(left.code, right.code), left.varies)
        name = _ARITHMETIC.get(type(how), (None, None))[kind is Kind.FLOAT]
        if name is None:
            raise self.refused(node, _NO_SUCH)
        return Value(kind, getattr(self.builder, name)(left.code, right.code), left.varies)

    def _times(self, first: ir.Value, times: int) -> Value:
        """Return words that count on, each so many times: only the first need be multiplied."""
        steps = [lane * times & 0xFFFF_FFFF_FFFF_FFFF for lane in range(self.lanes)]
        start = self.spread(self.builder.mul(first, ir.Constant(I64, times)))
        return Value(Kind.WORD, self.builder.add(start, ir.Constant(self.vector(I64), steps)), varies=True)

    def _divided(self, node: ast.AST, how: ast.operator, left: Value, right: Value) -> Value:
        if left.kind is not Kind.INT:
            raise self.refused(node, "// and % are for whole numbers")
        above, below = self.to(Kind.FLOAT, left), self.to(Kind.FLOAT, right)
        floor = self.rounded("floor", self.builder.fdiv(above.code, below.code))
        whole = self.to(Kind.INT, Value(Kind.FLOAT, floor, left.varies))
        if isinstance(how, ast.FloorDiv):
            return whole
        rest = self.builder.sub(left.code, self.builder.mul(whole.code, right.code))
        return Value(Kind.INT, rest, left.varies)

    def _unaryop(self, node: ast.UnaryOp) -> Thing:
        if isinstance(node.op, ast.Not):
            return self._not(node)
        found = self.thing(node.operand)
        if not isinstance(node.op, ast.USub):
            raise self.refused(node, _NO_SUCH)
        if isinstance(found, int | float):
            return -found
        value = self._as_value(node.operand, found)
        if value.kind is Kind.FLOAT:
            return Value(Kind.FLOAT, self.builder.fneg(value.code), value.varies)
        value = self.to(Kind.INT, value)
        return Value(Kind.INT, self.builder.neg(value.code), value.varies)

    def _not(self, node: ast.UnaryOp) -> Value:
        found = self.truth(node.operand)
        return Value(Kind.BOOL, self.builder.not_(found.code), found.varies)

    def _compare(self, node: ast.Compare) -> Value:
        left, found = self.value(node.left), None
        for how, operand in zip(node.ops, node.comparators, strict=True):
            right = self.value(operand)
            now = self._compared(node, how, left, right)
            if found is not None:
                found, now = self.alike(found, now)
                now = Value(Kind.BOOL, self.builder.and_(found.code, now.code), now.varies)
            left, found = right, now
        assert found is not None
        return found

    def _compared(self, node: ast.Compare, how: ast.cmpop, left: Value, right: Value) -> Value:
        if type(how) not in _COMPARISONS:
            raise self.refused(node, "numbers are compared by <, <=, >, >=, == and !=")
        kind = common(left.kind, right.kind)
        left, right = self.alike(self.to(kind, left), self.to(kind, right))
        sign = _COMPARISONS[type(how)]
        if kind is Kind.FLOAT:
            compare = self.builder.fcmp_unordered if sign == "!=" else self.builder.fcmp_ordered
        else:
            compare = self.builder.icmp_unsigned if kind is Kind.WORD else self.builder.icmp_signed
        bits = compare(sign, left.code, right.code)
        return Value(Kind.BOOL, self.as_mask(bits) if left.varies else bits, left.varies)

    # --- tests ------------------------------------------------------------------------------------------------------

    def _boolop(self, node: ast.BoolOp) -> Value:
        """Return what stands for a number: 'or' gives back the first that is not zero, so only tests may be in it."""
        return self._any_or_all(node, self.truth if isinstance(node.op, ast.And) else self._test)

    def _test(self, node: ast.expr) -> Value:
        return self.number(node, Kind.BOOL)

    def _any_or_all(self, node: ast.BoolOp, read: Callable[[ast.expr], Value]) -> Value:
        every, found = isinstance(node.op, ast.And), read(node.values[0])
        for part in node.values[1:]:
            if self.must_be_asked(part):
                found = self._only_if_asked(found, part, read, every=every)
            else:
                found, other = self.alike(found, read(part))
                both = self.builder.and_ if every else self.builder.or_
                found = Value(Kind.BOOL, both(found.code, other.code), found.varies)
        return found

    def _only_if_asked(self, found: Value, part: ast.expr, read: Callable[[ast.expr], Value], *, every: bool) -> Value:
        if not found.varies:
            if every:
                return self._either_value(found, lambda: read(part), lambda: constant(False), Kind.BOOL)
            return self._either_value(found, lambda: constant(True), lambda: read(part), Kind.BOOL)
        before, room = self.mask, self.room(self.mask_type)
        self.builder.store(self.nobody, room)

        def ask(own: ir.Value) -> ir.Value:
            self.mask = own
            self.builder.store(self.varying(read(part)).code, room)
            return own

        self.when(self._and(before, found.code if every else self.builder.not_(found.code)), ask)
        self.mask = before
        both = self.builder.and_ if every else self.builder.or_
        return Value(Kind.BOOL, both(found.code, self.builder.load(room, typ=self.mask_type)), varies=True)

    def _ifexp(self, node: ast.IfExp) -> Thing:
        test = self.truth(node.test)
        if self.must_be_asked(node.body) or self.must_be_asked(node.orelse):
            return self._either_value(test, lambda: self.value(node.body), lambda: self.value(node.orelse), None)
        yes, no = self.value(node.body), self.value(node.orelse)
        kind = yes.kind if yes.kind is no.kind else common(yes.kind, no.kind)
        return self.choose(test, self.to(kind, yes), self.to(kind, no))

    def must_be_asked(self, node: ast.expr) -> bool:
        """Whether an expression draws, changes or looks up something: it must not for those who do not come by."""
        return any(
            isinstance(part, ast.Subscript) or (isinstance(part, ast.Call) and is_rule(self.called(part)))
            for part in ast.walk(node)
        )

    def called(self, node: ast.Call) -> Any:
        """Return the function that is called, as far as names of the module tell."""
        if isinstance(node.func, ast.Name):
            return self.source.names.get(node.func.id)
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            return getattr(self.source.names.get(node.func.value.id), node.func.attr, None)
        return None

    def _either_value(self, test: Value, yes: Callable[[], Value], no: Callable[[], Value], kind: Kind | None) -> Value:
        """Return one of two numbers, of which each is computed only for those that it is for."""
        chosen, before = _Chosen(self, kind), self.mask
        if not test.varies:
            self.either(test.code, lambda: chosen.take(yes, before), lambda: chosen.take(no, before))
        else:
            self.when(self._and(before, test.code), lambda own: chosen.take(yes, own))
            self.when(self._and(before, self.builder.not_(test.code)), lambda own: chosen.take(no, own))
        self.mask = before
        return chosen.value()

    def _and(self, mask: ir.Value, other: ir.Value) -> ir.Value:
        return other if isinstance(mask, ir.Constant) else self.builder.and_(mask, other)

    def put(self, place: ir.Value, code: ir.Value, mask: ir.Value) -> None:
        """Write to room in the function's frame, for the lanes of a mask."""
        if self.lanes > 1 and not isinstance(mask, ir.Constant):
            code = self.blend(mask, code, self.builder.load(place, typ=code.type))
        self.builder.store(code, place)


class _Chosen:
    """Room for a number that is computed in one of two ways; the first way settles its kind."""

    def __init__(self, code: Expressions, kind: Kind | None) -> None:
        self._code, self._kind = code, kind
        self._room: ir.Value | None = None

    def take(self, way: Callable[[], Value], mask: ir.Value) -> ir.Value:
        """Compute the number in one way for the lanes of a mask, which is returned."""
        code = self._code
        code.mask = mask
        found = way()
        if self._kind is None:
            self._kind = found.kind
        if self._room is None:
            self._room = code.room(code.type_of(self._kind, True))
        code.put(self._room, code.varying(code.to(self._kind, found)).code, mask)
        return mask

    def value(self) -> Value:
        """Return what was computed, lane by lane."""
        assert self._kind is not None
        room = self._code.builder.load(self._room, typ=self._code.type_of(self._kind, True))
        return Value(self._kind, room, self._code.lanes > 1)


def _plain(found: Any) -> Thing:
    """Return a constant of a module as a plain number, where it is one."""
    if isinstance(found, enum.Enum) and isinstance(found, int):
        return int(found)
    return found


def common(one: Kind, other: Kind) -> Kind:
    """Return the kind that both numbers are turned into to be computed with."""
    kinds = {one, other}
    return next((kind for kind in (Kind.FLOAT, Kind.WORD) if kind in kinds), Kind.INT)
