"""Other lenders, one by one: each a name, a part of the debt at the start, and numbers of its own of ``[outside]``."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pydantic import Field, create_model, field_validator

from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.meaning import bounds
from tightrope.scenarios.parameters.table import Parameters, declared

__all__ = ["ALL", "FRINGE", "MOST_OTHERS", "OWN_NUMBERS", "OtherLender", "in_proportion", "taken_along"]

MOST_OTHERS = 6
"""Other lenders that a scenario may name: their terms lie side by side in one record."""

OWN_NUMBERS = (
    "outside_apr",
    "outside_approval",
    "outside_ceiling_months",
    "outside_size_months",
    "outside_record_weight",
    "outside_late_approval",
    "outside_jobless_approval",
    "outside_blacklisted_approval",
    "outside_first",
    "outside_record_premium",
    "outside_lender_premium",
    "outside_breakeven_apr",
    "outside_loss_appetite",
    "outside_loss_weight",
    "outside_macro_weight",
    "outside_guidance_weight",
    "outside_funding_weight",
    "outside_tighten_speed",
    "outside_relax_speed",
    "outside_memory_months",
    "outside_ceiling_depth",
)
"""Parameters of which each other lender may have a value of its own: terms, whom it serves, what tightens it."""


FRINGE, ALL = "fringe", "all"
"""What they are called who lend for a month beside several named lenders, and other lenders where none is named."""
_TAKEN = (FRINGE, *Parameters.model_fields)
"""Names that no other lender may have: ``NAME.parameter`` must say one thing."""


class _Named(Section):
    """Another lender; what it does not say is as in ``[outside]``."""

    name: str
    """Name in small letters, digits and hyphens, as in ``--set NAME.outside_approval=0.4``."""
    share: float = Field(default=1.0, gt=0, le=1_000, json_schema_extra={"unit": "parts"})
    """Its part of those who owe other lenders at the start, against the others' parts; and how well it is known."""

    @field_validator("name")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if not re.fullmatch("[a-z][a-z0-9-]{0,29}", name):
            raise ValueError("must be up to 30 small letters, digits and hyphens, a letter first, as in 'big-bank'")
        if name in _TAKEN:
            raise ValueError(f"'{name}' has a meaning already: choose another name")
        return name

    @property
    def own(self) -> Mapping[str, float]:
        """The numbers that it has of its own, by name."""
        return {name: value for name in OWN_NUMBERS if (value := getattr(self, name)) is not None}


def _own_field(name: str) -> Any:
    """Return a parameter's declaration as one that may be left out."""
    field = declared()[name]
    extra: Any = field.json_schema_extra
    low, high = (getattr(bound, limit) for bound, limit in zip(field.metadata, ("ge", "le"), strict=True))
    about = {"unit": extra["unit"]}
    return (
        float | None,
        Field(default=None, ge=low, le=high, description=field.description, json_schema_extra=about),
    )


if TYPE_CHECKING:

    class OtherLender(_Named):
        """What a scenario says of one other lender: its name, its share, and ``OWN_NUMBERS`` as far as it has them."""

else:
    OtherLender = create_model(
        "OtherLender", __base__=_Named, __doc__=_Named.__doc__, **{name: _own_field(name) for name in OWN_NUMBERS}
    )


def in_proportion(name: str, own: ArrayLike, usual: ArrayLike, now: ArrayLike) -> NDArray[np.float64]:
    """Return what an own number comes to where the usual one moves from ``usual`` to ``now``; same shape.

    Formula:
        own * now / usual      usual > 0
        own + now              else
        within the range declared for ``name``
    """
    own, usual, now = np.asarray(own, float), np.asarray(usual, float), np.asarray(now, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(usual > 0, own * now / usual, own + now)
    within: NDArray[np.float64] = np.clip(moved, *bounds(declared()[name]))
    return within


def taken_along(lenders: tuple[OtherLender, ...], before: Parameters, now: Parameters) -> tuple[OtherLender, ...]:
    """Return the other lenders with own numbers moved in proportion, as far as the usual ones are others now."""
    usual = {name: (getattr(before.outside, name), getattr(now.outside, name)) for name in OWN_NUMBERS}
    moved = {name: ends for name, ends in usual.items() if ends[0] != ends[1]}
    if not moved:
        return lenders
    return tuple(
        each.model_copy(
            update={
                name: float(in_proportion(name, own, *moved[name])) for name, own in each.own.items() if name in moved
            }
        )
        for each in lenders
    )
