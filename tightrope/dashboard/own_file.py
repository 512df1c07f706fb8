"""Where a reader brings a scenario or a book of one's own to the page."""

from collections.abc import Callable, Sequence
from typing import Any

import solara

from tightrope.analysis.words.words import Words
from tightrope.dashboard.shelf import SHELF
from tightrope.dashboard.upload import KINDS, MOST_BYTES, read_upload
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.errors import InputError, shown

__all__ = ["OwnFile"]

_MEGABYTES = MOST_BYTES // 1_000_000


@solara.component_vue("own_file.vue")
def _Chooser(label: str, accept: str, most: int, event_take: Callable[..., None]) -> None:
    """Hand over a file that was chosen or dropped; without its content where it is too large or cannot be read."""


@solara.component
def OwnFile(language: str, story: solara.Reactive[str], book: solara.Reactive[str]) -> None:
    """Take a file in, put it on the page's shelf, and choose it."""
    taken = solara.use_reactive("")
    refusal = solara.use_reactive("")

    def take(about: dict[str, Any], buffers: Sequence[memoryview] = ()) -> None:
        taken.value = refusal.value = ""
        try:
            name = str(about["name"])
            held = read_upload(name, _content(name, about["size"], buffers))
        except InputError as error:
            refusal.value = str(error)
            return
        SHELF.value = SHELF.value.with_file(name, held)
        (book if isinstance(held, Book) else story).set(name)
        taken.value = name

    _tell("h2", "", Words("dashboard.a_file_of_your_own"), language)
    note = Words("dashboard.a_scenario_toml_or_a", MEGABYTES=_MEGABYTES)
    _tell("p", "dash-note", note, language)
    label = Words("dashboard.choose_a_file_or_drop").put(language)
    _Chooser(label=label, accept=",".join(KINDS), most=MOST_BYTES, event_take=take)
    _Outcome(taken.value, refusal.value, language)


@solara.component
def _Outcome(taken: str, refusal: str, language: str) -> None:
    with solara.Div(classes=["dash-outcome"], attributes={"role": "status"}):
        if taken:
            chosen = Words("dashboard.is_chosen_reset_begins_with", taken=taken)
            solara.Text(chosen.put(language))
        if refusal:
            solara.Preformatted(refusal, class_="dash-refused", attributes={"tabindex": "0"})


def _tell(tag: str, kind: str, words: Words, language: str) -> None:
    solara.HTML(tag=tag, classes=[kind] if kind else [], unsafe_innerHTML=words.put(language))


def _content(name: str, size: int, buffers: Sequence[memoryview]) -> bytes:
    """Return what a file holds, as far as the browser handed it over."""
    content = bytes(buffers[0]) if buffers else None
    if size > MOST_BYTES or (content and len(content) > MOST_BYTES):
        raise InputError(f"{shown(name)}: is {size / 1e6:,.1f} MB long; a file may have up to {_MEGABYTES} MB")
    if content is None:
        raise InputError(f"{shown(name)}: the browser cannot read it; bring an ordinary file")
    return content
