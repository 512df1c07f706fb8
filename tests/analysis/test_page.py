"""Pages: what Python says is data, what a template says is HTML, and no text can become any."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from tests.helpers.words import CATALOGUES, sources
from tightrope.analysis.report.blocks import Block, Card, Facts, Fold, Listing, Piece, Table
from tightrope.analysis.report.page import TEMPLATES, render

TAG = re.compile(r"(?<!\?P)</?(?!(?:b|br|extra|span)\b)[a-z][a-z0-9]*(?=[\s>])")
"""HTML but what plotly reads in the words of a chart."""
EVIL = "</script><b onclick='x'>&amp;"


def test_there_is_no_html_in_python() -> None:
    strings = [
        (path, node.value)
        for path, text in sources()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [(path, text) for path, text in strings if TAG.search(text)]


def test_there_is_no_html_in_messages() -> None:
    assert not [path.name for path in CATALOGUES.rglob("*.toml") if TAG.search(path.read_text(encoding="utf-8"))]


def test_only_the_house_itself_is_written_unescaped() -> None:
    safe = [found for path, text in sources() for found in re.findall(r"([\w()]+) \| safe", text)]
    assert sorted(safe) == ["fonts", "plotly()"]
    assert not [path for path, text in sources() if "Markup" in text or "autoescape false" in text]


@pytest.fixture
def tried(tmp_path: Path) -> Path:
    """A template that shows a card."""
    template = '{% import "blocks.html" as html %}{{ html.card(it) }}'
    (tmp_path / "tried.html").write_text(template, encoding="utf-8")
    return tmp_path


def test_every_block_escapes_what_it_shows(tried: Path) -> None:
    piece = Piece(EVIL, EVIL, strong=True, beside=EVIL, below=EVIL)
    table = Table(piece, [EVIL, piece], [[EVIL, piece]], numbers=True, total=[EVIL, piece], title=EVIL)
    blocks: list[Block] = [EVIL, table, Facts([(EVIL, EVIL)]), Listing(EVIL, [EVIL]), Fold(piece, [EVIL, table])]
    page = render("tried.html", "en", folder=tried, it=Card(EVIL, EVIL, blocks))
    assert "<b " not in page and "</script>" not in page and "'x'" not in page
    assert page.count("&lt;/script&gt;") > 40


def test_a_piece_keeps_its_order(tried: Path) -> None:
    told = Piece("from 0 to 1", "factor", beside="(month 3)", below="twin")
    page = render("tried.html", "en", folder=tried, it=Card("a", "b", [Fold(told, [])]))
    inside = '<code>factor</code> from 0 to 1 <span class="month">(month 3)</span><span class="twin">twin</span>'
    assert f"<summary>{inside}</summary>" in page


def test_what_a_template_lacks_is_an_error(tried: Path) -> None:
    with pytest.raises(UndefinedError, match="'it' is undefined"):
        render("tried.html", "en", folder=tried)


def test_every_template_is_of_use() -> None:
    told = "".join(text for _, text in sources())
    assert [path.name for path in TEMPLATES.iterdir() if f'"{path.name}"' not in told] == []
