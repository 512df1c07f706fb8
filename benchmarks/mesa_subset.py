"""The same subset of the rules as an ordinary Mesa model: one object for each borrower, plain attributes, plain Python.

Only the random numbers are unusual: they are drawn by key, so that every borrower meets the same fate as in the
compiled subset and both can be compared to the last digit. A keyed draw costs about 0.3 microseconds from Python.
"""

import math
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
from compiled_subset import KNOWN, CompiledSubset

from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.streams import happens, month_keys, normal_pair, uniform

__all__ = ["BorrowerAgent", "MesaSubset"]

SALARIED, GIG, SELF_EMPLOYED = 0, 1, 2
DEFAULT_MONTHS = 3


def fen(amount: float) -> int:
    """Round an amount of money to whole fen (0.01 yuan)."""
    return math.floor(amount + 0.5)


def single(number: float) -> float:
    """Round a number to the 32 bits in which it is kept."""
    return float(np.float32(number))


class BorrowerAgent(mesa.Agent):  # type: ignore[type-arg]
    """A borrower with a job, a budget, a cash loan, and trust in the platform."""

    def __init__(self, model: "MesaSubset", number: int, start: dict[str, Any]) -> None:
        """Start as the book says; ``number`` counts borrowers from 0."""
        super().__init__(model)
        self.number = number
        self.segment = start["segment"]
        self.literacy = start["literacy"]
        self.employed = start["employed"]
        self.spell = start["spell"]
        self.scar = start["scar"]
        self.shock = start["shock"]
        self.income_usual = start["income_usual"]
        self.income = start["income"]
        self.strain = start["strain"]
        self.cash = start["cash"]
        self.buffer_months = start["buffer_months"]
        self.appetite = start["appetite"]
        self.limit_cashloan = start["limit_cashloan"]
        self.balance_cashloan = start["balance_cashloan"]
        self.overdue_cashloan = start["overdue_cashloan"]
        self.late_cashloan = start["late_cashloan"]
        self.instalment = start["instalment"]
        self.trust = start["trust"]
        self.trust_settled = start["trust_settled"]
        self.mood = 0.0
        self.friends: list[BorrowerAgent] = []

    def live(self) -> None:
        """Earn, spend and buy on credit, repay, and close the month."""
        self.earn()
        self.spend()
        self.repay()
        self.close_month()

    def earn(self) -> None:
        """Lose or find work; usual income drifts, the month's income varies around it."""
        p, keys = self.model.p, self.model.keys
        factor, sd = 1.0, p.transitory_sd_salaried
        if self.segment == GIG:
            factor, sd = p.separation_factor_gig, p.transitory_sd_gig
        elif self.segment == SELF_EMPLOYED:
            factor, sd = p.separation_factor_self_employed, p.transitory_sd_self_employed
        if not self.employed:
            self.look_for_work()
        else:
            poor = min(3.0, (self.income_usual / (100.0 * p.income_median_salaried)) ** -p.separation_income_slope)
            if happens(keys, on.JOB_LOSS, self.number, min(1.0, factor * poor * p.separation_monthly)):
                self.employed = 0
        self.scar = single(self.scar * (1.0 - p.scar_fade_monthly))
        lasting, passing = normal_pair(keys, on.INCOME, self.number)
        pull = self.model.income_pull * (self.model.income_centres[self.segment] - math.log(self.income_usual))
        drift, spread = self.model.income_drift, self.model.income_sd
        usual = fen(self.income_usual * math.exp(drift + pull + spread * lasting))
        self.income_usual = min(max(usual, 80_000), 20_000_000)
        self.shock = single(p.transitory_keep * self.shock + math.sqrt(1.0 - p.transitory_keep**2) * sd * passing)
        income = (1.0 - self.scar) * self.income_usual * math.exp(self.shock - sd * sd / 2.0)
        if not self.employed:
            floor = min(100.0 * p.unemployed_floor_yuan, 0.7 * self.income_usual)
            income = max(p.unemployed_income_share * self.income_usual, floor)
        elif self.segment == SELF_EMPLOYED:
            income *= 1.0 - p.business_passthrough * min(1.0, self.strain)
        self.income = min(fen(income), 20_000_000)

    def look_for_work(self) -> None:
        """Look for work a month longer; the longer it took to find, the less it pays for years."""
        p = self.model.p
        self.spell = min(120, self.spell + 1)
        fresh = math.exp(-(self.spell - 1.0) / p.finding_fade_months)
        finding = p.finding_monthly * (p.finding_floor + (1.0 - p.finding_floor) * fresh)
        if happens(self.model.keys, on.JOB_FIND, self.number, finding):
            lost = p.wage_scar * (1.0 - math.exp(-self.spell / p.scar_months))
            self.scar = single(self.scar + (1.0 - self.scar) * lost)
            self.spell = 0
            self.employed = 1

    def spend(self) -> None:
        """Meet unforeseen expenses, plan the budget around them and the cash loan, and buy on credit."""
        p, keys, usual = self.model.p, self.model.keys, self.income_usual
        expense = 0
        if happens(keys, on.EXPENSE, self.number, p.expense_shock_monthly):
            size = -math.log(1.0 - uniform(keys, on.EXPENSE_SIZE, self.number))
            expense = fen(usual * p.expense_shock_size * min(size, 8.0))
        needs = fen(100.0 * p.subsistence_yuan) + fen(usual * p.subsistence_share)
        least = min(fen(usual * p.subsistence_most), needs)
        gap = self.cash - self.buffer_months * usual
        wish = fen(min(p.spending_ceiling * usual, max(1.0 * least, p.habit_share * usual + p.wealth_spending * gap)))
        self.due = min(self.instalment, self.balance_cashloan - self.overdue_cashloan)
        dues = self.due + self.overdue_cashloan if self.late_cashloan < DEFAULT_MONTHS else 0
        missing = wish + dues + expense - self.cash - self.income
        plan = min(wish, max(least, wish - fen(missing * p.compression))) if missing > 0 else wish
        self.strain = single((wish - plan) / usual)
        plan += self.buy_on_credit()
        self.cash += self.income
        self.cash -= min(expense, self.cash)
        self.cash -= min(plan, self.cash)

    def buy_on_credit(self) -> int:
        """Draw again what is repaid, and a little towards the balance wished for; returns the fen drawn."""
        p, keys, owed = self.model.p, self.model.keys, self.balance_cashloan
        room = max(0, self.limit_cashloan - owed)
        if room == 0 or self.late_cashloan > 0 or self.appetite <= 0.0 or not self.employed:
            return 0
        if not happens(keys, on.PURCHASE, self.number, p.purchase_monthly if owed > 0 else p.first_draw_monthly):
            return 0
        monthly = p.affordable_share * self.income_usual
        affordable = max(0, fen(monthly * p.instalment_principal_share * p.cashloan_term_months))
        wish = fen(self.appetite * self.limit_cashloan)
        aim, least = min(wish, affordable), p.purchase_least_size
        size = least + 2.0 * (1.0 - least) * uniform(keys, on.PURCHASE_SIZE, self.number)
        if owed == 0:
            wanted = min(aim, fen(aim * (size * p.first_draw_share)))
        else:
            renewal = p.purchase_renewal * self.due if owed < aim else 0.0
            by_impulse = p.impulse * (1.0 - self.literacy) * max(0, wish - owed)
            month = renewal + p.limit_speed * (max(0, aim - owed) + by_impulse)
            wanted = fen(size * month / p.purchase_monthly)
        amount = min(wanted, room)
        if amount > 0:
            self.draw(amount)
        return amount

    def draw(self, amount: int) -> None:
        """Old and new debt are repaid in equal instalments over their mean remaining term."""
        months, before = self.model.p.cashloan_term_months, self.balance_cashloan
        if before > 0:
            running = min(months, before / max(1, self.instalment))
            months = (running * before + months * amount) / (before + amount)
        rate = self.model.apr / 12.0
        self.balance_cashloan += amount
        growth = (1.0 + rate) ** -max(1.0, months)
        self.instalment = math.ceil(self.balance_cashloan * rate / (1.0 - growth))
        self.cash += amount

    def pay(self, amount: int) -> int:
        """Pay up to an amount on the cash loan, the overdue part first; returns the fen paid."""
        paid = max(0, min(amount, self.cash, self.balance_cashloan))
        self.cash -= paid
        self.balance_cashloan -= paid
        self.overdue_cashloan = max(0, self.overdue_cashloan - paid)
        return paid

    def repay(self) -> None:
        """Pay the instalment unless late already; arrears are paid while there is hope, in whole instalments."""
        paid = self.pay(self.due) if self.late_cashloan == 0 else 0
        self.overdue_cashloan = min(self.balance_cashloan, self.overdue_cashloan + max(0, self.due - paid))
        if self.late_cashloan < DEFAULT_MONTHS:
            affordable = self.overdue_cashloan
            if self.cash < affordable and self.instalment > 0:
                affordable = self.cash // self.instalment * self.instalment
            paid += self.pay(affordable)
        self.paid = paid

    def close_month(self) -> None:
        """Lateness counts up or clears, interest and late charges are added until 90 days; trust recovers."""
        p = self.model.p
        if self.overdue_cashloan <= 0:
            self.late_cashloan = 0
        elif self.paid <= 0 or self.late_cashloan >= p.called_months:
            self.late_cashloan += 1
        else:
            unpaid = math.ceil(self.overdue_cashloan / max(1, self.instalment))
            self.late_cashloan = max(1, min(self.late_cashloan + 1, unpaid))
        if self.late_cashloan < p.non_accrual_months:
            interest = fen(self.balance_cashloan * (self.model.apr / 12.0))
            self.balance_cashloan += interest + fen(self.overdue_cashloan * (self.model.late_fee_apr / 12.0))
        self.trust = single(self.trust + p.recovery_monthly * (self.trust_settled - self.trust))
        self.mood = single(self.trust - self.trust_settled)

    def listen(self) -> None:
        """Move towards the mood of friends who are not too far away; the disappointed weigh more."""
        p, pull, weights = self.model.p, 0.0, 0.0
        for friend in self.friends:
            gap = friend.mood - self.mood
            if abs(gap) <= p.confidence_bound:
                weight = p.negativity if gap < 0.0 else 1.0
                pull += weight * gap
                weights += weight
        if weights > 0.0:
            self.trust = single(min(1.0, max(0.0, self.trust + p.talk_weight * pull / weights)))


class MesaSubset(mesa.Model):  # type: ignore[type-arg]
    """The borrowers of a compiled subset that has not begun, as Mesa agents."""

    def __init__(self, twin: CompiledSubset) -> None:
        """Make an agent for each record and introduce friends."""
        super().__init__(rng=twin.seed)
        self.seed_of_draws, self.month = twin.seed, 0
        values = zip(twin.parameters.dtype.names or (), twin.parameters[0].tolist(), strict=True)
        self.p = SimpleNamespace(**dict(values))
        self.apr = float(twin.policy["cashloan_apr"][0])
        self.income_drift, self.income_sd = (float(twin.policy[name][0]) for name in ("income_drift", "income_sd"))
        self.income_pull = float(twin.policy["income_pull"][0])
        segments = ("salaried", "gig", "self_employed")
        self.income_centres = [float(twin.policy[f"income_centre_{name}"][0]) for name in segments]
        self.late_fee_apr = float(twin.policy["late_fee_cashloan_apr"][0])
        columns = [twin.people[name].tolist() for name in KNOWN]
        starts = (dict(zip(KNOWN, row, strict=True)) for row in zip(*columns, strict=True))
        borrowers = [BorrowerAgent(self, number, start) for number, start in enumerate(starts)]
        for borrower in borrowers:
            borrower.friends = [borrowers[friend] for friend in twin.network.of(borrower.number).tolist()]

    def step(self) -> None:
        """Live one month: everybody lives, then everybody listens."""
        self.month += 1
        self.keys = month_keys(self.seed_of_draws, self.month)
        self.agents.do("live")
        self.agents.do("listen")
