"""The events that a button lets happen, in the sizes of the library where it has the same."""

from dataclasses import dataclass
from typing import Any

from tightrope.analysis.words.words import Words
from tightrope.scenarios.parameters.table import declared

__all__ = ["EVENTS", "Button"]


@dataclass(frozen=True)
class Button:
    """A button, and the event that it fires."""

    label: Words
    change: dict[str, Any]


def _pulse(months: int, **values: float) -> dict[str, Any]:
    return {"shape": "pulse", "months": months, "set": values}


def _ramp(months: int, **values: float) -> dict[str, Any]:
    return {"shape": "ramp", "months": months, "set": values}


def _back(months: int, *names: str) -> dict[str, Any]:
    """Return what leads parameters back to where they stand in calm times."""
    return _ramp(months, **{name: declared()[name].default for name in names})


EVENTS = (
    Button(Words("dashboard.guidance_to_tighten"), _ramp(3, guidance=0.8)),
    Button(Words("dashboard.guidance_lifted"), _ramp(3, guidance=0.0)),
    Button(Words("dashboard.rate_cap_of_24"), {"set": {"rate_cap_apr": 0.24}}),
    Button(Words("dashboard.limits_of_1_3_of"), {"set": {"limit_cap_income_share": 0.333}}),
    Button(Words("dashboard.leverage_cap"), {"set": {"leverage_cap": 5.0}}),
    Button(Words("dashboard.funding_squeeze"), _pulse(6, funding_share=0.5)),
    Button(Words("dashboard.recession"), _ramp(4, separation_monthly=0.0124, finding_monthly=0.263)),
    Button(Words("dashboard.recovery"), _back(12, "separation_monthly", "finding_monthly")),
    Button(
        Words("dashboard.campaign_raises_of_50_000"),
        _pulse(1, campaign_share=0.3, campaign_raise_yuan=50_000, campaign_least_score=350),
    ),
    Button(Words("dashboard.payment_outage"), _pulse(1, outage_share=0.10)),
    Button(Words("dashboard.new_scorecard"), {"set": {"recalibration_points": 40}}),
    Button(Words("dashboard.reasons_are_told"), {"set": {"transparency": 0.9}}),
)
