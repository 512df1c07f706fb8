"""Tables of a sweep's report: means and differences, runs that are missing, factors, definitions, provenance."""

from typing import Any

import polars as pl

from tightrope.analysis.report.blocks import Block, Facts, Fold, Inline, Piece, Table
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.headlines import by_row, headline, many_points
from tightrope.analysis.study.means import FEWEST, LEVEL
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.words.margins import Margins
from tightrope.analysis.words.words import Words, join_sentences
from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factors import STRENGTH

__all__ = ["definitions", "factors", "headline_table", "missing_runs", "provenance"]

_MOST = 20
"""Missing runs that are named; the data set has them all."""


def headline_table(page: SweepPage) -> Table:
    """Return the means of the measures that say most, each above its difference to the scenario compared with."""
    measures = headline(page.results)
    frames = [by_row(page.results, measure, "mean") for measure in measures]
    writers = [Margins(frame, unit_of(measure, "mean")) for frame, measure in zip(frames, measures, strict=True)]
    names = [name for name in page.results.factors if name in frames[0].columns]
    rows = [
        [
            Piece(page.title(row[0]["scenario"]), below=_setting(row[0], names)),
            *(_cell(writer, one) for one, writer in zip(row, writers, strict=True)),
        ]
        for row in zip(*(frame.iter_rows(named=True) for frame in frames), strict=True)
    ]
    head = [page.say("sweep.scenario"), *(label(measure, page.language) for measure in measures)]
    return Table(_how_to_read(page), head, rows, numbers=True)


def _setting(row: dict[str, Any], names: list[str]) -> str:
    return ", ".join(f"{name} {_short(row[name])}" for name in names)


def _cell(writer: Margins, row: dict[str, Any]) -> Piece:
    return Piece(writer.mean(row).replace("-", "−"), below=writer.difference(row).replace("-", "−"))


def _how_to_read(page: SweepPage) -> str:
    against, lengths = page.results.manifest["against"], set(page.results.manifest["months"])
    sentences = [
        (True, Words("sweep.mean_over_the_months_and", level=100 * LEVEL, fewest=FEWEST)),
        (against, Words("sweep.below_it_the_difference_to")),
        (against and len(lengths) > 1, Words("sweep.a_scenario_that_runs_for")),
        (many_points(page.results), Words("sweep.the_points_of_the_design")),
    ]
    return join_sentences([words for told, words in sentences if told], page.language)


def missing_runs(page: SweepPage) -> list[Block]:
    """Return the runs that failed, with reasons and the command that shows it, and how many wait; empty if none."""
    runs, say = page.results.runs, page.say
    failed = runs.filter(pl.col("status") == "failed").pipe(collected)
    waiting = runs.filter(pl.col("status") == "waiting").select(pl.len()).pipe(collected).item()
    parts: list[Block] = []
    if waiting:
        parts.append(say("sweep.runs_are_waiting_tightrope_sweep", waiting=waiting, folder=page.folder))
    if failed.height:
        rows = [
            [
                str(row["run"]), page.title(row["scenario"]), str(row["seed"]),
                row["reason"].splitlines()[0] if row["reason"] else "–",
                Piece(code=f"tightrope sweep rerun {page.folder} {row['run']}"),
            ]
            for row in failed.head(_MOST).iter_rows(named=True)
        ]  # fmt: skip
        head = [say("sweep.run"), say("sweep.scenario"), say("sweep.seed"), say("sweep.reason")]
        caption = say("sweep.runs_failed_and_are_in", height=failed.height, rows=len(rows))
        parts.append(Table(caption, [*head, say("sweep.to_see_it_happen")], rows))
    return parts


def factors(page: SweepPage) -> list[Table]:
    """Return what the design varied: ranges, where they come from, meaning, source; empty where it varied nothing."""
    rows = [_factor(page, factor) for factor in page.results.manifest["factors"]]
    heads = [page.say(f"sweep.{name}") for name in ("factor", "range", "range_from", "unit", "meaning", "source")]
    caption = page.say("sweep.what_varied_from_point_to")
    return [Table(caption, heads, rows)] if rows else []


def _factor(page: SweepPage, factor: dict[str, Any]) -> list[Inline]:
    field = declared().get(factor["name"].rpartition(".")[2])
    extra: Any = field.json_schema_extra if field else None
    source = str(extra.get("source", "–")) if isinstance(extra, dict) else "–"
    meaning = (field.description or "") if field else ""
    if factor["name"] == STRENGTH:
        meaning = page.say("sweep.how_strong_the_events_are")
    ends = ", ".join(map(str, factor["texts"])) or ", ".join(map(_short, factor["levels"]))
    ends = ends or f"{factor['low']:g} – {factor['high']:g}"
    ends += page.say("sweep.in_the_logarithm") if factor["log"] else ""
    origin = factor.get("origin", "–")  # up to tightrope 0.4 a sweep did not say
    return [Piece(code=factor["name"]), ends, origin, factor["unit"], meaning, source]


def definitions(page: SweepPage) -> list[Fold]:
    """Return the definitions of the measures, and what the scenarios are."""
    say, about = page.say, page.results.manifest
    columns = [column for column in FRAMES["months"] if column.name in about["measures"]]
    rows: list[list[Inline]] = [[Piece(code=c.name), c.unit, c.definition] for c in columns]
    measures = Table(
        say("sweep.measures_of_the_sweep"), [say("sweep.measure"), say("sweep.unit"), say("sweep.definition")], rows
    )
    told: list[list[Inline]] = [
        [page.title(each["name"]), Piece(code=each["name"]), str(months), each.get("description", "")]
        for each, months in zip(about["scenarios"], about["months"], strict=True)
    ]  # fmt: skip
    heads = [say("sweep.title"), say("sweep.name"), say("sweep.months"), say("sweep.what_it_is")]
    scenarios = Table(say("sweep.scenarios"), heads, told)
    return [
        Fold(say("sweep.measures"), [measures], unfolded=True),
        Fold(say("sweep.title_of_scenarios"), [scenarios]),
    ]


def provenance(page: SweepPage) -> Facts:
    """Return where the numbers come from: versions, seeds, design, data."""
    say, about = page.say, page.results.manifest
    design = ", ".join(f"{key} {value}" for key, value in about["design"].items())
    facts = [
        (say("sweep.made_with"), f"tightrope {about['tightrope']}"),
        (say("sweep.sources_of_the_model"), about["model"]),
        (say("sweep.hash_of_the_sweep"), about.get("digest", "–")),
        (say("sweep.folder"), page.folder),
        (say("sweep.seeds"), ", ".join(map(str, about["seeds"]))),
        (say("sweep.design"), design),
        (say("sweep.compared_with"), about["against"] or "–"),
        (say("sweep.book"), f"{about['book']['name']} ({about['book']['digest']})"),
        (say("sweep.data"), about["book"]["attribution"] or "–"),
        (
            say("sweep.accounts_checked_each_month"),
            say("sweep.yes") if about["check"] else say("sweep.no"),
        ),
    ]
    return Facts([(name, str(value)) for name, value in facts])


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
