"""Figures of lateness: default rates, the due date, roll rates, vintages."""

import polars as pl

from tightrope.analysis.charts.events import events_by_month
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import (
    ON_CELLS,
    RISING,
    Colour,
    Plot,
    axis,
    bars,
    blend,
    empty,
    filled,
    layout,
    line,
)
from tightrope.analysis.words.words import TWIN, Words
from tightrope.model.results.run_results import BUCKETS

__all__ = [
    "cohort_curves",
    "default_rates",
    "due_date",
    "roll_rates",
    "transition_shares",
    "vintages",
]

MOST_COHORTS = 10
"""More curves than this in one chart cannot be told apart."""
_CAUSES = (
    ("missed_short_share", Words("charts.short_of_cash"), Colour.VERMILION),
    ("missed_wages_share", Words("charts.wages_late"), Colour.ORANGE),
    ("missed_failed_share", Words("charts.payment_failed"), Colour.PURPLE),
    ("missed_held_share", Words("charts.held_back"), Colour.GREY),
    ("missed_forgot_share", Words("charts.forgotten"), Colour.SKY),
)
"""Why dues are missed, from the bottom of the stack."""


def default_rates(sheet: Sheet) -> Plot:
    """Shares of the balance 30, 60 and 90 days past due; below, who defaults: never able, holding out, and all."""
    months = sheet.results.months
    data = []
    for days, colour in ((30, Colour.ORANGE), (60, Colour.VERMILION), (90, Colour.PURPLE)):
        name = sheet.say("charts.days", days=days)
        data += sheet.course(f"dpd{days}_share_balance", name, colour)
    data += [
        bars(months, "defaults_short", sheet.say("charts.never_able"), Colour.SKY, yaxis="y2"),
        bars(months, "defaults_held_out", sheet.say("charts.held_out"), Colour.GREY, yaxis="y2"),
        *sheet.course("new_defaults", sheet.say("charts.new_defaults"), Colour.BLUE, yaxis="y2"),
    ]
    panels = axis(sheet.say("charts.share_of_balance")), axis(sheet.say("charts.borrowers_who_default"), "yuan")
    return sheet.by_month(data, *panels, height=560, barmode="stack", bargap=0.1)


def due_date(sheet: Sheet) -> Plot:
    """What is missed on the due date, how much of it is paid within thirty days, and why it was missed."""
    missed = sheet.say("charts.missed_on_the_due_date")
    cured = sheet.say("charts.of_it_paid_within_30")
    data = sheet.course("day1_share_dues", missed, Colour.BLUE)
    data += sheet.course("cure30_share", cured, Colour.GREEN, yaxis="y2")
    for column, words, colour in _CAUSES:
        look: Plot = {"yaxis": "y3", "stackgroup": "cause"}
        data.append(filled(line(sheet.results.months, column, words.put(sheet.language), colour, **look)))
    short = ("missed_short_share", sheet.say("charts.short_of_cash"))
    edge: Plot = {"yaxis": "y3", "showlegend": False, "hoverinfo": "skip"}
    data.append(line(sheet.results.months, *short, Colour.VERMILION, **edge))  # what is laid over other runs
    data += sheet.faint(*short, Colour.BLUE, yaxis="y3")
    panels = (
        axis(sheet.say("charts.share_of_dues")),
        axis(sheet.say("charts.share_of_missed"), rangemode="normal"),
        axis(sheet.say("charts.share_of_missed_by_cause")),
    )
    return sheet.by_month(data, *panels, height=560)


def roll_rates(sheet: Sheet, product: str) -> Plot:
    """Heat maps of monthly moves between buckets: before and after the first event, or of all months."""
    months = sheet.results.months.height
    begin = next((month for month, _ in events_by_month(sheet.results) if 1 < month <= months), None)
    windows = [(1, months)] if begin is None else [(1, begin - 1), (begin, months)]
    tables = [transition_shares(sheet.results.roll_rates, product, first, last) for first, last in windows]
    left = {start for table in tables for start in table["from_bucket"]}
    if not left:
        return empty(sheet.say("charts.nobody_held_this_product"))
    rows = [bucket for bucket in BUCKETS if bucket in left]
    reached = left.union(*(table["to_bucket"] for table in tables))
    columns = [bucket for bucket in BUCKETS if bucket in reached]
    relations = [sheet.say("charts.before_the_first_event"), sheet.say("charts.after_it")]
    captions = [
        sheet.say("charts.months_to", first=first, last=last) + (relation if begin else "")
        for (first, last), relation in zip(windows, relations, strict=False)
    ]
    beside: list[Moves] = [{}] * len(windows)
    if sheet.twin is not None:
        twins = sheet.twin.roll_rates
        beside = [_by_move(transition_shares(twins, product, first, last)) for first, last in windows]
    maps = [
        _heat_map(_by_move(table), twin, sheet.language, rows, columns, f"y{number}")
        for number, (table, twin) in enumerate(zip(tables, beside, strict=True), start=1)
    ]
    plain: Plot = {"showgrid": False, "zeroline": False, "fixedrange": True, "type": "category"}
    plain["tickfont"] = {"size": 10}
    axes = [{**plain, "autorange": "reversed", "caption": caption} for caption in captions]
    height = 110 + len(maps) * (40 + 26 * len(rows))
    return {
        "data": maps,
        "layout": layout({**plain, "tickangle": -45}, *axes, height=height, hovermode="closest"),
    }


def transition_shares(roll_rates: pl.DataFrame, product: str, first: int, last: int) -> pl.DataFrame:
    """Return from_bucket, to_bucket, share: where the borrowers of a bucket were a month later."""
    window = roll_rates.filter(pl.col("product") == product, pl.col("month").is_between(first, last))
    moved = window.group_by("from_bucket", "to_bucket").agg(pl.col("borrowers").sum())
    share = pl.col("borrowers") / pl.col("borrowers").sum().over("from_bucket")
    return moved.with_columns(share=share).filter(pl.col("borrowers") > 0).drop("borrowers")


type Moves = dict[tuple[str, str], float]
"""Which share of the borrowers of a bucket went to which."""


def _by_move(table: pl.DataFrame) -> Moves:
    return {(start, end): share for start, end, share in table.iter_rows()}


def _heat_map(own: Moves, twin: Moves, language: str, rows: list[str], columns: list[str], y_axis: str) -> Plot:
    """Draw a table of moves; where ``twin`` holds moves, they are told on hover, being those of the twin."""

    def told(start: str, end: str) -> str:
        beside = f"<br>{TWIN.put(language)}: {twin.get((start, end), 0):.2%}" if twin else ""
        return f"{start} → {end}: {own.get((start, end), 0):.2%}{beside}"

    grid = [[own.get((start, end)) for end in columns] for start in rows]
    return {
        "type": "heatmap",
        "x": columns,
        "y": rows,
        "yaxis": y_axis,
        "z": grid,
        "text": [[_percent(share) for share in row] for row in grid],
        "texttemplate": "%{text}",
        "textfont": {"size": 10, "color": ON_CELLS},
        "hovertext": [[told(start, end) for end in columns] for start in rows],
        "hoverinfo": "text",
        "zmin": 0,
        "zmax": 1,
        "colorscale": RISING,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def _percent(share: float | None) -> str:
    if share is None:
        return ""
    return "<1" if share < 0.01 else f"{100 * share:.0f}"


def vintages(sheet: Sheet) -> Plot:
    """Share of loans that have ever been 90 days past due, by age, one curve for each cohort."""
    curves = cohort_curves(sheet.results.vintages)
    if not curves:
        return empty(sheet.say("charts.no_cash_loan_has_been"))
    data = [
        line(curve, "share", name.put(sheet.language), colour, "age", showlegend=True)
        for (name, curve), colour in zip(curves, blend(len(curves)), strict=True)
    ]
    if sheet.twin is not None:
        colours = dict(zip([name for name, _ in curves], blend(len(curves)), strict=True))
        data += [
            line(curve, "share", f"{name.put(sheet.language)}, {TWIN.put(sheet.language)}", "", "age")
            | {"line": {"color": colours[name], "width": 1.1, "dash": "dot"}, "showlegend": False}
            for name, curve in cohort_curves(sheet.twin.vintages)
            if name in colours
        ]
        data.append(sheet.key_of_dotted())
    age = {"title": {"text": sheet.say("charts.months_since_opening"), "standoff": 4}}
    ever = axis(sheet.say("charts.share_of_loans_ever_90"))
    return {"data": data, "layout": layout(age, ever, height=480)}


def cohort_curves(vintages: pl.DataFrame) -> list[tuple[Words, pl.DataFrame]]:
    """Return the curve of each cohort, oldest first: its name, and a frame of age and share.

    A cohort is three months of opening, or more where there would be too many cohorts. A curve ends where its
    youngest month ends, so that all of it is about the same loans. The opening book is left out: its loans
    have no common age.
    """
    opened = vintages.filter(pl.col("vintage") > 0, pl.col("loans") > 0)
    if opened.is_empty():
        return []
    last = max(opened["vintage"])
    width = next(width for width in (3, 6, 12, 24, 60, last) if last <= width * MOST_COHORTS or width == last)
    counted = opened.with_columns(
        cohort=(pl.col("vintage") - 1) // width,
        fallen=pl.col("dpd90_new").cum_sum().over("vintage", order_by="age"),
        oldest=pl.col("age").max().over("vintage"),
    )
    same_loans = counted.filter(pl.col("age") <= pl.col("oldest").min().over("cohort"))
    curves = same_loans.group_by("cohort", "age").agg(share=pl.col("fallen").sum() / pl.col("loans").sum())
    named = []
    for curve in curves.sort("cohort", "age").partition_by("cohort", maintain_order=True):
        if curve.height == 1:
            continue  # its loans are too young
        first = curve["cohort"][0] * width + 1
        until = min(first + width - 1, last)
        named.append((Words("charts.months", first=first, until=until), curve))
    return named
