"""Pictures as image files, all drawn in one session of the machine's own browser, without a network."""

import logging
from collections.abc import Mapping
from pathlib import Path

from tightrope.analysis.charts.style import Plot

__all__ = ["NoImagesError", "write_images"]


class NoImagesError(Exception):
    """Images cannot be drawn on this machine; the message says what to install."""


def write_images(plots: Mapping[Path, Plot], scale: float) -> None:
    """Draw each chart to its file, in the format that the file's name ends with.

    ``scale`` is how many dots of a PNG make a pixel. NoImagesError where kaleido or a browser is missing.
    """
    try:
        import kaleido
        from choreographer.errors import BrowserClosedError, BrowserDepsError, BrowserFailedError
        from kaleido.errors import ChromeNotFoundError
    except ImportError:
        raise NoImagesError("kaleido is not installed: pip install 'tightrope[images]', and try again") from None
    for name in ("kaleido", "choreographer"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is raised as well
    wanted = [
        {"fig": plot, "path": path, "opts": {"format": path.suffix[1:], "scale": _scale(path, scale), **_size(plot)}}
        for path, plot in plots.items()
    ]
    try:
        # formulas would be typeset by a script from the net
        kaleido.write_fig_from_object_sync(wanted, cancel_on_error=True, kopts={"mathjax": False})
    except TimeoutError:
        raise NoImagesError(
            "the browser that draws images did not answer in time: try again, or fewer at a time"
        ) from None
    except (ChromeNotFoundError, BrowserFailedError, BrowserClosedError, BrowserDepsError) as error:
        why = str(error).partition("\n")[0].partition(". ")[0]
        raise NoImagesError(
            f"no browser could be started ({type(error).__name__}: {why}); install Chromium or Chrome, or set "
            "BROWSER_PATH to where it is, and try again"
        ) from None


def _scale(path: Path, scale: float) -> float:
    return scale if path.suffix == ".png" else 1


def _size(plot: Plot) -> dict[str, float]:
    return {"width": plot["layout"]["width"], "height": plot["layout"]["height"]}
