"""Figures of what borrowers may draw and how they take it: freezes, limits, use of limits, trust."""

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, filled, line
from tightrope.analysis.words.reasons import REASON_WORDS

__all__ = ["freezes", "limits", "trust", "use_of_limits"]

_REASON_COLOURS = dict(
    zip(
        REASON_WORDS,
        (
            *(Colour.VERMILION, Colour.ORANGE, Colour.SKY, Colour.BLUE, Colour.PURPLE, Colour.GREEN),
            *(Colour.SKY, Colour.VERMILION, Colour.ORANGE, Colour.PURPLE),
        ),
        strict=True,
    )
)
_HATCHED = ("multi-platform", "identity", "upgrade", "arbitrage")
"""Reasons that share a colour with another and are hatched, for more colours could not be told apart."""


def freezes(sheet: Sheet) -> Plot:
    """New freezes by reason, and below them the lines that are frozen, by reason."""
    active = sheet.results.months.select("month", "borrowers_active")
    counts = sheet.results.freezes.group_by("month", "reason").agg(pl.col("new", "stock").sum())
    shares = counts.join(active, on="month").with_columns(pl.col("new", "stock") / pl.col("borrowers_active"))
    data = []
    for reason, words in REASON_WORDS.items():
        own = shares.filter(pl.col("reason") == reason).sort("month")
        if not own.select(pl.any_horizontal(pl.col("new", "stock") > 0).any()).item():
            continue
        look = words.put(sheet.language), _REASON_COLOURS[reason]
        new = bars(own, "new", *look, legendgroup=reason)
        stock = line(own, "stock", *look, yaxis="y2", legendgroup=reason, showlegend=False, stackgroup="stock")
        area = filled(stock)
        if reason in _HATCHED:
            new["marker"]["pattern"] = area["fillpattern"] = {"shape": "/", "size": 5}
        data += [new, area]
    data += sheet.faint("freezes_new_share", "", Colour.GREY)
    data += sheet.faint("frozen_share", "", Colour.GREY, yaxis="y2", showlegend=False)
    upper = axis(sheet.say("charts.frozen_in_the_month"))
    lower = axis(sheet.say("charts.frozen_at_its_end"))
    return sheet.by_month(data, upper, lower, height=480, barmode="stack", bargap=0.1)


def trust(sheet: Sheet) -> Plot:
    """Trust: mean, deciles as nested bands, the frozen beside the never frozen; and what talk adds to its loss."""
    months = sheet.results.months
    data = []
    for low, share in ((10, "four_fifths"), (20, "three_fifths"), (30, "two_fifths")):
        spread = sheet.say(f"charts.middle_{share}")
        edge: Plot = {"line": {"width": 0, "color": Colour.BLUE}, "hoverinfo": "skip"}
        data.append(line(months, f"trust_p{low}", spread, Colour.BLUE, **edge, showlegend=False))
        band = {**edge, "fill": "tonexty", "fillcolor": "rgba(0,114,178,0.12)"}
        data.append(line(months, f"trust_p{100 - low}", spread, Colour.BLUE, **band, showlegend=low == 10))
    data += [
        line(months, "trust_p50", sheet.say("charts.median"), Colour.SKY),
        line(months, "trust_never_frozen_mean", sheet.say("charts.mean_never_frozen"), Colour.GREEN),
        line(months, "trust_frozen_mean", sheet.say("charts.mean_line_frozen"), Colour.VERMILION),
        *sheet.course("trust_mean", sheet.say("charts.mean"), Colour.BLUE),
        *sheet.course("contagion_share", sheet.say("charts.lost_through_friends"), Colour.PURPLE, yaxis="y2"),
    ]
    upper = axis(sheet.say("charts.trust_0_to_1"), "number", rangemode="normal")
    return sheet.by_month(data, upper, axis(sheet.say("charts.share_of_trust_lost")), height=480)


def limits(sheet: Sheet) -> Plot:
    """The mean limit, and below it who was cut and who was raised."""
    data = (
        sheet.course("limit_mean", sheet.say("charts.mean_limit"), Colour.BLUE)
        + sheet.course("limit_cut_share", sheet.say("charts.limit_cut"), Colour.VERMILION, yaxis="y2")
        + sheet.course("limit_raise_share", sheet.say("charts.limit_raised"), Colour.GREEN, yaxis="y2")
    )
    upper = axis(sheet.say("charts.yuan_a_borrower"), "yuan")
    return sheet.by_month(data, upper, axis(sheet.say("charts.share_of_borrowers")))


def use_of_limits(sheet: Sheet) -> Plot:
    """Balances of both products, and below them how much of the limits they fill."""
    months = sheet.results.months
    owed = [
        filled(
            line(
                months,
                "balance_cashloan",
                sheet.say("charts.cash_loan"),
                Colour.BLUE,
                stackgroup="balance",
            )
        ),
        filled(
            line(
                months,
                "balance_paylater",
                sheet.say("charts.paylater"),
                Colour.SKY,
                stackgroup="balance",
            )
        ),
        *sheet.faint("balance", sheet.say("charts.balance"), Colour.GREY),
    ]
    used = sheet.course("utilisation", sheet.say("charts.share_of_limits_used"), Colour.ORANGE, yaxis="y2")
    lower = axis(sheet.say("charts.share_of_limits"), rangemode="normal")
    return sheet.by_month(owed + used, axis(sheet.say("charts.yuan"), "yuan"), lower)
