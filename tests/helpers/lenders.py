"""Markets in which other lenders are named, one by one."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from tests.helpers.markets import story
from tightrope.model.measures.lenders import LenderCount, LendersMonth
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.others import OtherLender

__all__ = ["BANK", "RIVAL", "among", "lender", "no_lender_did_anything"]


def lender(name: str, share: float = 1.0, **own: float) -> OtherLender:
    """Another lender with these numbers of its own."""
    return OtherLender.model_validate({"name": name, "share": share, **own})


BANK = lender("bank", 2.0, outside_apr=0.14, outside_approval=0.4, outside_record_weight=3.0, outside_breakeven_apr=0.1)
RIVAL = lender("rival", 3.0, outside_apr=0.2, outside_approval=0.8, outside_breakeven_apr=0.15)


def among(values: Mapping[str, object], *events: Event, lenders: tuple[OtherLender, ...] = (BANK, RIVAL)) -> Scenario:
    """A story with named other lenders."""
    return replace(story(values, *events), lenders=lenders)


def no_lender_did_anything() -> LendersMonth:
    """A month of one lender to whom nothing happened."""
    return LendersMonth(np.zeros((1, len(LenderCount)), np.int64), np.zeros((1, 5)))
