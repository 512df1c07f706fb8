"""The report of a calibration: what was sought, what is left, how it fits, what the moments tell, and how to go on."""

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tightrope.analysis.calibration.identification import ALIKE, LEVEL, Identification
from tightrope.analysis.report.blocks import Block, Card, Facts, Figure, Inline, Piece, Table
from tightrope.analysis.report.page import write_page
from tightrope.analysis.study_charts.calibration import CALIBRATION_FIGURES, wave_names
from tightrope.analysis.words.margins import decimals_for, number
from tightrope.analysis.words.numbers import unit_words
from tightrope.analysis.words.words import Words, check_language, join_sentences
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.parameters.table import declared

__all__ = ["write_calibration_report"]


@dataclass(frozen=True)
class _Page:
    """A calibration, and the language in which it is told."""

    told: Identification
    language: str

    def say(self, key: str, /, **values: Any) -> str:
        """Return the text of the page's language."""
        return Words(key, **values).put(self.language)


def write_calibration_report(told: Identification, path: Path, *, language: str = "en") -> None:
    """Write the report of a finished calibration as one file of HTML that needs no network, whole or not at all.

    InputError for an unknown language, and where the file cannot be written.
    """
    check_language(language)
    page = _Page(told, language)
    say = page.say
    drawn = {name: figure for name, figure in CALIBRATION_FIGURES.items() if figure.suits(told)}
    write_page(
        path, "calibration.html", title=told.found.plan.sweep.title, language=language, version=version("tightrope"),
        figures={name: figure.draw(told, language) for name, figure in drawn.items()},
        what_was_sought=_what_was_sought(page), sentences=_sentences(page), caveats=say("calibration.caveats"),
        values=Card("values", say("calibration.fitted_values"), [_values(page)]),
        fit=Card("targets", say("calibration.fit_of_moments"), [_fit(page)]),
        pictures=[Figure(name, each.title.put(language), each.reading.put(language)) for name, each in drawn.items()],
        more=[
            Card("emulators", say("calibration.waves_and_emulators"), _waves(page)),
            Card("definitions", say("calibration.definitions"), [_definitions(page), _parameters(page)]),
            Card("provenance", say("calibration.where_this_comes_from"), [_provenance(page)]),
        ],
    )  # fmt: skip


def _what_was_sought(page: _Page) -> str:
    plan, method = page.told.found.plan, page.told.found.plan.method
    return page.say(
        "calibration.what_was_sought", free=len(plan.factors), targets=len(plan.targets), waves=method.waves,
        points=method.points, ensemble=method.ensemble, seeds=len(plan.sweep.seeds), borrowers=plan.sweep.borrowers,
        book=plan.sweep.book.name, months=plan.sweep.months[0],
    )  # fmt: skip


def _sentences(page: _Page) -> list[tuple[str, str]]:
    """Return what has come of it in a few sentences, each under its name."""
    told, say = page.told, page.say
    found = told.found
    accepted, points = len(found.accepted), len(found.worst)
    left = say("calibration.so_many_accepted", accepted=accepted, points=points, share=100 * found.told[-1].left)
    if not told.enough:
        left = join_sentences([left, Words("calibration.too_few_accepted")], page.language)
    return [
        (say("calibration.accepted"), left),
        (say("calibration.fit"), _fit_in_words(page)),
        (say("calibration.known"), _known_in_words(page)),
        (say("calibration.apart"), _apart_in_words(page)),
    ]


def _fit_in_words(page: _Page) -> str:
    rows = page.told.moments.iter_rows(named=True)
    missed = [row["target"] for row in rows if not row["range_low"] <= row["fitted"] <= row["range_high"]]
    count = page.told.moments.height
    within = Words("calibration.all_within", count=count)
    if missed:
        within = Words("calibration.some_missed", met=count - len(missed), count=count, missed=missed)
    dim = [Words("calibration.hardly_foretold", names=page.told.dim)] if page.told.dim else []
    return join_sentences([within, *dim], page.language)


def _known_in_words(page: _Page) -> str:
    told = page.told
    if not told.enough:
        return page.say("calibration.nothing_told")
    best = told.intervals.sort("known", descending=True).row(0, named=True)
    sentences = [Words("calibration.best_known", name=best["parameter"], known=100 * best["known"])]
    if told.unknown:
        sentences.append(Words("calibration.not_known", names=told.unknown))
    return join_sentences(sentences, page.language)


def _apart_in_words(page: _Page) -> str:
    told = page.told
    if not told.enough:
        return page.say("calibration.nothing_told")
    if told.alike.is_empty():
        return page.say("calibration.none_alike", alike=ALIKE)
    pairs = [
        Words("calibration.pair", one=row["one"], other=row["other"], correlation=_signed(row["correlation"]))
        for row in told.alike.iter_rows(named=True)
    ]
    return page.say("calibration.some_alike", pairs=pairs)


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _values(page: _Page) -> Table:
    say = page.say
    head = [say(f"calibration.{key}") for key in ("parameter", "fitted", "interval_head", "range", "known")]
    rows: list[list[Inline]] = []
    for row in page.told.intervals.iter_rows(named=True):
        interval = "–" if row["low"] is None else _span(row["low"], row["high"])
        known = "–" if row["known"] is None else f"{100 * max(row['known'], 0.0):.0f} %"
        rows.append([
            Piece(code=row["parameter"], below=unit_words(row["unit"], page.language)), f"{row['fitted']:.4g}",
            interval, _span(row["range_low"], row["range_high"]), known,
        ])  # fmt: skip
    return Table(say("calibration.how_to_read_values", level=100 * LEVEL), head, rows, numbers=True)


def _span(low: float, high: float) -> str:
    return f"{low:.3g} – {high:.3g}"


def _fit(page: _Page) -> Table:
    say = page.say
    head = [say(f"calibration.{key}") for key in ("moment", "target", "range", "fitted", "accepted", "within")]
    rows: list[list[Inline]] = []
    for row in page.told.moments.iter_rows(named=True):
        unit, decimals = row["unit"], decimals_for(row["range_high"] - row["range_low"], row["unit"], 3)

        def write(value: float | None, unit: str = unit, decimals: int | None = decimals) -> str:
            return "–" if value is None else number(value, unit, decimals=decimals)

        rows.append([
            Piece(row["target"], below=row["says"]), write(row["value"]),
            f"{write(row['range_low'])} – {write(row['range_high'])}",
            Piece(write(row["fitted"]), below=f"± {write(row['fitted_error'])}"),
            "–" if row["low"] is None else f"{write(row['low'])} – {write(row['high'])}",
            "–" if row["within"] is None else f"{100 * row['within']:.0f} %",
        ])  # fmt: skip
    return Table(say("calibration.how_to_read_targets", level=100 * LEVEL), head, rows, numbers=True)


def _waves(page: _Page) -> list[Block]:
    say, found = page.say, page.told.found
    names = wave_names(len(found.told), page.language)
    head = [say(f"calibration.{key}") for key in ("of_wave", "points_run", "lost", "least", "accepted", "left_after")]
    rows: list[list[Inline]] = [
        [
            name, f"{told.points:,}", f"{told.lost:,}", f"{told.least:.2f}", f"{told.accepted:,}",
            f"{100 * told.left:.3g} %",
        ]
        for name, told in zip(names, found.told, strict=True)
    ]  # fmt: skip
    trust: list[list[Inline]] = [
        [target.name, *(f"{each.explained:.2f} · {100 * each.within:.0f} %" for each in trusts)]
        for target, trusts in zip(
            found.plan.targets, zip(*(told.trust for told in found.told), strict=True), strict=True
        )
    ]
    return [
        Table(say("calibration.how_to_read_told", cut=found.plan.method.cut_off), head, rows, numbers=True),
        Table(say("calibration.how_to_read_trust"), [say("calibration.moment"), *names], trust, numbers=True),
    ]


def _definitions(page: _Page) -> Table:
    head = [page.say(f"calibration.{key}") for key in ("moment", "what_it_is", "error", "discrepancy")]
    rows: list[list[Inline]] = [
        [row["target"], row["says"], f"{row['error']:.3g}", f"{row['discrepancy']:.3g}"]
        for row in page.told.moments.iter_rows(named=True)
    ]
    return Table(page.say("calibration.how_to_read_errors"), head, rows)


def _parameters(page: _Page) -> Table:
    head = [page.say(f"calibration.{key}") for key in ("parameter", "what_it_is", "range", "range_from")]
    rows: list[list[Inline]] = [
        [
            Piece(code=factor.name), " ".join((declared()[factor.name].description or "").split()),
            _span(factor.low, factor.high), factor.origin,
        ]
        for factor in page.told.found.plan.factors
    ]  # fmt: skip
    return Table(page.say("calibration.the_free_parameters"), head, rows)


def _provenance(page: _Page) -> Facts:
    plan = page.told.found.plan
    sweep = plan.sweep
    return Facts([
        (page.say("calibration.made_with"), f"tightrope {version('tightrope')}"),
        (page.say("calibration.sources_of_the_model"), sources_digest()),
        (page.say("calibration.scenario"), sweep.scenarios[0].name),
        (page.say("calibration.book"), f"{sweep.book.name} ({sweep.book.digest})"),
        (page.say("calibration.seeds"), ", ".join(map(str, sweep.seeds))),
        (page.say("calibration.method"), page.say("calibration.method_told", cut=plan.method.cut_off)),
    ])  # fmt: skip
