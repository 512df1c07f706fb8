"""Figures of money and of what moves it: the platform's accounts, other lenders, the economy."""

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, line
from tightrope.analysis.words.words import Words

__all__ = ["accounts", "economy", "outside_debt"]

_EARNED = (
    ("interest", Words("interest", "利息"), Colour.BLUE),
    ("fees", Words("fees", "费用"), Colour.SKY),
    ("recovery_own", Words("own recoveries", "自担回收"), Colour.GREEN),
)
_SPENT = (
    ("funding_cost", Words("funding", "资金成本"), Colour.ORANGE),
    ("loss_own", Words("own losses", "自担损失"), Colour.VERMILION),
    ("operating_cost", Words("running costs", "运营成本"), Colour.PURPLE),
)


def accounts(sheet: Sheet) -> Plot:
    """What the platform earns and spends each month, what is left, and the capital this adds up to."""
    months = sheet.results.months
    spent = months.with_columns(-months[column] for column, _, _ in _SPENT)
    profit = sheet.say("profit", "利润")
    unnamed: Plot = {"showlegend": False, "hoverinfo": "skip"}
    data = [
        *(bars(months, column, words.put(sheet.language), colour) for column, words, colour in _EARNED),
        *(bars(spent, column, words.put(sheet.language), colour) for column, words, colour in _SPENT),
        # a white edge, so that the line stands out from the bars
        line(months, "profit", "", "white", line={"color": "white", "width": 5}, **unnamed),
        line(months, "profit", profit, Colour.GREY),
        *sheet.faint("profit", profit, Colour.GREY),
        *sheet.course("capital", sheet.say("capital", "资本"), Colour.BLUE, yaxis="y2"),
    ]
    upper = axis(sheet.say("yuan a month", "元/月"), "yuan")
    lower = axis(sheet.say("capital, yuan", "资本(元)"), "yuan", rangemode="normal")
    return sheet.by_month(data, upper, lower, height=480, barmode="relative", bargap=0.1)


def economy(sheet: Sheet) -> Plot:
    """Unemployment, and below it how tight the platform is."""
    data = sheet.course("unemployment_rate", sheet.say("unemployment", "失业率"), Colour.ORANGE)
    data += sheet.course("stance", sheet.say("the platform's stance", "平台松紧度"), Colour.PURPLE, yaxis="y2")
    upper = axis(sheet.say("unemployment", "失业率"))
    lower = axis(sheet.say("stance, 0 to 1", "松紧度(0至1)"), "number", range=[0, 1])
    return sheet.by_month(data, upper, lower)


def outside_debt(sheet: Sheet) -> Plot:
    """What is owed to other lenders, and below it how heavy payments are and how open those lenders."""
    data = (
        sheet.course("outside_debt_mean", sheet.say("owed to other lenders", "外部负债"), Colour.VERMILION)
        + sheet.course("payment_to_income", sheet.say("payments / income", "还款收入比"), Colour.BLUE, yaxis="y2")
        + sheet.course("outside_approval_share", sheet.say("approved there", "外部通过率"), Colour.GREEN, yaxis="y2")
    )
    upper = axis(sheet.say("yuan a borrower", "元/人"), "yuan")
    return sheet.by_month(data, upper, axis(sheet.say("share", "比例")))
