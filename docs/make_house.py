"""Draw the house from its imports, and list its rooms, for docs/architecture.md: ``python docs/make_house.py``.

The picture is docs/pictures/house.svg. A room is a band and its sub-packages are boxes; an arrow leads from what is
imported to who imports it. Arrows that others imply are left out. What a room holds is said in the words of its
``__init__.py``.
"""

import ast
import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from textwrap import wrap
from typing import NamedTuple

import networkx as nx
from make_reference import table

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # rooms, their order and who imports whom are those of the tests

from tests.helpers.imports import INSIDE, ROOMS, home_of, imported_names, modules  # noqa: E402

PAGE, PICTURE = ROOT / "docs" / "architecture.md", ROOT / "docs" / "pictures" / "house.svg"
MARKED = re.compile(r"(<!-- table: rooms -->\n).*?(<!-- end of table -->)", re.DOTALL)
BANDS = (*ROOMS, "tightrope")

ROOM_WIDTH, BOX_WIDTH, BOX_HEIGHT, GAP, STEP, EDGE = 220, 112, 30, 42, 44, 16
"""In pixels: a room's name, a sub-package's box, the room for arrows between boxes, a row, and the margin."""
STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1b2733 }
.name { font-weight: 600 } .gist { font-size: 12px; fill: #51606e }
.paper { fill: #ffffff } .band { fill: #eef3f8; stroke: #c5d2df }
.box { fill: #ffffff; stroke: #5b7690 }
.arrow { fill: none; stroke: #5b7690; stroke-width: 1.4; marker-end: url(#head) }
"""


class Place(NamedTuple):
    """The upper left corner of a box."""

    x: float
    y: float


@cache
def imports() -> tuple["nx.DiGraph[str]", "nx.DiGraph[str]"]:
    """Return who is imported by whom: between rooms, and between the sub-packages ``room.inside`` of one room."""
    rooms, inside = nx.DiGraph(), nx.DiGraph()
    rooms.add_nodes_from(BANDS)
    inside.add_nodes_from(f"{room}.{each}" for room, names in INSIDE.items() for each in names)
    for room in BANDS:
        for module, source in modules(room):
            home, own = home_of(module)
            for name in imported_names(source, f"tightrope.{module.rpartition('.')[0]}"):
                there, theirs = home_of(name.removeprefix("tightrope."))
                if not name.startswith("tightrope.") or (there, theirs) == (home, own):
                    continue
                if there != home:
                    rooms.add_edge(there, home)
                elif own and theirs:
                    inside.add_edge(f"{there}.{theirs}", f"{home}.{own}")
    return nx.transitive_reduction(rooms), nx.transitive_reduction(inside)


def gist(*path: str) -> str:
    """Return what a room or a sub-package says that it holds: the first line of its ``__init__.py``."""
    source = ROOT.joinpath(*path, "__init__.py").read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(source)) or "").splitlines()[0].removeprefix("tightrope: ")
    return first[0].upper() + first[1:]


def picture() -> str:
    """Return the house as SVG."""
    between, inside = imports()
    shapes, arrows, corners, below = [], [], {}, EDGE
    for room in BANDS:
        columns = _columns(room, inside)
        height = max(2, *map(len, columns)) * STEP + GAP / 2
        corners |= {room: Place(EDGE, below)} | _corners(columns, below, height)
        shapes += [_rectangle("band", EDGE, below, _width() - 2 * EDGE, height), *_room(room, below)]
        below += height + GAP
    shapes += [shape for name in sorted(inside) for shape in _box(name, corners[name])]
    arrows += [_down(corners[one], corners[other]) for one, other in sorted(between.edges)]
    arrows += [_across([corners[name] for name in _way(*edge, inside)]) for edge in sorted(inside.edges)]
    height = below - GAP + EDGE
    return "\n".join([_head(height), _rectangle("paper", 0, 0, _width(), height), *shapes, *arrows, "</svg>\n"])


def _head(height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_width()} {height:g}" width="{_width()}" '
        f'height="{height:g}" role="img"><title>The rooms of the house, and who imports whom</title>'
        f'<style>{STYLE}</style><defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#5b7690"/></marker></defs>'
    )


def _columns(room: str, inside: "nx.DiGraph[str]") -> list[list[str]]:
    """Return the sub-packages of a room from left to right, each right of all that it imports.

    Among them stand the free places ``one>other@column`` through which an arrow passes a column.
    """
    names = [f"{room}.{each}" for each in INSIDE.get(room, [])]
    columns = [sorted(each, key=names.index) for each in nx.topological_generations(inside.subgraph(names))]
    for one, other in sorted(inside.subgraph(names).edges, key=lambda edge: names.index(edge[0])):
        for column in range(_column(one, inside) + 1, _column(other, inside)):
            columns[column].append(_free(one, other, column))
    return columns or [[]]


def _column(name: str, inside: "nx.DiGraph[str]") -> int:
    """Return how many sub-packages of its room, one upon the other, a sub-package stands on."""
    return nx.dag_longest_path_length(inside.subgraph([name, *nx.ancestors(inside, name)]))


def _free(one: str, other: str, column: int) -> str:
    return f"{one}>{other}@{column}"


def _way(one: str, other: str, inside: "nx.DiGraph[str]") -> list[str]:
    """Return the places that an arrow goes through, its ends among them."""
    passed = range(_column(one, inside) + 1, _column(other, inside))
    return [one, *(_free(one, other, column) for column in passed), other]


def _corners(columns: list[list[str]], top: float, height: float) -> dict[str, Place]:
    """Return where each place of a band stands; columns are centred."""
    return {
        name: Place(
            EDGE + ROOM_WIDTH + column * (BOX_WIDTH + GAP),
            top + (height - len(names) * STEP + STEP - BOX_HEIGHT) / 2 + row * STEP,
        )
        for column, names in enumerate(columns)
        for row, name in enumerate(names)
    }


@cache
def _width() -> int:
    _, inside = imports()
    return 2 * EDGE + ROOM_WIDTH + max(len(_columns(room, inside)) for room in BANDS) * (BOX_WIDTH + GAP)


def _rectangle(kind: str, x: float, y: float, width: float, height: float) -> str:
    corner = "" if kind == "paper" else ' rx="6"'
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"{corner}/>'


def _room(room: str, top: float) -> list[str]:
    """Return a room's name and what it holds; where it is flat, its modules as well."""
    said = [_text("name", EDGE + 12, top + 24, room), *_lines(EDGE + 12, top + 44, wrap(gist(room), 32))]
    if room in INSIDE:
        return said
    listed = wrap(", ".join(path.stem for path in sorted((ROOT / room).glob("[a-z]*.py"))), 120)
    return said + _lines(EDGE + ROOM_WIDTH, top + 44, listed)


def _lines(x: float, y: float, lines: Sequence[str]) -> list[str]:
    return [_text("gist", x, y + 16 * place, line) for place, line in enumerate(lines)]


def _box(name: str, corner: Place) -> list[str]:
    said = _text("", corner.x + BOX_WIDTH / 2, corner.y + 20, name.rpartition(".")[2], ' text-anchor="middle"')
    return [_rectangle("box", *corner, BOX_WIDTH, BOX_HEIGHT), said]


def _text(kind: str, x: float, y: float, words: str, more: str = "") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}"{more}>{escape(words)}</text>'


def _down(one: Place, other: Place) -> str:
    """Lead from a room to the next."""
    return f'<path class="arrow" d="M{one.x + 60:g},{other.y - GAP:g} L{other.x + 60:g},{other.y - 1:g}"/>'


def _across(places: Sequence[Place]) -> str:
    """Lead from the right of a box to the left of another, through the free places between them."""
    drawn, bend, half = f"M{places[0].x + BOX_WIDTH:g},{places[0].y + BOX_HEIGHT / 2:g}", GAP / 2, BOX_HEIGHT / 2
    for before, place in pairwise(places):
        start, end = Place(before.x + BOX_WIDTH, before.y + half), Place(place.x - 1, place.y + half)
        drawn += (
            f" L{start.x:g},{start.y:g} C{start.x + bend:g},{start.y:g} {end.x - bend:g},{end.y:g} {end.x:g},{end.y:g}"
        )
    return f'<path class="arrow" d="{drawn}"/>'


def rooms() -> str:
    """Return every room and sub-package with what it holds, as a table in Markdown."""
    return table(("folder", "holds"), list(_folders(BANDS)))


def _folders(bands: Sequence[str]) -> Iterable[tuple[str, str]]:
    for room in bands:
        yield f"**[{room}](../{room})**", f"**{gist(room)}**"
        for each in INSIDE.get(room, []):
            yield f"[{room}/{each}](../{room}/{each})", gist(room, each)


def updated(text: str) -> str:
    """Return the page with its table made anew."""
    return MARKED.sub(lambda found: f"{found[1]}\n{rooms()}\n\n{found[2]}", text)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    PAGE.write_text(updated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
