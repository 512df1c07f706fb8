"""Which policies to try next: Optuna's multi-objective samplers, asked for a generation and told what became of it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor

__all__ = ["SAMPLERS", "Proposals"]

SAMPLERS = ("tpe", "nsga2")


class Proposals:
    """Proposes policies generation by generation, the current one first.

    Nothing is kept on disk: told the same, it proposes the same, so that a search is replayed from its results.
    """

    def __init__(
        self, knobs: Sequence[Factor], current: Sequence[float], lower: Sequence[bool], *,
        sampler: str, generation: int, seed: int,
    ) -> None:  # fmt: skip
        """Begin a search for what is best where each objective shall be ``lower`` or higher."""
        try:
            import optuna
        except ImportError:
            raise InputError('a search needs Optuna: pip install "tightrope[sweep]"') from None
        from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution
        from optuna.samplers import NSGAIISampler, TPESampler

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self._study = optuna.create_study(
            directions=["minimize" if each else "maximize" for each in lower],
            sampler=NSGAIISampler(population_size=generation, seed=seed)
            if sampler == "nsga2"
            else TPESampler(seed=seed),
        )
        self._space: dict[str, BaseDistribution] = {
            knob.name: CategoricalDistribution(knob.levels)
            if knob.levels
            else FloatDistribution(knob.low, knob.high, log=knob.log)
            for knob in knobs
        }
        self._study.enqueue_trial(dict(zip(self._space, current, strict=True)))
        self._generation = generation
        self._trials: list[optuna.Trial] = []

    def propose(self) -> list[list[float]]:
        """Return the next generation, shape (policies, knobs)."""
        self._trials = [self._study.ask(self._space) for _ in range(self._generation)]
        return [self._point(trial.params) for trial in self._trials]

    def learn(self, values: NDArray[np.float64], shortfalls: Mapping[str, NDArray[np.float64]]) -> None:
        """Take in what became of the generation.

        ``values`` has shape (objectives, policies); a policy with one that is not finite has failed. ``shortfalls``
        tells for each policy how far it falls short of what must be kept; up to zero it does not.
        """
        from optuna.trial import TrialState

        held: Iterable[tuple[float, ...]] = zip(*shortfalls.values(), strict=True) if shortfalls else repeat(())
        for trial, told, lacks in zip(self._trials, values.T.tolist(), held, strict=False):
            if not all(map(math.isfinite, (*told, *lacks))):
                self._study.tell(trial, state=TrialState.FAIL)
                continue
            for name, lack in zip(shortfalls, lacks, strict=True):
                trial.set_constraint(name, lack)
            self._study.tell(trial, told)

    def best(self) -> list[tuple[int, list[float]]]:
        """Return the policies that none of those tried beats in all objectives, each after its generation.

        In the order in which they were proposed, without the current one and without those that keep too little.
        """
        return [
            (trial.number // self._generation, self._point(trial.params))
            for trial in sorted(self._study.best_trials, key=lambda trial: trial.number)
            if trial.number > 0
        ]

    def _point(self, params: Mapping[str, float]) -> list[float]:
        return [params[name] for name in self._space]
