"""Figures of what lies in folders, written whole or not at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tightrope.analysis.charts.courses import check_few
from tightrope.analysis.pictures.look import THEMES, Theme, with_words, without_hatched_bars
from tightrope.analysis.pictures.of_sweeps import Choice, SweepPictures, pictures_of_sweep
from tightrope.analysis.pictures.pictures import Picture, pictures_of_comparison, pictures_of_run
from tightrope.analysis.report.picture_pages import captions, page
from tightrope.analysis.words.words import title_in
from tightrope.api.images import NoImagesError, write_images
from tightrope.model.results.run_results import Results, check_free, read_pair
from tightrope.scenarios.disk.writing import made_folder
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.search.search import open_proof
from tightrope.sweeps.store.dataset import SweepResults, open_sweep

__all__ = ["Written", "opened_sweep", "pictures_of", "write_pictures"]


@dataclass(frozen=True)
class Written:
    """What was written, and why there are no images where they were asked for."""

    files: list[Path]
    no_images: str = ""


def pictures_of(
    folders: Sequence[Path], choice: Choice, names: Sequence[str], language: str, *, verify: bool = True
) -> SweepPictures:
    """Return the figures of a run, of several runs side by side, or of a sweep or search.

    Without ``verify`` files are not held against their digests. InputError for folders that hold none of these, for
    what cannot be laid side by side, and for a choice of measure, scenario or factors where there is no sweep.
    """
    sweeps = [folder for folder in folders if (folder / "sweep.json").is_file() or (folder / "search.json").is_file()]
    if sweeps and len(folders) > 1:
        raise InputError(f"{sweeps[0]} is a sweep, which is drawn by itself: name it alone, or results of runs only")
    if sweeps:
        return pictures_of_sweep(opened_sweep(sweeps[0], verify=verify), choice, names=names, language=language)
    if choice != Choice():
        raise InputError(
            "--measure, --statistic, --scenario, --x, --y and --at choose within a sweep, and these are results of "
            "runs: leave them out"
        )
    _check_each_once(folders)
    pairs = [read_pair(folder, verify=verify) for folder in folders]
    if len(pairs) == 1:
        return SweepPictures(pictures_of_run(*pairs[0], names=names, language=language))
    twin = _common([other for _, other in pairs if other is not None])
    named = _named([own for own, _ in pairs], folders, language)
    return SweepPictures(pictures_of_comparison(named, twin, names=names, language=language))


def _check_each_once(folders: Sequence[Path]) -> None:
    """Refuse more results than can be told apart, and one that is named twice, before any is read."""
    check_few(len(folders))
    count = Counter(folder.resolve() for folder in folders)
    if twice := [folder for folder in folders if count[folder.resolve()] > 1]:
        raise InputError(f"{shown(twice[0])} is named twice: name each result once")


def opened_sweep(folder: Path, *, verify: bool = True) -> SweepResults:
    """Open a sweep, or the proof of a search."""
    return (open_proof if (folder / "search.json").is_file() else open_sweep)(folder, verify=verify)


def _common(twins: Sequence[Results]) -> Results | None:
    """Return the twin where all that there are show the same scenario."""
    alike = {twin.manifest["scenario"]["name"] for twin in twins}
    return twins[0] if len(alike) == 1 else None


def _named(runs: Sequence[Results], folders: Sequence[Path], language: str) -> dict[str, Results]:
    """Name runs by their scenarios; those that share one by their folders too."""
    told = [run.manifest["scenario"] for run in runs]
    titles = [title_in(language, each) for each in told]
    count = Counter(titles)
    names = [
        title if count[title] == 1 else f"{title} ({folder.resolve().name})"
        for title, folder in zip(titles, folders, strict=True)
    ]
    if len(set(names)) < len(names):
        raise InputError("a result is named twice, or two folders have one name: name each once")
    return dict(zip(names, runs, strict=True))


def write_pictures(pictures: Sequence[Picture], formats: Sequence[str], theme: str, out: Path) -> Written:
    """Write pictures and their captions to a folder that must be new or empty.

    Where images cannot be drawn, pages are written in their place. InputError where the folder cannot be written.
    """
    check_free(out)
    try:
        with made_folder(out.parent), TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as scratch:
            folder = Path(scratch) / "figures"
            folder.mkdir()
            no_images = _images(pictures, [each for each in formats if each != "html"], THEMES[theme], folder)
            if "html" in formats or no_images:
                for picture in pictures:
                    (folder / f"{picture.name}.html").write_text(page(picture, THEMES[theme]), encoding="utf-8")
            (folder / "captions.md").write_text(captions(pictures), encoding="utf-8")
            names = sorted(path.name for path in folder.iterdir())
            folder.rename(out)
    except OSError as error:
        raise InputError(f"{out} cannot be written ({error.strerror or error}): name another folder") from None
    return Written([out / name for name in names], no_images)


def _images(pictures: Sequence[Picture], formats: Sequence[str], theme: Theme, folder: Path) -> str:
    """Draw images, and return why there are none; empty where all are there."""
    if not formats:
        return ""
    plots = {}
    for picture in pictures:
        plot = with_words(picture, theme)
        for kind in formats:
            plots[folder / f"{picture.name}.{kind}"] = without_hatched_bars(plot) if kind == "pdf" else plot
    try:
        write_images(plots, theme.scale)
    except NoImagesError as error:
        for path in plots:
            path.unlink(missing_ok=True)
        return str(error)
    return ""
