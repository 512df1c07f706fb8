"""Figures of what score and limit foretell: who defaults, how well the bands part them, and the score at the end."""

import re
from collections.abc import Sequence
from math import ceil, floor, log10

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, blend, empty, layout, line
from tightrope.analysis.words.words import TWIN, Words, as_it_is
from tightrope.model.results.run_results import BANDS

__all__ = ["default_by_band", "of_a_year", "score_against_outcome", "separation"]

FEWEST_IN_BAND = 50
"""Fewer borrowers than this tell nothing of how often a band defaults."""
FEWEST_DEFAULTS = 20
"""Fewer defaults than this tell nothing of how well bands part borrowers."""
_YEAR, _LEAST_MONTHS = 12, 3

_BANDS = {
    "charts.band_up_to": r"up to (?P<high>.+)",
    "charts.band_over": r"over (?P<low>.+)",
    "charts.band_below": r"below (?P<high>.+)",
    "charts.band_from": r"(?P<low>.+) and above",
    "charts.band_between": r"(?P<low>.+) to (?P<high>.+)",
}
"""Messages for bands, by what the bands are called in the frames."""


def default_by_band(sheet: Sheet) -> Plot:
    """How many default in a month by the score and by the limit that they had before, and how well these part them."""
    panels = {
        "score": (sheet.say("charts.score"), sheet.say("charts.defaults_a_month_by_score")),
        "limit": (sheet.say("charts.limit"), sheet.say("charts.defaults_a_month_by_limit")),
    }
    rates: list[list[Plot]] = [[], []]
    for panel, (kind, (word, _)) in enumerate(panels.items(), start=1):
        years = of_a_year(sheet.results.bands, kind)
        for band, colour in zip(BANDS[kind], blend(len(BANDS[kind])), strict=True):
            name = f"{word} {_band_words(band).put(sheet.language)}"
            rates[panel - 1].append(
                line(years.filter(pl.col("band") == band), "hazard", name, colour, yaxis=f"y{panel}")
            )
    data = [trace for panel_of in rates for trace in panel_of]
    for kind, colour in (("score", Colour.GREEN), ("limit", Colour.VERMILION)):
        data += _separations(sheet, kind, sheet.say("charts.gini_of_the", what=panels[kind][0]), colour)
    axes = [_by_tens(caption, panel) for (_, caption), panel in zip(panels.values(), rates, strict=True)]
    meaning = sheet.say("charts.gini_1_parts_all_defaults")
    return sheet.by_month(data, *axes, axis(meaning, "number"), height=780)


def _by_tens(caption: str, lines: Sequence[Plot]) -> Plot:
    """An axis of shares, each grid line ten times the one below, from the one under the lines to the one over them."""
    known = [share for trace in lines for share in trace["y"] if share]
    ends = [floor(log10(min(known))), ceil(log10(max(known)))] if known else [-4, 0]
    return axis(caption, rangemode="normal", type="log", dtick=1, tickformat=".3~%", range=ends)


def _separations(sheet: Sheet, kind: str, name: str, colour: str) -> list[Plot]:
    found = [line(separation(sheet.results.bands, kind), "gini", name, colour, yaxis="y3")]
    if sheet.twin is not None:
        faint: Plot = {"line": {"color": colour, "width": 1.3, "dash": "dot"}, "showlegend": False}
        beside = f"{name}, {TWIN.put(sheet.language)}"
        found.append(line(separation(sheet.twin.bands, kind), "gini", beside, colour, yaxis="y3", **faint))
    return found


def score_against_outcome(sheet: Sheet) -> Plot:
    """How many of each score band default at the end of the run, and which part of borrowers and defaults it holds."""
    last = sheet.results.months.height
    own = _at(sheet.results.bands, last)
    if not own["exposed"].sum():
        return empty(sheet.say("charts.fewer_than_three_months_are"))
    rate = sheet.say("charts.defaults_of_the_band")
    rates = [_rates(own, rate, {"color": Colour.VERMILION, "width": 2.2, "dash": "solid"})]
    gini = f"{sheet.say('charts.gini')} {_gini(sheet.results.bands, last)}"
    if sheet.twin is not None and sheet.twin.months.height >= last:
        faint = {"color": Colour.VERMILION, "width": 1.3, "dash": "dot"}
        rates.append(_rates(_at(sheet.twin.bands, last), sheet.dotted(), faint))
        gini += sheet.say("charts.between_bands") + f"{TWIN.put(sheet.language)} {_gini(sheet.twin.bands, last)}"
    data = list(rates)
    for column, name, colour in (
        ("exposed", sheet.say("charts.part_of_borrowers"), Colour.BLUE),
        ("defaulted", sheet.say("charts.part_of_defaults"), Colour.ORANGE),
    ):
        part = own.with_columns(share=pl.col(column) / pl.col(column).sum())
        data.append(bars(part, "share", name, colour, x=_short(own), yaxis="y2"))
    first = max(last - _YEAR + 1, 1)
    upper = sheet.say("charts.defaults_a_month_months_to", first=first, last=last)
    lower = sheet.say("charts.share_of_all") + sheet.say("charts.gini_in_brackets", gini=gini)
    x = {"type": "category", "tickvals": _short(own), "ticktext": _counted(own), "tickangle": 0}
    x |= {"title": {"text": sheet.say("charts.text"), "standoff": 4}}
    plot = layout(x, _by_tens(upper, rates), axis(lower), height=500)
    plot["legend"]["y"] *= 1.75  # below the third line of the ticks
    return {"data": data, "layout": plot}


def _at(bands: pl.DataFrame, month: int) -> pl.DataFrame:
    return of_a_year(bands, "score").filter(pl.col("month") == month)


def _rates(own: pl.DataFrame, name: str, look: Plot) -> Plot:
    marker = {"size": 8 if look["width"] > 2 else 5}
    look = {"mode": "lines+markers", "line": look, "marker": marker}
    return {**line(own, "hazard", name, "", **look), "x": _short(own)}


def _gini(bands: pl.DataFrame, month: int) -> str:
    found = separation(bands, "score").filter(pl.col("month") == month)["gini"]
    return "–" if found.is_empty() or found[0] is None else f"{found[0]:.2f}"


def _short(own: pl.DataFrame) -> list[str]:
    """The bands in signs: five of them stand side by side on a small screen."""
    signs = (("below ", "&lt;"), (" to ", "-"))
    bands = [f"≥{band.removesuffix(' and above')}" if band.endswith(" and above") else band for band in own["band"]]
    for words, sign in signs:
        bands = [band.replace(words, sign) for band in bands]
    return bands


def _counted(own: pl.DataFrame) -> list[str]:
    counts = own.select("defaulted", "exposed").rows()
    return [f"{name}<br>{bad:,} /<br>{_brief(all_)}" for name, (bad, all_) in zip(_short(own), counts, strict=True)]


def of_a_year(bands: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return month, band, exposed, defaulted, hazard: sums of up to twelve months, and their ratio.

    Null before the third month; hazard also where it is 0, which no axis of tenfold steps shows, and where the band
    held too few borrowers for one default to mean anything.
    """
    each = bands.filter(pl.col("kind") == kind).select(
        "month", "band", "exposed", defaulted=(pl.col("default_hazard").fill_null(0.0) * pl.col("exposed")).round()
    )
    summed = pl.col("exposed", "defaulted").rolling_sum(_YEAR, min_samples=_LEAST_MONTHS).cast(pl.Int64)
    years = each.with_columns(summed.over("band", order_by="month"))
    months = pl.min_horizontal("month", pl.lit(_YEAR))
    enough = (pl.col("defaulted") > 0) & (pl.col("exposed") >= FEWEST_IN_BAND * months)
    return years.with_columns(hazard=pl.when(enough).then(pl.col("defaulted") / pl.col("exposed")))


def separation(bands: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Return month and gini: how well a band, known a month before, parts those who default from those who do not.

    It is how much more often, of a borrower who defaults and one who does not, the former stands in the lower band
    than in the higher: 2 AUC - 1, over up to twelve months. Null where there are too few defaults.
    """
    order = list(BANDS[kind])
    good = pl.col("exposed") - pl.col("defaulted")
    parted = of_a_year(bands, kind).with_columns(good=good).with_columns(
        place=pl.col("band").replace_strict(order, range(len(order)), return_dtype=pl.Int64)
    )  # fmt: skip
    below = pl.col("good").cum_sum().over("month", order_by="place")
    above = pl.col("good").sum().over("month") - 2 * below + pl.col("good")
    enough = pl.col("defaulted").sum() >= FEWEST_DEFAULTS
    gini = (pl.col("defaulted") * pl.col("above")).sum() / (pl.col("defaulted").sum() * pl.col("good").sum())
    months = parted.with_columns(above=above).group_by("month", maintain_order=True)
    return months.agg(gini=pl.when(enough).then(gini))


def _brief(count: int) -> str:
    """A count that fits under a narrow bar: 940, 2,340, 52k, 1.2M."""
    if count < 10_000:
        return f"{count:,}"
    return f"{count / 1e3:,.0f}k" if count < 999_500 else f"{count / 1e6:,.1f}M"


def _band_words(band: str) -> Words:
    for message, pattern in _BANDS.items():
        if found := re.fullmatch(pattern, band):
            return Words(message, **found.groupdict())
    return as_it_is(band)
