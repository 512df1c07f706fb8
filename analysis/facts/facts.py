"""The facts that the model is held against, all together, and how seeds are brought together to what is found."""

import re
from collections.abc import Sequence

from tightrope.analysis.facts import of_book, of_cards, of_changes, of_people
from tightrope.analysis.facts.evidence import Evidence
from tightrope.analysis.facts.fact import Fact, Found

__all__ = ["FACTS", "OF_EXPERIMENTS", "OF_MONTHS", "Fact", "Found", "judged", "measured"]


def _place(fact: Fact) -> tuple[int, str]:
    """Where a fact stands: by its number, then by its letter."""
    [(number, letter)] = re.findall(r"^(\d+)([a-z]?)$", fact.number)
    return int(number), letter


FACTS = tuple(sorted((*of_book.FACTS, *of_cards.FACTS, *of_changes.FACTS, *of_people.FACTS), key=_place))
"""Every fact that the model can be held against, in the order of their numbers."""
OF_MONTHS = frozenset({"1", "2", "3", "4", "5", "6", "67a", "67b", "67c", "68"})
"""Facts that the baseline's months show alone; the others need its panel as well."""
OF_EXPERIMENTS = frozenset({"24a", "24b", "24c", "30a", "30b", *(fact.number for fact in of_changes.FACTS)})
"""Facts that a market shows only beside another, in which one thing is changed."""


def measured(evidence: Evidence) -> list[float | None]:
    """Return what one seed's markets show of every fact, in the order of ``FACTS``."""
    return [fact.measure(evidence) for fact in FACTS]


def judged(seeds: Sequence[Sequence[float | None]]) -> list[Found]:
    """Bring what ``measured`` returned for each seed together, fact by fact."""
    return [Found(fact, tuple(values)) for fact, values in zip(FACTS, zip(*seeds, strict=True), strict=True)]
