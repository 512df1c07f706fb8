"""Pictures: figures with all that they need to stand alone, and those of a run and of several runs side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tightrope.analysis.charts.courses import compared_courses
from tightrope.analysis.charts.events import event_sign, events_by_month
from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Plot
from tightrope.analysis.compare.differences import check_same_people
from tightrope.analysis.words.words import Words, check_language
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError, nearest_or_all

__all__ = ["Picture", "check_figures", "pictures_of_comparison", "pictures_of_run"]


@dataclass(frozen=True)
class Picture:
    """A drawn figure with the words around it; ``name`` is that of its file."""

    name: str
    title: str
    reading: str
    notes: tuple[str, ...]
    """What the picture does not say itself: what the letters of events mean, what was held, how many seeds."""
    plot: Plot
    language: str


def check_figures(names: Sequence[str], known: Sequence[str], what: str) -> None:
    """Raise InputError for a name that is no figure of ``what``."""
    for name in names:
        if name not in known:
            raise InputError(f"{what} has no figure '{name}'{nearest_or_all(name, known)}")


def pictures_of_run(
    results: Results, twin: Results | None = None, *, names: Sequence[str] = (), language: str = "en"
) -> list[Picture]:
    """Return the figures of a run, all or those named; the lines of ``twin`` are added thin and dotted.

    InputError for unknown names and languages, and for a run without a finished month.
    """
    check_figures(names, list(FIGURES), "a run")
    check_language(language)
    _check_lived(results)
    sheet = Sheet(results, twin, language)
    drawn = {name: figure.draw(sheet) for name, figure in FIGURES.items() if not names or name in names}
    return [
        Picture(
            name, FIGURES[name].title.put(language), FIGURES[name].reading.put(language), _events(sheet, plot), plot,
            language,
        )
        for name, plot in drawn.items()
    ]  # fmt: skip


_SIDE_BY_SIDE = Words("sweep_charts.each_colour_is_one_run")


def pictures_of_comparison(
    runs: dict[str, Results], twin: Results | None = None, *, names: Sequence[str] = (), language: str = "en"
) -> list[Picture]:
    """Return every figure that is a course over months with one line for each run, named as the keys are.

    ``twin`` is that of all, drawn dotted. InputError for runs that are not of the same borrowers, for more of
    them than can be told apart, and for figures named that are no courses.
    """
    check_figures(names, list(FIGURES), "a run")
    check_language(language)
    first = next(iter(runs.values()))
    for other in [*runs.values()] + ([twin] if twin else []):
        check_same_people(first, other)
        _check_lived(other)
    longest = max(runs.values(), key=lambda run: run.months.height)
    alike = all(run.manifest["events"] == longest.manifest["events"] for run in runs.values())
    told = longest if alike else replace(longest, manifest={**longest.manifest, "events": []})
    sheet = Sheet(told, twin, language)
    pictures = []
    for name, figure in FIGURES.items():
        if names and name not in names:
            continue
        plot = compared_courses(sheet, figure.draw, runs)
        if plot is None:
            if names:
                raise InputError(
                    f"'{name}' is no course over months with few lines, so runs cannot be laid over each other in it: "
                    "plot it of each result by itself"
                )
            continue
        title = figure.title.put(language)
        reading = _SIDE_BY_SIDE.put(language).format(title=title)
        pictures.append(Picture(name, title, reading, _events(sheet, plot), plot, language))
    return pictures


def _check_lived(results: Results) -> None:
    if not results.months.height:
        name = results.manifest["scenario"]["name"]
        raise InputError(f"the run of {name} has no finished month, so there is nothing to draw: run it again")


def _events(sheet: Sheet, plot: Plot) -> tuple[str, ...]:
    """What the letters mean, each with its sentences; nothing of a chart that shows none."""
    if not plot["layout"].get("shapes"):
        return ()
    last = sheet.results.months.height
    return tuple(
        f"{event_sign(number)}: {' '.join(sentences)}"
        for number, (month, sentences) in enumerate(events_by_month(sheet.results))
        if month <= last
    )
