"""Sums by declaration: a flow that says it is summed is, a column names fields that there are, and none is idle."""

import re
from pathlib import Path

import pytest

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow, Summed
from tightrope.model.engine.counts import Counts
from tightrope.model.measures.tally import TALLY_DTYPE, count_flows, count_membership, count_review
from tightrope.model.results.column import Column, count, share, yuan
from tightrope.model.results.month_columns import MONTHS
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.records import fields_of

ROOT = Path(__file__).resolve().parents[2]
READERS = (
    *("model/measures/month_row.py", "model/measures/lenders.py", "model/engine/market.py"),
    *("agents/lender.py", "agents/treasury.py", "agents/rivals.py"),
)
"""Where fields of the tally are read by name, beside the declarations of columns."""
SUMMED = {field.name: when for field in fields_of(Flow) for when in field.more if isinstance(when, Summed)}


def named(column: Column) -> set[str]:
    """The fields of the tally that a column is made of."""
    return {name.removeprefix("last.") for name in (*column.above, *column.beneath)}


@pytest.mark.parametrize("when", Summed)
def test_a_flow_is_added_up_when_it_says(when: Summed) -> None:
    people, moved, counts = Columns(Borrower, 3), Columns(Flow, 3), Counts(1, 1)
    people["status"] = Status.ACTIVE
    for place, name in enumerate(SUMMED, start=1):
        moved[name] = [place, 0, place + 7]
    t = counts.tallies[0]
    for i in range(3):
        b, f = people[i], moved[i]
        match when:
            case Summed.CLOSE:
                count_flows(t, b, f)
            case Summed.REVIEW:
                count_review(t, counts.freezes[0], b, f)
            case Summed.END:
                count_membership(t, f)
    total = counts.add_up()
    for name, its_time in SUMMED.items():
        assert total[name] == (int(moved[name].sum()) if its_time is when else 0), name


def test_columns_are_made_of_fields_that_there_are() -> None:
    unknown = {f"{column.name} of {name}" for column in MONTHS for name in named(column) - {*(TALLY_DTYPE.names or ())}}
    assert not unknown, f"no such sum: {', '.join(sorted(unknown))}"


def test_no_sum_is_idle() -> None:
    read = {name for column in MONTHS for name in named(column)}
    for reader in READERS:
        read |= set(re.findall(r'"(\w+)"', (ROOT / reader).read_text(encoding="utf-8")))
    idle = {*(TALLY_DTYPE.names or ())} - read
    assert not idle, f"no column shows {', '.join(sorted(idle))}"


def test_a_declaration_is_read_as_a_sum_above_and_beneath_the_stroke() -> None:
    assert (yuan("fees", "", of="a + b").above, yuan("fees", "").above) == (("a", "b"), ())
    assert (share("x", "", above="a", beneath="b + last.c").beneath) == ("b", "last.c")
    assert count("n", "", of="a").kind is int
