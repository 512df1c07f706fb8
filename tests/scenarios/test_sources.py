"""The digest of the sources sees every sub-package: no machine code and no sweep of others is taken for these."""

import shutil
from pathlib import Path

import pytest

from tightrope.scenarios.engine.compiled import digest_of_rooms, sources_digest

ROOT = Path(__file__).resolve().parents[2]
PLACES = ["agents/earning.py", "model/engine/month.py", "model/measures/tally.py", "scenarios/parameters/lender.py"]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the rooms whose sources the digest is of."""
    for room in ("scenarios", "agents", "model"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.parquet"))
    return tmp_path


def test_a_copy_has_the_digest_of_the_sources(house: Path) -> None:
    assert digest_of_rooms(house) == sources_digest()


@pytest.mark.parametrize("place", PLACES)
def test_a_change_in_any_sub_package_is_seen(house: Path, place: str) -> None:
    with (house / place).open("a", encoding="utf-8") as source:
        source.write("\n")
    assert digest_of_rooms(house) != sources_digest()


def test_a_source_that_moved_is_seen(house: Path) -> None:
    (house / "model" / "measures" / "loans.py").rename(house / "model" / "engine" / "loans.py")
    assert digest_of_rooms(house) != sources_digest()
