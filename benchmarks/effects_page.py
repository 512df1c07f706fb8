"""The page that says what each mechanism moves: what a reader learns from the numbers, then a row for each measure."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import fill

from effects_runs import OUTCOMES, Paired, Size
from effects_table import Effect, Values
from effects_verdicts import Gaps, Judged, Verdict

from tightrope.scenarios.parameters.meaning import number_in_words

__all__ = ["page"]

MOST = 5
"""Mechanisms that are named for each outcome and direction, those that move it most."""
NOT_OF_THE_MARKET = ("D", "F")
"""Letters of what scenarios do to the market, and of what is measured; what carries it is looked for elsewhere."""
PLAIN = "baseline"
"""The scenario that goes without saying."""
WAYS = {1: "up", -1: "down"}
DIGITS = 3
"""Digits that are shown of a measure."""
MOST_DECIMALS = 7
"""Decimals beyond which nothing is shown."""
WIDTH = 120
HEAD = (
    "| id | mechanism | where, and what is off | measure | off | on | difference | asked | found |",
    "|---|---|---|---|---:|---:|---:|---|---|",
)


def page(found: Sequence[Paired], size: Size) -> Iterator[str]:
    """Write the lines of the page."""
    yield "# What each mechanism moves"
    yield ""
    yield _wrapped(
        f"""Written by `python benchmarks/effects.py --out docs/effects.md`: {size.borrowers:,} borrowers, {size.months}
        months, {size.seeds} seeds. Every mechanism of the [catalogue](mechanisms.md) stands here as it is shipped, in
        the baseline or in the scenario of the library in which it is at work, against the same market with it exactly
        off: same borrowers, same draws. How far each can be turned is in
        [What every parameter moves](sensitivity.md)."""
    )
    yield ""
    yield "## What there is to learn"
    yield ""
    yield from _what_is_learned(found)
    yield ""
    yield "## The table"
    yield ""
    yield _wrapped(
        """*Off* and *on* are means over the seeds; the *difference* has its standard error between seeds in brackets.
        *Asked* is the direction in which the catalogue wants the measure to go. It **moves** where the difference goes
        there, is more than two standard errors, and is a twentieth of the measure's own level, or the size that stands
        behind its name. Otherwise it is said why not."""
    )
    yield ""
    yield _wrapped(
        """A measure is the mean of a column of `months` (`tightrope columns`), from the scenario's first event on or
        over the months given. `freezes:REASON` counts the lines frozen for that reason, `held:LENDER` is a lender's
        part of all that is owed elsewhere, and some have no column: `limits_by_score` (mean limit at scores of 700 and
        above / that below 550), `spread_of_scores` (standard deviation, at the end), `score_without_limit` (mean of
        those whose limit, repaid early, is away at the end), `carrying_over` (share of borrowers who carry paylater
        over, at the end), `agency_and_law` (cases that agencies and lawyers took up), `peak_of_incomes` (mean income of
        the best month / that of all)."""
    )
    yield ""
    yield from HEAD
    for each in found:
        yield from (_row(each.effect, judged) for judged in each.judged)


def _wrapped(text: str, indent: str = "") -> str:
    """Lay a paragraph out in lines."""
    return fill(" ".join(text.split()), WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _what_is_learned(found: Sequence[Paired]) -> Iterator[str]:
    """Write which mechanisms move what they should, which carry the market, and which hardly show."""
    by_id = {name: list(group) for name, group in groupby(found, key=lambda each: each.effect.id)}
    moving = [name for name, group in by_id.items() if any(map(_moves, group))]
    hardly = "; ".join(f"{group[0].effect.says} ({name})" for name, group in by_id.items() if name not in moving)
    yield _point(
        f"""**Of {len(by_id)} mechanisms {len(moving)} move** what they should, in one measure at least.
        {f"Hardly to be seen as shipped: {hardly}. The table says why." if hardly else ""}"""
    )
    if optional := ", ".join(dict.fromkeys(each.effect.id for each in found if each.effect.on)):
        yield _point(f"**Off as shipped**, all of it or a part, and looked at as the table says: {optional}.")
    yield _point(
        """**What carries the market** stands below: the mechanisms that change default, balance, profit and trust most,
        of those that do so by a twentieth and beyond two standard errors, and how many times what it is without them
        each is with them. What scenarios do to the market (D) is left aside; where none is named, it is the baseline.
        """
    )
    for outcome, name in OUTCOMES.items():
        yield from _what_carries([each for each in found if each.effect.id[0] not in NOT_OF_THE_MARKET], outcome, name)
    if alone := ", ".join(name for name in moving if not any(map(_reaches_outcomes, by_id[name]))):
        yield _point(
            f"""**Move what they are about, and little beyond it**: {alone}. With them on or off, none of default,
            balance, profit and trust differs by a twentieth."""
        )


def _point(text: str) -> str:
    """Write a point of a list."""
    return _wrapped(f"- {text}", indent="  ")


def _what_carries(found: Sequence[Paired], outcome: str, name: str) -> Iterator[str]:
    """Write which mechanisms lower an outcome most, and which raise it."""
    moved = sorted(
        (each for each in found if _is_plain(each.outcomes[outcome])),
        key=lambda each: -abs(each.outcomes[outcome].share),
    )
    for sign, does in ((-1, "lowered"), (1, "raised")):
        largest = [each for each in moved if each.outcomes[outcome].mean * sign > 0][:MOST]
        if largest:
            told = "; ".join(f"{each.effect.says} ({_told(each, outcome)})" for each in largest)
            yield _point(f"**{name}** (`{outcome}`) is {does} most by: {told}.")


def _told(each: Paired, outcome: str) -> str:
    """Write whose effect it is, where it was seen, and the outcome with it, as times what it is without."""
    gaps = each.outcomes[outcome]
    off, on = float(gaps.off.mean()), float(gaps.on.mean())
    size = f"{on / off:.2f} times" if off > 0 and on > 0 else f"{_number(on)} instead of {_number(off)}"
    where = "" if each.effect.scenario == PLAIN else f", `{each.effect.scenario}`"
    return f"{each.effect.id}{where}, {size}"


def _row(effect: Effect, judged: Judged) -> str:
    """Write the line of a measure."""
    gaps, least = judged.gaps, effect.least.get(judged.measure)
    cells = (
        effect.id,
        effect.says,
        _where(effect),
        f"`{judged.measure}`" + (f", {number_in_words(least)}" if least else ""),
        _number(float(gaps.off.mean())),
        _number(float(gaps.on.mean())),
        f"{_number(gaps.mean, signed=True)} ({_number(gaps.error)})",
        WAYS[judged.asked],
        _found(judged),
    )
    return f"| {' | '.join(cells)} |"


def _where(effect: Effect) -> str:
    """Write the scenario, the months, what is on beyond it, and what is off."""
    where = f"`{effect.scenario}`"
    if effect.months:
        first, last = effect.months
        where += f", month {first}" if first == last else f", months {first} to {last}"
    on = f"{_values(effect.on)} against " if effect.on else ""
    return f"{where}: {on}{_values(effect.off)}"


def _values(values: Values) -> str:
    return ", ".join(f"`{name}` {number_in_words(value)}" for name, value in values.items())


def _found(judged: Judged) -> str:
    """Write the verdict, with the reason where one is needed."""
    found = f"**{judged.verdict}**" if judged.verdict is Verdict.MOVES else str(judged.verdict)
    if judged.effect.on:
        found = f"optional; {found}"
    return f"{found}, because {judged.reason}" if judged.reason else found


def _number(value: float, *, signed: bool = False) -> str:
    """Write a number with the digits that matter."""
    size = abs(value)
    shown = (n for n in range(MOST_DECIMALS) if size * 10**n >= 10 ** (DIGITS - 1))
    decimals = next(shown, MOST_DECIMALS) if round(size, MOST_DECIMALS) else 0
    sign = "-" if value < 0 else "+" if signed else ""
    return f"{sign}{size:,.{decimals}f}"


def _moves(each: Paired) -> bool:
    """Whether one measure of an effect goes where it should."""
    return any(judged.verdict is Verdict.MOVES for judged in each.judged)


def _is_plain(gaps: Gaps) -> bool:
    """Whether a change is beyond chance and to be seen."""
    return gaps.certain() and gaps.visible()


def _reaches_outcomes(each: Paired) -> bool:
    """Whether one of the outcomes changes plainly."""
    return any(map(_is_plain, each.outcomes.values()))
