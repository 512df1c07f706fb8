"""How a record is declared: the dtype, the documented fields and the codes that come from one class."""

import ast
import inspect
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest

from tightrope.scenarios.engine.records import Code, Record, dtype_of, fields_of
from tightrope.scenarios.parameters.table import Parameters


class Colour(Code):
    RED = 0
    DARK_BLUE = 1
    OFF_WHITE = 2, "off-white"


class Ball(Record):
    colour: Annotated[int, np.int8, Colour, "how it looks"]
    weight: Annotated[float, np.float64, "kg", "how heavy it is", "more"]


class Toy(Ball):
    price: Annotated[int, np.int32, "fen", "what it costs"]


def test_fields_come_in_the_order_of_their_declaration() -> None:
    colour, weight, price = fields_of(Toy)
    assert tuple(colour) == ("colour", np.int8, "code", "how it looks", Colour, ())
    assert tuple(weight) == ("weight", np.float64, "kg", "how heavy it is", None, ("more",))
    assert (price.name, price.unit) == ("price", "fen")


def test_the_definition_of_a_code_lists_its_numbers() -> None:
    definitions = [field.definition for field in fields_of(Ball)]
    assert definitions == ["how it looks: 0 red, 1 dark blue, 2 off-white", "how heavy it is"]


def test_a_record_of_numpy_has_the_fields_as_declared() -> None:
    assert dtype_of(Toy) == np.dtype([("colour", "i1"), ("weight", "f8"), ("price", "i4")])


def test_a_code_is_its_number_and_has_a_word() -> None:
    assert Colour.labels() == ("red", "dark blue", "off-white")
    assert int(Colour.OFF_WHITE) == Colour.OFF_WHITE.value == 2 and Colour(2).label == "off-white"


def test_codes_with_a_gap_have_no_list_of_words() -> None:
    class Gap(Code):
        FIRST = 0
        THIRD = 2

    with pytest.raises(ValueError, match="1 is not a valid"):
        Gap.labels()


def test_the_type_checker_sees_every_parameter() -> None:
    """The record of all parameters derives from every table, for the type checker alone: it is in the source."""
    source = ast.parse(Path(inspect.getsourcefile(Parameters) or "").read_text(encoding="utf-8"))
    seen, run = (node for node in ast.walk(source) if isinstance(node, ast.ClassDef) and node.name == "Numbers")
    sections = [field.annotation for field in Parameters.model_fields.values()]
    assert sorted(base.id for base in seen.bases if isinstance(base, ast.Name)) == sorted(
        section.__name__ for section in sections if section
    )
    assert not run.bases
