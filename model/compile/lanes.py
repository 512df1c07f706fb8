"""Memory as lanes see it: fields of the borrowers in them, rows and arrays that all read, slots filled by a pass."""

from collections.abc import Callable, Iterable

import llvmlite.ir as ir
import numpy as np

from tightrope.model.compile.types import ADDRESS, I1, I8, I32, I64, STORED, Kind
from tightrope.model.compile.values import Array, Reference, Row, Several, Value
from tightrope.model.compile.vectors import Vectors, count
from tightrope.scenarios.engine.records import Record, fields_of

__all__ = ["Lanes"]

_WIDTH = 8
"""Bytes of a number while it is computed with, and of an address."""
_LINE = 64
"""Bytes of a line of the cache: eight numbers."""


class Lanes(Vectors):
    """Operations on lanes, those on memory among them."""

    def slot(self, slots: ir.Value, number: int, of: ir.Type = I64) -> ir.Value:
        """Read one of the slots that a pass has filled: they do not change while it runs."""
        place = self.builder.gep(slots, [count(8 * number)], source_etype=I8)
        return self.constant_at(place, of)

    def constant_at(self, address: ir.Value, of: ir.Type) -> ir.Value:
        """Read what does not change while a pass runs."""
        found = self.builder.load(address, typ=of)
        found.set_metadata("invariant.load", self.module.nothing)
        return found

    def of_row(self, row: Row, name: str) -> Value | Several:
        """Read a field of a row; where it holds several numbers, say where they lie."""
        of, offset = row.dtype.fields[name][:2]  # type: ignore[index]
        place = self.builder.gep(row.address, [count(offset)], source_etype=I8)
        if of.subdtype:
            return Several(of.base, place)
        return self._read_as_number(self.constant_at(place, STORED[of.str[1:]]), of, varies=False)

    def of_reference(self, reference: Reference, name: str) -> Value:
        """Read a field of the borrowers in the lanes."""
        address, of = self._place_of(reference, name)
        found = self.builder.load(address, typ=self.vector(STORED[of.str[1:]]), align=of.itemsize)
        found.set_metadata("tbaa", self.module.apart(f"{reference.record.__name__}.{name}"))
        return self._read_as_number(found, of, varies=self.lanes > 1)

    def into_reference(self, reference: Reference, name: str, value: Value, mask: ir.Value) -> None:
        """Write a field of the borrowers of a mask."""
        address, of = self._place_of(reference, name)
        apart = self.module.apart(f"{reference.record.__name__}.{name}")
        value = self.to(Kind.FLOAT if of.kind == "f" else Kind.INT, self.varying(value))
        if self.lanes > 1 and not isinstance(mask, ir.Constant):
            value = value._replace(code=self.blend(mask, value.code, self.of_reference(reference, name).code))
        code = self._as_stored(value, of)
        self.builder.store(code, address, align=of.itemsize).set_metadata("tbaa", apart)

    def framed(self, record: type[Record]) -> Reference:
        """Make room in the frame for one row a lane."""
        with self.builder.goto_entry_block():
            room = self.builder.alloca(ir.VectorType(I64, _WIDTH), count(len(fields_of(record))))
        room.align, room.type = _LINE, ADDRESS
        return Reference(record, room, count(0), in_frame=True)

    def clear(self, reference: Reference, names: Iterable[str]) -> None:
        """Set some fields of the rows in all lanes to zero."""
        for name in names:
            _, of = self.module.field(reference.record, name)
            kind = Kind.FLOAT if of.kind == "f" else Kind.INT
            nothing = Value(kind, self.same(kind.llvm, 0), varies=self.lanes > 1)
            self.into_reference(reference, name, nothing, self.everybody)

    def copy(self, to: Reference, source: Reference, names: Iterable[str]) -> None:
        """Copy some fields of the rows in all lanes."""
        for name in names:
            self.into_reference(to, name, self.of_reference(source, name), self.everybody)

    def fetch(self, reference: Reference, names: Iterable[str]) -> None:
        """Ask for some fields of rows that will be read soon."""
        ask = self.module.intrinsic("llvm.prefetch.p0", ir.VoidType(), [ADDRESS, I32, I32, I32])
        for name in names:
            address, _ = self._place_of(reference, name)
            self.builder.call(ask, [address, ir.Constant(I32, 0), ir.Constant(I32, 3), ir.Constant(I32, 1)])

    def _place_of(self, reference: Reference, name: str) -> tuple[ir.Value, np.dtype]:
        number, of = self.module.field(reference.record, name)
        apart = _LINE if reference.in_frame else _WIDTH
        column = self.builder.gep(reference.table, [count(apart * number)], source_etype=I8)
        if not reference.in_frame:
            column = self.constant_at(column, ADDRESS)
        return self.builder.gep(column, [reference.place], source_etype=STORED[of.str[1:]]), of

    def _read_as_number(self, found: ir.Value, of: np.dtype, *, varies: bool) -> Value:
        kind = {"f": Kind.FLOAT, "u": Kind.WORD}.get(of.kind, Kind.INT)
        if of.itemsize < _WIDTH:
            widen = self.builder.fpext if kind is Kind.FLOAT else self.builder.sext
            found = widen(found, self.vector(kind.llvm) if varies else kind.llvm)
        return Value(kind, found, varies)

    def _as_stored(self, value: Value, of: np.dtype) -> ir.Value:
        value = self.to(Kind.FLOAT if of.kind == "f" else Kind.INT, value)
        if of.itemsize == _WIDTH:
            return value.code
        stored = self.vector(STORED[of.str[1:]]) if value.varies else STORED[of.str[1:]]
        return (self.builder.fptrunc if of.kind == "f" else self.builder.trunc)(value.code, stored)

    def of_array(self, array: Array | Several, place: Value, mask: ir.Value) -> Value:
        """Read an array at a place for each lane of a mask."""
        stored = STORED[array.dtype.str[1:]]
        data = array.address if isinstance(array, Several) else self.slot(array.slots, 0, ADDRESS)
        if not place.varies or self.lanes == 1:
            return self._of_array_at(array, data, place.code, stored)
        if place.first is not None:
            address = self.builder.gep(data, [place.first], source_etype=stored)
            found = self.builder.load(address, typ=self.vector(stored), align=array.dtype.itemsize)
            return self._read_as_number(found, array.dtype, varies=True)
        return self._read_as_number(
            self._gathered(data, place.code, stored, array.dtype, mask), array.dtype, varies=True
        )

    def _of_array_at(self, array: Array | Several, data: ir.Value, place: ir.Value, stored: ir.Type) -> Value:
        address = self.builder.gep(data, [place], source_etype=stored)
        return self._read_as_number(self.builder.load(address, typ=stored), array.dtype, varies=False)

    def _gathered(self, data: ir.Value, places: ir.Value, stored: ir.Type, of: np.dtype, mask: ir.Value) -> ir.Value:
        if self.is_wide:  # the first place for those who look at none
            return self._from_each_place(data, self.blend(mask, places, self.nobody), stored)
        b, vector, addresses = self.builder, self.vector(stored), self.vector(ADDRESS)
        far = b.mul(places, self.same(I64, of.itemsize))
        where = b.inttoptr(b.add(self.spread(b.ptrtoint(data, I64)), far), addresses)
        name = f"llvm.masked.gather.v{self.lanes}{'f' if of.kind == 'f' else 'i'}{8 * of.itemsize}.v{self.lanes}p0"
        gather = self.module.intrinsic(name, vector, [addresses, I32, self.vector(I1), vector])
        return b.call(gather, [where, ir.Constant(I32, of.itemsize), self.bits(mask), self.same(stored, 0)])

    def _from_each_place(self, data: ir.Value, places: ir.Value, stored: ir.Type) -> ir.Value:
        """Read a place for each lane, one after the other: cheaper than to ask each whether it is to be read."""
        b, found = self.builder, ir.Constant(self.vector(stored), ir.Undefined)
        for lane in range(self.lanes):
            at = ir.Constant(I32, lane)
            address = b.gep(data, [b.extract_element(places, at)], source_etype=stored)
            found = b.insert_element(found, b.load(address, typ=stored), at)
        return found

    def into_array(
        self, array: Array, place: Value, value: Value, mask: ir.Value, with_old: Callable[[Value, Value], Value]
    ) -> None:
        """Write into an array, lane by lane; ``with_old`` makes what is written of what stands there and the value."""
        stored, data = STORED[array.dtype.str[1:]], self.slot(array.slots, 0, ADDRESS)
        if place.first is None or self.lanes == 1:
            place_in, value_in = self.by_lane(place), self.by_lane(value)

            def write(lane: ir.Value) -> None:
                address = self.builder.gep(data, [place_in(lane).code], source_etype=stored)
                old = self._read_as_number(self.builder.load(address, typ=stored), array.dtype, varies=False)
                new = self._as_stored(with_old(old, value_in(lane)), array.dtype)
                self.builder.store(new, address)

            self.walk(mask, write)
            return
        address = self.builder.gep(data, [place.first], source_etype=stored)
        before = self.builder.load(address, typ=self.vector(stored), align=array.dtype.itemsize)
        new = with_old(self._read_as_number(before, array.dtype, varies=True), self.varying(value))
        code = self._as_stored(self.varying(new), array.dtype)
        self.builder.store(self.builder.select(self.bits(mask), code, before), address, align=array.dtype.itemsize)

    def adds_without_asking(self, place: Value) -> bool:
        """Whether a number is best added for all lanes, those for whom nothing is added among them.

        Where all name one place it is, for one sum is added. Else it is where masks are as wide as numbers: registers
        of their own tell quickly who is to be asked, mostly hardly anybody.
        """
        return self.lanes > 1 and place.first is None and (self.is_wide or not place.varies)

    def add_to_array(self, array: Array, place: Value, value: Value, mask: ir.Value) -> None:
        """Add whole numbers in an array: their sum, where all lanes name one place, else lane by lane.

        For who is not in the mask nothing is added, at the first place.
        """
        b, stored, data = self.builder, STORED[array.dtype.str[1:]], self.slot(array.slots, 0, ADDRESS)
        added = self.blend(mask, self.varying(value).code, self.same(I64, 0))
        if not place.varies:
            total = b.call(
                self.module.intrinsic(f"llvm.vector.reduce.add.v{self.lanes}i64", I64, [added.type]), [added]
            )
            address = b.gep(data, [place.code], source_etype=stored)
            sum_of_all = self._as_stored(Value(Kind.INT, total), array.dtype)
            b.store(b.add(b.load(address, typ=stored), sum_of_all), address)
            return
        places = self.blend(mask, place.code, self.same(I64, 0))
        values = self._as_stored(Value(Kind.INT, added, varies=True), array.dtype)
        for lane in range(self.lanes):
            at = ir.Constant(I32, lane)
            address = b.gep(data, [b.extract_element(places, at)], source_etype=stored)
            b.store(b.add(b.load(address, typ=stored), b.extract_element(values, at)), address)

    def copy_lane(self, to: Reference, source: Reference) -> None:
        """Copy one row whole; both places are those of a single lane."""
        Lanes(self.module, self.builder, 1).copy(to, source, self.module.fields(to.record))
