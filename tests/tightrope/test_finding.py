"""Named searches: each finds whom its words describe, and nobody ordinary."""

from typing import Any

import pytest

from tests.helpers.markets import live, story
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Remedy, Status
from tightrope.api.finding import SEARCHES, find, search_named
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.errors import InputError

MONTH = 24
ORDINARY = {
    "status": Status.ACTIVE, "employed": 1, "trust": 0.6, "months_since_late": 50, "joined_month": -10,
    "frozen_month": 0, "default_month": -1000, "limit_paylater": 500_000, "limit_cashloan": 1_500_000,
}  # fmt: skip
FROZEN = {"freeze_reason": 4, "frozen_month": 20}
LATE = {"late_cashloan": 1, "months_since_late": 0}
DEFAULT = {"late_cashloan": 3, "months_since_late": 0}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "frozen-in-good-standing": (FROZEN, {}, {**FROZEN, "months_since_late": 10}, {}),
    "frozen-here-only": (FROZEN, {}, FROZEN, FROZEN),
    "late-here-only": (LATE, {}, LATE, LATE),
    "late-there-only": ({}, LATE, {}, {**LATE, "joined_month": 3}),
    "defaulted-here-only": ({"default_month": 5}, {}, {"default_month": 5}, {"default_month": 7}),
    "in-default": (DEFAULT, {}, {**DEFAULT, "status": Status.VACANT}, {}),
    "in-default-never-frozen": (DEFAULT, {}, {**DEFAULT, "frozen_month": 9}, {}),
    "never-able": ({**DEFAULT, "unable": 3}, {}, {**DEFAULT, "unable": 2}, {}),
    "late-though-able": ({"late_cashloan": 2}, {}, {"late_cashloan": 2, "locked": 1}, {}),
    "silent-in-collections": ({"ladder": 2, "contact": 1}, {}, {"ladder": 1, "contact": 1}, {}),
    "on-a-plan": ({"plan": 3}, {}, {"plan": 3, "status": Status.VACANT}, {}),
    "written-off": ({"status": Status.WRITTEN_OFF}, {}, {"status": Status.VACANT}, {}),
    "on-time-trusts-least": ({"trust": 0.1}, {}, {"trust": 0.05, "months_since_late": 30}, {}),
    "trust-lost": ({"trust": 0.45}, {}, {"trust": 0.45}, {"joined_month": 3}),
    "limit-not-back": ({"withheld": 1}, {}, {"withheld": 1, "status": Status.VACANT}, {}),
    "limits-lower": ({"limit_cashloan": 500_000}, {}, {"limit_cashloan": 1_400_000}, {}),
    "gave-up": ({**FROZEN, "mending": Remedy.GAVE_UP}, {}, {"mending": Remedy.GAVE_UP}, {}),
    "locked": ({"locked": 1}, {}, {"locked": 1, "status": Status.WRITTEN_OFF}, {}),
    "out-of-work": ({"employed": 0}, {}, {"employed": 0, "status": Status.VACANT}, {}),
    "gone-here-only": ({"joined_month": 20}, {}, {"status": Status.VACANT}, {"status": Status.VACANT}),
    "newcomer": ({"joined_month": 20}, {}, {"joined_month": 12}, {}),
}
"""For each search: market and twin of somebody who is found, and of somebody who nearly is."""


def people(*states: dict[str, Any]) -> Any:
    made = Columns(Borrower, len(states))
    for place, state in enumerate(states):
        for name, value in {**ORDINARY, **state}.items():
            made[name][place] = value
    return made


def test_every_search_has_its_case() -> None:
    assert list(CASES) == list(SEARCHES)


@pytest.mark.parametrize("name", SEARCHES)
def test_a_search_finds_whom_it_says(name: str) -> None:
    own, twin, nearly, nearly_twin = CASES[name]
    found = SEARCHES[name].those(people(own, nearly, {}), people(twin, nearly_twin, {}), MONTH)
    assert found.tolist() == [True, False, False]


def test_a_draw_stays_and_another_is_another() -> None:
    own, twin = (live(story(), borrowers=300, months=2) for _ in range(2))
    everybody = find("out-of-work", own, twin, some=300)
    first, other = (find("out-of-work", own, twin, some=4, draw=draw) for draw in (1, 2))
    assert everybody.total == everybody.some.size == first.total > 8
    assert set(first.some) <= set(everybody.some) and set(first.some) != set(other.some)
    assert find("out-of-work", own, twin, some=4, draw=1).some.tolist() == first.some.tolist()


def test_an_unknown_search_names_the_nearest_and_all() -> None:
    with pytest.raises(InputError, match="did you mean 'frozen-here-only'") as refused:
        search_named("frozen-here")
    assert all(name in str(refused.value) for name in SEARCHES)


@pytest.mark.parametrize("kept", [{"unable": 1}, {"late_cashloan": 3}, {"late_cashloan": 0}])
def test_able_is_only_who_has_the_money_and_is_not_in_default(kept: dict[str, int]) -> None:
    late = people({"late_cashloan": 2}, {"late_cashloan": 2, **kept})
    assert SEARCHES["late-though-able"].those(late, late, MONTH).tolist() == [True, False]
