"""The other lenders, Mesa agents: their accounts with the platform's borrowers, and how tight each is (E17).

Each follows a rule, as the platform does: it looks at what its own claims came to, at the economy, at guidance and at
the price of money, tightens fast and relaxes slowly. What it asks of an applicant, and whom it refuses, is the business
of the rules in ``approving`` and ``pricing``; who is asked, of those in ``choosing``.

Where a scenario names two or more, number 0 are those who lend for a month, with the numbers of ``[outside]``, and the
named ones, from 1, lend in instalments. Else number 0 is all of them.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from tightrope.agents.policy import Policy
from tightrope.agents.stance import follow
from tightrope.scenarios.parameters.others import ALL, FRINGE
from tightrope.scenarios.parameters.table import Numbers

if TYPE_CHECKING:
    from mesa import Model

__all__ = ["OtherLender", "all_accounts"]

_CAUSES = ("losses", "macro", "guidance", "funding")


class OtherLender(mesa.Agent):  # type: ignore[type-arg]
    """Another lender to the platform's borrowers. It sees last month's claims and the economy.

    Attributes:
        number: its place in the records that rules read.
        name, share: as the scenario names it, and how well it is known.
        parts: what each cause adds to the stance (losses, macro, guidance, funding), 0-1 in all.
        losses: share of its claims past due or lost, a slow mean.
        held: what borrowers owe it when the month's books are closed, yuan.
        profit: of the month whose books were closed last, yuan.
        knobs: the month's policy, to set its fields by their names.
    """

    def __init__(
        self, model: "Model[Any, Any]", opening: Numbers, knobs: Policy, number: int = 0, name: str = ALL,
        share: float = 1.0,
    ) -> None:  # fmt: skip
        """Start with no tightness; ``opening`` holds its numbers before the first month."""
        super().__init__(model)
        self.number, self.name, self.share = number, name, share
        self.parts = np.zeros(len(_CAUSES))
        self.losses = self.held = self.profit = 0.0
        self.opening_funding = float(opening.funding_cost_apr)
        self.knobs = knobs
        self.set_knobs(opening)

    @property
    def stance(self) -> float:
        """Tightness, 0 (loose) to 1 (tight)."""
        return math.fsum(self.parts)

    def open_books(self, debt: float) -> None:
        """Note what borrowers owe it as the book opens, yuan."""
        self.held = debt

    def take_stance(self, p: Numbers, unemployment: float) -> None:
        """Tighten fast or relax slowly towards what losses, economy, guidance and funding call for (E17).

        Formula:
            calls   = outside_loss_weight * (losses / appetite - 1)+                          own losses
                      outside_macro_weight * (unemployment - unemployment_normal)+            economy
                      outside_guidance_weight * guidance                                      guidance
                      outside_funding_weight * (funding_cost_apr - its opening value)+        funding
            parts  <- follow      by outside_tighten_speed and outside_relax_speed
            stance  = sum of parts, 0 to 1
            appetite = fringe_loss_appetite       who lends for a month beside named lenders
                     = outside_loss_appetite      else

        ``unemployment`` and ``losses`` are those of the month before; ``p`` are the lender's own numbers.
        """
        appetite = p.fringe_loss_appetite if self.name == FRINGE else p.outside_loss_appetite
        calls = (
            p.outside_loss_weight * max(0.0, self.losses / appetite - 1.0),
            p.outside_macro_weight * max(0.0, unemployment - p.unemployment_normal),
            p.outside_guidance_weight * p.guidance,
            p.outside_funding_weight * max(0.0, p.funding_cost_apr - self.opening_funding),
        )
        self.parts = follow(self.parts, calls, p.outside_tighten_speed, p.outside_relax_speed)
        self.set_knobs(p)

    def set_knobs(self, p: Numbers) -> None:
        """Set what the lender asks for and whom it serves as a function of its stance, under the cap on rates.

        Formula:
            policy.outside_share[number]          = share
            policy.outside_apr[number]            = min(outside_apr, rate_cap_apr)
            policy.outside_approval[number]       = outside_approval * (1 - stance)
            policy.outside_ceiling[number]        = outside_ceiling_months * (1 - outside_ceiling_depth * stance)
            policy.outside_size[number]           = outside_size_months
            policy.outside_record[number]         = outside_record_weight
            policy.outside_late[number]           = outside_late_approval
            policy.outside_jobless[number]        = outside_jobless_approval
            policy.outside_blacklisted[number]    = outside_blacklisted_approval
            policy.outside_first[number]          = outside_first
            policy.outside_premium_record[number] = outside_record_premium
            policy.outside_premium_lender[number] = outside_lender_premium
            policy.outside_breakeven[number]      = outside_breakeven_apr
            policy.short_apr                      = min(short_apr, rate_cap_apr)      of number 0
            policy.renewal                        = renewal * (1 - stance)            likewise
            policy.rivals                         = highest number

        Prices hold for new and old debt alike.
        """
        q, n, loose = self.knobs, self.number, 1.0 - self.stance
        q.rivals, q.outside_share[n] = max(float(n), float(q.rivals)), self.share
        q.outside_apr[n] = min(p.outside_apr, p.rate_cap_apr)
        q.outside_approval[n] = p.outside_approval * loose
        q.outside_ceiling[n] = p.outside_ceiling_months * (1.0 - p.outside_ceiling_depth * self.stance)
        q.outside_size[n] = p.outside_size_months
        q.outside_record[n] = p.outside_record_weight
        q.outside_late[n], q.outside_jobless[n] = p.outside_late_approval, p.outside_jobless_approval
        q.outside_blacklisted[n], q.outside_first[n] = p.outside_blacklisted_approval, p.outside_first
        q.outside_premium_record[n], q.outside_premium_lender[n] = p.outside_record_premium, p.outside_lender_premium
        q.outside_breakeven[n] = p.outside_breakeven_apr
        if n == 0:
            q.short_apr = min(p.short_apr, p.rate_cap_apr)
            q.renewal = p.renewal * loose

    def close_books(self, p: Numbers, month: Mapping[str, float]) -> None:
        """Book the month: interest less the price of money and what was written off; losses are remembered.

        Formula:
            lost     = (late + written_off) / (held + written_off)
            losses  <- losses + (lost - losses) / outside_memory_months
            profit   = interest - funding_cost_apr / 12 * held a month before - written_off
            held: what it is owed after the thirty days, by active and written-off borrowers;
            late: of this, by those late with other lenders

        Interest counts when it is charged. ``month``: its own sums, fen.
        """
        interest, late, written_off, held = (
            float(month[name]) / 100 for name in ("interest", "late", "written_off", "held")
        )
        claims = held + written_off
        lost = (late + written_off) / claims if claims else 0.0
        self.losses += (lost - self.losses) / max(1.0, float(p.outside_memory_months))
        self.profit = interest - float(p.funding_cost_apr) / 12 * self.held - written_off
        self.held = held


def all_accounts(lenders: Sequence[OtherLender]) -> dict[str, float]:
    """Return stance and profit of the month of all other lenders, by the names of their measures.

    Formula:
        stance = mean of each one's, by held;   profit = sum
    """
    if len(lenders) == 1:
        return {"outside_stance": lenders[0].stance, "outside_profit": lenders[0].profit}
    held = math.fsum(each.held for each in lenders)
    stance = math.fsum(each.held * each.stance for each in lenders) / held if held else lenders[0].stance
    return {"outside_stance": stance, "outside_profit": math.fsum(each.profit for each in lenders)}
