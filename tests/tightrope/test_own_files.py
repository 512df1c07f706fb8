"""What a page takes from its reader: files brought to it, and names, behind which no file of this machine lies."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from solara.server.kernel_context import PageStatus

from tightrope.dashboard import attended, room, upload
from tightrope.dashboard.attended import AttendedMarket
from tightrope.dashboard.opening import NAMED_BOOKS, NAMED_STORIES, OPENING, as_text, open_with
from tightrope.dashboard.own_file import _content
from tightrope.dashboard.shelf import SHELF, Shelf
from tightrope.dashboard.upload import MOST_BYTES, read_upload
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.table import declared

SECRET = "password = 'hunter2'"
STORY = b'base = "rate-cap"\ntitle = "Mine"\n[limits]\ncut_depth = 0.3\n'
BOOK = b"limit_paylater,balance_paylater\n" + 10 * b"5000,100\n9000,0\n"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.toml"
    path.write_text(SECRET)
    return path


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A page that is open, as markets see it; what was named or brought is forgotten after it."""
    page = SimpleNamespace(id="page", page_status={"page": PageStatus.CONNECTED}, session_id="reader")
    monkeypatch.setattr(attended, "get_current_context", lambda: page)
    monkeypatch.setattr(room, "contexts", {"page": page})
    monkeypatch.setattr(room, "_TAKEN", {})
    opening = dict(OPENING)
    yield page
    OPENING.clear()
    OPENING.update(opening)
    NAMED_STORIES.clear()
    NAMED_BOOKS.clear()
    SHELF.value = Shelf()


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(InputError) as error:
        read_upload(name, content)
    assert f"{gettempdir()}/tightrope-" not in str(error.value)
    return str(error.value)


def test_a_scenario_and_a_book_are_taken_in_and_nothing_is_left_over() -> None:
    before = set(Path(gettempdir()).glob("tightrope-*"))
    story, book = read_upload("mine.toml", STORY), read_upload("mine.csv", BOOK)
    assert isinstance(story, Scenario) and (story.title, story.parameters.limits.cut_depth) == ("Mine", 0.3)
    assert isinstance(book, Book) and book.borrowers == 20 and book.name.startswith("mine.csv@")
    assert not set(Path(gettempdir()).glob("tightrope-*")) - before


def test_a_refusal_shows_the_lines_of_the_file_that_was_brought() -> None:
    assert refusal("mine.toml", b"[limits]\ncut_dept = 0.3\n").startswith("mine.toml:2:1: error: unknown key")
    assert "line 2, balance_paylater = '-5'" in refusal("mine.csv", b"limit_paylater,balance_paylater\n1,-5\n2,1\n")


@pytest.mark.parametrize("way", ["{path}", "../../../../../..{path}", "{name}", "./{name}"])
def test_a_base_is_of_the_library_alone(secret: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    monkeypatch.chdir(secret.parent)
    told = refusal("mine.toml", f'base = "{way.format(path=secret, name=secret.name)}"\n'.encode())
    assert told.startswith("mine.toml:1:8: error: base: a file that is brought here can start from the library alone")
    assert "hunter2" not in told


def test_a_scenario_that_was_brought_names_no_other_file(secret: Path) -> None:
    names = [name for name, field in declared().items() if field.annotation is str]
    assert names == ["network_file"]
    told = refusal("mine.toml", f'[network]\nnetwork_kind = "file"\nnetwork_file = "{secret}"\n'.encode())
    assert told.startswith("mine.toml:3:16: error: network_file: a file that is brought here can name no other")
    assert "hunter2" not in told


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".toml",
        "..",
        "../mine.toml",
        "/etc/mine.toml",
        "mine.exe",
        "mine",
        "a\x00.toml",
        "\x1b[2J.csv",
        "é" * 101 + ".csv",
    ],
)
def test_a_file_is_taken_under_a_plain_name_alone(name: str) -> None:
    told = refusal(name, STORY)
    assert "a scenario is a .toml file, a book a .csv or a .parquet file" in told and told.isprintable()


def test_a_file_is_as_long_as_is_said_beside_the_button() -> None:
    assert _content("mine.csv", len(BOOK), [memoryview(BOOK)]) == BOOK
    with pytest.raises(InputError, match=r"mine.csv: is 40.0 MB long; a file may have up to 32 MB"):
        _content("mine.csv", 40_000_000, [])
    with pytest.raises(InputError, match=r"may have up to 32 MB"):
        _content("mine.csv", 5, [memoryview(bytes(MOST_BYTES + 1))])
    with pytest.raises(InputError, match="the browser cannot read it"):
        _content("mine.csv", 5, [])


def test_a_small_file_that_says_a_great_deal_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "MOST_VALUES", 999)
    pl.DataFrame({"limit_paylater": [1000.0] * 1000}).write_parquet(tmp_path / "many.parquet")
    told = refusal("many.parquet", (tmp_path / "many.parquet").read_bytes())
    assert told == "many.parquet: holds 1,000 values; a book that is brought here may hold 999"
    assert "Parquet" in refusal("no.parquet", b"PAR1 and nothing else")


@pytest.mark.parametrize("what", ["story", "book"])
def test_a_choice_is_a_name_and_never_a_path(secret: Path, page: SimpleNamespace, what: str) -> None:
    (secret.parent / "secret.csv").write_text(SECRET)
    for path in (str(secret), str(secret.parent / "secret.csv"), "/etc/passwd", "../baseline", "x" * 5000, "a\x00b"):
        choices: dict[str, Any] = {"borrowers": 10, what: path}
        market = AttendedMarket(**choices)
        assert market.trouble.startswith(f"{what}: this page has no '") and "hunter2" not in market.trouble
        assert len(market.trouble) < 1200 and market.pair is None


def test_what_the_command_named_is_read_once_and_goes_by_the_name_of_its_file(tmp_path: Path, page: Any) -> None:
    story, book = tmp_path / "mine.toml", tmp_path / "mine.csv"
    story.write_bytes(STORY)
    book.write_bytes(BOOK)
    open_with({"story": str(story), "book": str(book), "borrowers": None, "seed": 3})
    story.write_text(SECRET)
    book.write_text(SECRET)
    assert as_text(OPENING) == {"story": "mine.toml", "book": "mine.csv", "borrowers": "", "seed": "3", "months": ""}
    market = AttendedMarket(**as_text(OPENING))
    assert not market.trouble and market.pair is not None and market.pair.own.manifest["borrowers"] == 20
    assert market.pair.own.manifest["scenario"]["title"] == "Mine"


def test_what_was_brought_is_on_the_list_and_the_last_of_a_kind_stays(page: SimpleNamespace) -> None:
    for name in ("one.toml", "two.toml", "mine.csv"):
        SHELF.value = SHELF.value.with_file(name, read_upload(name, BOOK if name.endswith("csv") else STORY))
    assert SHELF.value.stories[:2] == ["two.toml", "baseline"]
    assert SHELF.value.books == ["mine.csv", "synthetic", "taiwan", "taiwan-cards"]
    market = AttendedMarket("two.toml", "mine.csv", borrowers=20)
    assert not market.trouble and market.pair is not None
    assert market.pair.own.manifest["book"].startswith("mine.csv@")


def test_markets_find_room_together(page: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_TOGETHER", 50)
    assert not AttendedMarket(borrowers=40).trouble and not AttendedMarket(borrowers=50).trouble
    other = SimpleNamespace(**{**vars(page), "id": "other"})
    monkeypatch.setattr(room, "contexts", {"page": page, "other": other})
    monkeypatch.setattr(attended, "get_current_context", lambda: other)
    assert "borrowers: 10 find no room: other pages hold 50 of the 50" in AttendedMarket(borrowers=10).trouble
    monkeypatch.setattr(room, "contexts", {"other": other})
    assert not AttendedMarket(borrowers=10).trouble


def test_so_many_pages_and_no_more(page: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not room.full() and room.owner("page") == "reader"
    assert room.owner("nobody's") is None
    monkeypatch.setattr(room, "MOST_PAGES", 1)
    assert room.full()
