"""What a month did among friends: read from a market and its twin while neither moves, for a part of the network."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import Status
from tightrope.analysis.story.neighbours import Crowd
from tightrope.api.finding import frozen
from tightrope.model.engine.borrowers import Borrowers
from tightrope.model.engine.market import CreditMarket
from tightrope.model.network.sample import Part

if TYPE_CHECKING:
    import polars as pl

__all__ = ["HEARD", "Neighbourhood", "neighbourhood"]

HEARD = 0.1
"""How much more disappointed than oneself a friend is who is drawn as heard."""
_LEAST_TALK = 0.0005
"""Less of a move of trust by talk than this is none."""


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """The part of the network as ``network_picture`` draws it, and the numbers of all."""

    nodes: "pl.DataFrame"
    ties: "pl.DataFrame"
    grounds: list[tuple[float, float, float, float]]
    crowd: Crowd


def neighbourhood(own: CreditMarket, twin: CreditMarket, part: Part) -> Neighbourhood:
    """Read the part's borrowers and what passed over their ties this month.

    A place holds the same person in both markets where both let somebody join it in the same month.
    """
    talk = _moved_by_talk(own)
    grounds = [tuple(ground) for ground in part.grounds.tolist()]
    return Neighbourhood(_nodes(own, twin, part, talk), _ties(own, part), grounds, _crowd(own, part, talk))


def _moved_by_talk(market: CreditMarket) -> NDArray[np.float64]:
    """Return how far talk moved everybody's trust this month: what is not explained by the mood before; NaN: nobody."""
    people = market.people
    moved = np.where(
        people["status"] == Status.VACANT, np.nan, people["trust"] - people["trust_settled"] - market.moods
    )
    return np.where(np.abs(moved) < _LEAST_TALK, 0.0, moved)


def _nodes(own: CreditMarket, twin: CreditMarket, part: Part, talk: NDArray[np.float64]) -> "pl.DataFrame":
    import polars as pl

    ids, network = part.ids, own.network
    here, there = own.people[ids], twin.people[ids]
    same = (
        (here["joined_month"] == there["joined_month"])
        & (here["status"] != Status.VACANT)
        & (there["status"] != Status.VACANT)
    )
    frozen_there = frozen(there)
    friends = [network.of(borrower) for borrower in ids.tolist()]
    added = (
        pl.Series("x", part.places[:, 0]),
        pl.Series("y", part.places[:, 1]),
        pl.Series("talk", talk[ids]).fill_nan(None),
        pl.Series("friends", [each.size for each in friends]),
        pl.Series("friends_in_trouble", [int((own.troubles[each] > 0).sum()) for each in friends]),
        pl.Series("trust_twin", np.where(same, there["trust"], np.nan)).fill_nan(None),
        pl.Series(
            "frozen_twin",
            [line if known else None for line, known in zip(frozen_there.tolist(), same, strict=True)],
        ),
    )
    return Borrowers(own.people, ids).to_polars().with_columns(added)


def _ties(own: CreditMarket, part: Part) -> "pl.DataFrame":
    """Return the ties with what passed over them: disappointment that was heard, trouble that the score counts."""
    import polars as pl

    p = own.timeline[own.month]
    some, other = part.ties.T
    moods, troubles = own.moods[part.ids], own.troubles[part.ids]
    gap = moods[other] - moods[some]
    audible = (np.abs(gap) >= HEARD) & (np.abs(gap) <= p["confidence_bound"]) & (p["talk_weight"] > 0)
    seen = ((troubles[some] > 0) | (troubles[other] > 0)) & (p["friends_weight"] > 0)
    return pl.DataFrame(
        {"some": some, "other": other, "heard": np.where(audible, np.sign(gap), 0).astype(int), "seen": seen}
    )


def _crowd(own: CreditMarket, part: Part, talk: NDArray[np.float64]) -> Crowd:
    people = own.people
    active = people["status"] == Status.ACTIVE
    lines = frozen(people)
    near = active & (people["friends_late"] > 0)
    talked = talk[~np.isnan(talk)]
    return Crowd(
        borrowers=people.size,
        active=int(active.sum()),
        frozen=int(lines.sum()),
        drawn=part.ids.size,
        communities=len(part.grounds),
        drawn_active=int(active[part.ids].sum()),
        drawn_frozen=int(lines[part.ids].sum()),
        trust_near_trouble=_mean(people["trust"][near]),
        trust_elsewhere=_mean(people["trust"][active & ~near]),
        lowered=float((talked < 0).mean()) if talked.size else 0.0,
        raised=float((talked > 0).mean()) if talked.size else 0.0,
        talk=float(talked.mean()) if talked.size else 0.0,
    )


def _mean(values: NDArray[np.float64]) -> float | None:
    return float(values.mean()) if values.size else None
