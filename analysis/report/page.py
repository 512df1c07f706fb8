"""Data into pages: templates of HTML, in which every text is escaped, and words in the language of the page."""

import json
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tightrope.analysis.charts.style import Plot
from tightrope.analysis.words.words import Words
from tightrope.scenarios.disk.writing import write_file
from tightrope.scenarios.errors import InputError

__all__ = ["TEMPLATES", "render", "write_page"]

TEMPLATES = Path(__file__).with_name("templates")


def write_page(
    path: Path | str,
    template: str,
    *,
    title: str,
    figures: Mapping[str, Plot],
    language: str,
    version: str,
    **data: Any,
) -> None:
    """Write a page with its charts, whole or not at all; each chart is drawn in the element ``plot-NAME``.

    InputError where the file cannot be written.
    """
    page = render(template, language, title=title, figures=figures, version=version, **data)
    write_file(Path(path), page.encode())


def render(template: str, language: str, /, folder: Path = TEMPLATES, **data: Any) -> str:
    """Return the HTML of a template of a folder, which says words of the language by ``say``."""
    return _templates(folder).get_template(template).render(say=partial(_say, language), plotly=_plotly, **data)


@cache
def _templates(folder: Path) -> Environment:
    templates = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.policies["json.dumps_function"] = _finite
    templates.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")}
    return templates


def _finite(values: object, **how: Any) -> str:
    try:
        return json.dumps(values, **how)
    except ValueError:
        raise InputError(
            "a number to be drawn is not finite: what was read was damaged or changed; make it anew"
        ) from None


def _say(language: str, key: str, /, **values: Any) -> str:
    return Words(key, **values).put(language)


def _plotly() -> str:
    return (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
