"""The report of a sweep: what was run, what the seeds agree on, what drives it, what failed, and its provenance."""

from html import escape
from pathlib import Path

from tightrope.analysis.charts.figures import check_language
from tightrope.analysis.compare.caveats import caveats_of_sweep
from tightrope.analysis.pictures.of_sweeps import pictures_of_sweep
from tightrope.analysis.pictures.pictures import Picture
from tightrope.analysis.report.page import card, figure_card, write_page
from tightrope.analysis.report.sweep_causes import what_it_comes_from
from tightrope.analysis.report.sweep_drivers import drivers
from tightrope.analysis.report.sweep_findings import SweepPage, in_sentences
from tightrope.analysis.report.sweep_tables import definitions, factors, headline_table, missing_runs, provenance
from tightrope.analysis.report.sweep_tipping import tipping_points
from tightrope.analysis.study.headlines import points as points_of
from tightrope.analysis.study.outcomes import progress
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
    sentences = in_sentences(page)
    say, about = page.say, results.manifest
    parts = [
        ("means", say("What the seeds agree on", "各种子的共识"), headline_table(page)),
        ("causes", say("What it comes from", "成因分解"), what_it_comes_from(page)),
        ("drivers", say("What drives it", "主要驱动因素"), drivers(page)),
        ("tipping", say("Tipping points and memory", "临界点与记忆"), tipping_points(page)),
        ("missing", say("Runs that are missing", "缺失的运行"), missing_runs(page)),
        ("factors", say("What varied", "变动的因素"), factors(page)),
        ("definitions", say("Definitions", "定义"), definitions(page)),
        ("provenance", say("Where this comes from", "来源"), provenance(page)),
    ]
    first, *others = (card(name, title, content) for name, title, content in parts if content)
    pictures = _pictures(results, language)
    charts = "".join(figure_card(one.name, one.title, one.reading) for one in pictures)
    write_page(
        path,
        title=about["title"],
        body=f'<div class="first-page">{_header(page)}{_answer(page, sentences)}{_open(page)}</div>'
        f'{first}<section class="row">{charts}</section>{"".join(others)}',
        figures={one.name: one.plot for one in pictures},
        language=language,
        version=about["tightrope"],
    )


def _pictures(results: SweepResults, language: str) -> list[Picture]:
    """Return the figures that suit the sweep; none where none can be drawn."""
    try:
        return pictures_of_sweep(results, language=language).drawn
    except InputError:
        return []


def _header(page: SweepPage) -> str:
    about, say = page.results.manifest, page.say
    note = progress(page.results)
    missing = say(
        note.note,
        f"{sum(note):,}次运行中完成{note.finished:,}次(失败{note.failed:,},未运行{note.waiting:,});仅计已完成者",
    )
    warning = f'<p class="warning" role="note">{escape(missing)}{say(".", "。")}</p>' if note.note else ""
    return (
        f'<header><p class="maker">tightrope</p><h1>{escape(about["title"])}</h1>'
        f"<p>{escape(_what_was_run(page))}</p>{warning}</header>"
    )


def _what_was_run(page: SweepPage) -> str:
    about = page.results.manifest
    scenarios, points, seeds = len(about["scenarios"]), points_of(page.results), len(about["seeds"])
    counts = [(scenarios, "scenario"), (points, "point"), (seeds, "seed")]
    product = " × ".join(f"{count:,} {what}{'' if count == 1 else 's'}" for count, what in counts)
    months = sorted(set(about["months"]))
    length = f"{months[0]}" if len(months) == 1 else f"{months[0]} to {months[-1]}"
    return page.say(
        f"{product} = {about['runs']:,} runs of {about['borrowers']:,} borrowers ({about['book']['name']}) over "
        f"{length} month{'' if months == [1] else 's'}.",
        f"{scenarios}个情景×{points:,}个点×{seeds}个种子={about['runs']:,}次运行,每次{about['borrowers']:,}名借款人"
        f"({about['book']['name']}),{length.replace(' to ', '至')}个月。",
    ) + _compared_with(page)


def _compared_with(page: SweepPage) -> str:
    against = page.results.manifest["against"]
    if not against or len(page.results.manifest["scenarios"]) == 1:
        return ""
    name = page.title(against)
    return page.say(
        f" Every other scenario is compared with “{name}” at the same point and seed: the same borrowers meet the same "
        "fate, so that chance that befalls both drops out.",
        f"其余情景与“{name}”在同一点、同一种子下对照:借款人与命运相同,共同的偶然因素相消。",
    )


def _answer(page: SweepPage, sentences: list[tuple[str, str]]) -> str:
    """Return what came of it, a sentence or two for each measure, as means over the months."""
    averaged = page.say(
        "Means over the months of a run, then over seeds, ± half of the 95 % interval",
        "先对各月、再对种子取均值,±为95%区间的一半",
    )
    points = page.say(", averaged over the points of the design.", ",并对设计各点取平均。")
    plain = page.say(".", "。")
    many = points_of(page.results) > 1
    items = "".join(f'<li class="card"><h3>{escape(name)}</h3><p>{escape(told)}</p></li>' for name, told in sentences)
    title = page.say("What came of it", "结果")
    return (
        f'<section aria-labelledby="found"><h2 id="found">{title}</h2><p class="reading">{averaged}'
        f'{points if many else plain}</p><ul class="findings wide">{items}</ul></section>'
    )


def _open(page: SweepPage) -> str:
    text = (" " if page.language == "en" else "").join(caveats_of_sweep(page.results.manifest, page.language))
    title = page.say("What this does not say", "本报告没有说明什么")
    return f'<section aria-labelledby="open"><h2 id="open">{title}</h2><p class="words">{escape(text)}</p></section>'
