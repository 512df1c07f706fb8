"""The pages for who works on the house: drawn and listed from the code, and every file and name on them is there."""

import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from tests.helpers.imports import INSIDE, ROOMS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    "docs/architecture.md",
    "docs/contributing.md",
    "docs/compiling.md",
    "CONTRIBUTING.md",
    "CODE_OF_CONDUCT.md",
    "SECURITY.md",
]


@pytest.fixture
def make_house(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that draws, without the search path that it adds."""
    monkeypatch.syspath_prepend(ROOT / "docs")
    return import_module("make_house")


def links(page: str) -> list[tuple[str, Path, str]]:
    """Each link to a file of the repository: its words, the file, and the anchor in it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"\[([^\]]*)\]\((?!http)([^)#\s]*)(#[^)\s]*)?\)", text)
    return [(words, (ROOT / page).parent / (target or Path(page).name), anchor) for words, target, anchor in found]


def test_the_picture_and_the_table_are_current(make_house: ModuleType) -> None:
    assert make_house.PICTURE.read_text(encoding="utf-8") == make_house.picture(), "run python docs/make_house.py"
    page = make_house.PAGE.read_text(encoding="utf-8")
    assert make_house.updated(page) == page, "run python docs/make_house.py"


def test_the_picture_shows_every_room_and_arrows_that_lead_down_or_to_the_right(make_house: ModuleType) -> None:
    drawing = ElementTree.fromstring(make_house.picture())
    said = [text.text for text in drawing.iter("{http://www.w3.org/2000/svg}text")]
    assert {*ROOMS, "tightrope", *(name for names in INSIDE.values() for name in names)} <= {*said}
    arrows = [path.attrib["d"] for path in drawing.iter("{http://www.w3.org/2000/svg}path") if "class" in path.attrib]
    assert len(arrows) >= len(ROOMS) + sum(len(names) - 1 for names in INSIDE.values()) / 2
    for arrow in arrows:
        places = [tuple(map(float, place.split(","))) for place in re.findall(r"[\d.]+,[\d.]+", arrow)]
        assert places[-1][0] > places[0][0] or places[-1][1] > places[0][1], arrow


def test_arrows_that_others_imply_are_left_out(make_house: ModuleType) -> None:
    between, _ = make_house.imports()
    assert sorted(between.edges) == sorted(zip(make_house.BANDS, make_house.BANDS[1:], strict=False))


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_file_that_holds_what_it_names(page: str) -> None:
    for words, file, anchor in links(page):
        assert file.exists(), f"{page}: {file}"
        if (name := re.fullmatch(r"`(\w+)`", words)) and file.suffix == ".py":
            declared = rf"^(async def|def|class|type) {name[1]}\b|^{name[1]}\b.*="
            assert re.search(declared, file.read_text(encoding="utf-8"), re.MULTILINE), f"{page}: {name[1]} in {file}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            known = {"#" + re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor in known, f"{page}: {anchor} in {file}"


def test_the_walks_name_many_places() -> None:
    """The check of names can fail: there is something to look for."""
    named = [
        words for words, file, _ in links("docs/architecture.md") if words.startswith("`") and file.suffix == ".py"
    ]
    assert len(named) > 30


def test_what_is_to_be_filled_in_is_not_filled_in_elsewhere() -> None:
    listed = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8").split("## For whoever publishes\n")[1]
    for name in ("[project.urls]", "CITATION.cff", "SECURITY.md", "CODE_OF_CONDUCT.md"):
        assert name in listed
    for page in PAGES:
        assert not re.search(r"[\w.]+@[\w-]+\.\w+", (ROOT / page).read_text(encoding="utf-8")), f"{page} has an address"
