"""The platform's money: its capital, what part of the loans is its own, and how far a cap leaves it room to lend.

Partner banks fund their part of every loan, are paid the cost of funding on the whole balance, and bear their part of
write-offs and of what settlements forgive before one, with the same part of recoveries; the platform keeps the rest of
the interest. What they lose beyond the usual they ask for, in part, in the price of their money. No provisions are
made: losses count when written off.

A lender short of capital does what lenders were seen to do under such rules (D2): it lends less for a year rather than
nothing for a month, leaves more of each new loan to partner banks, who ask for more where they bear more, pays its
owners nothing, and asks them for capital, which costs something.
"""

import math

import numpy as np

from tightrope.scenarios.parameters.table import Numbers

__all__ = ["Treasury"]

_ALL_BUT_CLOSED = 0.1
"""Share lent below which a month tells nothing of what would be lent."""


class Treasury:
    """Capital and accounts of the platform, yuan.

    Attributes:
        capital: capital at the end of the month whose books were closed last.
        own: share of the balance that the platform funds, and loses, itself.
        losses: what partners take for the losses of loans, share of balance a year; a slow mean.
        short: capital that is missing for the balance of last month's end, by the cap on leverage.
    """

    def __init__(self, opening: Numbers) -> None:
        """Start without capital or demand; ``opening`` holds the parameters before the first month."""
        self.own = wanted_share(opening)
        self.losses = float(opening.partner_loss_usual)
        self.capital = self.short = self.demand = self.returns = 0.0
        self.profit = self.payout = self.raised = 0.0
        self.funding_cost = self.operating_cost = self.compliance_cost = self.merchant_fees = 0.0
        self.loss_own = self.recovery_own = 0.0

    def open_books(self, opening: Numbers, balance: float) -> None:
        """Put in the opening capital against the opening balance.

        Formula:
            capital = opening_capital_share * balance
        """
        self.capital = float(opening.opening_capital_share) * balance

    def accounts(self) -> dict[str, float]:
        """Return the accounts of the month whose books were closed last, by the names of their measures."""
        return {
            "funding_cost": self.funding_cost,
            "loss_own": self.loss_own,
            "recovery_own": self.recovery_own,
            "operating_cost": self.operating_cost,
            "compliance_cost": self.compliance_cost,
            "merchant_fees": self.merchant_fees,
            "profit": self.profit,
            "payout": self.payout,
            "capital_raised": self.raised,
            "capital": self.capital,
            "own_funded_share": self.own,
        }

    def ration(self, p: Numbers, last: np.void, balance_before: float, open_share: float) -> float:
        """Return the share of what is asked for that is lent, by the room the cap on leverage leaves (D2).

        Formula:
            balance     = last month's end,  balance_before: a month earlier
            demand     <- demand + demand_speed * (lent / open_share - demand)      open_share > 0.1
            returns    <- returns + demand_speed * (lent - (balance - balance_before) - returns)
            ceiling     = leverage_cap * (capital)+ / own
            room        = (ceiling - balance) / leverage_months + returns
            open_share  = clip(room / demand, 0, funding_share)
                        = funding_share      without own share or demand
            short       = (own * balance / leverage_cap - capital)+
            lent: last month's draws and charges

        All that borrowers ask for, as far as they have room, is lent by this share. What would be lent without the cap,
        and what comes back each month, are remembered as slow means, so that lending falls towards the cap over a year
        and does not swing about it. ``funding_share`` is what partners pay for of new lending; below 1 it is a funding
        squeeze.
        """
        balance = float(last["balance_paylater"] + last["balance_cashloan"]) / 100
        lent = float(last["draws"] + last["charges"]) / 100
        speed, first = float(p.demand_speed), not self.demand
        if open_share > _ALL_BUT_CLOSED:
            self.demand += (1.0 if first else speed) * (lent / open_share - self.demand)
        self.returns += (1.0 if first else speed) * (lent - (balance - balance_before) - self.returns)
        self._share_out(p, lent / balance if balance else 1.0)
        self.short = max(0.0, self.own * balance / float(p.leverage_cap) - self.capital)
        funded = float(p.funding_share)
        if self.own <= 0 or not self.demand:
            return funded
        ceiling = float(p.leverage_cap) * max(0.0, self.capital) / self.own
        room = (ceiling - balance) / float(p.leverage_months) + self.returns
        return min(funded, max(0.0, room) / self.demand)

    def _share_out(self, p: Numbers, turnover: float) -> None:
        """Fund new loans by the share wanted now, more by partners where capital is short; old ones stay as they are.

        Formula:
            target = wanted_share * (1 - partner_shift)      short > 0, not below own_share_floor
                   = wanted_share                            else
            own   <- own + min(1, lent / balance) * (target - own)      at least own_share_floor
        """
        floor, target = float(p.own_share_floor), wanted_share(p)
        if self.short > 0:
            target = max(floor, target * (1.0 - float(p.partner_shift)))
        self.own = max(floor, self.own + min(1.0, turnover) * (target - self.own))

    def close_books(
        self, p: Numbers, month: np.void, balance_before: float, cases: int, appeals: int, openness: float
    ) -> None:
        """Book the month: income and recoveries less funding, losses and costs; what is kept adds to capital (E9).

        Formula:
            funding_cost   = price_of_money / 12 * balance_before
            raised         = raise_capital_monthly * short
            operating_cost = service_cost_yuan * active + message_cost * messages + call_cost * calls
                           + agency_cost * agency + legal_cost * legal + case_cost * cases
                           + plan_cost * plans agreed + judgement_cost * judgement
                           + raise_capital_cost * raised + compliance_cost
            compliance_cost = complaint_cost * appeals + explain_cost * openness * lines frozen
                            + rule_cost * rules_in_force * active
            merchant_fees  = merchant_fee * charges
            earned         = interest + late charges, of both products, + merchant_fees
            loss_own       = own * (written off + forgiven before that)
            recovery_own   = own * recovered
            profit         = earned + recovery_own - loss_own - funding_cost - operating_cost
            payout         = payout_share * (profit)+      while no capital is short
            capital       <- capital + profit - payout + raised

        ``month`` holds the month's sums in fen, ``balance_before`` the balance at its start in yuan; ``cases`` were
        settled by the desk, ``appeals`` came to it; ``openness`` is the month's transparency. A freeze that is not
        explained costs nothing at once, and brings more appeals (E15).
        """
        self.funding_cost = self.price_of_money(p, month, balance_before) / 12 * balance_before
        self.raised = float(p.raise_capital_monthly) * self.short
        self.compliance_cost = float(
            p.complaint_cost * appeals
            + p.explain_cost * openness * month["froze"]
            + p.rule_cost * rules_in_force(p, self.short) * month["active"]
        )
        self.operating_cost = self.compliance_cost + float(
            p.service_cost_yuan * month["active"]
            + p.message_cost * month["messages"]
            + p.call_cost * month["calls"]
            + p.agency_cost * month["agency"]
            + p.legal_cost * month["legal"]
            + p.case_cost * cases
            + p.plan_cost * month["plans_agreed"]
            + p.judgement_cost * month["judgement"]
            + p.raise_capital_cost * self.raised
        )
        self.merchant_fees = float(p.merchant_fee) * float(month["charges"]) / 100
        earned = self.merchant_fees + math.fsum(
            float(month[name]) / 100
            for name in ("interest_paylater", "interest_cashloan", "fees_paylater", "fees_cashloan")
        )
        self.loss_own = self.own * lost(month)
        self.recovery_own = self.own * float(month["recovered"]) / 100
        self.profit = earned + self.recovery_own - self.loss_own - self.funding_cost - self.operating_cost
        self.payout = 0.0 if self.short > 0 else max(0.0, self.profit) * float(p.payout_share)
        self.capital += self.profit - self.payout + self.raised

    def price_of_money(self, p: Numbers, month: np.void, balance_before: float) -> float:
        """Return what money costs this month, 1/year; partners price what they have come to lose beyond the usual.

        Formula:
            losses <- losses + partner_loss_speed * (12 * lost / balance_before - losses)
            price   = funding_cost_apr + partner_premium_apr * shifted
                    + partner_loss_pass * (1 - own) * (losses - partner_loss_usual)      at least 0
            shifted = (wanted_share - own)+

        What is usual is in the price already, so a partner who loses less asks for less.
        """
        losses = 12 * lost(month) / balance_before if balance_before > 0 else 0.0
        self.losses += float(p.partner_loss_speed) * (losses - self.losses)
        dearer = float(p.partner_loss_pass) * (1.0 - self.own) * (self.losses - float(p.partner_loss_usual))
        shifted = max(0.0, wanted_share(p) - self.own)
        return max(0.0, float(p.funding_cost_apr) + float(p.partner_premium_apr) * shifted + dearer)


def lost(month: np.void) -> float:
    """Return what of the balance was lost in a month, yuan.

    Formula:
        written off, of both products, + forgiven before that
    """
    return float(month["writeoff_paylater"] + month["writeoff_cashloan"] + month["forgiven_owed"]) / 100


def wanted_share(p: Numbers) -> float:
    """Return the share of every loan that the platform would fund itself: its own choice or the regulator's floor.

    Formula:
        max(own_share, own_share_floor)
    """
    return max(float(p.own_share), float(p.own_share_floor))


def rules_in_force(p: Numbers, short: float) -> float:
    """Return how many rules the platform has to comply with beyond the usual, each by its strength (E15).

    Formula:
        guidance + conduct_limit + product_separation + late_debt_standard
        + 1      rate_cap_apr < cashloan_apr + late_fee_apr: the cap on prices binds
        + 1      capital is short of what leverage_cap asks
    """
    told = (p.guidance, p.conduct_limit, p.product_separation, p.late_debt_standard)
    caps = (p.rate_cap_apr < p.cashloan_apr + p.late_fee_apr, short > 0)
    return math.fsum(float(strength) for strength in (*told, *caps))
