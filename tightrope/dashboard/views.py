"""The views of the page: the headline figures, and what stands under which tab."""

from collections.abc import Callable
from html import escape

import solara
import solara.lab

from tightrope.analysis.compare.differences import summary
from tightrope.analysis.words.numbers import gap, quantity
from tightrope.analysis.words.words import Words
from tightrope.dashboard.borrower import BorrowerView
from tightrope.dashboard.chart import FigureCard
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
        Words("Overview", "总览"),
        ("default_rates", "freezes", "trust", "limits", "use_of_limits", "outside_debt"),
    ),
    (Words("Network", "网络"), NetworkView),
    (Words("Borrower", "借款人"), BorrowerView),
    (
        Words("Platform", "平台"),
        ("economy", "accounts", "queues", "collections", "way_back", "early_repayers"),
    ),
    (
        Words("Credit risk", "信用风险"),
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
    solara.HTML(tag="ul", classes=["dash-tiles"], unsafe_innerHTML="".join(tiles))


def _tile(row: dict[str, object], language: str) -> str:
    own, twin, unit = row["end"], row["baseline_end"], str(row["unit"])
    known = isinstance(own, float) and isinstance(twin, float)
    apart = gap(own - twin, unit, language) if isinstance(own, float) and isinstance(twin, float) else "–"
    same = own == twin
    against = Words("same as the twin", "与孪生相同") if same else Words(f"{apart} to the twin", f"较孪生 {apart}")
    if not known:
        against = Words("not known this month", "本月无数据")
    value = quantity(own if isinstance(own, float) else None, unit, language)
    return (
        f'<li data-measure="{row["column"]}"><span class="label">{escape(str(row["measure"]))}</span>'
        f'<span class="number">{value}</span>'
        f'<span class="apart{" same" if same or not known else ""}">{against.put(language)}</span></li>'
    )


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
