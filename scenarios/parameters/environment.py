"""What surrounds platform and borrowers: the economy, the regulator, the other lenders, who knows whom."""

from typing import Literal

from tightrope.scenarios.parameters.declare import Section, number

__all__ = ["Economy", "Network", "Outside", "Regulation", "degree_among"]


class Economy(Section):
    """Jobs, incomes, expense shocks and the price of money."""

    separation_monthly: float = number(
        0.011,
        "share of employed a month",
        0,
        0.5,
        "M: US job flows 1.1-1.5 %; with finding 20 % gives 5.2 % out of work",
    )
    """Chance that an employed borrower loses the job within a month."""
    finding_monthly: float = number(0.20, "share of unemployed a month", 0.01, 1, "L: 15-30 %")
    """Chance that an unemployed borrower finds a job within a month."""
    unemployed_income_share: float = number(0.3, "share of usual income", 0, 1, "L: .15-.45, common in models")
    """Income that is left without a job: benefits, severance, odd jobs."""
    income_growth_annual: float = number(0.0, "1/year", -0.5, 0.5, "A: real terms, so that a calm book stays steady")
    """Growth of every borrower's usual income."""
    expense_shock_monthly: float = number(
        0.015, "share of borrowers a month", 0, 0.5, "L: illness, repair, family event"
    )
    """Chance of an unforeseen expense within a month."""
    expense_shock_size: float = number(0.6, "months of usual income", 0, 12, "L")
    """Mean size of an unforeseen expense (exponentially distributed)."""
    funding_cost_apr: float = number(
        0.095, "1/year", 0, 0.5, "D: partner banks keep what a take of about 3 % leaves of 14.6 %"
    )
    """What partner banks and investors earn on the money that the platform lends."""
    unemployment_normal: float = number(
        0.0522, "share of labour force", 0, 1, "H: China urban surveyed, 2019 about 5.2 %"
    )
    """Unemployment that the platform and other lenders take for normal."""


class Regulation(Section):
    """Hard rules and guidance; events change them on a date."""

    rate_cap_apr: float = number(0.36, "1/year, all-in", 0.01, 1, "H: 36 % until 24 % is enforced")
    """Highest all-in yearly rate, interest and fees together, for the platform and every other lender."""
    limit_cap_yuan: float = number(300_000, "yuan", 0, 1e7, "H: draft online micro-loan rules 2020: 300k")
    """Highest total limit of one borrower on the platform, as an amount."""
    limit_cap_income_share: float = number(10.0, "share of yearly income", 0, 10, "H: 2020 draft: 1/3; before: no rule")
    """Highest total limit of one borrower on the platform, as a share of a year's usual income."""
    guidance: float = number(0.0, "strength 0-1", 0, 1, "A: window guidance has no published scale")
    """How strongly the regulator asks lenders to tighten."""
    leverage_cap: float = number(
        100.0, "own-funded balance / capital", 0.1, 1000, "H: 2020 draft: 1x + 4x of net assets"
    )
    """Highest own-funded balance for each yuan of capital; above it new lending is rationed."""
    own_share_floor: float = number(
        0.0, "share of balance", 0, 1, "H: 2020 draft: 30 % of joint loans; before: no rule"
    )
    """Least share of every joint loan that the platform must fund, and lose, itself."""
    bureau_reporting: float = number(
        0.5, "share of borrowers", 0, 1, "A: reporting to the credit registry became a duty in 2021-22"
    )
    """Borrowers whose late months on the platform reach the bureau, and through it the other lenders."""
    notice_duty_months: float = number(0, "months", 0, 12, "A: no such duty so far")
    """Least months between the announcement of a limit cut and the cut."""
    cool_off_duty_months: float = number(0, "months", 0, 24, "A: no such duty so far")
    """Least months that a limit repaid early stays away, as a rule for all lenders."""
    product_separation: float = number(0.0, "strength 0-1", 0, 1, "M: 2021 rectification: products kept apart")
    """How far the regulator keeps paylater out of what is decided on the cash loan: it weakens the linkage."""


class Outside(Section):
    """Other lenders, and the bureau through which everybody sees the same debts late."""

    outside_apr: float = number(0.27, "1/year", 0, 1, "M: Lexin 27.1 %; rivals 25-36 %")
    """Yearly rate of other lenders where no cap binds."""
    outside_principal_monthly: float = number(0.10, "share of debt a month", 0.01, 1, "M: tenors of 8-11 months")
    """Share of outside debt that falls due each month beside its interest."""
    outside_wish_monthly: float = number(
        0.18, "share of borrowers a month", 0, 1, "L: keeps the share with outside debt steady"
    )
    """Chance that a borrower with outside lenders asks for more without being short."""
    outside_start_monthly: float = number(
        0.005, "share of borrowers a month", 0, 1, "D: keeps the share with outside debt steady"
    )
    """Chance that a borrower without outside debt asks other lenders without being short."""
    outside_size_months: float = number(0.8, "months of usual income", 0, 12, "M: loans of about 4,000 yuan")
    """Largest new outside loan."""
    outside_ceiling_months: float = number(4.0, "months of usual income", 0, 60, "L")
    """Outside debt above which nobody lends more, where the record is clean."""
    outside_approval: float = number(0.70, "share of applications", 0, 1, "L")
    """Chance of approval with a clean record in normal times."""
    outside_record_weight: float = number(1.2, "1/late month", 0, 10, "L")
    """How fast approval falls with late months in the bureau's record."""
    outside_macro_weight: float = number(25, "1/unit of unemployment", 0, 500, "L: lenders tightened in early 2020")
    """How fast approval falls with unemployment above normal: a point more multiplies it by exp(-weight/100)."""
    outside_breakeven_apr: float = number(0.25, "1/year", 0, 1, "L: subprime platforms left under a 24 % cap")
    """Rate cap below which other lenders serve fewer applicants; at half of it they serve nobody."""
    bureau_lag_months: float = number(2.0, "months", 0, 24, "L: monthly reporting and processing")
    """Mean delay until the bureau shows late payments, debts and applications (first-order lag)."""
    record_finding_weight: float = number(
        0.04, "1/late month", 0, 5, "L: a year on the record costs 3 points of employment (Bos et al. 2018)"
    )
    """How fast the chance of finding work falls with the late months that the bureau shows."""
    record_separation_weight: float = number(0.02, "1/late month", 0, 5, "L: as above")
    """How fast the chance of losing the work rises with the late months that the bureau shows."""
    record_rent_share: float = number(0.02, "share of usual income a month", 0, 1, "A: deposits, dearer rents")
    """What a bad record costs each month: paid by those for whom the bureau shows a late month or more."""


class Network(Section):
    """Who knows whom."""

    network_kind: Literal["small-world", "scale-free", "blocks", "none", "file"] = "small-world"
    """Kind of graph: ring with shortcuts, preferential attachment, income blocks, no ties, or the user's own file."""
    network_file: str = ""
    """The user's edge list or GraphML, for the kind ``file``."""
    mean_degree: int = number(6, "friends", 0, 100, "A: close ties; Dunbar's inner circles hold 5-15")
    """Mean number of friends (even for small world and scale free)."""
    rewiring_share: float = number(0.10, "share of ties", 0, 1, "A: Watts and Strogatz 1998, small-world range")
    """Share of ties of a small world that lead anywhere instead of nearby."""
    homophily: float = number(0.6, "share of ties", 0, 1, "A: income homophily of friendship is strong")
    """Share of ties of the block graph kept within the own income group; the rest mixes at random."""


def degree_among(borrowers: int, kind: str, mean_degree: int) -> int:
    """Return how many friends borrowers have on average: as many as asked for, or as there can be among so few."""
    if kind in ("none", "file") or mean_degree < borrowers:
        return mean_degree
    return borrowers - 1 if kind == "blocks" else (borrowers - 1) // 2 * 2
