"""The panel: nothing lost, nothing reordered, never more than one part in memory."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.helpers.fake_results import fake_results
from tightrope.model.results.panel import PanelWriter, read_panel
from tightrope.model.results.run_results import write_results
from tightrope.scenarios.errors import InputError


def month(number: int, borrowers: int) -> pl.DataFrame:
    ids = pl.int_range(borrowers, eager=True).alias("borrower")
    return pl.DataFrame({"month": pl.repeat(number, borrowers, eager=True), "borrower": ids, "trust": ids / borrowers})


def write(folder: Path, months: int, borrowers: int, part_rows: int) -> list[int]:
    """Write a panel; return how many rows the writer still held after each month."""
    held = []
    with PanelWriter(folder / "panel", part_rows) as writer:
        for number in range(1, months + 1):
            writer.append(month(number, borrowers))
            held.append(sum(frame.height for frame in writer._held))
    return held


def read(folder: Path) -> pl.DataFrame:
    return pl.read_parquet(folder / "panel" / "part-*.parquet")


@given(months=st.integers(1, 8), borrowers=st.integers(1, 40), part_rows=st.integers(1, 60))
def test_what_goes_in_comes_out_in_order(
    tmp_path_factory: pytest.TempPathFactory, months: int, borrowers: int, part_rows: int
) -> None:
    folder = tmp_path_factory.mktemp("result")
    held = write(folder, months, borrowers, part_rows)
    assert max(held) < part_rows
    expected = pl.concat(month(number, borrowers) for number in range(1, months + 1))
    assert_frame_equal(read(folder), expected)


@pytest.mark.parametrize(("borrowers", "part_rows"), [(30, 100), (100, 100), (1000, 100), (150, 100)])
def test_parts_are_of_about_the_asked_size(tmp_path: Path, borrowers: int, part_rows: int) -> None:
    write(tmp_path, 20, borrowers, part_rows)
    heights = [pl.read_parquet(part).height for part in sorted((tmp_path / "panel").iterdir())]
    assert all(part_rows / 2 < height <= 2 * part_rows for height in heights[:-1])


def test_parts_sort_by_name_beyond_the_ninth(tmp_path: Path) -> None:
    write(tmp_path, 12, 10, 10)
    assert len(list((tmp_path / "panel").iterdir())) == 12
    months = read(tmp_path)["month"]
    assert months.unique(maintain_order=True).to_list() == [*range(1, 13)]


def test_a_disk_that_takes_no_more_is_told_in_one_message(tmp_path: Path) -> None:
    writer = PanelWriter(tmp_path / "panel", 10)
    (tmp_path / "panel").rmdir()
    with pytest.raises(InputError, match="the panel cannot be written"):
        writer.append(month(1, 10))


def test_an_empty_panel_leaves_no_file(tmp_path: Path) -> None:
    write(tmp_path, 0, 10, 10)
    assert list((tmp_path / "panel").iterdir()) == []


def test_results_without_a_panel_say_how_to_get_one(tmp_path: Path) -> None:
    write_results(fake_results(1), tmp_path / "run")
    with pytest.raises(InputError, match=r"no panel.*--panel"):
        read_panel(tmp_path / "run")
