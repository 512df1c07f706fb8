"""What a run says in five numbers, each with sentences written from the numbers."""

from dataclasses import dataclass

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.differences import differences, extreme, widest
from tightrope.analysis.compare.headlines import ENOUGH, HEADLINES, MOST, ORDINARY, USUAL, Headline, Moved, moved
from tightrope.analysis.compare.incidence import who_bore_it
from tightrope.analysis.words.numbers import gap, quantity
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results

__all__ = ["Finding", "findings", "in_one_sentence"]


@dataclass(frozen=True)
class Finding:
    """One thing that happened: the number to show large, what it is, and the sentences that place it."""

    number: str
    label: str
    sentences: str


def findings(sheet: Sheet) -> list[Finding]:
    """Return the numbers that matter for this run.

    Beside a twin these are the measures that moved farthest from it, by what is ordinary for each; where these are
    fewer than five, and without a twin, the courses of usual ones as well.
    """
    if sheet.results.months.is_empty():
        return []
    found = _moved(sheet)[:MOST]
    themes = {each.headline.theme for each in found}
    usual = [headline for headline in HEADLINES if headline.column in USUAL and headline.theme not in themes]
    courses = [told for headline in usual if (told := _alone(sheet, headline))]
    return [*(_beside(sheet, each) for each in found), *courses[: MOST - len(found)]]


def in_one_sentence(sheet: Sheet) -> str:
    """Say how the numbers were chosen, and what they come to."""
    say = sheet.say
    if sheet.twin is None:
        return say("findings.there_is_no_other_run")
    together = min(sheet.results.months.height, sheet.twin.months.height)
    if together < ENOUGH:
        return say("findings.both_runs_have_finished_month", together=together)
    if sheet.results.months.equals(sheet.twin.months):
        return say("findings.the_two_runs_are_the")
    return _how_many(sheet)


def _how_many(sheet: Sheet) -> str:
    """Say how many subjects moved, and by which yardstick."""
    say, found, themes = sheet.say, _moved(sheet), len({headline.theme for headline in HEADLINES})
    yardstick = say("findings.times_their_ordinary_variation_how", ordinary=ORDINARY)
    counted = (
        say("findings.of_subjects_watched_moved_away", themes=themes, found=len(found), yardstick=yardstick)
        if found
        else say("findings.of_subjects_watched_none_moved", themes=themes, yardstick=yardstick)
    )
    if len(found) > MOST:
        also = [
            Words("findings.so_many_times", subject=_name(sheet, each.headline), times=each.times)
            for each in found[MOST:]
        ]
        return say("findings.these_are_the_to_look", counted=counted, most=MOST, also=also)
    if len(found) == MOST:
        return counted
    return say(
        "findings.the_other_numbers_here_are" if found else "findings.these_are_five_usual_measures", counted=counted
    )


def _moved(sheet: Sheet) -> list[Moved]:
    return [] if sheet.twin is None else moved(sheet.results, sheet.twin)


def _beside(sheet: Sheet, found: Moved) -> Finding:
    """Where a measure was farthest from the twin, what was left of that at the end, and who bore it."""
    headline, twin = found.headline, sheet.twin
    assert twin is not None
    apart, month = widest(differences(sheet.results, twin), headline.column) or (0.0, 1)
    own, other = (_value(run, headline, month, sheet.language) for run in (sheet.results, twin))
    total = _total(sheet) if headline.column == "profit" else ""
    sentences = total + sheet.say("findings.the_gap_was_widest_in", month=month, own=own, other=other)
    sentences += _at_the_end(sheet, found, month) + who_bore_it(sheet, headline.column)
    label = sheet.say("findings.against_the_twin_times_its", subject=_name(sheet, headline), times=found.times)
    return Finding(gap(apart, headline.unit, sheet.language), label, sentences)


def _at_the_end(sheet: Sheet, found: Moved, month: int) -> str:
    """Whether the gap closed: judged by means of three months, told by the last month of both."""
    twin = sheet.twin
    assert twin is not None
    last = min(sheet.results.months.height, twin.months.height)
    if month > last - 3:
        return sheet.say("findings.it_was_still_at_its")
    own, other = (_value(run, found.headline, last, sheet.language) for run in (sheet.results, twin))
    both = sheet.say("findings.against_in_month", own=own, other=other, last=last)
    left = found.end / found.widest
    if abs(found.end) <= ORDINARY * found.ordinary:
        return sheet.say("findings.by_the_end_it_was", both=both)
    if left < 0:
        return sheet.say("findings.by_the_end_it_lay", both=both)
    return sheet.say("findings.it_did_not_come_back", left=100 * left, both=both)


def _alone(sheet: Sheet, headline: Headline) -> Finding | None:
    """Where a measure began, where it turned, and where it ended, beside the twin's end if there is one."""
    months, column, language = sheet.results.months, headline.column, sheet.language
    high, low = (extreme(months, column, highest=highest) for highest in (True, False))
    if high is None or low is None:
        return None
    subject, unit = headline.subject.put(language), headline.unit
    start, end = (_value(sheet.results, headline, month, language) for month in (1, months.height))
    top, bottom = (quantity(turn[0], unit, language) for turn in (high, low))
    course = sheet.say(
        "findings.began_at_and_ended_at",
        subject=subject,
        start=start,
        end=end,
        low=low[1],
        bottom=bottom,
        high=high[1],
        top=top,
    )
    if months.height == 1:
        course = sheet.say("findings.was_in_the_only_month", subject=subject, end=end)
    elif top == bottom:
        course = sheet.say("findings.stayed_at", subject=subject, end=end)
    total = _total(sheet) if column == "profit" else ""
    beside = ""
    if sheet.twin is not None and sheet.twin.months.height == months.height:
        other = _value(sheet.twin, headline, months.height, language)
        beside = sheet.say("findings.the_twin_ended_at", other=other)
    return Finding(end, sheet.say("findings.at_the_end", subject=_name(sheet, headline)), total + course + beside)


def _name(sheet: Sheet, headline: Headline) -> str:
    """The subject of its sentences, standing alone."""
    return headline.subject.put(sheet.language).rstrip(",")


def _total(sheet: Sheet) -> str:
    """What the platform earned over all months, and how much more or less than in the twin."""
    profit = float(sheet.results.months["profit"].sum())
    size, months = quantity(abs(profit), "yuan", sheet.language), sheet.results.months.height
    earned = sheet.say("findings.earned") if profit >= 0 else sheet.say("findings.lost")
    beside = _total_beside(sheet, profit)
    return sheet.say("findings.the_platform_yuan_over_month", earned=earned, size=size, months=months, beside=beside)


def _total_beside(sheet: Sheet, profit: float) -> str:
    if sheet.twin is None or sheet.twin.months.height != sheet.results.months.height:
        return ""
    other = float(sheet.twin.months["profit"].sum())
    if profit == other:
        return sheet.say("findings.as_in_the_twin")
    size = quantity(abs(profit - other), "yuan", sheet.language)
    less = sheet.say("findings.less") if profit < other else sheet.say("findings.more")
    return sheet.say("findings.than_the_twins", size=size, less=less)


def _value(results: Results, headline: Headline, month: int, language: str) -> str:
    """A measure of one month in its unit, a dash where there is none."""
    values = results.months.filter(pl.col("month") == month)[headline.column]
    return quantity(values[0] if len(values) else None, headline.unit, language)
