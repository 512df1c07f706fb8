"""The report of a sweep: what was run, what the seeds agree on, what drives it, what failed, and its provenance."""

from collections.abc import Sequence
from pathlib import Path

from tightrope.analysis.compare.caveats import caveats_of_sweep
from tightrope.analysis.pictures.of_sweeps import pictures_of_sweep
from tightrope.analysis.pictures.pictures import Picture
from tightrope.analysis.report.blocks import Block, Card, Figure
from tightrope.analysis.report.page import write_page
from tightrope.analysis.report.sweep_causes import what_it_comes_from
from tightrope.analysis.report.sweep_discovery import where_it_goes_badly
from tightrope.analysis.report.sweep_drivers import drivers
from tightrope.analysis.report.sweep_emulator import sliders
from tightrope.analysis.report.sweep_findings import SweepPage, in_sentences
from tightrope.analysis.report.sweep_tables import definitions, factors, headline_table, missing_runs, provenance
from tightrope.analysis.report.sweep_tipping import tipping_points
from tightrope.analysis.report.sweep_worlds import sentences_over_worlds, tables_over_worlds, what_worlds_are
from tightrope.analysis.study.headlines import points as points_of
from tightrope.analysis.study.outcomes import progress
from tightrope.analysis.study.worlds import over_ensemble
from tightrope.analysis.words.words import Words, check_language, join_sentences
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["write_sweep_report"]


def write_sweep_report(results: SweepResults, path: Path | str, *, folder: str, language: str = "en") -> None:
    """Write the report of a sweep as one file of HTML that needs no network, whole or not at all.

    ``folder`` is where the sweep lies, for the commands that the report names. InputError for an unknown language,
    a sweep without a finished run, and where the file cannot be written.
    """
    check_language(language)
    page = SweepPage(results, folder, language)
    say, about = page.say, results.manifest
    first, sentences, how_averaged = _what_came_of_it(page)
    parts: list[tuple[str, str, Sequence[Block]]] = [
        first,
        ("causes", say("sweep.what_it_comes_from"), what_it_comes_from(page)),
        ("drivers", say("sweep.what_drives_it"), drivers(page)),
        ("discovery", say("sweep.where_it_goes_badly"), where_it_goes_badly(page)),
        ("tipping", say("sweep.tipping_points_and_memory"), tipping_points(page)),
        ("missing", say("sweep.runs_that_are_missing"), missing_runs(page)),
        ("factors", say("sweep.what_varied"), factors(page)),
        ("definitions", say("sweep.definitions"), definitions(page)),
        ("provenance", say("sweep.where_this_comes_from"), [provenance(page)]),
    ]
    pictures = _pictures(results, language)
    write_page(
        path,
        "sweep.html",
        title=about["title"],
        figures={one.name: one.plot for one in pictures},
        language=language,
        version=about["tightrope"],
        what_was_run=_what_was_run(page),
        unfinished=_unfinished(page),
        how_averaged=how_averaged,
        sentences=sentences,
        caveats=join_sentences(caveats_of_sweep(about, language), language),
        cards=[Card(*part) for part in parts if part[2]],
        sliders=sliders(page),
        pictures=[Figure(one.name, one.title, one.reading) for one in pictures],
    )


def _what_came_of_it(page: SweepPage) -> tuple[tuple[str, str, Sequence[Block]], list[tuple[str, str]], str]:
    """Return the first card, the sentences of the first page, and over what their numbers are averaged."""
    say = page.say
    if over_ensemble(page.results):
        card = ("means", say("ensemble.what_is_known"), tables_over_worlds(page))
        return card, sentences_over_worlds(page), say("ensemble.means_over_months")
    many = points_of(page.results) > 1
    how = say("sweep.means_over_months_seeds_points" if many else "sweep.means_over_months_and_seeds")
    return ("means", say("sweep.what_the_seeds_agree_on"), [headline_table(page)]), in_sentences(page), how


def _pictures(results: SweepResults, language: str) -> list[Picture]:
    """Return the figures that suit the sweep; none where none can be drawn."""
    try:
        return pictures_of_sweep(results, language=language).drawn
    except InputError:
        return []


def _unfinished(page: SweepPage) -> str:
    """Say how many runs are missing; empty where none is."""
    counts = progress(page.results)
    lacks = {"sweep.so_many_failed": counts.failed, "sweep.so_many_not_run_yet": counts.waiting}
    told = [Words(key, count=count) for key, count in lacks.items() if count]
    return page.say("sweep.runs_are_finished", finished=counts.finished, runs=sum(counts), lacks=told) if told else ""


def _what_was_run(page: SweepPage) -> str:
    about = page.results.manifest
    months = sorted(set(about["months"]))
    length = (
        Words("sweep.so_many_months", months=months[0])
        if len(months) == 1
        else Words("sweep.from_to_months", shortest=months[0], longest=months[-1])
    )
    product = Words(
        "sweep.what_was_run",
        scenarios=len(about["scenarios"]),
        points=points_of(page.results),
        seeds=len(about["seeds"]),
        runs=about["runs"],
        borrowers=about["borrowers"],
        book=about["book"]["name"],
        length=length,
    )
    worlds = [what_worlds_are(page)] if over_ensemble(page.results) else []
    return join_sentences([product, *worlds, *_compared_with(page)], page.language)


def _compared_with(page: SweepPage) -> list[Words]:
    against = page.results.manifest["against"]
    if not against or len(page.results.manifest["scenarios"]) == 1:
        return []
    return [Words("sweep.every_other_scenario_is_compared", name=page.title(against))]
