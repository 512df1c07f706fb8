"""The network as a picture: how accounts stand, whose line is frozen, who trusts how much, and what friends heard."""

from typing import Any

import polars as pl

from tightrope.analysis.charts.style import Colour, Plot
from tightrope.analysis.story.neighbours import STANDINGS, neighbour_in_words, standing
from tightrope.analysis.words.words import Words

__all__ = ["COLOURINGS", "READING", "TITLE", "network_picture"]

TITLE = Words("network.friends_trust_and_freezes")
READING = Words("network.each_mark_is_a_borrower")
COLOURINGS = {
    "trust": Words("network.colour_by_trust"),
    "distance": Words("network.trust_against_the_twin"),
}
"""What the colour of a borrower can say."""

_SCALES: dict[str, Plot] = {
    # from viridis (van der Walt and Smith 2015), without the ends that vanish on a page of their shade
    "trust": {
        "colorscale": [[0, "#46327e"], [0.25, "#365c8d"], [0.5, "#277f8e"], [0.75, "#2eb37c"], [1, "#a0da39"]],
        "cmin": 0.2,
        "cmax": 0.9,
    },
    "distance": {  # after PRGn of ColorBrewer (Harrower and Brewer 2003)
        "colorscale": [[0, "#7b3294"], [0.25, "#a77fb8"], [0.5, "#a9afb8"], [0.75, "#63b27c"], [1, "#0b8a43"]],
        "cmin": -0.2,
        "cmax": 0.2,
    },
}
_TICKS = {
    "trust": {0.2: "≤0.2", 0.4: "0.4", 0.6: "0.6", 0.8: "0.8"},
    "distance": {-0.199: "≤−0.2", -0.1: "−0.1", 0: "0", 0.1: "+0.1", 0.199: "≥+0.2"},
}
_SYMBOLS = {
    "on time": "circle",
    "late": "triangle-up",
    "default": "diamond",
    "written off": "x",
    "vacant": "circle-open",
}
_SIZES = {"on time": 10, "late": 13, "default": 13, "written off": 10, "vacant": 6}
_UNKNOWN = Colour.GREY
_RING = {"color": Colour.VERMILION, "width": 2.6}
_EDGE = {"color": "rgba(128,128,128,0.55)", "width": 0.8}
_HEIGHT = 640
_ALONG = 0.62
"""Where on the way the head of an arrow stands."""


def network_picture(
    nodes: pl.DataFrame,
    ties: pl.DataFrame,
    grounds: list[tuple[float, float, float, float]],
    colouring: str,
    language: str,
    picked: int | None = None,
) -> Plot:
    """Draw a part of the network.

    ``nodes`` has columns of ``borrowers``, and x, y, trust_twin, frozen_twin, talk, friends and friends_in_trouble;
    ``ties`` some and other (rows of ``nodes``), heard (1: other hears some, -1: some hears other, 0: no disappointment
    is heard) and seen (one of them is in trouble, and the other's score counts it); ``grounds`` are the middles and
    half the widths and heights of the communities.
    """
    rows = nodes.to_dicts()
    data = [_quiet(rows, ties, language)]
    data += _troubled(rows, ties, language)
    data += [_heard(rows, ties, language), _people(rows, colouring, language), *_keys(language)]
    data += [_mark(row, language) for row in rows if row["borrower"] == picked]
    return {"data": data, "layout": _layout(grounds)}


def _lines(name: str, x: list[float | None], y: list[float | None], look: Plot, **more: Any) -> Plot:
    return {
        "type": "scatter", "mode": "lines", "x": x, "y": y, "name": name, "line": look, "hoverinfo": "skip", **more,
    }  # fmt: skip


def _between(rows: list[dict[str, Any]], ties: pl.DataFrame) -> tuple[list[float | None], list[float | None]]:
    """Return the ends of ties as one line with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for some, other in ties.select("some", "other").iter_rows():
        x += [rows[some]["x"], rows[other]["x"], None]
        y += [rows[some]["y"], rows[other]["y"], None]
    return x, y


def _quiet(rows: list[dict[str, Any]], ties: pl.DataFrame, language: str) -> Plot:
    look = {"color": "rgba(128,128,128,0.38)", "width": 0.8}
    return _lines(Words("network.friends").put(language), *_between(rows, ties), look)


def _troubled(rows: list[dict[str, Any]], ties: pl.DataFrame, language: str) -> list[Plot]:
    """Ties over which a friend's lateness costs points of the score; none where the score does not look at friends."""
    seen = ties.filter("seen")
    if seen.is_empty():
        return []
    name = Words("network.trouble_the_score_counts").put(language)
    return [_lines(name, *_between(rows, seen), {"color": Colour.ORANGE, "width": 2.4})]


def _heard(rows: list[dict[str, Any]], ties: pl.DataFrame, language: str) -> Plot:
    """Arrows from the disappointed to the friends who heard them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for some, other, heard in ties.filter(pl.col("heard") != 0).select("some", "other", "heard").iter_rows():
        teller, hearer = (rows[some], rows[other]) if heard > 0 else (rows[other], rows[some])
        for line, axis in ((x, "x"), (y, "y")):
            start, end = teller[axis], hearer[axis]
            line += [start, start + _ALONG * (end - start), end, None]
    head = {"symbol": "arrow", "angleref": "previous", "size": [0, 8, 0, 0] * (len(x) // 4), "opacity": 1}
    look = {"color": Colour.PURPLE, "width": 1.7}
    marker = {**head, "color": Colour.PURPLE, "line": {"width": 0}}
    name = Words("network.disappointment_heard").put(language)
    return _lines(name, x or [None], y or [None], look, mode="lines+markers", marker=marker)


def _people(rows: list[dict[str, Any]], colouring: str, language: str) -> Plot:
    states = [standing(row) for row in rows]
    rings = [_RING if _frozen(row) else _EDGE for row in rows]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row["x"] for row in rows],
        "y": [row["y"] for row in rows],
        "customdata": [row["borrower"] for row in rows],
        "text": [_on_hover(row, language) for row in rows],
        "hovertemplate": "%{text}<extra></extra>",
        "hoverlabel": {"align": "left"},
        "showlegend": False,
        "marker": {
            "symbol": [_SYMBOLS[state] for state in states],
            "size": [_SIZES[state] for state in states],
            "color": [_shade(row, colouring) for row in rows],
            "opacity": 1,
            "line": {"color": [ring["color"] for ring in rings], "width": [ring["width"] for ring in rings]},
            **_SCALES[colouring],
            "colorbar": _bar(COLOURINGS[colouring].put(language), colouring),
        },
    }


def _frozen(row: dict[str, Any]) -> bool:
    return bool(row["status"] == "active" and row["freeze_reason"] != "none")


def _shade(row: dict[str, Any], colouring: str) -> float | str:
    if row["status"] == "vacant":
        return _UNKNOWN
    if colouring == "trust":
        return round(float(row["trust"]), 4)
    return _UNKNOWN if row["trust_twin"] is None else round(row["trust"] - row["trust_twin"], 4)


def _on_hover(row: dict[str, Any], language: str) -> str:
    first, *others = neighbour_in_words(row, language)
    return "<br>".join((f"<b>{first}</b>", *others))


def _bar(title: str, colouring: str) -> Plot:
    place = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.01, "yanchor": "bottom", "len": 0.55, "thickness": 9}
    ticks = {"tickvals": list(_TICKS[colouring]), "ticktext": list(_TICKS[colouring].values()), "tickangle": 0}
    return {
        **place,
        **ticks,
        "title": {"text": title, "side": "top"},
        "outlinewidth": 0,
        "xpad": 14,
        "ypad": 0,
        "ticklabeloverflow": "allow",
    }


def _keys(language: str) -> list[Plot]:
    """What shapes and rings mean: the same keys every month, so that the legend keeps its height."""
    keys = [_key(words.put(language), _SYMBOLS[state], _EDGE) for state, words in STANDINGS.items()]
    return [*keys, _key(Words("network.colour_by_freezes").put(language), "circle", _RING)]


def _key(name: str, symbol: str, ring: Plot) -> Plot:
    marker = {"symbol": symbol, "size": 10, "color": _UNKNOWN, "line": ring}
    return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": name, "marker": marker}


def _mark(row: dict[str, Any], language: str) -> Plot:
    """Show where the borrower is whom the reader picked."""
    return {
        "type": "scatter", "mode": "markers+text", "x": [row["x"]], "y": [row["y"]], "hoverinfo": "skip",
        "text": [f"{row['borrower']:,}"], "textposition": "top center", "showlegend": False,
        "marker": {"symbol": "circle-open", "size": 24, "color": Colour.SKY, "line": {"width": 3}},
    }  # fmt: skip


def _layout(grounds: list[tuple[float, float, float, float]]) -> Plot:
    bare = {"visible": False, "range": [-0.01, 1.01]}
    soft = {"type": "circle", "layer": "below", "line": {"width": 0}, "fillcolor": "rgba(128,128,128,0.09)"}
    return {
        "height": _HEIGHT,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "closest",
        "hoverdistance": 16,
        "xaxis": bare,
        "yaxis": bare,
        "legend": {
            "orientation": "h", "x": 0, "xanchor": "left", "y": -0.01, "yanchor": "top", "itemclick": False,
            "itemdoubleclick": False, "itemsizing": "trace", "entrywidth": 132,
        },
        "shapes": [{**soft, "x0": x - w, "x1": x + w, "y0": y - h, "y1": y + h} for x, y, w, h in grounds],
    }  # fmt: skip
