"""Every number of the golden markets is what it was, compiled, in one lane and in eight, and as plain Python.

The comparison sees what moves.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.helpers import golden
from tests.helpers.golden import PARTS, differences, kept, look_at, prints_of
from tests.helpers.golden_markets import MARKETS, frames_of_market
from tests.helpers.witnesses import WAYS, lived_by
from tightrope.agents.codes import FreezeReason, Queue, RaiseChannel
from tightrope.scenarios.engine.compiled import COMPILED

ROOT = Path(__file__).resolve().parents[2]
FEW = [part for part in PARTS if part.startswith("few")]
SHOWN = 60
ADVICE = (
    "If results were meant to change, 'make golden' renews the numbers and lists all that moved: put the file under "
    "version control with the change, and say in CHANGELOG.md what moved. If not, a rule is broken."
)


@pytest.mark.parametrize("lanes", WAYS)
@pytest.mark.parametrize("part", PARTS if COMPILED else FEW)
def test_nothing_moved(part: str, lanes: int) -> None:
    with lived_by(lanes):
        moved = list(differences(kept()[part], look_at(part)))
    more = [f"... and {len(moved) - SHOWN} more"] if len(moved) > SHOWN else []
    assert not moved, "\n".join([f"{part}: {len(moved)} columns moved", *moved[:SHOWN], *more, ADVICE])


@pytest.mark.slow
@pytest.mark.skipif(not COMPILED, reason="this is plain Python already")
def test_nothing_moves_as_plain_python() -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.helpers.golden", "--check", *FEW]
    environment = {**os.environ, "TIGHTROPE_PLAIN": "1"}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert answer.returncode == 0, answer.stdout[-5000:] + answer.stderr[-5000:]


# in these markets everything happens


def test_every_column_of_the_panel_moves_somewhere() -> None:
    """A rule that has nothing to do in any of the markets could change unseen."""
    panels = [frames["panel"] for frames in kept().values() if "panel" in frames]
    still = {name for name in panels[0] if not any(moves(panel[name]) for panel in panels)}
    assert still == {"suspected"}, "a suspicion is settled within the review that raised it"


def moves(column: dict[str, Any]) -> bool:
    return bool(column["values"] > 1 if "values" in column else column.get("least") != column.get("most"))


@pytest.mark.parametrize(
    ("column", "codes"),
    [
        ("froze", len(FreezeReason)),
        ("reopened", len(FreezeReason)),
        ("lump_raise", len(RaiseChannel)),
        ("queue_served", len(Queue)),
        ("appeal_answer", 4),
        ("technical", 4),
        ("plan_agreed", 3),
        ("ladder", 5),
        ("cut", 3),
        ("left", 3),
    ],
)
def test_every_code_occurs(column: str, codes: int, seen: dict[str, set[int]]) -> None:
    never_served = {"queue_served": {1, 2, 3}}  # the desk's cases are counted as such
    assert set(range(codes)) - seen[column] == never_served.get(column, set())


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    """The codes that occur in the panels of the large markets."""
    found: dict[str, set[int]] = {}
    for part in set(MARKETS) - set(FEW):
        for column in frames_of_market(part, tmp_path_factory.mktemp("codes"))["panel"]:
            if column.dtype.is_integer():
                found.setdefault(column.name, set()).update(column.unique().drop_nulls().to_list())
    return found


# the comparison

FRAME = pl.DataFrame({
    "whole": [1, 2, 3], "money": [0.01, 250.0, 1e8 + 0.07], "share": [0.123456789, 0.5, None], "word": ["a", "b", "a"],
})  # fmt: skip
NO_NUMBER = "single values, or their order; mean, least and most stay"


def moved_by(*change: pl.Expr) -> list[str]:
    return list(differences(prints_of({"f": FRAME}), prints_of({"f": FRAME.with_columns(*change)})))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (pl.col("whole") + (pl.col("whole") == 2), "f.whole: mean 2.0 -> 2.33333 (+0.167)"),
        (pl.col("whole").reverse(), f"f.whole: {NO_NUMBER}"),
        (pl.col("money") + 0.01, "f.money: least 0.01 -> 0.02 (+1)"),
        (pl.when(pl.col("whole") > 2).then(pl.col("money") + 0.01).otherwise("money"), f"f.money: {NO_NUMBER}"),
        (
            pl.col("share") * 1.001,
            "f.share: mean 0.311728 -> 0.31204 (+0.001), least 0.123457 -> 0.12358 (+0.000996), "
            "most 0.5 -> 0.5005 (+0.001)",
        ),
        (pl.col("share").fill_null(0.0), "f.share: unknown 1 -> 0 (-1), mean 0.311728 -> 0.207819 (-0.333), "
         "least 0.123457 -> 0.0 (-1)"),
        (pl.col("share").alias("other"), "f.other: is new"),
        (pl.col("word").replace("b", "c"), f"f.word: {NO_NUMBER}"),
        (pl.col("word").replace("b", "a"), "f.word: values 2 -> 1 (-0.5)"),
    ],
    ids=str,
)  # fmt: skip
def test_what_moves_is_told(change: pl.Expr, says: str) -> None:
    assert moved_by(change) == [says]


def test_the_last_bit_is_told() -> None:
    assert moved_by(pl.col("share") * (1 + 2**-52)) == [f"f.share: {NO_NUMBER}"]


def test_columns_and_rows_that_come_and_go_are_told() -> None:
    before = prints_of({"f": FRAME})
    assert list(differences(before, prints_of({"f": FRAME.drop("word")}))) == ["f.word: is gone"]
    assert list(differences(before, prints_of({}))) == [f"f.{name}: is gone" for name in FRAME.columns]
    assert "rows 3 -> 2" in next(differences(before, prints_of({"f": FRAME.head(2)})))
    swapped = prints_of({"f": FRAME.select("word", "whole", "money", "share")})
    assert list(differences(before, swapped)) == ["f: the columns stand in another order"]


def test_the_command_renews_what_moved_and_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, frames = tmp_path / "golden.json", {"f": FRAME}
    monkeypatch.setattr(golden, "FILE", file)
    monkeypatch.setattr(golden, "PARTS", ("one", "two"))
    monkeypatch.setattr(golden, "look_at", lambda _: prints_of(frames))
    assert golden.main() == 0 and "one: f.whole: is new" in capsys.readouterr().out
    assert golden.main("--check") == golden.main() == 0 and "nothing moved" in capsys.readouterr().out
    frames["f"] = FRAME.with_columns(pl.col("whole") + 1)
    written = file.read_bytes()
    assert golden.main("--check", "two") == 1 and file.read_bytes() == written
    moved = "two: f.whole: mean 2.0 -> 3.0 (+0.5), least 1.0 -> 2.0 (+1), most 3.0 -> 4.0 (+0.333)"
    assert capsys.readouterr().out == f"{moved}\n"
    assert golden.main("two") == 0 and file.read_bytes() != written
    out = capsys.readouterr().out
    assert "two: f.whole" in out and "one" not in out and "CHANGELOG.md" in out
    assert golden.main("--check", "two") == 0 and golden.main("--check", "one") == 1
    assert list(tmp_path.iterdir()) == [file]
