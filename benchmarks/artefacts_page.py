"""The page that says whether headline numbers hang on how a market is numbered, cut and counted."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import NamedTuple

import numpy as np
from artefacts_runs import FIRST, HEADLINES, SQUEEZE, TOLD, Size
from numpy.typing import NDArray
from scipy.stats import t as student

__all__ = ["LEVEL", "Audit", "Moved", "page"]

LEVEL = 0.95
"""Of the interval beyond which a difference is marked."""
WIDTH = 120

type Numbers = NDArray[np.float64]
"""Headlines by seed: of shape (seeds, headlines)."""


class Moved(NamedTuple):
    """What another way to make the same market does to each headline."""

    difference: Numbers
    """Mean over the seeds, shape (headlines,)."""
    error: Numbers
    """Its standard error."""
    freedom: Numbers
    """Degrees of freedom of the error."""

    @classmethod
    def of_the_same(cls, other: Numbers, usual: Numbers) -> "Moved":
        """Compare markets of the same people seed by seed."""
        gaps = other - usual
        return cls(gaps.mean(axis=0), _error(gaps), np.full(gaps.shape[1], float(len(gaps) - 1)))

    @classmethod
    def of_others(cls, other: Numbers, usual: Numbers) -> "Moved":
        """Compare markets that have nothing in common, whose spreads may differ (Welch 1947)."""
        variances = [_error(values) ** 2 for values in (other, usual)]
        both = sum(variances)
        freedom = both**2 / sum(
            variance**2 / (len(values) - 1) for variance, values in zip(variances, (other, usual), strict=True)
        )
        return cls(other.mean(axis=0) - usual.mean(axis=0), np.sqrt(both), np.asarray(freedom))

    @property
    def sizes(self) -> Numbers:
        """The differences in standard errors, of either sign."""
        return np.asarray(self.difference / self.error)

    @property
    def beyond_chance(self) -> NDArray[np.bool_]:
        """Which differences lie beyond the interval that chance alone seldom leaves."""
        return np.asarray(np.abs(self.sizes) > student.ppf((1 + LEVEL) / 2, self.freedom))


class Audit(NamedTuple):
    """What was found."""

    size: Size
    seeds: int
    large: Size
    large_seeds: int
    exact: Mapping[str, Sequence[str]]
    """By what was changed, the columns of ``months`` that moved, for what must change no bit."""
    usual: Numbers
    usual_effects: Numbers
    levels: Mapping[str, Moved]
    effects: Mapping[str, Moved]
    """By what was changed: headlines of the baseline, and what the squeeze does to them."""


def _error(values: Numbers) -> Numbers:
    return np.asarray(values.std(axis=0, ddof=1) / np.sqrt(len(values)))


def page(found: Audit) -> Iterator[str]:
    """Write the lines of the page."""
    size, large = found.size, found.large
    yield "# What hangs on how a market is made"
    yield ""
    yield _wrapped(
        f"""Written by `make artefacts`. A market is numbered, cut into pieces and counted in some way, and none of this
        is part of the world that it stands for. Here the same world is made in other ways: `baseline` and `{SQUEEZE}`,
        {size.borrowers:,} borrowers, {size.months} months, seeds 1 to {found.seeds}, headlines from month {FIRST}
        on."""
    )
    yield ""
    yield "## What must change no bit"
    yield ""
    yield f"The squeezed market of {large.borrowers:,} borrowers under seed 1, made in other ways."
    yield ""
    yield "| changed | found |"
    yield "|---|---|"
    for what, moved in found.exact.items():
        yield f"| {what} | {f'**moved**: {", ".join(moved)}' if moved else 'every number of every month is the same'} |"
    yield ""
    yield _wrapped(
        f"""*Told late*: the market lives {TOLD} months of the baseline and then goes on with the squeeze, against one
        that was told of it from the start. No market can be stored and gone on with later, so that is not among these.
        """
    )
    yield ""
    yield "## What is another draw"
    yield ""
    yield _wrapped(
        f"""Every draw is keyed by the seed, the month, what it is for and the borrower's number. So whoever gets
        another number gets another fate: a market *shuffled* or *reversed* at its opening holds the same people with
        the same friends, whose luck is dealt anew. It should differ from the usual one by sampling alone, and so should
        *other seeds* ({found.seeds} more) and a market *ten times as large* ({large.borrowers:,} borrowers,
        {found.large_seeds} seeds, from {1 + 2 * found.seeds} on). Below stands what each adds to the usual
        market's headlines and, in brackets, how many standard errors that is: of the differences seed by seed where
        the people are the same, else of two independent means. It is bold where it lies beyond the {LEVEL:.0%} interval
        of Student's t, as chance alone makes one in twenty do. All columns are held against the
        same usual markets, and the rows of a column are of the same markets, so that differences come in groups."""
    )
    yield ""
    yield _wrapped(
        """One trait that a book remembers is drawn by number: how the score misjudges somebody, for good
        (`score_noise`). Who is laid out anew is misjudged otherwise than score and limits of the opening say, and
        limits, trust and profit are a little lower. Where the score misjudges nobody, a shuffled baseline
        differs by nothing beyond chance."""
    )
    yield ""
    yield from _in_short(found)
    yield ""
    yield "### The baseline"
    yield ""
    yield from _table(found.usual, found.levels)
    yield ""
    yield "### What the squeeze does"
    yield ""
    yield "The squeezed market less the baseline of the same seed."
    yield ""
    yield from _table(found.usual_effects, found.effects)


def _in_short(found: Audit) -> Iterator[str]:
    """Say how many of the differences are beyond chance, and which is the largest."""
    looked = (("the baseline", found.levels), ("what the squeeze does", found.effects))
    beyond = sum(int(each.beyond_chance.sum()) for _, moved in looked for each in moved.values())
    sizes = {
        f"{name}, {of}, {what}": abs(float(size))
        for of, moved in looked
        for what, each in moved.items()
        for name, size in zip(HEADLINES, each.sizes, strict=True)
    }
    largest, expected = max(sizes, key=lambda name: sizes[name]), (1 - LEVEL) * len(sizes)
    yield _wrapped(
        f"""**{beyond} of {len(sizes)} differences lie beyond chance at this level**, where {expected:.0f} are to be
        expected; the largest in standard errors is {sizes[largest]:.1f} ({largest})."""
    )


def _table(usual: Numbers, moved: Mapping[str, Moved]) -> Iterator[str]:
    yield f"| headline | unit | usual | {' | '.join(moved)} |"
    yield f"|---|---|---:|{'---:|' * len(moved)}"
    for place, (name, (_, unit)) in enumerate(HEADLINES.items()):
        error = float(_error(usual)[place])
        decimals = max(0, 1 - int(np.floor(np.log10(error))))
        mean = f"{usual[:, place].mean():,.{decimals}f} ± {error:.{decimals}f}"
        cells = (_cell(each, place, decimals) for each in moved.values())
        yield f"| {name} | {unit} | {mean} | {' | '.join(cells)} |"


def _cell(moved: Moved, place: int, decimals: int) -> str:
    size = float(moved.sizes[place])
    text = f"{moved.difference[place]:+,.{decimals}f} ({size:+.1f})"
    return f"**{text}**" if moved.beyond_chance[place] else text


def _wrapped(text: str) -> str:
    """Lay a paragraph out in lines."""
    return fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
