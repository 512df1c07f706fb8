"""The figures of a run, by name: each with its titles, one sentence on how to read it, and what draws it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tightrope.analysis.charts import access as figures_access
from tightrope.analysis.charts import lateness as figures_default
from tightrope.analysis.charts import money as figures_money
from tightrope.analysis.charts import people as figures_people
from tightrope.analysis.charts import score as figures_score
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Plot
from tightrope.analysis.words.words import Words, check_language
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError, nearest_or_all

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as PlotlyFigure

__all__ = ["FIGURES", "Figure", "as_plotly", "draw"]


@dataclass(frozen=True)
class Figure:
    """A figure that can be drawn of any run; ``columns`` are those whose definitions a reader may want."""

    title: Words
    reading: Words
    draw: Callable[[Sheet], Plot]
    columns: tuple[str, ...]


FIGURES = {
    "default_rates": Figure(
        Words("charts.default_rates"),
        Words("charts.default_rates_reading"),
        figures_default.default_rates,
        (
            *(f"dpd{days}_share_balance" for days in (30, 60, 90)),
            "new_defaults",
            "defaults_short",
            "defaults_held_out",
        ),
    ),
    "due_date": Figure(
        Words("charts.due_date"),
        Words("charts.due_date_reading"),
        figures_default.due_date,
        (
            "day1_share_dues",
            "cure30_share",
            *(f"missed_{cause}_share" for cause in ("short", "wages", "failed", "held", "forgot")),
        ),
    ),
    "default_by_band": Figure(
        Words("charts.default_by_band"),
        Words("charts.default_by_band_reading"),
        figures_score.default_by_band,
        (),
    ),
    "freezes": Figure(
        Words("charts.freezes"),
        Words("charts.freezes_reading"),
        figures_access.freezes,
        ("freezes_new_share", "frozen_share"),
    ),
    "trust": Figure(
        Words("charts.trust"),
        Words("charts.trust_reading"),
        figures_access.trust,
        (
            "trust_mean",
            *(f"trust_p{percent}" for percent in (10, 20, 30, 50, 70, 80, 90)),
            "trust_frozen_mean",
            "trust_never_frozen_mean",
            "contagion_share",
        ),
    ),
    "limits": Figure(
        Words("charts.limits"),
        Words("charts.limits_reading"),
        figures_access.limits,
        ("limit_mean", "limit_cut_share", "limit_raise_share"),
    ),
    "use_of_limits": Figure(
        Words("charts.use_of_limits"),
        Words("charts.use_of_limits_reading"),
        figures_access.use_of_limits,
        ("balance", "balance_paylater", "balance_cashloan", "utilisation"),
    ),
    **{
        f"roll_rates_{product}": Figure(
            Words("charts.roll_rates", product=words),
            Words("charts.roll_rates_reading"),
            partial(figures_default.roll_rates, product=product),
            (),
        )
        for product, words in (("paylater", Words("charts.paylater")), ("cashloan", Words("charts.cash_loan")))
    },
    "score_against_outcome": Figure(
        Words("charts.score_against_outcome"),
        Words("charts.score_against_outcome_reading"),
        figures_score.score_against_outcome,
        (),
    ),
    "vintages": Figure(
        Words("charts.vintages"),
        Words("charts.vintages_reading"),
        figures_default.vintages,
        (),
    ),
    "accounts": Figure(
        Words("charts.accounts"),
        Words("charts.accounts_reading"),
        figures_money.accounts,
        (
            "interest",
            "fees",
            "recovery_own",
            "funding_cost",
            "loss_own",
            "operating_cost",
            "profit",
            "payout",
            "capital",
        ),
    ),
    "economy": Figure(
        Words("charts.economy"),
        Words("charts.economy_reading"),
        figures_money.economy,
        ("unemployment_rate", "stance"),
    ),
    "outside_debt": Figure(
        Words("charts.outside_debt"),
        Words("charts.outside_debt_reading"),
        figures_money.outside_debt,
        ("outside_debt_mean", "payment_to_income", "outside_approval_share"),
    ),
    "other_lenders": Figure(
        Words("charts.other_lenders"),
        Words("charts.other_lenders_reading"),
        figures_money.other_lenders,
        (),
    ),
    "collections": Figure(
        Words("charts.collections"),
        Words("charts.collections_reading"),
        figures_people.collections,
        ("contact_share", "calls_served_share", "agency_served_share", "legal_served_share"),
    ),
    "queues": Figure(
        Words("charts.queues"),
        Words("charts.queues_reading"),
        figures_people.queues,
        ("desk_waiting", "desk_wait_mean", "appeals", "appeals_granted_share"),
    ),
    "early_repayers": Figure(
        Words("charts.early_repayers"),
        Words("charts.early_repayers_reading"),
        figures_people.early_repayers,
        ("prepay_unrestored_share", "redraw_share", "restore_months_mean"),
    ),
    "way_back": Figure(
        Words("charts.way_back"),
        Words("charts.way_back_reading"),
        figures_people.way_back,
        ("mending_share", "gave_up_share", "reopened_share", "reopen_months_mean"),
    ),
    "hardship": Figure(
        Words("charts.hardship"),
        Words("charts.hardship_reading"),
        figures_people.hardship,
        ("plans_share", "waived_amount", "forgiven_amount", "lgd"),
    ),
    "households": Figure(
        Words("charts.households"),
        Words("charts.households_reading"),
        figures_people.households,
        ("consumption_drop", "scam_share", "help_amount", "scam_amount"),
    ),
}
"""Every figure, in the order of the report."""


def draw(name: str, results: Results, twin: Results | None = None, *, language: str = "en") -> Plot:
    """Draw a figure as a plain dictionary, ``{"data": [...], "layout": {...}}``.

    The lines of ``twin`` are added thin and dotted. InputError for an unknown name or language.
    """
    if name not in FIGURES:
        raise InputError(f"there is no figure '{name}'{nearest_or_all(name, FIGURES)}")
    check_language(language)
    return FIGURES[name].draw(Sheet(results, twin, language))


def as_plotly(name: str, results: Results, twin: Results | None = None, *, language: str = "en") -> "PlotlyFigure":
    """Draw a figure as a ``plotly.graph_objects.Figure`` with its title, to show or to change further."""
    from plotly.graph_objects import Figure as PlotlyFigure

    figure = PlotlyFigure(draw(name, results, twin, language=language))
    figure.update_layout(title={"text": FIGURES[name].title.put(language)}, margin={"t": 70})
    return figure
