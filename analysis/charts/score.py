"""Figures of what score and limit foretell: who defaults, how well the bands part them, and the score at the end."""

from collections.abc import Sequence
from math import ceil, floor, log10

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, blend, empty, layout, line
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import BANDS

__all__ = ["default_by_band", "of_a_year", "score_against_outcome", "separation"]

FEWEST_IN_BAND = 50
"""Fewer borrowers than this tell nothing of how often a band defaults."""
FEWEST_DEFAULTS = 20
"""Fewer defaults than this tell nothing of how well bands part borrowers."""
_YEAR, _LEAST_MONTHS = 12, 3


def default_by_band(sheet: Sheet) -> Plot:
    """How many default in a month by the score and by the limit that they had before, and how well these part them."""
    panels = {
        "score": (sheet.say("score", "评分"), sheet.say("defaults a month by score", "各评分段月违约率")),
        "limit": (sheet.say("limit", "额度"), sheet.say("defaults a month by limit, yuan", "各额度段(元)月违约率")),
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
        data += _separations(sheet, kind, sheet.say(f"Gini of the {kind}", f"{panels[kind][0]}的基尼系数"), colour)
    axes = [_by_tens(caption, panel) for (_, caption), panel in zip(panels.values(), rates, strict=True)]
    meaning = sheet.say("Gini: 1 parts all defaults from the rest, 0 none", "基尼系数:1为完全区分,0为毫无区分")
    return sheet.by_month(data, *axes, axis(meaning, "number"), height=780)


def _by_tens(caption: str, lines: Sequence[Plot]) -> Plot:
    """An axis of shares, each grid line ten times the one below, from the one under the lines to the one over them."""
    known = [share for trace in lines for share in trace["y"] if share]
    ends = [floor(log10(min(known))), ceil(log10(max(known)))] if known else [-4, 0]
    return axis(caption, rangemode="normal", type="log", dtick=1, tickformat=".3~%", range=ends)


def _separations(sheet: Sheet, kind: str, name: str, colour: str) -> list[Plot]:
    found = [line(separation(sheet.results.bands, kind), "gini", name, colour, yaxis="y3")]
    if sheet.baseline is not None:
        faint: Plot = {"line": {"color": colour, "width": 1.3, "dash": "dot"}, "showlegend": False}
        beside = f"{name}, {sheet.dotted.put(sheet.language)}"
        found.append(line(separation(sheet.baseline.bands, kind), "gini", beside, colour, yaxis="y3", **faint))
    return found


def score_against_outcome(sheet: Sheet) -> Plot:
    """How many of each score band default at the end of the run, and which part of borrowers and defaults it holds."""
    last = sheet.results.months.height
    own = _at(sheet.results.bands, last)
    if not own["exposed"].sum():
        return empty(sheet.say("Fewer than three months are finished.", "完成的月份不足三个月。"))
    rate = sheet.say("defaults of the band", "该分段违约率")
    rates = [_rates(own, rate, {"color": Colour.VERMILION, "width": 2.2, "dash": "solid"})]
    gini = f"{sheet.say('Gini', '基尼系数')} {_gini(sheet.results.bands, last)}"
    if sheet.baseline is not None and sheet.baseline.months.height >= last:
        dotted = sheet.dotted.put(sheet.language)
        faint = {"color": Colour.VERMILION, "width": 1.3, "dash": "dot"}
        rates.append(_rates(_at(sheet.baseline.bands, last), sheet.say("dotted: ", "虚线:") + dotted, faint))
        gini += sheet.say("; ", ";") + f"{dotted} {_gini(sheet.baseline.bands, last)}"
    data = list(rates)
    for column, name, colour in (
        ("exposed", sheet.say("part of borrowers", "占借款人"), Colour.BLUE),
        ("defaulted", sheet.say("part of defaults", "占违约"), Colour.ORANGE),
    ):
        part = own.with_columns(share=pl.col(column) / pl.col(column).sum())
        data.append(bars(part, "share", name, colour, x=_short(own), yaxis="y2"))
    first = max(last - _YEAR + 1, 1)
    upper = sheet.say(f"defaults a month, months {first} to {last}", f"月违约率,第{first}至{last}月")
    lower = sheet.say("share of all", "占全部比例") + sheet.say(f" ({gini})", f"({gini})")
    x = {"type": "category", "tickvals": _short(own), "ticktext": _counted(own), "tickangle": 0}
    x |= {"title": {"text": sheet.say("score; defaults of borrower-months", "评分;违约数/借款人月数"), "standoff": 4}}
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
    chinese = band.replace("up to ", "不超过").replace(" to ", "至")
    for english, sign in (("over ", "超过"), ("below ", "低于"), (" and above", "及以上")):
        chinese = chinese.replace(english, sign)
    return Words(band, chinese)
