"""The network as a picture: what every mark, ring, colour and arrow says is so in the market."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import live, market_of, story
from tightrope.agents.codes import Status
from tightrope.analysis.story.neighbours import Crowd, crowd_in_words
from tightrope.analysis.story.network_picture import COLOURINGS, network_picture
from tightrope.api.neighbourhood import HEARD, Neighbourhood, neighbourhood
from tightrope.model.engine.market import CreditMarket
from tightrope.model.network.sample import part_of

MONTHS = 18


@pytest.fixture(scope="module")
def pair() -> tuple[CreditMarket, CreditMarket]:
    squeezed, usual = story(base="regulatory-squeeze"), story(base="regulatory-squeeze").at_strength(0)
    return tuple(live(each, months=MONTHS, borrowers=2_000) for each in (squeezed, usual))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def seen(pair: tuple[CreditMarket, CreditMarket]) -> Neighbourhood:
    return neighbourhood(*pair, part_of(pair[0].network, 0))


def drawn(seen: Neighbourhood, colouring: str = "trust", language: str = "en", picked: int | None = None) -> Any:
    plot = network_picture(seen.nodes, seen.ties, seen.grounds, colouring, language, picked)
    return json.loads(json.dumps(plot, allow_nan=False))


def people(plot: Any) -> Any:
    return next(trace for trace in plot["data"] if "customdata" in trace)


def test_marks_say_how_accounts_stand(seen: Neighbourhood, pair: tuple[CreditMarket, CreditMarket]) -> None:
    marks = people(drawn(seen))
    shapes = set()
    for number, symbol, ring, colour, text in zip(
        marks["customdata"], marks["marker"]["symbol"], marks["marker"]["line"]["width"], marks["marker"]["color"],
        marks["text"], strict=True,
    ):  # fmt: skip
        one = pair[0].borrowers[number]
        late = max(one.late_paylater, one.late_cashloan)
        alive = "circle" if late == 0 else "triangle-up" if late < 3 else "diamond"
        shapes.add(symbol)
        assert symbol == {"vacant": "circle-open", "written off": "x", "active": alive}[one.status]
        assert (ring > 2) == (one.status == "active" and one.freeze_reason != "none")
        assert one.status == "vacant" or colour == pytest.approx(one.trust, abs=1e-4)
        assert text.startswith(f"<b>Borrower {number:,}</b><br>")
        assert ("days past due" in text) == (one.status == "active" and late > 0)
    assert {"circle", "triangle-up"} < shapes


def arrows(plot: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    trace = next(trace for trace in plot["data"] if trace["name"] == "disappointment heard")
    for at in range(0, len(trace["x"]), 4):
        yield (trace["x"][at], trace["y"][at]), (trace["x"][at + 2], trace["y"][at + 2])


def test_arrows_lead_from_the_disappointed_to_friends_who_hear_them(
    seen: Neighbourhood, pair: tuple[CreditMarket, CreditMarket]
) -> None:
    where = {(x, y): i for i, x, y in seen.nodes.select("borrower", "x", "y").iter_rows()}
    market, told = pair[0], set()
    for start, end in arrows(drawn(seen)):
        teller, hearer = where[start], where[end]
        told.add((teller, hearer))
        assert hearer in market.network.of(teller)
        assert HEARD <= market.moods[hearer] - market.moods[teller] <= market.timeline[MONTHS]["confidence_bound"]
    gap = market.moods[:, None] - market.moods[None, :]
    ids = set(seen.nodes["borrower"])
    bound = market.timeline[MONTHS]["confidence_bound"]
    all_told = {(t, h) for t in ids for h in market.network.of(t).tolist() if h in ids and HEARD <= gap[h, t] <= bound}
    assert told == all_told and len(told) > 10


def test_talk_is_what_the_rule_of_talk_moved(pair: tuple[CreditMarket, CreditMarket]) -> None:
    """Without talk nothing is left over of the month's trust, with it the rule's own sums are."""
    quiet = live(story({"talk_weight": 0.0}), months=3, borrowers=400)
    part = part_of(quiet.network, 0)
    silent = neighbourhood(quiet, quiet, part)
    assert silent.nodes["talk"].drop_nulls().abs().max() == 0 and silent.crowd.lowered == silent.crowd.talk == 0
    assert (silent.ties["heard"] == 0).all()
    market = pair[0]
    crowd = neighbourhood(*pair, part_of(market.network, 0)).crowd
    alive = market.people["status"] != Status.VACANT
    moved = (market.people["trust"] - market.people["trust_settled"] - market.moods)[alive & ~np.isnan(market.moods)]
    assert crowd.talk == pytest.approx(moved.mean(), abs=2e-4) and 0 < crowd.raised < crowd.lowered < 1


def test_trouble_that_the_score_counts_is_drawn_where_it_counts() -> None:
    blind, counting = (live(story({"friends_weight": weight}), months=6, borrowers=1_000) for weight in (0.0, 100.0))
    names = [
        {trace.get("name") for trace in drawn(neighbourhood(market, market, part_of(market.network, 0)))["data"]}
        for market in (blind, counting)
    ]
    assert ["trouble the score counts" in each for each in names] == [False, True]


def test_the_twin_is_told_and_coloured(seen: Neighbourhood, pair: tuple[CreditMarket, CreditMarket]) -> None:
    marks = people(drawn(seen, "distance"))
    apart = 0
    for number, colour, text in zip(marks["customdata"], marks["marker"]["color"], marks["text"], strict=True):
        own, twin = (market.borrowers[number] for market in pair)
        if "vacant" in (own.status, twin.status) or own.joined_month != twin.joined_month:
            assert isinstance(colour, str)
            continue
        assert colour == pytest.approx(own.trust - twin.trust, abs=1e-4)
        apart += abs(colour) > 0.005
        frozen = own.status == "active" and own.freeze_reason != "none"
        assert ("line open in the twin" in text) == (frozen and twin.freeze_reason == "none")
    assert apart > 20


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("colouring", COLOURINGS)
def test_marks_stay_in_place_and_the_picked_one_is_shown(seen: Neighbourhood, colouring: str, language: str) -> None:
    number = seen.nodes["borrower"][7]
    plain, marked = drawn(seen), drawn(seen, colouring, language, number)
    assert (people(plain)["x"], people(plain)["y"]) == (people(marked)["x"], people(marked)["y"])
    assert marked["data"][-1]["text"] == [f"{number:,}"] and len(marked["data"]) == len(plain["data"]) + 1
    assert plain["layout"]["hovermode"] == "closest"
    assert len(plain["data"]) < 12


def test_a_market_of_one_and_one_without_friends_are_drawn() -> None:
    for borrowers in (1, 50):
        market = live(story({"network_kind": "none"}), months=2, borrowers=borrowers)
        alone = neighbourhood(market, market, part_of(market.network, 0))
        assert len(people(drawn(alone))["x"]) == borrowers
        assert "no friends" in people(drawn(alone))["text"][0]
        assert alone.crowd.trust_near_trouble is None
        assert crowd_in_words(alone.crowd, "en").count(".") <= 3


def test_the_crowd_in_words_is_the_crowd_in_numbers() -> None:
    crowd = Crowd(10_000, 9_800, 784, 300, 14, 290, 29, 0.531, 0.549, 0.697, 0.237, -0.0008)
    told = crowd_in_words(crowd, "en").replace("\u00a0", " ")
    for part in ("300 of 10,000", "14 communities", "29 of their lines are frozen, 10.0 % (of all 8.0 %)",
                 "0.531 on average, 0.018 less", "69.7 % this month", "23.7 %, by −0.0008"):  # fmt: skip
        assert part in told
    assert "0.018 more" in crowd_in_words(replace(crowd, trust_elsewhere=0.513), "en")
    assert "Talk" not in crowd_in_words(replace(crowd, lowered=0.0, raised=0.0), "en")


def test_before_the_first_month_all_is_quiet() -> None:
    market = market_of(story(), borrowers=60)
    opening = neighbourhood(market, market, part_of(market.network, 0))
    assert (opening.ties["heard"] == 0).all()
