"""What all compiled rules of one object share: the target, functions made so far, declarations."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

import llvmlite.ir as ir
import numpy as np

from tightrope.model.compile.source import Source, source_of
from tightrope.model.compile.statements import Body
from tightrope.model.compile.types import ADDRESS, I64, Kind, NumberType, ReferenceType, TupleType
from tightrope.model.compile.values import How
from tightrope.scenarios.engine.records import Record, fields_of

__all__ = ["Module", "Rules", "Target"]


type Rules = frozenset[Callable[..., Any]]


class Target(NamedTuple):
    """What the code is made for."""

    lanes: int
    has_mask_registers: bool
    """Masks are bits in registers of their own (AVX-512)."""
    has_wide_conversions: bool
    """Whole numbers of 64 bits and floats are turned into one another lane by lane (AVX-512)."""
    blends_by_signs: bool = False
    """Numbers are chosen by the signs of masks as wide as they are (AVX)."""


class Module:
    """One module of LLVM's code.

    Args:
        target: what it is for.
        one_by_one: rules that are never lived side by side: lanes call them one after the other.
        called: rules that are called where others become a part of what calls them: long ones that many call.
    """

    def __init__(self, target: Target, one_by_one: Rules = frozenset(), called: Rules = frozenset()) -> None:
        """Begin with nothing in it."""
        self.ir = ir.Module("rules")
        self.target, self.one_by_one, self.called = target, one_by_one, called
        self.nothing = self.ir.add_metadata([])
        self._root = self.ir.add_metadata(["fields"])
        self._apart: dict[str, Any] = {}
        self._functions: dict[tuple[Any, ...], ir.Function] = {}
        self._touched: dict[str, set[tuple[Any, str]]] = {}
        self._being_made: dict[Callable[..., Any] | None, set[tuple[Any, str]]] = {None: set()}
        """What is touched by each rule that is being made, the one that is called last: the last but one calls it."""
        self._tables: dict[tuple[float, ...], ir.GlobalVariable] = {}

    def function(self, rule: Callable[..., Any], lanes: int, hows: tuple[How, ...]) -> ir.Function:
        """Return the code of a rule, made when first asked for: ``hows`` says how each argument differs."""
        key = (rule, lanes, hows)
        if key not in self._functions:
            source = source_of(rule)
            name = f"{rule.__module__.rsplit('.', 1)[-1]}.{rule.__name__}.{lanes}.{len(self._functions)}"
            function = ir.Function(self.ir, self._shape(source, lanes, hows), name)
            function.linkage = "internal"
            function.attributes.add("nounwind")
            function.attributes.add("noinline" if rule in self.called else "alwaysinline")
            self._functions[key] = function
            self._being_made[rule] = set()
            Body(self, source, function, lanes, hows).write()
            self._touched[name] = self._being_made.pop(rule)
        made = self._functions[key]
        self._now_touched.update(self._touched[made.name])
        return made

    def is_being_made(self, rule: Callable[..., Any]) -> bool:
        """Whether the rule called now calls, straight or by way of others, itself."""
        return rule in self._being_made

    @property
    def _now_touched(self) -> set[tuple[Any, str]]:
        """What the rule touches that is made at the moment."""
        return next(reversed(self._being_made.values()))

    def touched(self, function: ir.Function, record: type[Record]) -> list[str]:
        """Return the fields of a record that a function, or one that it calls, reads or writes, in their order."""
        return [name for name in self.fields(record) if (record, name) in self._touched[function.name]]

    def _shape(self, source: Source, lanes: int, hows: tuple[How, ...]) -> ir.FunctionType:
        of = Body.types(self, lanes)
        takes: list[ir.Type] = []
        for kind, differs in zip(source.signature.takes.values(), hows, strict=True):
            if isinstance(kind, NumberType):
                takes.append(of.type_of(kind.kind, differs is How.VARIES))
            else:
                takes.extend([ADDRESS, I64] if isinstance(kind, ReferenceType) else [ADDRESS])
        returned = source.signature.returns
        if returned is None:
            gives: ir.Type = ir.VoidType()
        elif isinstance(returned, TupleType):
            gives = ir.LiteralStructType([of.type_of(kind, True) for kind in returned.kinds])
        else:
            gives = of.type_of(returned.kind, True)
        return ir.FunctionType(gives, [*takes, of.mask_type])

    def intrinsic(self, name: str, returns: ir.Type, takes: Sequence[ir.Type]) -> ir.Function:
        """Return one of LLVM's own functions."""
        found = self.ir.globals.get(name)
        return ir.Function(self.ir, ir.FunctionType(returns, takes), name) if found is None else found

    def table(self, numbers: tuple[float, ...]) -> tuple[ir.Value, Kind]:
        """Return the address of constant numbers, all of one kind."""
        kind = Kind.INT if all(isinstance(number, int) for number in numbers) else Kind.FLOAT
        if numbers not in self._tables:
            of = ir.ArrayType(kind.llvm, len(numbers))
            made = ir.GlobalVariable(self.ir, of, f"numbers.{len(self._tables)}")
            made.initializer = ir.Constant(of, [int(n) if kind is Kind.INT else float(n) for n in numbers])
            made.global_constant, made.linkage = True, "internal"
            self._tables[numbers] = made
        return self._tables[numbers], kind

    def fields(self, record: type[Record]) -> dict[str, tuple[int, np.dtype[Any]]]:
        """Return where each field of a record stands among the columns, and its dtype."""
        return _fields(cast("Any", record))

    def field(self, record: type[Record], name: str) -> tuple[int, np.dtype[Any]]:
        """The same for one field, which the function that is being made reads or writes."""
        self._now_touched.add((record, name))
        return self.fields(record)[name]

    def apart(self, name: str) -> Any:
        """Return the mark of memory that holds one thing alone: what is written there changes nothing else."""
        if name not in self._apart:
            kind = self.ir.add_metadata([name, self._root, ir.Constant(I64, 0)])
            self._apart[name] = self.ir.add_metadata([kind, kind, ir.Constant(I64, 0)])
        return self._apart[name]


@cache
def _fields(record: Any) -> dict[str, tuple[int, np.dtype[Any]]]:
    return {field.name: (number, np.dtype(field.kind)) for number, field in enumerate(fields_of(record))}
