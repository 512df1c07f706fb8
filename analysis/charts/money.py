"""Figures of money and of what moves it: the platform's accounts, other lenders, the economy."""

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, line
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results
from tightrope.scenarios.parameters.others import ALL, FRINGE

__all__ = ["accounts", "economy", "other_lenders", "outside_debt"]

_EARNED = (
    ("interest", Words("charts.interest"), Colour.BLUE),
    ("fees", Words("charts.fees"), Colour.SKY),
    ("recovery_own", Words("charts.own_recoveries"), Colour.GREEN),
)
_SPENT = (
    ("funding_cost", Words("charts.funding"), Colour.ORANGE),
    ("loss_own", Words("charts.own_losses"), Colour.VERMILION),
    ("operating_cost", Words("charts.running_costs"), Colour.PURPLE),
)


def accounts(sheet: Sheet) -> Plot:
    """What the platform earns and spends each month, what is left, and the capital this adds up to."""
    months = sheet.results.months
    spent = months.with_columns(-months[column] for column, _, _ in _SPENT)
    profit = sheet.say("charts.profit")
    unnamed: Plot = {"showlegend": False, "hoverinfo": "skip"}
    data = [
        *(bars(months, column, words.put(sheet.language), colour) for column, words, colour in _EARNED),
        *(bars(spent, column, words.put(sheet.language), colour) for column, words, colour in _SPENT),
        # a white edge, so that the line stands out from the bars
        line(months, "profit", "", "white", line={"color": "white", "width": 5}, **unnamed),
        line(months, "profit", profit, Colour.GREY),
        *sheet.faint("profit", profit, Colour.GREY),
        *sheet.course("capital", sheet.say("charts.capital"), Colour.BLUE, yaxis="y2"),
    ]
    upper = axis(sheet.say("charts.yuan_a_month"), "yuan")
    lower = axis(sheet.say("charts.capital_yuan"), "yuan", rangemode="normal")
    return sheet.by_month(data, upper, lower, height=480, barmode="relative", bargap=0.1)


def economy(sheet: Sheet) -> Plot:
    """Unemployment, and below it how tight the platform is."""
    data = sheet.course("unemployment_rate", sheet.say("charts.unemployment"), Colour.ORANGE)
    data += sheet.course("stance", sheet.say("charts.the_platforms_stance"), Colour.PURPLE, yaxis="y2")
    upper = axis(sheet.say("charts.unemployment"))
    lower = axis(sheet.say("charts.stance_0_to_1"), "number", range=[0, 1])
    return sheet.by_month(data, upper, lower)


def outside_debt(sheet: Sheet) -> Plot:
    """What is owed to other lenders, and below it how heavy payments are and how open those lenders."""
    data = (
        sheet.course("outside_debt_mean", sheet.say("charts.owed_to_other_lenders"), Colour.VERMILION)
        + sheet.course("payment_to_income", sheet.say("charts.payments_income"), Colour.BLUE, yaxis="y2")
        + sheet.course("outside_approval_share", sheet.say("charts.approved_there"), Colour.GREEN, yaxis="y2")
    )
    upper = axis(sheet.say("charts.yuan_a_borrower"), "yuan")
    return sheet.by_month(data, upper, axis(sheet.say("charts.share")))


def other_lenders(sheet: Sheet) -> Plot:
    """What each other lender has lent, and below it the part of that which is late."""
    lenders = sheet.results.lenders["lender"].unique(maintain_order=True)
    unnamed = {ALL: sheet.say("charts.all_of_them"), FRINGE: sheet.say("charts.fringe")}
    below: Plot = {"showlegend": False, "yaxis": "y2"}
    looks: dict[str, Plot] = {"held": {}, "late_share": below}
    data: list[Plot] = []
    for lender, colour in zip(lenders, Colour, strict=False):
        name = unnamed.get(lender, lender)
        for column, look in looks.items():
            data.append(line(_of(sheet.results, lender), column, name, colour, legendgroup=name, **look))
            if sheet.twin is not None:
                data.append(sheet.dot(_of(sheet.twin, lender), column, name, colour, legendgroup=name, **look))
    upper = axis(sheet.say("charts.held_yuan"), "yuan")
    return sheet.by_month(data, upper, axis(sheet.say("charts.late_of_it")))


def _of(results: Results, lender: str) -> pl.DataFrame:
    """The months of one other lender."""
    return results.lenders.filter(pl.col("lender") == lender)
