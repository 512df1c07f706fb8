"""An emulator: what a moment would be at points where no market was run, and how uncertain that is.

A Gaussian process (Rasmussen and Williams 2006, chapter 2) with a linear trend and a smooth departure from it. The
covariance of two points x and y of the unit cube is, in standard deviations of the moment over the points,

    TREND² (1 + Σ (x_k - ½)(y_k - ½)) + s² exp(-½ Σ ((x_k - y_k) / l_k)²),

and every value comes with the variance that chance leaves in it. The size s and the lengths l are those
that make the values and a mild expectation of theirs likeliest together; they are rounded, so that the last bits of a
machine's arithmetic move no point that is chosen by them.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.optimize import minimize

__all__ = ["Emulated", "Emulator", "Trust", "emulate"]

type Numbers = NDArray[np.float64]

_TREND = 3.0
"""Standard deviation of the trend's level and slopes, in those of the moment: wide enough to leave them free."""
_USUAL, _SPREAD = np.log(0.7), 1.0
"""What the logarithms of the lengths are expected to be, and how far off that they may be: most moments are smooth."""
_SHORTEST, _LONGEST = np.log(0.05), np.log(20.0)
_SMALLEST, _LARGEST = np.log(1e-3), np.log(30.0)
_LEAST_NOISE = 1e-6
"""Of the variance of the values, so that no matrix is singular."""
_DECIMALS = 2
"""To which the logarithms of size and lengths are rounded."""
_AT_A_TIME = 4096
"""Points that are emulated together: what is held of them beside the inputs fits into memory."""
_WAVES = 500
"""Random waves that a function is drawn from: enough that their covariance is that of the departure within 5 %."""
_Z95 = 1.959964


class Emulated(NamedTuple):
    """What an emulator expects at points, and the variance of that, shape (points,) each."""

    mean: Numbers
    variance: Numbers


class Trust(NamedTuple):
    """How far an emulator may be trusted: each point is foretold from all others, and held against what it gave."""

    explained: float
    """Share of the variance between points that is foretold (R²); a mean alone would be 0, and it may be less."""
    within: float
    """Share of the points within the 95 % interval that was foretold of them."""


@dataclass(frozen=True, eq=False)
class Emulator:
    """A fitted emulator of one moment over the unit cube."""

    inputs: Numbers
    """Where markets were run, shape (points, factors)."""
    values: Numbers
    """What they gave, means over seeds, shape (points,)."""
    noise: Numbers
    """Variance of each by chance that is its own, shape (points,)."""
    size: float
    """Of the departure from the trend, in standard deviations of the values."""
    lengths: Numbers
    """Over which the departure changes, in widths of the ranges, shape (factors,)."""

    def at(self, points: Numbers) -> Emulated:
        """Return what is expected at points of the unit cube, shape (points, factors)."""
        parts = [self._some(points[at : at + _AT_A_TIME]) for at in range(0, len(points), _AT_A_TIME)]
        return Emulated(
            np.concatenate([part.mean for part in parts]), np.concatenate([part.variance for part in parts])
        )

    def _some(self, points: Numbers) -> Emulated:
        between = _covariance(points, self.inputs, self.size, self.lengths)
        known = solve_triangular(self._factor[0], between.T, lower=True)
        own = _TREND**2 * (1 + ((points - 0.5) ** 2).sum(axis=1)) + self.size**2
        variance = np.maximum(own - (known**2).sum(axis=0), 0.0)
        return Emulated(self._level + self._scale * (between @ self._weights), self._scale**2 * variance)

    def draws(self, points: Numbers, count: int, seed: int) -> Numbers:
        """Return what ``count`` functions give at points, each as likely as the emulator says, shape (count, points).

        A function is drawn without regard to the values, as the trend and ``_WAVES`` random waves (Rahimi and Recht
        2007), and then moved by what it misses of each value, less a draw of its noise (Matheron's rule; Wilson et al.
        2020): g(x) + k(x, X) (K + noise)^-1 (y - g(X) - e). The same points, count and seed give the same functions.
        """
        random = np.random.default_rng(seed)
        factors = self.inputs.shape[1]
        waves = random.standard_normal((factors, _WAVES)) / self.lengths[:, np.newaxis]
        phases = random.uniform(0, 2 * np.pi, _WAVES)
        slopes = _TREND * random.standard_normal((1 + factors, count))
        heights = self.size * np.sqrt(2 / _WAVES) * random.standard_normal((_WAVES, count))

        def free(where: Numbers) -> Numbers:
            return np.asarray(slopes[0] + (where - 0.5) @ slopes[1:] + np.cos(where @ waves + phases) @ heights)

        noise = np.sqrt(_standard_noise(self.values, self.noise))[:, np.newaxis]
        missed = self._standard[:, np.newaxis] - free(self.inputs) - noise * random.standard_normal((len(noise), count))
        moved = cho_solve(self._factor, missed)
        parts = [
            free(some) + _covariance(some, self.inputs, self.size, self.lengths) @ moved
            for some in (points[at : at + _AT_A_TIME] for at in range(0, len(points), _AT_A_TIME))
        ]
        return np.asarray(self._level + self._scale * np.concatenate(parts).T)

    def trust(self) -> Trust:
        """Return how well each point is foretold from the others, size and lengths as they are (Dubrule 1983)."""
        inverse = cho_solve(self._factor, np.eye(len(self.inputs)))
        spread = 1 / np.diag(inverse)
        off = self._weights * spread
        total = float(((self._standard - self._standard.mean()) ** 2).sum())
        explained = 1 - float((off**2).sum()) / total if total else 0.0
        return Trust(explained, float((np.abs(off) <= _Z95 * np.sqrt(spread)).mean()))

    def as_record(self) -> dict[str, Any]:
        """Return all that foretells but the inputs, ready for JSON: with values and noise in standard deviations."""
        return {
            "level": self._level, "scale": self._scale, "values": self._standard.tolist(),
            "noise": _standard_noise(self.values, self.noise).tolist(), "trend": _TREND, "size": self.size,
            "lengths": self.lengths.tolist(),
        }  # fmt: skip

    @property
    def _level(self) -> float:
        return float(self.values.mean())

    @property
    def _scale(self) -> float:
        return float(self.values.std()) or 1.0

    @property
    def _standard(self) -> Numbers:
        return (self.values - self._level) / self._scale

    @cached_property
    def _factor(self) -> tuple[Numbers, bool]:
        own = _covariance(self.inputs, self.inputs, self.size, self.lengths)
        factor, lower = cho_factor(own + np.diag(_standard_noise(self.values, self.noise)), lower=True)
        return np.asarray(factor), bool(lower)

    @cached_property
    def _weights(self) -> Numbers:
        return np.asarray(cho_solve(self._factor, self._standard))


def emulate(inputs: Numbers, values: Numbers, noise: Numbers) -> Emulator:
    """Fit an emulator to ``values``, shape (points,), with the variance ``noise``, at ``inputs`` of the unit cube."""
    size, *lengths = _likeliest(inputs, values, noise)
    return Emulator(inputs, values, noise, size, np.array(lengths))


def _standard_noise(values: Numbers, noise: Numbers) -> Numbers:
    variance = float(values.var()) or 1.0
    return np.maximum(noise / variance, _LEAST_NOISE)


def _trend(points: Numbers, others: Numbers) -> Numbers:
    return np.asarray(_TREND**2 * (1 + (points - 0.5) @ (others - 0.5).T))


def _smooth(points: Numbers, others: Numbers, lengths: Numbers) -> Numbers:
    """Return exp(-½ Σ ((x_k - y_k) / l_k)²), shape (points, others)."""
    near, far = points / lengths, others / lengths
    squares = (near**2).sum(axis=1)[:, np.newaxis] + (far**2).sum(axis=1) - 2 * near @ far.T
    return np.asarray(np.exp(-0.5 * np.maximum(squares, 0.0)))


def _covariance(points: Numbers, others: Numbers, size: float, lengths: Numbers) -> Numbers:
    return _trend(points, others) + size**2 * _smooth(points, others, lengths)


def _likeliest(inputs: Numbers, values: Numbers, noise: Numbers) -> list[float]:
    """Return the size and the lengths, by their likelihood and what is expected of them."""
    factors = inputs.shape[1]
    standard = (values - values.mean()) / (values.std() or 1.0)
    fixed = _trend(inputs, inputs) + np.diag(_standard_noise(values, noise))
    squares = (inputs.T[:, :, np.newaxis] - inputs.T[:, np.newaxis, :]) ** 2

    def unlikely(logs: Numbers) -> tuple[float, Numbers]:
        """Minus the logarithm of the likelihood, and how it changes with each logarithm."""
        lengths = np.exp(logs[1:])
        smooth = np.exp(2 * logs[0]) * _smooth(inputs, inputs, lengths)
        factor = cho_factor(fixed + smooth, lower=True)
        weights = cho_solve(factor, standard)
        pull = (cho_solve(factor, np.eye(len(inputs))) - np.outer(weights, weights)) * smooth
        off = logs[1:] - _USUAL
        value = 0.5 * standard @ weights + np.log(np.diag(factor[0])).sum() + 0.5 * (off**2).sum() / _SPREAD**2
        slopes = 0.5 * np.tensordot(squares, pull, axes=2) / lengths**2 + off / _SPREAD**2
        return float(value), np.concatenate([[pull.sum()], slopes])

    start = np.array([0.0, *[_USUAL] * factors])
    ends = [(_SMALLEST, _LARGEST), *[(_SHORTEST, _LONGEST)] * factors]
    found = minimize(unlikely, start, jac=True, method="L-BFGS-B", bounds=ends)
    return [float(each) for each in np.exp(np.round(found.x, _DECIMALS))]
