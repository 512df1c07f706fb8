"""One page of HTML that holds all it needs: the frame of every report."""

import json
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template

from tightrope.analysis.charts.style import Plot
from tightrope.analysis.words.words import Words
from tightrope.scenarios.disk.writing import write_file
from tightrope.scenarios.errors import InputError

__all__ = ["card", "figure_card", "inside_script", "write_page"]

_NO_SCRIPT = Words("The charts need JavaScript; nothing comes from a network.", "图表需要启用JavaScript,无需联网。")


def write_page(
    path: Path | str, *, title: str, body: str, figures: Mapping[str, Plot], language: str, version: str
) -> None:
    """Write a page with its charts, whole or not at all; each chart is drawn in the element ``plot-NAME``.

    InputError where the file cannot be written.
    """
    here = Path(__file__).parent
    page = Template((here / "report.html").read_text(encoding="utf-8")).substitute(
        language="zh-CN" if language == "zh" else "en",
        version=escape(version),
        title=escape(f"{title} – tightrope"),
        style=(here / "report.css").read_text(encoding="utf-8"),
        body=body,
        noscript=_NO_SCRIPT.put(language) if figures else "",
        figures=inside_script(figures),
        plotly=(files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8") if figures else "",
        script=(here / "report.js").read_text(encoding="utf-8"),
    )
    write_file(Path(path), page.encode())


def card(name: str, title: str, content: str) -> str:
    """Return a part of the page under its heading; ``title`` is text, ``content`` HTML."""
    return f'<section class="card words-card" id="{name}"><h2>{escape(title)}</h2>{content}</section>'


def figure_card(name: str, title: str, reading: str, under: str = "") -> str:
    """Return the place of a chart, with its title and how to read it (text), and what stands under it (HTML)."""
    title, reading = escape(title), escape(reading)
    return (
        f'<figure class="card" id="{name}"><figcaption><h2>{title}</h2><p class="reading">{reading}</p></figcaption>'
        f'<div class="plot" id="plot-{name}" role="img" aria-label="{title}. {reading}"></div>{under}</figure>'
    )


def inside_script(value: object) -> str:
    """Return JSON for a script of a page, that no text in it can break out of; InputError for what is not finite."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise InputError(
            "a number to be drawn is not finite: what was read was damaged or changed; run it again"
        ) from None
    return text.replace("<", "\\u003c")
