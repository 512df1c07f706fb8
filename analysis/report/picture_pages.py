"""Pictures as pages of HTML that hold all they need, and their captions as text."""

from collections.abc import Sequence

from tightrope.analysis.pictures.look import FONTS, Theme, dressed
from tightrope.analysis.pictures.pictures import Picture
from tightrope.analysis.report.page import render

__all__ = ["captions", "page"]


def page(picture: Picture, theme: Theme) -> str:
    """Return a picture as a page that needs no network."""
    return render(
        "picture.html",
        picture.language,
        title=picture.title,
        reading=picture.reading,
        notes=picture.notes,
        figures=dressed(picture.plot, theme),
        theme=theme,
        fonts=FONTS,
    )


def captions(pictures: Sequence[Picture]) -> str:
    """Return title, reading and notes of pictures as Markdown, to be pasted beneath them."""
    return "\n".join(
        f"## {picture.name}\n\n**{picture.title}.** {picture.reading}\n"
        + "".join(f"\n- {note}" for note in picture.notes)
        + "\n"
        for picture in pictures
    )
