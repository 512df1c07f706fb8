"""The picture of one borrower's months: both products, lateness, trust and money, the twin's life dotted."""

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, line
from tightrope.analysis.story.moments import Moment
from tightrope.analysis.story.story import Life
from tightrope.analysis.words.words import TWIN, Words

__all__ = ["LIFE_READING", "LIFE_TITLE", "MARKS", "life"]

LIFE_TITLE = Words("story.one_borrowers_months")
LIFE_READING = Words("story.limit_and_balance_of_both")
MARKS = {
    "frozen": "x", "opened": "circle-open", "cut": "triangle-down", "default": "diamond", "written off": "square",
    "work lost": "arrow-down", "work found": "arrow-up", "plan": "cross", "scam": "hourglass", "left": "star",
    "joined": "star-open",
}  # fmt: skip
"""Kinds of moments that the picture shows, with their signs."""

_HEIGHT = 960


def life(sheet: Sheet, own: pl.DataFrame, twin: pl.DataFrame, told: Life) -> Plot:
    """Draw one borrower's months over those of the twin; both frames have the columns of the panel."""
    panels = (
        axis(sheet.say("story.cash_loan_yuan"), "yuan"),
        axis(sheet.say("story.paylater_yuan"), "yuan"),
        axis(sheet.say("story.days_past_due"), "yuan", **_days(own, twin)),
        axis(sheet.say("story.trust_0_to_1"), "number", rangemode="normal"),
        axis(sheet.say("story.income_cash_and_debt_elsewhere"), "yuan"),
    )
    here, there = _known(own), _known(twin)
    data = [*_courses(sheet, here, there), _marks(sheet, here, told)]
    plot = sheet.by_month(data, *panels, height=_HEIGHT)
    plot["layout"]["shapes"] += _frozen(own)
    return plot


def _days(own: pl.DataFrame, twin: pl.DataFrame) -> Plot:
    """Show at least 90 days, so that a month late does not fill the panel; ticks in whole months."""
    most = max(frame.select(pl.max_horizontal("late_paylater", "late_cashloan").max()).item() for frame in (own, twin))
    return {"range": [-3, 33 * max(3, most)], "dtick": 30 if most <= 3 else 60}


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """Leave the opening out, and blank what is nobody's: a vacant place, and the account of a debt written off."""
    there, active = pl.col("status") != "vacant", pl.col("status") == "active"
    account = ("limit_cashloan", "balance_cashloan", "limit_paylater", "balance_paylater", "days")
    person = ("trust", "income", "cash", "outside_debt")
    days = 30 * pl.max_horizontal("late_paylater", "late_cashloan").cast(pl.Float64)
    return (
        frame.filter(pl.col("month") > 0)
        .with_columns(days=days)
        .with_columns(pl.when(active).then(pl.col(name)).alias(name) for name in account)
        .with_columns(pl.when(there).then(pl.col(name)).alias(name) for name in person)
    )


def _courses(sheet: Sheet, here: pl.DataFrame, there: pl.DataFrame) -> list[Plot]:
    """Return the lines of every panel: the twin's, thin and dotted, under the market's."""
    limit, owed = sheet.say("story.limit"), sheet.say("story.owed")
    courses = (
        ("limit_cashloan", limit, Colour.BLUE, "y"),
        ("balance_cashloan", owed, Colour.VERMILION, "y"),
        ("limit_paylater", limit, Colour.BLUE, "y2"),
        ("balance_paylater", owed, Colour.VERMILION, "y2"),
        ("days", sheet.say("story.days_past_due"), Colour.VERMILION, "y3"),
        ("trust", sheet.say("story.trust"), Colour.PURPLE, "y4"),
        ("income", sheet.say("story.income"), Colour.GREEN, "y5"),
        ("cash", sheet.say("story.cash"), Colour.SKY, "y5"),
        ("outside_debt", sheet.say("story.owed_elsewhere"), Colour.ORANGE, "y5"),
    )
    data = []
    for column, name, colour, place in courses:
        twin = f"{name}, {TWIN.put(sheet.language)}"
        dotted: Plot = {"line": {"color": colour, "width": 1.3, "dash": "dot"}, "showlegend": False}
        shown: Plot = {"yaxis": place}
        data.append(line(there, column, twin, colour, **shown, **dotted))
        in_legend = place in ("y", "y5")
        data.append(line(here, column, name, colour, **shown, showlegend=in_legend))
    return data


def _marks(sheet: Sheet, here: pl.DataFrame, told: Life) -> Plot:
    """Return the signs of what happened, on the limit of the cash loan; several of a month share a hover."""
    limits = dict(zip(here["month"], here["limit_cashloan"].fill_null(0), strict=True))
    big = [moment for moment in told.moments if moment.kind in MARKS and moment.month in limits]
    first: dict[int, Moment] = {}
    for moment in sorted(big, key=lambda each: list(MARKS).index(each.kind)):
        first.setdefault(moment.month, moment)
    months = sorted(first)
    words = [
        " ".join(each.words.put(sheet.language) for each in big if each.month == month and each.kind != "joined")
        or sheet.say("story.a_new_borrower_takes_the")
        for month in months
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": months,
        "y": [limits[month] for month in months],
        "text": [_in_lines(text) for text in words],
        "hovertemplate": "%{text}<extra></extra>",
        "name": sheet.say("story.what_happened"),
        "marker": {
            "symbol": [MARKS[first[month].kind] for month in months],
            "size": 11,
            "color": Colour.GREY,
            "line": {"width": 2, "color": Colour.GREY},
        },
    }


def _in_lines(text: str, width: int = 46) -> str:
    """Break a text into lines that fit a small screen, also one without spaces."""
    lines, rest = [], text
    while len(rest) > width:
        cut = rest.rfind(" ", 0, width) + 1 or width
        lines.append(rest[:cut].strip())
        rest = rest[cut:]
    return "<br>".join([*lines, rest.strip()])


def _frozen(own: pl.DataFrame) -> list[Plot]:
    """Return a grey band behind the cash loan for each run of frozen months."""
    shut = own.filter((pl.col("status") == "active") & (pl.col("freeze_reason") != "none") & (pl.col("month") > 0))
    bands: list[list[int]] = []
    for month in shut["month"]:
        if bands and bands[-1][1] == month - 1:
            bands[-1][1] = month
        else:
            bands.append([month, month])
    look = {"type": "rect", "xref": "x", "yref": "y domain", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}}
    return [{**look, "fillcolor": "rgba(128,128,128,0.25)", "x0": a - 0.5, "x1": b + 0.5} for a, b in bands]
