"""Parts of the page as HTML, from the templates beside this file."""

from functools import partial
from pathlib import Path

from tightrope.analysis.report.page import render

__all__ = ["fragment"]

fragment = partial(render, folder=Path(__file__).with_name("templates"))
