"""The events that a button lets happen, the sizes being those of the library."""

from dataclasses import dataclass
from typing import Any

from tightrope.analysis.words.words import Words

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


EVENTS = (
    Button(Words("Guidance to tighten", "监管指导收紧"), _ramp(3, guidance=0.8)),
    Button(Words("Guidance lifted", "解除监管指导"), _ramp(3, guidance=0.0)),
    Button(Words("Rate cap of 24 %", "利率上限24%"), {"set": {"rate_cap_apr": 0.24}}),
    Button(Words("Limits of 1/3 of income", "额度不超过年收入三分之一"), {"set": {"limit_cap_income_share": 0.333}}),
    Button(Words("Leverage cap", "杠杆上限"), {"set": {"leverage_cap": 5.0}}),
    Button(Words("Funding squeeze", "资金收紧"), _pulse(6, funding_share=0.5)),
    Button(Words("Recession", "经济衰退"), _ramp(4, separation_monthly=0.018, finding_monthly=0.15)),
    Button(Words("Recovery", "经济复苏"), _ramp(12, separation_monthly=0.011, finding_monthly=0.20)),
    Button(
        Words("Campaign: raises of 50,000", "提额5万活动"),
        _pulse(1, campaign_share=0.3, campaign_raise_yuan=50_000, campaign_least_score=350),
    ),
    Button(Words("Payment outage", "支付系统故障"), _pulse(1, outage_share=0.10)),
    Button(Words("New scorecard", "评分系统升级"), {"set": {"recalibration_points": 40}}),
    Button(Words("Reasons are told", "公开规则与原因"), {"set": {"transparency": 0.9}}),
)
