"""The other lenders, a Mesa agent: their accounts with the platform's borrowers, and how tight they are (E17).

All of them together are one actor so far. It follows a rule, as the platform does: it looks at what its own claims
came to, at the economy, at guidance and at the price of money, tightens fast and relaxes slowly. What it asks of an
applicant, and whom it refuses, is the business of the rules in ``elsewhere``.
"""

import math
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from tightrope.agents.policy import Policy
from tightrope.agents.stance import follow
from tightrope.scenarios.parameters.table import Numbers

if TYPE_CHECKING:
    from mesa import Model

__all__ = ["OtherLenders"]

_CAUSES = ("losses", "macro", "guidance", "funding")


class OtherLenders(mesa.Agent):  # type: ignore[type-arg]
    """Whoever else lends to the platform's borrowers. They see last month's claims and the economy.

    Attributes:
        parts: what each cause adds to the stance (losses, macro, guidance, funding), 0-1 in all.
        losses: share of their claims past due or lost, a slow mean.
        held: what borrowers owe them when the month's books are closed, yuan.
        profit: of the month whose books were closed last, yuan.
        knobs: the month's policy, to set its fields by their names.
    """

    def __init__(self, model: "Model[Any, Any]", opening: Numbers, knobs: Policy) -> None:
        """Start with no tightness; ``opening`` holds the parameters before the first month."""
        super().__init__(model)
        self.parts = np.zeros(len(_CAUSES))
        self.losses = self.held = self.profit = 0.0
        self.opening_funding = float(opening.funding_cost_apr)
        self.knobs = knobs
        self.set_knobs(opening)

    @property
    def stance(self) -> float:
        """Tightness, 0 (loose) to 1 (tight)."""
        return math.fsum(self.parts)

    def accounts(self) -> dict[str, float]:
        """Return stance and profit of the month, by the names of their measures."""
        return {"outside_stance": self.stance, "outside_profit": self.profit}

    def open_books(self, debt: float) -> None:
        """Note what borrowers owe other lenders as the book opens, yuan."""
        self.held = debt

    def take_stance(self, p: Numbers, unemployment: float) -> None:
        """Tighten fast or relax slowly towards what losses, economy, guidance and funding call for (E17).

        Formula:
            calls   = outside_loss_weight * (losses / outside_loss_appetite - 1)+             own losses
                      outside_macro_weight * (unemployment - unemployment_normal)+            economy
                      outside_guidance_weight * guidance                                      guidance
                      outside_funding_weight * (funding_cost_apr - its opening value)+        funding
            parts  <- follow      by outside_tighten_speed and outside_relax_speed
            stance  = sum of parts, 0 to 1

        ``unemployment`` and ``losses`` are those of the month before.
        """
        calls = (
            p.outside_loss_weight * max(0.0, self.losses / p.outside_loss_appetite - 1.0),
            p.outside_macro_weight * max(0.0, unemployment - p.unemployment_normal),
            p.outside_guidance_weight * p.guidance,
            p.outside_funding_weight * max(0.0, p.funding_cost_apr - self.opening_funding),
        )
        self.parts = follow(self.parts, calls, p.outside_tighten_speed, p.outside_relax_speed)
        self.set_knobs(p)

    def set_knobs(self, p: Numbers) -> None:
        """Set what other lenders ask for and whom they serve as a function of their stance, under the cap on rates.

        Formula:
            policy.outside_apr      = min(outside_apr, rate_cap_apr)
            policy.short_apr        = min(short_apr, rate_cap_apr)
            policy.outside_approval = outside_approval * (1 - stance)
            policy.renewal          = renewal * (1 - stance)
            policy.outside_ceiling  = outside_ceiling_months * (1 - outside_ceiling_depth * stance)

        Prices hold for new and old debt alike.
        """
        q, loose = self.knobs, 1.0 - self.stance
        q.outside_apr = min(p.outside_apr, p.rate_cap_apr)
        q.short_apr = min(p.short_apr, p.rate_cap_apr)
        q.outside_approval = p.outside_approval * loose
        q.renewal = p.renewal * loose
        q.outside_ceiling = p.outside_ceiling_months * (1.0 - p.outside_ceiling_depth * self.stance)

    def close_books(self, p: Numbers, month: np.void) -> None:
        """Book the month: interest less the price of money and what was written off; losses are remembered.

        Formula:
            lost     = (late + outside_writeoff) / (held + outside_writeoff)
            losses  <- losses + (lost - losses) / outside_memory_months
            profit   = outside_interest - funding_cost_apr / 12 * held a month before - outside_writeoff
            held: outside_debt after the thirty days, active and written-off borrowers;  late: of this, late_outside > 0

        Interest counts when it is charged.
        """
        interest, late, written_off, held = (
            float(month[name]) / 100
            for name in ("outside_interest", "outside_late", "outside_writeoff", "outside_held")
        )
        claims = held + written_off
        lost = (late + written_off) / claims if claims else 0.0
        self.losses += (lost - self.losses) / max(1.0, float(p.outside_memory_months))
        self.profit = interest - float(p.funding_cost_apr) / 12 * self.held - written_off
        self.held = held
