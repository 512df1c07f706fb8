"""What a validation found, and of which markets: what its table, its file and its page are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tightrope.analysis.facts.distributions import Spread
from tightrope.analysis.facts.fact import Found
from tightrope.analysis.facts.responses import Response
from tightrope.scenarios.files.schema import PlatformKind

__all__ = ["Lived", "Validation"]


@dataclass(frozen=True)
class Lived:
    """The markets that were lived."""

    scenario: str
    platform_kind: PlatformKind
    book: str
    borrowers: int
    months: int
    seeds: int
    values: Mapping[str, object]
    """Parameters that are not the scenario's."""


@dataclass(frozen=True)
class Validation:
    """What the markets show of every fact, of how people spread, and of what they answer to shocks."""

    lived: Lived
    found: Sequence[Found]
    spreads: Sequence[Spread]
    responses: Sequence[Response] = ()
    """Answers to shocks, where they were asked for."""

    def as_record(self) -> dict[str, Any]:
        """Return everything as plain values, for a JSON file."""
        return {
            **asdict(self.lived),
            "facts": [each.as_record() for each in self.found],
            "spreads": [each.as_record() for each in self.spreads],
            "responses": [each.as_record() for each in self.responses],
        }
