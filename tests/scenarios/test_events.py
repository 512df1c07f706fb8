"""Events: their shapes, how they combine, and the sentences that say what they do."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tightrope.scenarios.files.event_words import says
from tightrope.scenarios.files.events import LONGEST_RUN, START_TABLES, Event, changeable, happen
from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.meaning import bounds, number_in_words
from tightrope.scenarios.parameters.table import Parameters, as_record, declared, section_of

MONTHS = np.arange(LONGEST_RUN + 1)
STEP_OR_LENGTH = st.tuples(st.sampled_from(["step", "ramp", "pulse", "decay"]), st.integers(1, 60))


def event(month: int, shape: str = "step", months: int = 1, **ways: dict[str, float]) -> Event:
    length = {} if shape == "step" else {"months": months}
    return Event.model_validate({"month": month, "shape": shape, **length, **ways}, strict=True)


def start(name: str) -> float:
    section: Section = getattr(Parameters(), section_of()[name])
    return float(getattr(section, name))


def moved(*events: Event, months: int = 60) -> list[float]:
    """The depth of limit cuts, 0.75 before, by month from 0, along events."""
    rows = np.repeat(as_record(Parameters()), months + 1)
    rows["cut_depth"] = 0.75
    happen(events, rows)
    return [float(value) for value in rows["cut_depth"]]


@given(STEP_OR_LENGTH, st.integers(1, LONGEST_RUN))
def test_force_stays_between_nothing_and_all_and_is_nothing_before_its_month(
    shape: tuple[str, int], month: int
) -> None:
    force = event(month, *shape, set={"guidance": 1.0}).force(MONTHS)
    assert force.min() >= 0 and force.max() <= 1
    assert not force[:month].any()
    assert force[month] > 0


@given(st.integers(1, 60), st.integers(1, 300))
def test_each_shape_has_its_course(months: int, month: int) -> None:
    after = MONTHS[month:] - month

    def course(shape: str) -> list[float]:
        return list(event(month, shape, months, set={"guidance": 1.0}).force(MONTHS)[month:])

    assert course("step") == [1.0] * len(after)
    assert course("pulse") == [1.0] * months + [0.0] * (len(after) - months)
    ramp = course("ramp")
    assert ramp == sorted(ramp)
    assert np.allclose(np.diff([0.0, *ramp[:months]]), 1 / months)
    assert ramp[months - 1 :] == [1.0] * (len(after) - months + 1)
    decay = np.array(course("decay"))
    assert decay[0] == 1.0
    assert decay[months] == 0.5
    assert np.allclose(decay[months:], decay[:-months] / 2)


@given(
    STEP_OR_LENGTH,
    st.sampled_from(["set", "add", "times"]),
    st.floats(0, 0.95),
    st.integers(1, 60),
)
def test_values_stay_between_what_was_and_what_the_event_moves_to(
    shape: tuple[str, int], way: str, amount: float, month: int
) -> None:
    ways = {way: {"cut_depth": amount}}
    chosen = event(month, shape[0], shape[1], **ways)
    values = np.array(moved(chosen, months=200))
    before = 0.75
    target = {"set": amount, "add": before + amount, "times": before * amount}[way]
    assert values.min() >= min(before, target) and values.max() <= max(before, target)
    assert (values[:month] == before).all()
    assert (values == target).any() or shape[0] in ("ramp", "decay")


def test_an_event_moves_its_own_parameters_alone() -> None:
    rows = np.repeat(as_record(Parameters()), 61)
    happen([event(5, set={"guidance": 0.5, "cut_depth": 0.2})], rows)
    changed = {name for name in rows.dtype.names or () if len(set(rows[name].tolist())) > 1}
    assert changed == {"guidance", "cut_depth"}


@pytest.mark.parametrize("shape", ["step", "ramp", "pulse", "decay"])
@pytest.mark.parametrize("way", [{"add": {"cut_depth": 0.0}}, {"times": {"cut_depth": 1.0}}])
def test_an_event_of_no_size_leaves_every_bit(shape: str, way: dict[str, dict[str, float]]) -> None:
    assert moved(event(3, shape, 7, **way)) == [0.75] * 61


def test_a_pulse_gives_back_what_was_there() -> None:
    values = moved(event(10, "pulse", 4, times={"cut_depth": 0.3}))
    assert values[9] == values[14] == values[60] == 0.75
    assert values[10:14] == [0.75 * 0.3] * 4


def test_events_combine_in_order_of_date_however_they_are_listed() -> None:
    half, less = event(5, times={"cut_depth": 0.5}), event(9, add={"cut_depth": -0.1})
    assert moved(half, less)[4:11] == moved(less, half)[4:11] == [0.75] + [0.375] * 4 + [0.275] * 2


def test_events_of_one_month_combine_in_the_order_of_the_list() -> None:
    half, less = event(5, times={"cut_depth": 0.5}), event(5, add={"cut_depth": -0.25})
    assert moved(half, less)[5] == 0.125
    assert moved(less, half)[5] == 0.25


def test_a_later_event_takes_over_from_where_an_earlier_one_is() -> None:
    down, away = event(11, "ramp", 10, set={"cut_depth": 0.25}), event(16, "ramp", 2, set={"cut_depth": 0.0})
    values = moved(down, away)
    assert values[15] == pytest.approx(0.5)
    assert values[16] == pytest.approx(0.45 / 2)
    assert values[17:] == [0.0] * 44


@pytest.mark.parametrize(
    ("wrong", "says_"),
    [
        ({"month": 3}, "an event needs exactly one of set, add and times, this one has none"),
        ({"month": 3, "set": {"guidance": 1}, "add": {"guidance": 1}}, "this one has set and add"),
        ({"month": 3, "set": {}}, "'set' names no parameter: write for example set = { guidance = 0.5 }"),
        ({"month": 3, "months": 2, "set": {"guidance": 1}}, "a step has no 'months'"),
        ({"month": 3, "shape": "ramp", "set": {"guidance": 1}}, "a ramp needs 'months', its length"),
        ({"month": 3, "shape": "decay", "set": {"guidance": 1}}, "a decay needs 'months', its half-life"),
    ],
)
def test_an_incomplete_event_is_refused(wrong: dict[str, object], says_: str) -> None:
    with pytest.raises(ValidationError, match=says_):
        Event.model_validate(wrong, strict=True)


def test_what_describes_the_start_cannot_change() -> None:
    assert not {section_of()[name] for name in changeable()} & set(START_TABLES)
    assert "opening_capital_share" not in changeable()
    assert {"guidance", "separation_monthly", "cut_depth", "own_share"} <= set(changeable())


def test_sentences_say_shape_values_and_unit() -> None:
    jobs = {"separation_monthly": (0.011, 0.02)}
    rises = "the chance that an employed borrower loses the job within a month rises from 1.1 % to 2.0 %"
    of_whom = "(share of employed a month)"
    change = {"separation_monthly": 0.02}
    assert says(event(13, set=change), jobs) == f"From month 13: {rises} {of_whom}."
    assert says(event(13, "ramp", 3, set=change), jobs) == f"From month 13, over 3 months: {rises} {of_whom}."
    assert says(event(13, "ramp", 1, set=change), jobs) == f"From month 13: {rises} {of_whom}."
    assert says(event(13, "pulse", 3, set=change), jobs) == (
        f"In months 13 to 15: {rises} {of_whom}; then this is over."
    )
    assert says(event(13, "pulse", 1, set=change), jobs) == f"In month 13 alone: {rises} {of_whom}; then this is over."
    assert says(event(13, "decay", 6, set=change), jobs) == (
        f"In month 13: {rises.replace('rises', 'jumps')} {of_whom}; of this, half is left after every 6 months."
    )


@pytest.mark.parametrize(
    ("name", "before", "after", "clause"),
    [
        ("rate_cap_apr", 0.36, 0.24, "falls from 36 % to 24 %."),
        ("funding_cost_apr", 0.045, 0.0525, "rises from 4.50 % to 5.25 % a year."),
        ("late_fee_apr", 0.18, 0.2, "rises from 18 % to 20 % a year (of the overdue amount)."),
        ("limit_cap_yuan", 300_000, 50_000, "falls from 300,000 to 50,000 yuan."),
        ("service_cost_yuan", 1, 1.5, "rises from 1.0 to 1.5 yuan a borrower a month."),
        ("cool_off_months", 2, 6, "rises from 2 to 6 months."),
        ("cool_off_months", 2, 1, "falls from 2 to 1 month."),
        ("writeoff_months", 9, 6, "fall from 9 to 6."),
        ("guidance", 0, 0.8, "rises from 0.0 to 0.8 (strength 0 to 1)."),
        ("negativity", 2, 3, "rises from 2 to 3 times."),
        ("raise_score", 560, 600, "rises from 560 to 600 points."),
        ("message_effect", 0.15, 0.1, "falls from 15 % to 10 % (share of oversights)."),
        ("outside_record_weight", 1.2, 0.6, "goes down from 1.2 to 0.6 (per late month)."),
        ("guidance", 0, 0, "is kept at 0 (strength 0 to 1)."),
    ],
)
def test_numbers_are_written_as_their_unit_asks(name: str, before: float, after: float, clause: str) -> None:
    sentence = says(event(13, set={name: after}), {name: (before, after)})
    assert sentence.startswith("From month 13: ")
    assert sentence.endswith(f" {clause}")


def test_several_changes_and_the_authors_words_follow_each_other() -> None:
    chosen = event(13, set={"guidance": 0.5, "cool_off_months": 6}).model_copy(update={"why": "A new\n rule."})
    assert says(chosen, {"guidance": (0, 0.5), "cool_off_months": (2, 6)}) == (
        "From month 13: how strongly the regulator asks lenders to tighten rises from 0.0 to 0.5 "
        "(strength 0 to 1); how long the limit repaid early stays away rises from 2 to 6 months. A new rule."
    )


@pytest.mark.parametrize("name", list(changeable()))
def test_every_parameter_can_be_spoken_of(name: str) -> None:
    low, high = bounds(declared()[name])
    assert low is not None and high is not None
    now = start(name)
    after = high if high > now else low
    sentence = says(event(13, set={name: after}), {name: (now, after)})
    assert sentence.endswith(".") and "  " not in sentence and "None" not in sentence
    moves = r" (rises?|goes up|falls?|goes down) from [-0-9.,]+( %)? to [-0-9.,]+( %)?"
    assert re.search(moves, sentence)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (1e7, "10,000,000"), (0.333, "0.333"), (2, "2"), (-0.25, "-0.25"), (1e-6, "0.000001")],
)
def test_numbers_in_words(value: float, words: str) -> None:
    assert number_in_words(value) == words
