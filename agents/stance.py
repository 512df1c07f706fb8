"""How a lender's tightness follows what calls for it: fast up, slowly down; it remembers which cause adds what."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["follow"]


def follow(parts: NDArray[np.float64], calls: Sequence[float], tighten: float, relax: float) -> NDArray[np.float64]:
    """Return what each cause adds to a stance a month later; together they are 0 (loose) to 1 (tight).

    Formula:
        target = calls / max(1, sum of calls)
        parts + speed * (target - parts)
        speed  = tighten      sum of target > sum of parts
               = relax        else
    """
    target = np.array(calls, np.float64)
    target /= max(1.0, math.fsum(target))
    speed = tighten if math.fsum(target) > math.fsum(parts) else relax
    moved: NDArray[np.float64] = parts + float(speed) * (target - parts)
    return moved
