"""Figures of what befalls people: waiting, collections, early repayment, the way back, hardship, friends, swindlers."""

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, line
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results

__all__ = ["collections", "early_repayers", "hardship", "households", "queues", "waiting", "way_back"]

_STAFF = (
    ("desk", Words("service desk", "客服"), Colour.BLUE, ("verification", "restoration", "appeal")),
    ("calls", Words("calls", "电话催收"), Colour.SKY, ("calls high", "calls low")),
    ("agency", Words("agency", "委外催收"), Colour.ORANGE, ("agency high", "agency low")),
    ("legal", Words("legal steps", "法律催收"), Colour.VERMILION, ("legal high", "legal low")),
)
"""Who works on cases, and the queues before them."""


def queues(sheet: Sheet) -> Plot:
    """Cases that wait before each staff, and below it how long those taken up had waited."""
    data = []
    for name, words, colour, places in _STAFF:
        label = words.put(sheet.language)
        own = waiting(sheet.results.queues, places)
        data.append(line(own, "waiting", label, colour, legendgroup=name))
        data.append(line(own, "served_wait_mean", label, colour, yaxis="y2", legendgroup=name, showlegend=False))
    desk = _STAFF[0][1].put(sheet.language)
    data += sheet.faint("desk_waiting", desk, Colour.BLUE)
    data += sheet.faint("desk_wait_mean", desk, Colour.BLUE, yaxis="y2")
    upper = axis(sheet.say("cases waiting", "排队案件"), "yuan")
    return sheet.by_month(data, upper, axis(sheet.say("months waited until taken up", "处理前平均等待月数"), "number"))


def waiting(frame: pl.DataFrame, places: tuple[str, ...]) -> pl.DataFrame:
    """Return month, waiting, served_wait_mean of some queues together; the mean is over their cases."""
    served = pl.col("served").sum()
    months = (pl.col("served_wait_mean") * pl.col("served")).sum()
    own = frame.filter(pl.col("queue").is_in(places)).group_by("month", maintain_order=True)
    return own.agg(pl.col("waiting").sum(), served_wait_mean=pl.when(served > 0).then(months / served))


def collections(sheet: Sheet) -> Plot:
    """Late borrowers in contact, the part of due cases that each stage serves, and below its cases, one by one."""
    data = sheet.course("contact_share", sheet.say("late borrowers in contact", "保持联系的逾期者"), Colour.GREEN)
    panels = [axis(sheet.say("share of cases", "占案件比例"))]
    left = sheet.say("waiting on", "仍在排队")
    for number, (name, words, colour, places) in enumerate(_STAFF[1:], start=2):
        label, own, yaxis = words.put(sheet.language), _cases(sheet.results, places), f"y{number}"
        data += sheet.course(f"{name}_served_share", label, colour, legendgroup=name)
        data.append(bars(own, "served", label, colour, yaxis=yaxis, legendgroup=name, showlegend=False))
        data.append(bars(own, "waiting", left, Colour.GREY, yaxis=yaxis, legendgroup="left", showlegend=number == 2))
        panels.append(axis(f"{label}{sheet.say(', cases', ':案件')}", "yuan"))
    return sheet.by_month(data, *panels, height=640, barmode="stack", bargap=0.1)


def _cases(results: Results, places: tuple[str, ...]) -> pl.DataFrame:
    """Return month, served and waiting of some queues together, for every month."""
    own = results.queues.filter(pl.col("queue").is_in(places)).group_by("month")
    counts = own.agg(pl.col("served").sum(), pl.col("waiting").sum())
    return results.months.select("month").join(counts, on="month", how="left", maintain_order="left").fill_null(0)


def early_repayers(sheet: Sheet) -> Plot:
    """Early repayers whose limit has not come back, who wants the money again, and how long the return takes."""
    unrestored = sheet.say("limit not back", "额度未恢复")
    data = (
        sheet.course("prepay_unrestored_share", unrestored, Colour.VERMILION)
        + sheet.course("redraw_share", sheet.say("wanted the money back", "想再次借出"), Colour.ORANGE)
        + sheet.course(
            "restore_months_mean", sheet.say("months until it is back", "恢复所需月数"), Colour.BLUE, yaxis="y2"
        )
    )
    upper = axis(sheet.say("share of early repayers", "占提前还款者比例"))
    return sheet.by_month(data, upper, axis(sheet.say("months", "月数"), "number"))


def way_back(sheet: Sheet) -> Plot:
    """What borrowers with a frozen line do about it, and how long those that open were frozen."""
    data = (
        sheet.course("mending_share", sheet.say("puts things in order", "正在整改"), Colour.GREEN)
        + sheet.course("gave_up_share", sheet.say("has given up", "已放弃"), Colour.VERMILION)
        + sheet.course("reopened_share", sheet.say("opened in the month", "当月恢复"), Colour.BLUE)
        + sheet.course("reopen_months_mean", sheet.say("months until opened", "恢复所需月数"), Colour.BLUE, yaxis="y2")
    )
    upper = axis(sheet.say("share of frozen lines", "占冻结额度比例"))
    return sheet.by_month(data, upper, axis(sheet.say("months frozen", "冻结月数"), "number"))


def hardship(sheet: Sheet) -> Plot:
    """Who is on a plan, what plans and settlements forgo, and what a default costs in the end."""
    months = sheet.results.months
    amounts = (
        ("waived_amount", sheet.say("interest waived", "减免利息"), Colour.SKY),
        ("forgiven_amount", sheet.say("debt forgiven", "减免债务"), Colour.ORANGE),
    )
    loss = sheet.say("lost of each default", "违约损失率")
    data = [
        *sheet.course("plans_share", sheet.say("on a hardship plan", "处于困难计划"), Colour.GREEN),
        *(bars(months, column, name, colour, yaxis="y2") for column, name, colour in amounts),
        *sheet.course("lgd", loss, Colour.VERMILION, yaxis="y3"),
    ]
    panels = (
        axis(sheet.say("share of borrowers", "占借款人比例")),
        axis(sheet.say("yuan a month", "元/月"), "yuan"),
        axis(sheet.say("loss given default, last twelve months", "违约损失率(近十二个月)"), rangemode="normal"),
    )
    return sheet.by_month(data, *panels, height=560, barmode="stack", bargap=0.1)


def households(sheet: Sheet) -> Plot:
    """Spending given up, help from friends and losses to swindlers."""
    data = (
        sheet.course("consumption_drop", sheet.say("spending given up, of income", "压缩消费占收入"), Colour.ORANGE)
        + sheet.course("scam_share", sheet.say("deceived, of the frozen", "冻结者中受骗"), Colour.VERMILION)
        + sheet.course("help_amount", sheet.say("help from friends", "亲友接济"), Colour.GREEN, yaxis="y2")
        + sheet.course("scam_amount", sheet.say("lost to swindlers", "被骗金额"), Colour.PURPLE, yaxis="y2")
    )
    lower = axis(sheet.say("yuan a month", "元/月"), "yuan")
    return sheet.by_month(data, axis(sheet.say("share", "比例")), lower)
