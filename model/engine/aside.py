"""Borrowers who live aside from their block: few, and moved together, so that no lane idles."""

from collections.abc import Callable

import llvmlite.ir as ir

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.types import ADDRESS, I64, Kind
from tightrope.model.compile.values import Reference, Value
from tightrope.model.engine.month import ASIDE, After
from tightrope.model.engine.pass_code import Rule, StageCode, Told, made_of

__all__ = ["Aside", "Together", "aside_of"]


class Together:
    """Borrowers who are moved together, lived side by side, and moved back, wherever they are at home."""

    def __init__(self, made: StageCode) -> None:
        """Take what they live through."""
        self.made, self.own, self.code = made, made.own, made.own.code
        self.one = Lanes(self.code.module, self.code.builder, 1)
        self.touched = self.code.module.touched(made.function, Borrower)
        self.room = Reference(Borrower, self.own.room, ir.Constant(I64, 0))

    def home(self, number: ir.Value) -> Reference:
        """Return where a borrower is at home."""
        return Reference(Borrower, self.own.table("people"), number)

    def flow_at_home(self, number: ir.Value) -> Reference:
        """Return where the flow of a borrower is kept, if all are."""
        return Reference(Flow, self.own.table("flows"), number)

    def move_in(self, number: ir.Value, lane: ir.Value) -> None:
        """Move a borrower in."""
        self.one.copy(self.room._replace(place=lane), self.home(number), self.touched)

    def move_back(self, number: ir.Value, lane: ir.Value) -> None:
        """Move one back, and the flow too where all are kept."""
        self.one.copy(self.home(number), self.room._replace(place=lane), self.touched)
        self.if_every_flow(lambda: self.copy_flow(self.flow_at_home(number), self.flow_in(lane)))

    def flow_in(self, lane: ir.Value) -> Reference:
        """Return the flow of one who was moved in."""
        return self.made.flow._replace(place=lane)

    def copy_flow(self, to: Reference, source: Reference) -> None:
        """Copy of a flow what is read or written here."""
        self.one.copy(to, source, self.made.touched)

    def if_every_flow(self, work: Callable[[], None]) -> None:
        """Do some work where all flows are kept."""
        self.code.when_true(self.own.number(self.own.month, "every_flow"), work)


def aside_of(made: StageCode, stage: Rule) -> "Aside | None":
    """Return what lives the few of a pass, if it has any."""
    return Aside(made, ASIDE[stage]) if stage in ASIDE else None


class Aside:
    """The few of a pass who live aside: as soon as there are as many as lanes, and at the end of the chunk."""

    def __init__(self, many: StageCode, stage: Rule) -> None:
        """Take the pass, and what they live through; there is nobody yet."""
        self._many, self._code = many, many.own.code
        self._few = Together(made_of(many.own, stage, counts_on=False))
        self._who, self._how_many = self._code.room(self._code.vector(I64)), self._code.room(I64)
        self._who.type = ADDRESS
        self._code.builder.store(ir.Constant(I64, 0), self._how_many)
        by_many = set(self._code.module.touched(many.function, Borrower))
        self._far = [name for name in self._few.touched if name not in by_many]
        """Fields that the pass itself has not read."""

    def take(self, after: Told, first: ir.Value) -> None:
        """Take those of a block of whom the pass says so; their flows are kept, or still in the frame."""
        self._code.walk(
            after.those(After.ASIDE), lambda lane: self._take_one(self._code.builder.add(first, lane), lane)
        )

    def _take_one(self, number: ir.Value, lane: ir.Value) -> None:
        few, b = self._few, self._code.builder
        self._code.fetch(few.home(number), self._far)
        k = b.load(self._how_many, typ=I64)
        b.store(number, b.gep(self._who, [k], source_etype=I64))
        with b.if_else(few.own.number(few.own.month, "every_flow")) as (are_kept, are_not):
            with are_kept:
                few.copy_flow(few.flow_in(k), few.flow_at_home(number))
            with are_not:
                few.copy_flow(few.flow_in(k), self._many.flow._replace(place=lane))
        now = b.add(k, ir.Constant(I64, 1))
        b.store(now, self._how_many)
        self._code.when_true(b.icmp_signed("==", now, ir.Constant(I64, self._code.lanes)), self.live)

    def live(self) -> None:
        """Live those who are there, if anybody is; then there is nobody."""
        few, code, b = self._few, self._code, self._code.builder
        there = code.as_mask(
            b.icmp_signed("<", code.counting_on(ir.Constant(I64, 0)).code, code.spread(b.load(self._how_many, typ=I64)))
        )

        def lived(own: ir.Value) -> ir.Value:
            who = Value(Kind.INT, b.load(self._who, typ=code.vector(I64)), varies=code.lanes > 1)
            number = code.by_lane(who)
            code.walk(own, lambda lane: few.move_in(number(lane).code, lane))
            few.made.live(few.room, who, own)
            code.walk(own, lambda lane: few.move_back(number(lane).code, lane))
            return own

        code.when(there, lived)
        b.store(ir.Constant(I64, 0), self._how_many)
