"""The views of the page: the headline figures, and what stands under which tab."""

from collections.abc import Callable
from typing import Any

import solara
import solara.lab

from tightrope.analysis.compare.differences import summary
from tightrope.analysis.words.numbers import gap, quantity
from tightrope.analysis.words.words import Words
from tightrope.dashboard.borrower import BorrowerView
from tightrope.dashboard.chart import FigureCard
from tightrope.dashboard.fragment import fragment
from tightrope.dashboard.market import LiveMarket, Pair
from tightrope.dashboard.network import NetworkView

__all__ = ["Headline", "Views"]

HEADLINE = (
    "frozen_share", "limit_mean", "dpd30_share_balance", "dpd90_share_balance", "trust_mean", "outside_debt_mean",
    "approvals_share", "profit",
)  # fmt: skip
"""Measures of the short table that stand on top."""

type _View = tuple[str, ...] | Callable[[LiveMarket, Pair, str, int | None, Callable[[int], None]], object]
"""Names of figures, or a component with the picked borrower and what is told when one is picked."""

VIEWS: tuple[tuple[Words, _View], ...] = (
    (
        Words("dashboard.overview"),
        ("default_rates", "freezes", "trust", "limits", "use_of_limits", "outside_debt"),
    ),
    (Words("dashboard.network"), NetworkView),
    (Words("dashboard.view_of_a_borrower"), BorrowerView),
    (
        Words("dashboard.platform"),
        ("economy", "accounts", "queues", "collections", "way_back", "early_repayers"),
    ),
    (
        Words("dashboard.credit_risk"),
        (
            *("due_date", "score_against_outcome", "vintages"),
            *("roll_rates_paylater", "roll_rates_cashloan", "default_by_band", "hardship"),
        ),
    ),
)


@solara.component
def Headline(pair: Pair, language: str) -> None:
    """The figures that matter, each with its distance from the twin's."""
    rows = summary(pair.own, pair.twin, language=language)
    tiles = [_tile(row, language) for row in rows.iter_rows(named=True) if row["column"] in HEADLINE]
    solara.HTML(tag="ul", classes=["dash-tiles"], unsafe_innerHTML=fragment("tiles.html", language, tiles=tiles))


def _tile(row: dict[str, object], language: str) -> dict[str, Any]:
    own, twin, unit = row["end"], row["twin_end"], str(row["unit"])
    known = isinstance(own, float) and isinstance(twin, float)
    apart = gap(own - twin, unit, language) if isinstance(own, float) and isinstance(twin, float) else "–"
    same = own == twin
    against = Words("dashboard.same_as_the_twin") if same else Words("dashboard.to_the_twin", apart=apart)
    if not known:
        against = Words("dashboard.not_known_this_month")
    value = quantity(own if isinstance(own, float) else None, unit, language)
    return {
        "column": row["column"],
        "measure": row["measure"],
        "value": value,
        "against": against.put(language),
        "same": same or not known,
    }


@solara.component
def Views(
    market: LiveMarket, pair: Pair, language: str, tab: solara.Reactive[int], picked: solara.Reactive[int | None]
) -> None:
    """What stands under the open tab; ``picked`` is the borrower whom the reader wants to know.

    Whoever picks the same borrower again comes to the months of that borrower's life.
    """

    def pick(borrower: int) -> None:
        if borrower == picked.value:
            tab.set([view for _, view in VIEWS].index(BorrowerView))
        picked.set(borrower)

    with solara.lab.Tabs(value=tab.value, on_value=tab.set, lazy=True):
        for title, _ in VIEWS:
            solara.lab.Tab(title.put(language))
    view = VIEWS[tab.value][1]
    if not isinstance(view, tuple):
        view(market, pair, language, picked.value, pick)
        return
    with solara.Div(classes=["dash-grid"]):
        for name in view:
            FigureCard(name, pair, language).key(name)
