"""The markets behind the table of effects: each scenario as shipped and with a mechanism off, under the same seeds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
from effects_measured import Months, measured
from effects_table import Effect, Values
from effects_verdicts import Gaps, Judged

from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.files.scenario import Scenario, load_scenario

__all__ = ["OUTCOMES", "Paired", "Size", "judge_all", "switched"]

OUTCOMES: Mapping[str, str] = {
    "default_hazard": "Default",
    "balance": "Balance",
    "profit": "Profit",
    "trust_mean": "Trust",
}
"""What is looked at beside every effect, and what it is called."""
PROCESSES = 2

type Asked = tuple[str, Months]
type Pairs = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Size:
    """How large and how many the markets are."""

    borrowers: int
    months: int
    seeds: int


@dataclass(frozen=True)
class Market:
    """A scenario of the library in which some parameters have these values throughout."""

    scenario: str
    values: Pairs

    @classmethod
    def of(cls, scenario: str, values: Values) -> "Market":
        """The market of a scenario under some values."""
        return cls(scenario, tuple(sorted(values.items())))


@dataclass(frozen=True)
class Paired:
    """An effect's measures, judged, and what became of the outcomes beside them."""

    effect: Effect
    judged: tuple[Judged, ...]
    outcomes: Mapping[str, Gaps]


def switched(scenario: Scenario, values: Values) -> Scenario:
    """Return the scenario with parameters at these values in all months: its events leave them alone."""
    kept = [
        (event, {name: amount for name, amount in event.changes.items() if name not in values})
        for event in scenario.events
    ]
    events = tuple(event.model_copy(update={event.way: changes}) for event, changes in kept if changes)
    return replace(scenario, events=events).with_values(values)


def judge_all(effects: Sequence[Effect], size: Size, tell: Callable[[str], None]) -> list[Paired]:
    """Live through every market that the effects need, each once a seed, and judge what they move."""
    wanted: dict[Market, set[Asked]] = {}
    for effect in effects:
        for market in _pair(effect):
            wanted.setdefault(market, set()).update(_asked(effect, size.months))
    seen = _all_seen(wanted, size, tell)
    return [_paired(effect, size, seen) for effect in effects]


def _pair(effect: Effect) -> tuple[Market, Market]:
    """Return the two markets of an effect: off, and on."""
    return Market.of(effect.scenario, effect.off), Market.of(effect.scenario, effect.on)


def _asked(effect: Effect, months: int) -> list[Asked]:
    """Return what both are asked for, and over which months."""
    events = load_scenario(effect.scenario).events
    since = (min((event.month for event in events), default=1), months)
    return [*((name, effect.months or since) for name in effect.moves), *((name, since) for name in OUTCOMES)]


def _all_seen(
    wanted: Mapping[Market, Iterable[Asked]], size: Size, tell: Callable[[str], None]
) -> dict[tuple[Market, Asked], list[float]]:
    """Return each measure of each market by seed."""
    jobs = [(market, sorted(asked), seed) for market, asked in wanted.items() for seed in range(1, size.seeds + 1)]
    seen: dict[tuple[Market, Asked], list[float]] = {}
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        lives = pool.map(_seen, jobs, [size] * len(jobs))
        for place, ((market, asked, _), values) in enumerate(zip(jobs, lives, strict=True), 1):
            tell(f"{place} of {len(jobs)}")
            for what, value in zip(asked, values, strict=True):
                seen.setdefault((market, what), []).append(value)
    return seen


def _seen(job: tuple[Market, list[Asked], int], size: Size) -> list[float]:
    """Live through a market and return what it is asked for."""
    market, asked, seed = job
    scenario = switched(load_scenario(market.scenario), dict(market.values))
    living = CreditMarket(scenario, open_book("synthetic"), borrowers=size.borrowers, months=size.months, seed=seed)
    for _ in range(size.months):
        living.step()
    results = living.results()
    return [measured(name, results, months) for name, months in asked]


def _paired(effect: Effect, size: Size, seen: Mapping[tuple[Market, Asked], Sequence[float]]) -> Paired:
    off, on = _pair(effect)
    gaps = [
        (name, Gaps(np.array(seen[off, (name, months)]), np.array(seen[on, (name, months)])))
        for name, months in _asked(effect, size.months)
    ]
    own, beside = gaps[: len(effect.moves)], gaps[len(effect.moves) :]
    return Paired(effect, tuple(Judged(effect, name, each) for name, each in own), dict(beside))
