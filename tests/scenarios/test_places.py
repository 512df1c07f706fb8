"""Places in TOML texts: what is cut out at a place is the key and the value that the parser reads."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.scenarios.files.places import Keys, find_places

LIBRARY = Path(__file__).parents[2] / "scenarios" / "library"
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"))

NASTY = """# "a comment" [with] = marks
title = "a # \\" b = [1]"   # [c]
'odd key'.x = '''line one
"two" # = [3]
four'''''
"quo\\"ted" = { a = 1, 'b c'.d = [ 1, { e = "]" } ], f = {} }
list = [
  1.5, # comment ]
  [ 2e3, 0x1F ], 1979-05-27 07:32:00,
  \"\"\"x\\
  "" ] \"\"\"]
[ t . 'u' ]
v = -inf
[[events]]
month = 1
[events.set]
guidance = 1
[[events]]
month = 2
[[events.deep]]
k = true
[[events.deep]]
k = false
"""


def leaves(value: Any, path: Keys = ()) -> dict[Keys, Any]:
    """Every value of a document that is no table and no list, by its path."""
    if not isinstance(value, dict | list):
        return {path: value}
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return {place: leaf for key, item in items for place, leaf in leaves(item, (*path, key)).items()}


def found(text: str) -> set[Keys]:
    """Check that each value, cut out at its place, is what the parser reads there; return their paths."""
    places, values = find_places(text), leaves(tomllib.loads(text))
    for path, value in values.items():
        assert repr(tomllib.loads(f"value = {text[places[path].value]}")["value"]) == repr(value)
        if isinstance(path[-1], str):
            key = tomllib.loads(f"{text[places[path].key]} = 0")
            while isinstance(inner := next(iter(key.values())), dict):
                key = inner
            assert list(key) == [path[-1]]
    return set(values)


def test_every_kind_of_value_is_found() -> None:
    assert len(found(NASTY)) == 16


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.toml")), ids=lambda path: path.stem)
def test_everything_in_the_library_is_found(path: Path) -> None:
    assert ("title",) in found(path.read_text(encoding="utf-8"))


@given(st.dictionaries(WORDS, WORDS))
def test_places_survive_any_text_in_keys_and_values(table: dict[str, str]) -> None:
    def quoted(words: str) -> str:
        return json.dumps(words, ensure_ascii=False)

    text = "\n".join(f"{quoted(key)} = {{ inner = {quoted(value)} }} # {value!r}" for key, value in table.items())
    assert found(text) == {(key, "inner") for key in table}
