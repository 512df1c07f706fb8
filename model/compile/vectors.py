"""Code for several borrowers side by side: what each operation is where every borrower has a lane.

A mask says for which lanes a piece of code is. Masks are vectors of bits where the processor has registers for them;
else each bit is as wide as a number, for which older vector units are made.
"""

from collections.abc import Callable
from functools import cache, cached_property
from typing import TYPE_CHECKING

import llvmlite.ir as ir

from tightrope.model.compile.types import ADDRESS, F64, I1, I32, I64, Kind
from tightrope.model.compile.values import Value
from tightrope.scenarios.engine.bits import bits_of

if TYPE_CHECKING:
    from tightrope.model.compile.module import Module

__all__ = ["Vectors", "count"]

_SHORT = 16
"""Instructions up to which a piece of code is run without asking whether it is for anybody; 13 to 24 are as good."""
_FOUR = ir.VectorType(F64, 4)
"""What a register of AVX holds."""
_WHOLE = 6755399441055744.0
"""1.5 * 2^52: added to a whole number below 2^51, the number stands in the last bits."""
_WHOLE_BITS = 0x4338_0000_0000_0000
"""Its bits."""
_HIGH, _LOW = 2.0**84, 2.0**52
"""Upper and lower halves of a word are the last bits of numbers from these on."""


def count(size: int) -> ir.Constant:
    """Return a whole number that stands in the code."""
    return ir.Constant(I64, size)


@cache
def _lanes_from(first: int, how_many: int) -> ir.Constant:
    """Return which lanes a shuffle takes: some that follow one another."""
    return ir.Constant(ir.VectorType(I32, how_many), [first + lane for lane in range(how_many)])


def _is_short(block: ir.Block) -> bool:
    """Whether a piece of code costs less than to ask whether it is for anybody, and may be run for nobody."""
    size = 0
    for done in block.instructions:
        if isinstance(done, ir.CallInstr) and not done.callee.name.startswith("llvm."):
            return False
        if isinstance(done, ir.LoadInstr) and not (
            isinstance(done.type, ir.VectorType) or "invariant.load" in done.metadata
        ):
            return False  # a place of an array may lie nowhere
        size += done.type != ADDRESS and not isinstance(done, ir.CastInstr)
    return size <= _SHORT


def _is_same(one: ir.Value, other: ir.Value) -> bool:
    constants = isinstance(one, ir.Constant) and isinstance(other, ir.Constant)
    return one is other or (constants and one.constant == other.constant)


class Vectors:
    """Operations on ``lanes`` lanes, put where ``builder`` stands."""

    def __init__(self, module: "Module", builder: ir.IRBuilder, lanes: int) -> None:
        """Take what the code becomes a part of, where it goes, and how many lanes it is for."""
        self.module, self.builder, self.lanes = module, builder, lanes
        self.is_wide = lanes > 1 and not module.target.has_mask_registers
        self.mask_type = self.vector(I64 if self.is_wide else I1)

    # --- vectors and masks ----------------------------------------------------------------------------------------

    def vector(self, of: ir.Type) -> ir.Type:
        """Return the type of one such number for each lane."""
        return ir.VectorType(of, self.lanes) if self.lanes > 1 else of

    def type_of(self, kind: Kind, varies: bool) -> ir.Type:
        """Return the type of a number."""
        if not varies or self.lanes == 1:
            return kind.llvm
        return self.mask_type if kind is Kind.BOOL else self.vector(kind.llvm)

    def same(self, of: ir.Type, number: float) -> ir.Constant:
        """Return a constant in all lanes."""
        return ir.Constant(self.vector(of), [number] * self.lanes if self.lanes > 1 else number)

    @cached_property
    def everybody(self) -> ir.Constant:
        """The mask of all lanes."""
        return self.same(I64, -1) if self.is_wide else self.same(I1, 1)

    @cached_property
    def nobody(self) -> ir.Constant:
        """The mask of none."""
        return self.same(I64 if self.is_wide else I1, 0)

    def spread(self, code: ir.Value) -> ir.Value:
        """Put one number into all lanes."""
        if self.lanes == 1:
            return code
        if isinstance(code, ir.Constant):
            return self.same(code.type, code.constant)
        nothing = ir.Constant(self.vector(code.type), ir.Undefined)
        first = self.builder.insert_element(nothing, code, ir.Constant(I32, 0))
        return self.builder.shuffle_vector(
            first, nothing, ir.Constant(ir.VectorType(I32, self.lanes), [0] * self.lanes)
        )

    def as_mask(self, bits: ir.Value) -> ir.Value:
        """Turn a bit for each lane into a mask."""
        return self.builder.sext(bits, self.mask_type) if self.is_wide else bits

    def bits(self, mask: ir.Value) -> ir.Value:
        """Turn a mask into a bit for each lane."""
        return self.builder.icmp_signed("<", mask, self.same(I64, 0)) if self.is_wide else mask

    def packed(self, mask: ir.Value) -> ir.Value:
        """Return a mask as one whole number, a bit for each lane."""
        return self.builder.bitcast(self.bits(mask), ir.IntType(self.lanes))

    def any(self, mask: ir.Value) -> ir.Value:
        """Whether the mask holds anybody."""
        if self.lanes == 1:
            return mask
        if self._goes_by_signs(mask):
            low, high = self._halves(mask)
            either = self.builder.bitcast(self.builder.or_(low, high), _FOUR)
            test = self.module.intrinsic("llvm.x86.avx.vtestz.pd.256", I32, [_FOUR] * 2)
            is_nobody = self.builder.call(test, [either, either])
            return self.builder.icmp_unsigned("==", is_nobody, ir.Constant(I32, 0))
        return self.builder.icmp_unsigned("!=", self.packed(mask), ir.Constant(ir.IntType(self.lanes), 0))

    def _goes_by_signs(self, mask: ir.Value) -> bool:
        return self.is_wide and self.module.target.blends_by_signs and not isinstance(mask, ir.Constant)

    def _halves(self, code: ir.Value) -> tuple[ir.Value, ir.Value]:
        """Return the lower and the upper four of eight lanes: what a register of this processor holds."""
        nothing, b = ir.Constant(code.type, ir.Undefined), self.builder
        low, high = (b.shuffle_vector(code, nothing, _lanes_from(first, 4)) for first in (0, 4))
        return low, high

    def _blended_by_signs(self, mask: ir.Value, yes: ir.Value, no: ir.Value) -> ir.Value:
        """Return one of two numbers by the sign of the mask.

        As a choice by bits, LLVM would turn every mask into bits where it is made and back where it is used.
        """
        b = self.builder
        blend = self.module.intrinsic("llvm.x86.avx.blendv.pd.256", _FOUR, [_FOUR] * 3)
        halves = zip(*map(self._halves, (no, yes, mask)), strict=True)
        low, high = (b.call(blend, [b.bitcast(part, _FOUR) for part in half]) for half in halves)
        return b.bitcast(b.shuffle_vector(low, high, _lanes_from(0, 8)), yes.type)

    def varying(self, value: Value) -> Value:
        """Return a number with a value for each lane."""
        if value.varies or self.lanes == 1:
            return value
        if value.kind is not Kind.BOOL:
            return Value(value.kind, self.spread(value.code), varies=True)
        if isinstance(value.code, ir.Constant):
            return Value(Kind.BOOL, self.everybody if value.code.constant else self.nobody, varies=True)
        return Value(Kind.BOOL, self.as_mask(self.spread(value.code)), varies=True)

    def counting_on(self, first: ir.Value) -> Value:
        """Return whole numbers that count on from that of the first lane."""
        if self.lanes == 1:
            return Value(Kind.INT, first)
        steps = ir.Constant(self.vector(I64), list(range(self.lanes)))
        return Value(Kind.INT, self.builder.add(self.spread(first), steps), True, first)

    def alike(self, *values: Value) -> tuple[Value, ...]:
        """Return all as varying where one of them is."""
        return tuple(map(self.varying, values)) if any(value.varies for value in values) else values

    def choose(self, test: Value, yes: Value, no: Value) -> Value:
        """Return one of two numbers of a kind, lane by lane."""
        test, yes, no = self.alike(test, yes, no)
        if yes.code is no.code:
            return yes
        if test.varies and self.is_wide:
            return Value(yes.kind, self.blend(test.code, yes.code, no.code), varies=True)
        return Value(yes.kind, self.builder.select(test.code, yes.code, no.code), test.varies)

    def blend(self, mask: ir.Value, yes: ir.Value, no: ir.Value) -> ir.Value:
        """The same for what lies in registers already."""
        if self.lanes > 1 and yes.type == self.mask_type and self.is_wide:
            if _is_same(no, self.nobody):
                return self.builder.and_(mask, yes)
            if _is_same(yes, self.nobody):
                return self.builder.and_(self.builder.not_(mask), no)
        if self._goes_by_signs(mask):
            return self._blended_by_signs(mask, yes, no)
        return self.builder.select(self.bits(mask) if self.lanes > 1 else mask, yes, no)

    # --- the flow of code -------------------------------------------------------------------------------------------

    def room(self, of: ir.Type) -> ir.Value:
        """Return the address of room for a number, in the function's frame."""
        with self.builder.goto_entry_block():
            return self.builder.alloca(of)

    def when(self, mask: ir.Value, work: Callable[[ir.Value], ir.Value]) -> ir.Value:
        """Do some work for the lanes of a mask, unless there are none; return those that go on from there.

        Little work is done for none as well: nothing is written then, and no branch is to be foreseen.
        """
        if _is_same(mask, self.nobody):
            return mask
        if self.lanes == 1 and isinstance(mask, ir.Constant):
            return work(mask)
        before = self.builder.block
        inside, after = self.builder.append_basic_block(), self.builder.append_basic_block()
        self.builder.position_at_end(inside)
        own = self.everybody if self.lanes == 1 else mask
        left = work(own)
        ended = self.builder.block
        self.builder.branch(after)
        self.builder.position_at_end(before)
        if ended is inside and self.lanes > 1 and _is_short(inside):
            self.builder.branch(inside)
            self.builder.position_at_end(after)
            return mask if left is own else left
        self.builder.cbranch(self.any(mask), inside, after)
        self.builder.position_at_end(after)
        if left is own:
            return mask
        if _is_same(left, self.nobody):
            return left
        merged = self.builder.phi(self.mask_type)
        merged.add_incoming(self.nobody, before)
        merged.add_incoming(left, ended)
        return merged

    def when_true(self, test: ir.Value, work: Callable[[], None]) -> None:
        """Do some work if a test, the same for all lanes, holds."""
        with self.builder.if_then(test):
            work()

    def either(self, test: ir.Value, yes: Callable[[], ir.Value], no: Callable[[], ir.Value]) -> ir.Value:
        """Go one of two ways, all lanes together; return what came of it."""
        blocks = [self.builder.append_basic_block() for _ in range(3)]
        self.builder.cbranch(test, blocks[0], blocks[1])
        ways = []
        for block, work in zip(blocks, (yes, no), strict=False):
            self.builder.position_at_end(block)
            found = work()
            ways.append((found, self.builder.block))
            self.builder.branch(blocks[2])
        self.builder.position_at_end(blocks[2])
        if _is_same(ways[0][0], ways[1][0]):
            return ways[0][0]
        merged = self.builder.phi(ways[0][0].type)
        for found, block in ways:
            merged.add_incoming(found, block)
        return merged

    def walk(self, mask: ir.Value, work: Callable[[ir.Value], None]) -> None:
        """Do some work for each lane of a mask by itself, in their order; it is told the number of the lane."""
        if self.lanes == 1:
            self.when_true(mask, lambda: work(count(0)))
            return
        bits, left = ir.IntType(self.lanes), self.room(ir.IntType(self.lanes))
        self.builder.store(self.packed(mask), left)
        test, body, end = (self.builder.append_basic_block() for _ in range(3))
        self.builder.branch(test)
        self.builder.position_at_end(test)
        now = self.builder.load(left, typ=bits)
        self.builder.cbranch(self.builder.icmp_unsigned("!=", now, ir.Constant(bits, 0)), body, end)
        self.builder.position_at_end(body)
        lowest = self.module.intrinsic(f"llvm.cttz.i{self.lanes}", bits, [bits, I1])
        lane = self.builder.zext(self.builder.call(lowest, [now, ir.Constant(I1, 1)]), I64)
        self.builder.store(self.builder.and_(now, self.builder.sub(now, ir.Constant(bits, 1))), left)
        work(lane)
        self.builder.branch(test)
        self.builder.position_at_end(end)

    def count_up(self, start: ir.Value, stop: ir.Value, work: Callable[[ir.Value], None]) -> None:
        """Do some work for each block from one place to another; it is told the place of the first lane."""
        b, now = self.builder, self.room(I64)
        b.store(start, now)
        test, body, end = (b.append_basic_block() for _ in range(3))
        b.branch(test)
        b.position_at_end(test)
        b.cbranch(b.icmp_signed("<", b.load(now, typ=I64), stop), body, end)
        b.position_at_end(body)
        first = b.load(now, typ=I64)
        work(first)
        b.store(b.add(first, count(self.lanes)), now)
        b.branch(test)
        b.position_at_end(end)

    def there(self, first: ir.Value, stop: ir.Value) -> ir.Value:
        """Return the mask of the lanes of a block that are not behind the end."""
        if self.lanes == 1:
            return self.everybody
        return self.as_mask(self.builder.icmp_signed("<", self.counting_on(first).code, self.spread(stop)))

    def by_lane(self, value: Value) -> Callable[[ir.Value], Value]:
        """Return what reads a number as it is in one lane; it is laid out in the frame once, for a whole walk."""
        if not value.varies or self.lanes == 1:
            return lambda lane: value
        if value.kind is Kind.BOOL:
            return lambda lane: Value(Kind.BOOL, self.builder.extract_element(self.bits(value.code), lane))
        room = self.room(value.code.type)
        room.type = ADDRESS
        self.builder.store(value.code, room)

        def read(lane: ir.Value) -> Value:
            place = self.builder.gep(room, [lane], source_etype=value.kind.llvm)
            return Value(value.kind, self.builder.load(place, typ=value.kind.llvm))

        return read

    # --- numbers ----------------------------------------------------------------------------------------------------

    def to(self, kind: Kind, value: Value) -> Value:
        """Turn a number into another kind."""
        if value.kind is kind:
            return value
        if {value.kind, kind} == {Kind.INT, Kind.WORD}:
            return value._replace(kind=kind)
        if isinstance(value.code, ir.Constant) and not value.varies:
            return self._constant_to(kind, value)
        if kind is Kind.BOOL:
            return self._truth(value)
        if kind is Kind.FLOAT:
            return Value(kind, self._to_float(value), value.varies)
        if value.kind is Kind.BOOL:
            bits = self.bits(value.code) if value.varies else value.code
            return Value(kind, self.builder.zext(bits, self.type_of(kind, value.varies)), value.varies)
        return Value(kind, self._to_whole(value), value.varies)

    def _constant_to(self, kind: Kind, value: Value) -> Value:
        number = value.code.constant
        made = float(number) if kind is Kind.FLOAT else int(number != 0) if kind is Kind.BOOL else int(number)
        return Value(kind, ir.Constant(kind.llvm, made))

    def _truth(self, value: Value) -> Value:
        nothing = self.same(value.kind.llvm, 0) if value.varies else ir.Constant(value.kind.llvm, 0)
        if value.kind is Kind.FLOAT:
            bits = self.builder.fcmp_unordered("!=", value.code, nothing)
        else:
            bits = self.builder.icmp_unsigned("!=", value.code, nothing)
        return Value(Kind.BOOL, self.as_mask(bits) if value.varies else bits, value.varies)

    def _to_float(self, value: Value) -> ir.Value:
        b, target = self.builder, self.type_of(Kind.FLOAT, value.varies)
        if value.kind is Kind.BOOL:
            return b.uitofp(self.bits(value.code) if value.varies else value.code, target)
        is_native = self.lanes == 1 or not value.varies or self.module.target.has_wide_conversions
        if value.kind is Kind.INT:
            return b.sitofp(value.code, target) if is_native else self._whole_to_float(value.code)
        if is_native:
            return b.uitofp(value.code, target)
        # exact: no word that is turned has more than 53 bits
        high = b.or_(b.lshr(value.code, self.same(I64, 32)), self.same(I64, bits_of(_HIGH)))
        low = b.or_(b.and_(value.code, self.same(I64, 0xFFFF_FFFF)), self.same(I64, bits_of(_LOW)))
        above = b.fsub(b.bitcast(high, target), self.same(F64, _HIGH + _LOW))
        return b.fadd(above, b.bitcast(low, target))

    def _whole_to_float(self, code: ir.Value) -> ir.Value:
        if isinstance(code, ir.CastInstr) and code.opname == "sext":  # as read from a narrow column
            return self.builder.sitofp(code.operands[0], self.vector(F64))
        there = self.builder.bitcast(self.builder.add(code, self.same(I64, _WHOLE_BITS)), self.vector(F64))
        return self.builder.fsub(there, self.same(F64, _WHOLE))

    def _to_whole(self, value: Value) -> ir.Value:
        b = self.builder
        if self.lanes == 1 or not value.varies or self.module.target.has_wide_conversions:
            return b.fptosi(value.code, self.type_of(Kind.INT, value.varies))
        there = b.fadd(self.rounded("trunc", value.code), self.same(F64, _WHOLE))
        return b.sub(b.bitcast(there, self.vector(I64)), self.same(I64, _WHOLE_BITS))

    def rounded(self, how: str, code: ir.Value) -> ir.Value:
        """Apply an operation of the processor on a float: floor, ceil, trunc, sqrt, fabs."""
        suffix = f"v{self.lanes}f64" if isinstance(code.type, ir.VectorType) else "f64"
        return self.builder.call(self.module.intrinsic(f"llvm.{how}.{suffix}", code.type, [code.type]), [code])
