"""The view Network: a drawn part of who knows whom, what friends did this month, and a way to any borrower drawn."""

import json
from collections.abc import Callable

import solara

from tightrope.analysis.story.neighbours import STANDINGS, crowd_in_words, neighbour_in_words, standing
from tightrope.analysis.story.network_picture import COLOURINGS, READING, TITLE, network_picture
from tightrope.analysis.words.words import Words
from tightrope.api.neighbourhood import Neighbourhood, neighbourhood
from tightrope.dashboard.chart import Chart
from tightrope.dashboard.fragment import fragment
from tightrope.dashboard.market import LiveMarket, Pair
from tightrope.model.network.sample import part_of

__all__ = ["NetworkView"]

_DRAW = solara.reactive(0)
_COLOURING = solara.reactive("trust")
"""What each page shows, kept while another view is open."""


@solara.component
def NetworkView(
    market: LiveMarket, pair: Pair, language: str, picked: int | None, on_pick: Callable[[int], None]
) -> None:
    """A part of the network; ``on_pick`` is told the borrower who is clicked or chosen, again for the months."""
    draw = _DRAW.value
    part = solara.use_memo(lambda: market.look(lambda own, _: part_of(own.network, draw)), [market, draw])
    seen = solara.use_memo(lambda: market.look(lambda own, twin: neighbourhood(own, twin, part)), [pair, part])
    figure = solara.use_memo(
        lambda: json.dumps(
            network_picture(seen.nodes, seen.ties, seen.grounds, _COLOURING.value, language, picked), allow_nan=False
        ),
        [seen, _COLOURING.value, language, picked],
    )
    with solara.Div(classes=["dash-network"]):
        Chart("network", TITLE.put(language), READING.put(language), figure, on_pick)
        with solara.Div(classes=["dash-card", "dash-beside"]):
            _paragraph(Words("dashboard.this_month"), crowd_in_words(seen.crowd, language), language)
            _Colouring(language)
            solara.Button(
                Words("dashboard.draw_another_part").put(language),
                on_click=lambda: _DRAW.set(draw + 1),
                outlined=True,
                small=True,
            )
            _Finder(seen, language, picked, on_pick)


def _paragraph(title: Words, text: str, language: str) -> None:
    solara.HTML(tag="h2", unsafe_innerHTML=title.put(language))
    solara.HTML(tag="div", classes=["dash-told"], unsafe_innerHTML=fragment("paragraph.html", language, text=text))


@solara.component
def _Colouring(language: str) -> None:
    """Say what the colour of a borrower means."""
    solara.HTML(tag="h2", unsafe_innerHTML=Words("dashboard.colour_shows").put(language))
    with solara.Div(classes=["dash-choice"]), solara.ToggleButtonsSingle(_COLOURING, dense=True, mandatory=True):
        for name, words in COLOURINGS.items():
            solara.Button(words.put(language), value=name, small=True)


@solara.component
def _Finder(seen: Neighbourhood, language: str, picked: int | None, on_pick: Callable[[int], None]) -> None:
    """Choose a borrower of the picture by number, and go on to friends, without a mouse."""
    rows = {row["borrower"]: row for row in seen.nodes.to_dicts()}
    items = [
        {"value": number, "text": f"{number:,} · {STANDINGS[standing(row)].put(language)}"}
        for number, row in rows.items()
    ]
    solara.v.Autocomplete(
        label=Words("dashboard.a_borrower_of_the_picture").put(language),
        items=items,
        v_model=picked if picked in rows else None,
        on_v_model=lambda number: on_pick(number) if number is not None else None,
        dense=True,
        hide_details=True,
    )
    if picked is None or picked not in rows:
        return
    lines = neighbour_in_words(rows[picked], language)
    told = fragment("neighbour.html", language, lines=lines)
    about = {"data-picked": str(picked)}
    solara.HTML(tag="div", classes=["dash-told"], unsafe_innerHTML=told, attributes=about)
    months = Words("dashboard.read_this_borrowers_months").put(language)
    solara.Button(months, on_click=lambda: on_pick(picked), color="primary", small=True)
    friends = _friends(seen, picked)
    if friends:
        solara.HTML(tag="h3", unsafe_innerHTML=Words("dashboard.friends_in_the_picture").put(language))
    with solara.Div(classes=["dash-events"]):
        for friend in friends:
            solara.Button(f"{friend:,}", on_click=lambda friend=friend: on_pick(friend), outlined=True, small=True)


def _friends(seen: Neighbourhood, borrower: int) -> list[int]:
    """Return a borrower's friends in the picture."""
    numbers = seen.nodes["borrower"]
    ends = [(numbers[some], numbers[other]) for some, other in seen.ties.select("some", "other").iter_rows()]
    return sorted({a if b == borrower else b for a, b in ends if borrower in (a, b)})
