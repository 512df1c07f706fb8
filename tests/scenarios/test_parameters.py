"""Every parameter is declared once and in full, read by some rule, and changes something."""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic.fields import FieldInfo

from tests.helpers.markets import SLUMP, SQUEEZE, market_of, story
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.parameters.meaning import bounds, plausible_of
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, Parameters, as_record, declared, section_of

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = PARAMETER_DTYPE.names or ()
WORDS = sorted(set(declared()) - set(NUMBERS))


def about(name: str) -> dict[str, Any]:
    extra = declared()[name].json_schema_extra
    assert isinstance(extra, dict)
    return extra


def default_of(name: str) -> Any:
    return getattr(getattr(Parameters(), section_of()[name]), name)


# declarations


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_has_unit_range_source_and_meaning(name: str) -> None:
    field: FieldInfo = declared()[name]
    low, high = bounds(field)
    assert low is not None and high is not None and low < high
    assert low <= default_of(name) <= high
    assert about(name)["unit"]
    assert re.match(r"[HMDLA](:|$)", about(name)["source"]), "a letter for the confidence, then where it comes from"
    assert field.description and field.description.endswith(".")


@pytest.mark.parametrize("name", NUMBERS)
def test_a_plausible_range_lies_in_the_range_holds_the_default_and_has_a_reason(name: str) -> None:
    likely, (low, high) = plausible_of(declared()[name]), bounds(declared()[name])
    assert likely and low is not None and high is not None
    assert low <= likely.low < likely.high <= high
    assert likely.low <= default_of(name) <= likely.high
    assert re.match(r"([HMDLA]|judged): \S", likely.why), "a letter for the evidence, or judged, then the reason"
    if declared()[name].annotation is int:
        assert likely.low == int(likely.low) and likely.high == int(likely.high)


def test_plausible_shares_of_work_leave_room_for_the_self_employed() -> None:
    likely = [plausible_of(declared()[name]) for name in ("share_salaried", "share_gig")]
    assert sum(each.high for each in likely if each) <= 1


@pytest.mark.parametrize("name", WORDS)
def test_a_word_has_a_meaning(name: str) -> None:
    description = declared()[name].description
    assert description and description.endswith(".")


def test_the_unit_in_a_name_is_the_declared_one() -> None:
    """A name's last word about time or money agrees with the unit; a monthly chance says 'a month' or what it is of."""
    units = {"_yuan": r"^yuan", "_months": r"months", "_apr": r"^1/year|balance", "_annual": r"year"}
    wrong = [
        f"{name}: {about(name)['unit']}"
        for name in NUMBERS
        for ending, unit in units.items()
        if name.endswith(ending) and not re.search(unit, about(name)["unit"])
    ]
    assert not wrong


def test_the_record_holds_the_declared_values() -> None:
    record = as_record(Parameters())
    assert record.shape == (1,)
    assert {name: float(record[name][0]) for name in NUMBERS} == {name: float(default_of(name)) for name in NUMBERS}


# who reads them


def names_read(source: Path) -> Iterator[str]:
    """Every attribute and every text in a file: as patterns, where a text is put together from parts."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield re.escape(node.attr)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield re.escape(str(node.slice.value))
        elif isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.Constant) for part in node.values):
            yield "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+" for part in node.values
            )


@cache
def patterns() -> str:
    """What the rules and the market read: parameters are no attributes of anything that only declares them."""
    return "|".join(
        sorted({read for room in ("agents", "model") for f in (ROOT / room).rglob("*.py") for read in names_read(f)})
    )


@pytest.mark.parametrize("name", sorted(declared()))
def test_a_parameter_is_read(name: str) -> None:
    assert re.fullmatch(patterns(), name)


# what they change

BUSY = {
    "start_late_cashloan": 0.02, "start_late_paylater": 0.05, "leave_monthly": 0.02, "raise_monthly": 0.3,
    "prepay_monthly": 0.1, "writeoff_months": 5, "recovery_months": 4,
    "calls_capacity": 0.01, "agency_capacity": 0.02, "legal_capacity": 0.03, "observation_months": 1,
    "severe_observation_months": 2, "forget_paylater_monthly": 0.2, "outside_share": 0.7, "notice_months": 2,
    "campaign_share": 0.05, "outage_share": 0.02, "rule_change_share": 0.02, "apply_raise_monthly": 1.0,
    "welcome_share": 0.8, "record_raise_monthly": 0.1, "affordable_share": 0.5, "conduct_limit": 0.8,
    "overlooked": 0.3, "hold_out": 0.05, "hope": 0.5, "delinquency_appetite": 0.05,
    "furlough_share": 0.05, "opening_capital_share": 0.15, "hardship_offer": 0.2, "plan_scrutiny": 0.3,
    "judgement_share": 0.3, "education_share": 0.1, "teaching_share": 0.5, "adviser_monthly": 1.0,
    "deferral_share": 0.3,
}  # fmt: skip
HARD = (
    *SLUMP, *SQUEEZE,
    Event(month=4, set={"funding_cost_apr": 0.12}),
    Event(month=5, set={"recalibration_points": 60.0}),
    Event(month=6, shape="pulse", months=3, set={"limit_cap_income_share": 0.2, "limit_cap_yuan": 20_000}),
    Event(month=6, shape="pulse", months=3, set={"leverage_cap": 1.5}),
    Event(month=9, set={"rate_cap_apr": 0.2}),
    Event(month=12, set={"guidance": 0.0, "separation_monthly": 0.01, "finding_monthly": 0.3}),
    Event(month=12, set={"macro_weight": 0.0, "delinquency_weight": 0.0, "outside_loss_weight": 0.0}),
)  # fmt: skip
"""A year and a half in which everything happens."""
NEEDS = {"homophily": "blocks"}
"""Networks that a parameter shows on, where that is not the small world."""
TIED = {
    "history_weight": "capacity_weight", "capacity_weight": "behaviour_weight", "behaviour_weight": "identity_weight",
    "identity_weight": "history_weight", "share_salaried": "share_gig", "share_gig": "share_salaried",
}  # fmt: skip
"""What takes up the difference where only the sum is free to be declared."""
type Within = tuple[tuple[str, float], ...]
WITHIN: dict[str, Within] = {
    "outside_blacklisted_approval": (("outside_record_weight", 0.0), ("outside_late_approval", 1.0)),
    "refinance_monthly": (("outside_apr", 0.05),),
    "refinance_gain": (("outside_apr", 0.05), ("refinance_monthly", 0.5)),
}
"""What else must be, for a parameter to show within a short time."""


def lived(values: dict[str, object]) -> Iterator[bytes]:
    """Everybody's record at the opening and after each month, then what is told of all months."""
    market = market_of(story({**BUSY, **values}, *HARD), borrowers=600, months=18)
    yield market.people.tobytes()
    for _ in range(market.months):
        market.step()
        yield market.people.tobytes()
    yield market.results().months.serialize()


@cache
def lived_plainly(kind: str = "small-world", within: Within = ()) -> list[bytes]:
    return list(lived({"network_kind": kind, **dict(within)}))


def changes_something(values: dict[str, object], kind: str = "small-world", within: Within = ()) -> bool:
    """Whether a market is ever another; it is lived no further than that is plain."""
    plainly = lived_plainly(kind, within)
    return any(one != other for one, other in zip(lived({**dict(within), **values}), plainly, strict=True))


def moved_to(name: str, ends: Iterable[float | None]) -> Iterator[dict[str, object]]:
    """The ends of a range that a parameter does not stand at, each with what has to move along."""
    now = float(BUSY.get(name, default_of(name)))
    for value in ends:
        if value in (None, now):
            continue
        if name in TIED:
            rest = default_of(name) + default_of(TIED[name])
            value = min(value, rest)
            yield {name: value, TIED[name]: rest - value}
        else:
            yield {name: int(value) if declared()[name].annotation is int else value}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_changes_something(name: str) -> None:
    kind = NEEDS.get(name, "small-world")
    ends = moved_to(name, bounds(declared()[name]))
    within = WITHIN.get(name, ())
    assert any(changes_something({"network_kind": kind, **values}, kind, within) for values in ends)


def test_what_changes_nothing_would_be_seen() -> None:
    """The comparison can fail: the same values give the same bytes."""
    assert not changes_something({}) and not changes_something({"network_kind": "small-world"})


@pytest.mark.parametrize("kind", ["scale-free", "blocks", "none"])
def test_the_network_changes_something(kind: str) -> None:
    assert changes_something({"network_kind": kind})


def test_a_network_of_one_s_own_changes_something(tmp_path: Path) -> None:
    ring, star = tmp_path / "ring.csv", tmp_path / "star.csv"
    ring.write_text("".join(f"{i},{(i + 1) % 600}\n" for i in range(600)), encoding="utf-8")
    star.write_text("".join(f"0,{i}\n" for i in range(1, 600)), encoding="utf-8")
    ways = [lived({"network_kind": "file", "network_file": str(file)}) for file in (ring, star)]
    assert any(one != other for one, other in zip(*ways, strict=True))
    assert set(WORDS) == {"network_kind", "network_file"}, "every other word needs a test as well"
