"""The panel: nothing lost, nothing reordered, never more than one part in memory."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.helpers.fake_results import fake_results
from tests.helpers.markets import market_of, story
from tightrope.model.results.columns import FRAMES, schema
from tightrope.model.results.panel import PanelWriter, read_panel
from tightrope.model.results.panel_columns import CHOICES, LEAN, KeptPanel, panel_columns
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


def test_parts_of_many_columns_have_fewer_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.model.results.panel.PART_VALUES", 90)  # of three columns: thirty rows
    held = write(tmp_path, 20, 10, 1000)
    assert max(held) < 30
    heights = [pl.read_parquet(part).height for part in sorted((tmp_path / "panel").iterdir())]
    assert heights == [*[30] * 6, 20]
    assert_frame_equal(read(tmp_path), pl.concat(month(number, 10) for number in range(1, 21)))


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


def test_a_panel_of_any_columns_is_read_back(tmp_path: Path) -> None:
    frame = pl.DataFrame(schema=schema("panel", ("month", "borrower", "trust", "freeze_reason"))).clear(3)

    def add(folder: Path) -> None:
        with PanelWriter(folder / "panel") as writer:
            writer.append(frame)

    write_results(fake_results(1), tmp_path / "run", add)
    assert_frame_equal(read_panel(tmp_path / "run").collect(), frame)


def test_a_panel_with_a_column_that_is_none_is_refused(tmp_path: Path) -> None:
    def add(folder: Path) -> None:
        with PanelWriter(folder / "panel") as writer:
            writer.append(pl.DataFrame(schema={**schema("panel", ("month", "trust")), "luck": pl.Float64}).clear(3))

    write_results(fake_results(1), tmp_path / "run", add)
    with pytest.raises(InputError, match=r"part-00001\.parquet: column 'luck' \(Float64\) is one too many"):
        read_panel(tmp_path / "run")


# what is asked for


def test_columns_come_in_the_order_of_their_declaration_behind_month_and_borrower() -> None:
    declared = [column.name for column in FRAMES["panel"]]
    assert panel_columns("cut, trust,cut") == ("month", "borrower", "trust", "cut")
    assert panel_columns(["trust"]) == ("month", "borrower", "trust")
    assert list(panel_columns("all")) == declared
    assert set(panel_columns("bureau,cut")) == {*CHOICES["bureau"], "cut"}
    for name in CHOICES:
        assert [*panel_columns(name)] == sorted(CHOICES[name], key=declared.index)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("trust,trsut", "'trsut', did you mean 'trust'"),
        ("beaureau", "'beaureau', did you mean 'bureau'"),
        ("", "'', and no choice: these are lean, bureau, all"),
    ],
)
def test_a_column_that_is_none_is_refused_with_the_nearest(given: str, says: str) -> None:
    with pytest.raises(InputError, match=f"panel: no column is called {says}.*'tightrope columns panel' lists them"):
        panel_columns(given)


def test_months_are_kept_by_their_number() -> None:
    assert [month for month in range(1, 13) if KeptPanel((), 5).keeps(month)] == [5, 10]
    assert all(KeptPanel(()).keeps(month) for month in range(1, 13))


@pytest.mark.parametrize("choice", [LEAN, "bureau", "all"])
def test_the_room_that_a_panel_takes_is_known_roughly(choice: str, tmp_path: Path) -> None:
    borrowers, months, columns = 5_000, 6, panel_columns(choice)
    market = market_of(story(), borrowers=borrowers, months=months, panel=True)
    with PanelWriter(tmp_path / "panel") as writer:
        for _ in range(months):
            market.step()
            writer.append(market.panel_frame(columns))
    written = sum(part.stat().st_size for part in (tmp_path / "panel").iterdir())
    assert 0.5 < KeptPanel(columns).bytes_on_disk(borrowers, months) / written < 2
    assert KeptPanel(columns, 3).bytes_on_disk(borrowers, 7) == KeptPanel(columns).bytes_on_disk(borrowers, 3)
