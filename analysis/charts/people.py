"""Figures of what befalls people: waiting, collections, early repayment, the way back, hardship, friends, swindlers."""

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot, axis, bars, line
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results

__all__ = ["collections", "early_repayers", "hardship", "households", "queues", "waiting", "way_back"]

_STAFF = (
    ("desk", Words("charts.service_desk"), Colour.BLUE, ("verification", "restoration", "appeal")),
    ("calls", Words("charts.calls"), Colour.SKY, ("calls high", "calls low")),
    ("agency", Words("charts.agency"), Colour.ORANGE, ("agency high", "agency low")),
    ("legal", Words("charts.legal_steps"), Colour.VERMILION, ("legal high", "legal low")),
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
    upper = axis(sheet.say("charts.cases_waiting"), "yuan")
    return sheet.by_month(data, upper, axis(sheet.say("charts.months_waited_until_taken_up"), "number"))


def waiting(frame: pl.DataFrame, places: tuple[str, ...]) -> pl.DataFrame:
    """Return month, waiting, served_wait_mean of some queues together; the mean is over their cases."""
    served = pl.col("served").sum()
    months = (pl.col("served_wait_mean") * pl.col("served")).sum()
    own = frame.filter(pl.col("queue").is_in(places)).group_by("month", maintain_order=True)
    return own.agg(pl.col("waiting").sum(), served_wait_mean=pl.when(served > 0).then(months / served))


def collections(sheet: Sheet) -> Plot:
    """Late borrowers in contact, the part of due cases that each stage serves, and below its cases, one by one."""
    data = sheet.course("contact_share", sheet.say("charts.late_borrowers_in_contact"), Colour.GREEN)
    panels = [axis(sheet.say("charts.share_of_cases"))]
    left = sheet.say("charts.waiting_on")
    for number, (name, words, colour, places) in enumerate(_STAFF[1:], start=2):
        label, own, yaxis = words.put(sheet.language), _cases(sheet.results, places), f"y{number}"
        data += sheet.course(f"{name}_served_share", label, colour, legendgroup=name)
        data.append(bars(own, "served", label, colour, yaxis=yaxis, legendgroup=name, showlegend=False))
        data.append(bars(own, "waiting", left, Colour.GREY, yaxis=yaxis, legendgroup="left", showlegend=number == 2))
        panels.append(axis(f"{label}{sheet.say('charts.cases')}", "yuan"))
    return sheet.by_month(data, *panels, height=640, barmode="stack", bargap=0.1)


def _cases(results: Results, places: tuple[str, ...]) -> pl.DataFrame:
    """Return month, served and waiting of some queues together, for every month."""
    own = results.queues.filter(pl.col("queue").is_in(places)).group_by("month")
    counts = own.agg(pl.col("served").sum(), pl.col("waiting").sum())
    return results.months.select("month").join(counts, on="month", how="left", maintain_order="left").fill_null(0)


def early_repayers(sheet: Sheet) -> Plot:
    """Early repayers whose limit has not come back, who wants the money again, and how long the return takes."""
    unrestored = sheet.say("charts.limit_not_back")
    data = (
        sheet.course("prepay_unrestored_share", unrestored, Colour.VERMILION)
        + sheet.course("redraw_share", sheet.say("charts.wanted_the_money_back"), Colour.ORANGE)
        + sheet.course("restore_months_mean", sheet.say("charts.months_until_it_is_back"), Colour.BLUE, yaxis="y2")
    )
    upper = axis(sheet.say("charts.share_of_early_repayers"))
    return sheet.by_month(data, upper, axis(sheet.say("charts.number_of_months"), "number"))


def way_back(sheet: Sheet) -> Plot:
    """What borrowers with a frozen line do about it, and how long those that open were frozen."""
    data = (
        sheet.course("mending_share", sheet.say("charts.puts_things_in_order"), Colour.GREEN)
        + sheet.course("gave_up_share", sheet.say("charts.has_given_up"), Colour.VERMILION)
        + sheet.course("reopened_share", sheet.say("charts.opened_in_the_month"), Colour.BLUE)
        + sheet.course("reopen_months_mean", sheet.say("charts.months_until_opened"), Colour.BLUE, yaxis="y2")
    )
    upper = axis(sheet.say("charts.share_of_frozen_lines"))
    return sheet.by_month(data, upper, axis(sheet.say("charts.months_frozen"), "number"))


def hardship(sheet: Sheet) -> Plot:
    """Who is on a plan, what plans and settlements forgo, and what a default costs in the end."""
    months = sheet.results.months
    amounts = (
        ("waived_amount", sheet.say("charts.interest_waived"), Colour.SKY),
        ("forgiven_amount", sheet.say("charts.debt_forgiven"), Colour.ORANGE),
    )
    loss = sheet.say("charts.lost_of_each_default")
    data = [
        *sheet.course("plans_share", sheet.say("charts.on_a_hardship_plan"), Colour.GREEN),
        *(bars(months, column, name, colour, yaxis="y2") for column, name, colour in amounts),
        *sheet.course("lgd", loss, Colour.VERMILION, yaxis="y3"),
    ]
    panels = (
        axis(sheet.say("charts.share_of_borrowers")),
        axis(sheet.say("charts.yuan_a_month"), "yuan"),
        axis(sheet.say("charts.loss_given_default_last_twelve"), rangemode="normal"),
    )
    return sheet.by_month(data, *panels, height=560, barmode="stack", bargap=0.1)


def households(sheet: Sheet) -> Plot:
    """Spending given up, help from friends and losses to swindlers."""
    data = (
        sheet.course("consumption_drop", sheet.say("charts.spending_given_up_of_income"), Colour.ORANGE)
        + sheet.course("scam_share", sheet.say("charts.deceived_of_the_frozen"), Colour.VERMILION)
        + sheet.course("help_amount", sheet.say("charts.help_from_friends"), Colour.GREEN, yaxis="y2")
        + sheet.course("scam_amount", sheet.say("charts.lost_to_swindlers"), Colour.PURPLE, yaxis="y2")
    )
    lower = axis(sheet.say("charts.yuan_a_month"), "yuan")
    return sheet.by_month(data, axis(sheet.say("charts.share")), lower)
