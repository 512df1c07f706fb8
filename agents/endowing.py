"""Who somebody is: means and character, each fact drawn given what a book knows of the borrower.

``row`` is one record of a book; a cell that holds NaN is not known.
"""

import math

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import PaylaterHabit, Segment
from tightrope.agents.earning import HIGHEST_USUAL, LOWEST_USUAL
from tightrope.agents.lines import carries_over, payment_share
from tightrope.agents.money import fen
from tightrope.agents.paylater import settled_habit
from tightrope.agents.spending import habit
from tightrope.agents.working import by_segment
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING, exp, log, power
from tightrope.scenarios.engine.streams import Keys, happens, normal_pair, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["draw_character", "draw_means", "draw_segment", "known", "known_limit"]

HIGHEST_LINE = 1e7
"""Yuan that no line of a book exceeds (the book's check refuses more; an inferred line is held to it)."""
_MOST, _LEAST_LITERACY, _LEAST_TRUST = 0.98, 0.02, 0.05
"""Drawn traits stay off the ends: nobody knows or trusts all, nobody knows nothing, and trust of nil cannot fall."""
_LEAST_KEPT = 0.001
"""Share of the bill that repays debt, at least: who repays no more than the interest would owe without end."""
_UNUSED = 0.02
"""Share of the limit up to which a known balance is taken for a line that is not used."""


@rule
def known(value: float) -> bool:
    """Whether a book's cell holds a value (not NaN)."""
    return value == value


@rule
def draw_segment(row: BookRow, p: Numbers, sorted_out: float, keys: Keys, i: int) -> int:
    """Return the income segment; of a starting book, a share of those without wages was sorted out before.

    Formula:
        salaried      with chance salaried = share_salaried + sorted_out * (1 - share_salaried)
        gig worker    with chance (1 - sorted_out) * share_gig
        self-employed else

    Whose place somebody salaried took: they default more often, and are refused more often.
    """
    if known(row.segment):
        return int(row.segment)
    draw = uniform(keys, on.ARRIVE_SEGMENT, i)
    salaried = p.share_salaried + sorted_out * (1.0 - p.share_salaried)
    if draw < salaried:
        return Segment.SALARIED
    return Segment.GIG if draw < salaried + (1.0 - sorted_out) * p.share_gig else Segment.SELF_EMPLOYED


@rule
def median_income(segment: int, p: Numbers) -> float:
    """Return the segment's median usual income, yuan a month.

    Formula:
        income_median_salaried, income_median_gig or income_median_self_employed
    """
    return by_segment(segment, p.income_median_salaried, p.income_median_gig, p.income_median_self_employed)


@rule
def known_limit(row: BookRow, p: Numbers) -> float:
    """Return the total limit, yuan, as far as the book tells it, or NaN.

    Formula:
        limit_paylater / paylater_limit_share               where only that limit is known
        limit_cashloan / (1 - paylater_limit_share)         likewise
    """
    if known(row.limit_paylater) and known(row.limit_cashloan):
        return row.limit_paylater + row.limit_cashloan
    if known(row.limit_paylater):
        return row.limit_paylater / p.paylater_limit_share
    return row.limit_cashloan / (1.0 - p.paylater_limit_share)


@rule
def draw_means(b: Borrower, row: BookRow, p: Numbers, keys: Keys, i: int) -> None:
    """Set usual income and what a book says of limits: lognormal and correlated, each given the other where known.

    Formula:
        rho    = limit_income_correlation
        income = median_income * exp(income_log_sd * z_income)
        limit  = limit_median_yuan * exp(limit_log_sd * (rho * z_income + sqrt(1 - rho^2) * z_limit))
        limit within limit_floor_yuan to limit_ceiling_yuan, at most highest_limit_months of income
        z_income <- rho * z_known + sqrt(1 - rho^2) * z_income      z_known: place of a known limit in its lognormal
        limit_paylater = paylater_limit_share * limit,   limit_cashloan = (1 - paylater_limit_share) * limit
        months = affordable_share * instalment_principal_share * cashloan_term_months
        income >= balance_cashloan / months                         a known balance

    Who owes a cash loan was once thought able to pay it: an unknown income is at least what makes the debt affordable.
    Limits that are drawn here only count in the platform's memory: the score has not spoken yet.
    """
    z_income, z_limit = normal_pair(keys, on.ARRIVE_MEANS, i)
    rho = p.limit_income_correlation
    rest = math.sqrt(1.0 - rho * rho)
    median = median_income(b.segment, p)
    limit = known_limit(row, p)
    if known(limit) and limit > 0.0 and not known(row.income):
        z_known = log(limit / p.limit_median_yuan) / p.limit_log_sd
        z_income = rho * z_known + rest * z_income
    income = row.income if known(row.income) else median * exp(p.income_log_sd * z_income)
    if known(row.balance_cashloan) and not known(row.income):
        months = p.affordable_share * p.instalment_principal_share * p.cashloan_term_months
        income = max(income, row.balance_cashloan / months)
    b.income_usual = min(max(fen(100.0 * income), LOWEST_USUAL), HIGHEST_USUAL)
    if not known(limit):
        z_income = log(b.income_usual / (100.0 * median)) / p.income_log_sd
        z_limit = rho * z_income + rest * z_limit
        limit = max(p.limit_floor_yuan, p.limit_median_yuan * exp(p.limit_log_sd * z_limit))
        limit = min(p.limit_ceiling_yuan, p.highest_limit_months * b.income_usual / 100.0, limit)
    paylater = row.limit_paylater if known(row.limit_paylater) else limit * p.paylater_limit_share
    cashloan = row.limit_cashloan if known(row.limit_cashloan) else limit * (1.0 - p.paylater_limit_share)
    b.limit_paylater = fen(100.0 * min(HIGHEST_LINE, paylater))
    b.limit_cashloan = fen(100.0 * min(HIGHEST_LINE, cashloan))


@rule
def draw_character(b: Borrower, row: BookRow, p: Numbers, keys: Keys, i: int) -> None:
    """Set literacy, trust, savings aimed at, payment habit, appetite for the cash loan and use of paylater.

    Formula:
        literacy_own  = literacy_mean + literacy_sd * z                           0.02 to 0.98; literacy = literacy_own
        trust_settled = trust_mean + trust_sd * z                                 0.05 to 0.98
        trust         = trust_settled + start_disappointment * log(1 - u)         unless known
        buffer_months = buffer_median_months * exp(buffer_log_sd * z) * means * (1 - bias_savings * bias)
        bias          = draw_bias
        means         = (income_usual / income_median_salaried)^buffer_income_slope
        habit         = settled_habit                                             where pays_in_full is not known
        verified      with chance verified_share
    """
    z_literacy, z_trust = normal_pair(keys, on.ARRIVE_LITERACY, i)
    literacy = min(_MOST, max(_LEAST_LITERACY, p.literacy_mean + p.literacy_sd * z_literacy))
    b.literacy = row.literacy if known(row.literacy) else literacy
    b.literacy_own = b.literacy
    b.bias = draw_bias(b, p, keys, i)
    trust = row.trust if known(row.trust) else p.trust_mean + p.trust_sd * z_trust
    b.trust_settled = min(_MOST, max(_LEAST_TRUST, trust))
    b.trust = b.trust_settled
    if not known(row.trust):
        sadness = -p.start_disappointment * log(1.0 - uniform(keys, on.ARRIVE_MOOD, i))
        b.trust = max(0.0, b.trust_settled - sadness)
    z_buffer, z_share = normal_pair(keys, on.ARRIVE_BUFFER, i)
    means = power(b.income_usual / (100.0 * p.income_median_salaried), p.buffer_income_slope)
    b.buffer_months = p.buffer_median_months * exp(p.buffer_log_sd * z_buffer) * means
    b.buffer_months *= 1.0 - p.bias_savings * b.bias
    b.paylater_habit = settled_habit(b, p, uniform(keys, on.ARRIVE_HABIT, i))
    if known(row.pays_in_full):
        b.paylater_habit = PaylaterHabit.FULL if row.pays_in_full > 0.0 else PaylaterHabit.REVOLVE
    b.pays_share = draw_pays_share(p, uniform(keys, on.ARRIVE_PAYS, i))
    b.paylater_share = min(1.0, draw_paylater_share(b, row, p, z_share))
    b.paylater_aim = draw_paylater_aim(b, row, p, uniform(keys, on.ARRIVE_REVOLVE, i))
    b.appetite = draw_appetite(b, row, p, keys, i)
    b.verified = (
        int(row.verified) if known(row.verified) else int(happens(keys, on.ARRIVE_VERIFIED, i, p.verified_share))
    )


@rule
def draw_bias(b: Borrower, p: Numbers, keys: Keys, i: int) -> float:
    """Return how much more today counts than any later day, 0 to 1; more for the less literate (C20).

    Formula:
        bias_mean + bias_sd * (rho * schooled + sqrt(1 - rho^2) * z)      within 0 to 1
        rho      = bias_literacy_correlation
        schooled = (literacy - literacy_mean) / literacy_sd
    """
    rho = p.bias_literacy_correlation
    own, _ = normal_pair(keys, on.ARRIVE_BIAS, i)
    schooled = (b.literacy - p.literacy_mean) / max(NEXT_TO_NOTHING, p.literacy_sd)
    return min(1.0, max(0.0, p.bias_mean + p.bias_sd * (rho * schooled + math.sqrt(1.0 - rho * rho) * own)))


@rule
def draw_pays_share(p: Numbers, draw: float) -> int:
    """Return the per cent of the bill paid by who carries a part over: the least (0), or more, a few far more.

    Formula:
        0                                                                     with chance minimum_payer_share
        min(100, 100 * revolve_payment_share * 10^(revolve_payment_spread * rank^2))      else; rank uniform in 0 to 1
    """
    if draw < p.minimum_payer_share:
        return 0
    rank = (draw - p.minimum_payer_share) / (1.0 - p.minimum_payer_share)
    return int(min(100.0, 100.0 * p.revolve_payment_share * power(10.0, p.revolve_payment_spread * rank * rank) + 0.5))


@rule
def draw_paylater_share(b: Borrower, row: BookRow, p: Numbers, z: float) -> float:
    """Return the share of spending put on paylater while each bill is cleared.

    Formula:
        paylater_spending_share * exp(sqrt(variance) * z - variance / 2)      variance = paylater_spending_log_variance
        charges / (habit * income_usual)                                      known charges of who clears the bill
    """
    if known(row.charges_paylater) and not carries_over(b):
        return 100.0 * row.charges_paylater / (habit(b, p) * b.income_usual)
    variance = p.paylater_spending_log_variance
    return p.paylater_spending_share * exp(math.sqrt(variance) * z - variance / 2.0)


@rule
def draw_paylater_aim(b: Borrower, row: BookRow, p: Numbers, draw: float) -> float:
    """Return the share of the limit aimed at on paylater while a part of the bill is carried over.

    Formula:
        revolver_used_most * u
        at most revolver_used_most, of who carries over:
        balance_paylater / limit_paylater                                             where the balance is known
        charges / (limit_paylater * (payment_share - paylater_apr / 12))              where the charges alone are

    What a book shows of a revolver is taken to be near what is aimed at: the balance, or what the charges sustain.
    """
    aim = p.revolver_used_most * draw
    if b.limit_paylater == 0 or not carries_over(b):
        return aim
    if known(row.balance_paylater):
        aim = 100.0 * row.balance_paylater / b.limit_paylater
    elif known(row.charges_paylater):
        kept = max(_LEAST_KEPT, payment_share(b, p) - p.paylater_apr / 12.0)
        aim = 100.0 * row.charges_paylater / (b.limit_paylater * kept)
    return min(p.revolver_used_most, aim)


@rule
def draw_appetite(b: Borrower, row: BookRow, p: Numbers, keys: Keys, i: int) -> float:
    """Return the share of the limit that the borrower aims to owe on the cash loan; many use none.

    Formula:
        min(1, 2 * appetite_mean * u)         with chance cashloan_user_share
        min(1, used / start_fill_mean)        where the balance is known: used share of the limit, above 2 %
    """
    user = happens(keys, on.ARRIVE_USER, i, p.cashloan_user_share)
    aim = min(1.0, 2.0 * p.appetite_mean * uniform(keys, on.ARRIVE_APPETITE, i))
    if known(row.balance_cashloan) and b.limit_cashloan > 0:
        used = min(1.0, 100.0 * row.balance_cashloan / b.limit_cashloan)
        return min(1.0, used / p.start_fill_mean) if used > _UNUSED else 0.0
    return aim if user else 0.0
