"""What surrounds platform and borrowers: the economy, the regulator, the other lenders, who knows whom."""

from typing import Literal

from tightrope.scenarios.parameters.declare import Section, number, plausible

__all__ = ["Economy", "Network", "Outside", "Regulation", "degree_among"]

# fmt: off
# a line for what is accepted, a line for what is plausible


class Economy(Section):
    """Jobs, incomes, expense shocks and the price of money."""

    separation_monthly: float = number(
        0.0101, "share of employed a month", 0, 0.5,
        "M: US job flows 1.1-1.5 %; with the spells it gives 5 to 6 % out of work",
        plausible(0.0075, 0.015, "M: 0.9-1.5 % a month; below it calm Chinese labour markets"))
    """Chance that an employed borrower loses the job within a month."""
    unemployment_given: float = number(0.0, "share of borrowers", 0, 0.6, "A: as work is lost and found",
        plausible(0, 0.15, "M: 4 to 15 % in most of a century"))
    """Unemployment that the month is to have (0: whatever comes of work lost and found)."""
    separation_income_slope: float = number(
        0.28, "log chance / log income", -1, 2,
        "D: least squares on jobs lost in a year by income class: .148, .071, .076, .052, .059 (CFPB 2016)",
        plausible(0.1, 0.45, "D: a third of it, as lost work lowers incomes too; to the fit with all segments alike"))
    """By how much more often work is lost where usual income is lower than a median wage."""
    finding_monthly: float = number(
        0.35, "share of the newly unemployed a month", 0.01, 1,
        "M: US displaced: .28 in the first month, .49 without benefit",
        plausible(0.25, 0.49, "M: with and without benefit"))
    """Chance to find work in the first month of looking for it."""
    finding_fade_months: float = number(3, "months", 0.1, 60, "M: .49, .30, .26, .13 in months 1, 2, 3-4, 5-8",
        plausible(2, 6, "judged: half to double"))
    """How fast the chance to find work falls while it is looked for."""
    finding_floor: float = number(
        0.3, "share of the first month's chance", 0, 1, "M: a quarter to two fifths after half a year (McCall 1996)",
        plausible(0.15, 0.45, "M: .13 of .49 without benefit, .12 of .28 among all"))
    """What is left of the chance to find work after a long search."""
    unemployed_income_share: float = number(
        0.46, "share of usual income", 0, 1, "L: .15-.45, common in models; households of two earners",
        plausible(0.25, 0.6, "L: .15-.45, common in models; more in households of two earners"))
    """Income that is left without a job: benefits, severance, odd jobs."""
    unemployed_floor_yuan: float = number(680, "yuan a month", 0, 100_000, "D: urban minimum-living guarantee 680 yuan",
        plausible(500, 1_500, "D: the guarantee, to an unemployment benefit"))
    """Least that a month without work brings, as far as it is no more than .7 of usual income."""
    wage_scar: float = number(
        0.15, "share of income", 0, 0.9, "M: 11 to 22 % of earnings for good (Davis and von Wachter 2011)",
        plausible(0.08, 0.25, "M: 11 to 22 %, and what selection hides"))
    """Share of income lost, at first, by whoever finds work after a long search."""
    scar_months: float = number(
        6, "months", 0.1, 60, "A: pay falls with the time out of work in Chinese cities, size not seen",
        plausible(3, 12, "judged: half to double"))
    """Search within which most of that loss has built up."""
    scar_fade_monthly: float = number(0.02, "share a month", 0, 1, "A: gone after some years",
        plausible(0.005, 0.04, "M: for good, to gone within two years"))
    """How fast lost income comes back after work was found."""
    furlough_share: float = number(
        0.0, "share of those in work a month", 0, 1,
        "A: none in calm times; China in early 2020: .35/.18/.06 by income third",
        plausible(0, 0.3, "A: early 2020 at a median wage: .18"))
    """Chance to be sent home on part of the pay within a month, at a median wage."""
    furlough_income_slope: float = number(
        1.7, "log chance / log income", -1, 4, "D: .35/.18/.06 by income third in early 2020",
        plausible(0.8, 2.5, "D: half to half more"))
    """By how much more those are furloughed whose usual income is lower than a median wage."""
    furlough_factor_gig: float = number(1.5, "x", 0, 10, "A: wealth fell most for freelancers and small businesses",
        plausible(1, 2.5, "judged: no more, to two and a half times"))
    """Gig workers' chance of a furlough against the salaried's."""
    furlough_factor_self_employed: float = number(
        1.5, "x", 0, 10, "A: as above; 80 % of small firms shut in February 2020",
        plausible(1, 6, "M: no more, to nearly all of small firms"))
    """The self-employed's chance that the business is shut for a time, against the salaried's of a furlough."""
    furlough_loss: float = number(0.6, "share of income", 0, 1, "A: early 2020: more than half of the pay",
        plausible(0.3, 0.9, "judged: half to half more"))
    """Part of the income that is lost while a furlough lasts."""
    furlough_months: float = number(
        3, "months", 1, 24, "A: early 2020: one to three months",
        plausible(1, 5, "A: one to five"))
    """How long a furlough lasts, but of the self-employed."""
    furlough_months_self_employed: float = number(
        5, "months", 1, 24, "A: early 2020: the self-employed up to five",
        plausible(3, 6, "A: three, as of others, to six"))
    """How long a business that is shut for a time stays shut."""
    transfer_share: float = number(
        0.0, "share of income lost", 0, 1, "A: none; a wage subsidy or transfer replaces a part",
        plausible(0, 0.8, "judged: nothing to four fifths"))
    """Part of the income lost to a furlough or for want of work that the state replaces."""
    income_growth_annual: float = number(0.0, "1/year", -0.5, 0.5, "A: real terms, so that a calm book stays steady",
        plausible(-0.02, 0.04, "judged: real growth; shipped scenarios use -3 to +7.5 %"))
    """Growth of every borrower's usual income."""
    expense_shock_monthly: float = number(
        0.015, "share of borrowers a month", 0, 0.5, "L: illness, repair, family event",
        plausible(0.007, 0.03, "judged: half to double"))
    """Chance of an unforeseen expense within a month."""
    expense_shock_size: float = number(0.6, "months of usual income", 0, 12, "L",
        plausible(0.3, 1.0, "judged: illness or repair costs a third to a month"))
    """Mean size of an unforeseen expense (exponentially distributed)."""
    funding_cost_apr: float = number(
        0.095, "1/year", 0, 0.5, "D: partner banks keep what a take of about 3 % leaves of 14.6 %",
        plausible(0.065, 0.105, "D: above it the take of 3 % is gone"))
    """What partner banks and investors earn on the money that the platform lends."""
    unemployment_normal: float = number(
        0.0522, "share of labour force", 0, 1, "H: China urban surveyed, 2019 about 5.2 %",
        plausible(0.045, 0.062, "H: 5.2 % in 2019, peak 6.2 %"))
    """Unemployment that the platform and other lenders take for normal."""


class Regulation(Section):
    """Hard rules and guidance; events change them on a date."""

    rate_cap_apr: float = number(0.36, "1/year, all-in", 0.01, 1, "H: 36 % until 24 % is enforced",
        plausible(0.24, 0.36, "H: 36 % in law, then 24 % enforced"))
    """Highest all-in yearly rate, interest and fees together, for the platform and every other lender."""
    limit_cap_yuan: float = number(300_000, "yuan", 0, 1e7, "H: draft online micro-loan rules 2020: 300k",
        plausible(100_000, 500_000, "H: 300,000 drafted; one platform cut to 200,000"))
    """Highest total limit of one borrower on the platform, as an amount."""
    limit_cap_income_share: float = number(10.0, "share of yearly income", 0, 10, "H: 2020 draft: 1/3; before: no rule",
        plausible(0.333, 10, "H: a third in the 2020 draft; 10 is no rule"))
    """Highest total limit of one borrower on the platform, as a share of a year's usual income."""
    guidance: float = number(0.0, "strength 0-1", 0, 1, "A: window guidance has no published scale",
        plausible(0, 0.5, "judged: lasting; .8 is the squeeze, 1 a closed platform"))
    """How strongly the regulator asks lenders to tighten."""
    leverage_cap: float = number(
        100.0, "own-funded balance / capital", 0.1, 1000, "H: 2020 draft: 1x + 4x of net assets",
        plausible(1.5, 100, "M: local rules before 2020 allowed one to two times; 100 is no cap"))
    """Highest own-funded balance for each yuan of capital; above it new lending is rationed."""
    own_share_floor: float = number(
        0.0, "share of balance", 0, 1, "H: 2020 draft: 30 % of joint loans; before: no rule",
        plausible(0, 0.5, "H: none before, 30 % in the 2020 draft; judged: a stricter one"))
    """Least share of every joint loan that the platform must fund, and lose, itself."""
    bureau_reporting: float = number(
        0.5, "share of borrowers", 0, 1, "A: reporting to the credit registry became a duty in 2021-22",
        plausible(0, 1, "A: nobody before, everybody since the duty of 2021-22"))
    """Borrowers whose late months on the platform reach the bureau, and through it the other lenders."""
    notice_duty_months: float = number(0, "months", 0, 12, "A: no such duty so far",
        plausible(0, 3, "A: shipped scenario asks three months"))
    """Least months between the announcement of a limit cut and the cut."""
    freeze_notice_duty_months: float = number(0, "months", 0, 12, "A: no such duty so far",
        plausible(0, 3, "A: as for cuts; the shipped scenario asks three months"))
    """Least months between the announcement of a freeze that can wait and the freeze."""
    cool_off_duty_months: float = number(0, "months", 0, 24, "A: no such duty so far",
        plausible(0, 6, "A: shipped scenario asks six months"))
    """Least months that a limit repaid early stays away, as a rule for all lenders."""
    product_separation: float = number(0.0, "strength 0-1", 0, 1, "M: 2021 rectification: products kept apart",
        plausible(0, 1, "M: switch; products apart since the 2021 rectification"))
    """How far the regulator keeps paylater out of what is decided on the cash loan: it weakens the linkage."""
    late_debt_standard: float = number(0.0, "strength 0-1", 0, 1, "A: associations are asked for one; none so far",
        plausible(0, 1, "A: switch; none so far, to a duty for everybody"))
    """How far a standard of the industry binds the work on late debt: plans offered to all, the same steps for all."""


class Outside(Section):
    """Other lenders, and the bureau through which everybody sees the same debts late."""

    outside_apr: float = number(0.24, "1/year", 0, 1, "M: with premiums .27 on average: Lexin 27.1 %; rivals 25-36 %",
        plausible(0.21, 0.33, "M: rivals 25-36 % and 24 % once capped, less the mean premium"))
    """Yearly rate of other lenders for who has a clean record and owes nobody, where no cap binds."""
    outside_principal_monthly: float = number(0.10, "share of debt a month", 0.01, 1, "M: tenors of 8-11 months",
        plausible(0.07, 0.15, "M: tenors of 8-11 months, some shorter or longer"))
    """Share of outside debt that falls due each month beside its interest."""
    outside_wish_monthly: float = number(
        0.19, "share of borrowers a month", 0, 1, "L: keeps the share with outside debt steady",
        plausible(0.1, 0.26, "judged: a good third either way; must keep the share steady"))
    """Chance that a borrower with outside lenders asks for more without being short."""
    outside_start_monthly: float = number(
        0.005, "share of borrowers a month", 0, 1, "D: keeps the share with outside debt steady",
        plausible(0.0025, 0.01, "judged: half to double; must keep the share steady"))
    """Chance that a borrower without outside debt asks other lenders without being short."""
    outside_wish_months: float = number(0.5, "months of usual income", 0, 12, "M: loans of about 4,000 yuan",
        plausible(0.25, 1, "judged: half to double"))
    """Loan that those ask other lenders for who are not short."""
    outside_late_approval: float = number(
        0.05, "x", 0, 1, "D: nobody lends to the late",
        plausible(0, 0.2, "judged: never, to one in five"))
    """What is left of other lenders' approval while a borrower is late with anybody."""
    outside_jobless_approval: float = number(
        0.2, "x", 0, 1, "A: lenders ask for work, and do not look closely",
        plausible(0.1, 0.6, "judged: one in ten, to more than half"))
    """What is left of other lenders' approval for who is without work."""
    outside_blacklisted_approval: float = number(
        0, "x", 0, 1, "A: nobody lends to who is on it",
        plausible(0, 0.3, "judged: never, to three in ten"))
    """What is left of other lenders' approval for who is on the blacklist that lenders share."""
    outside_first: float = number(
        0, "share of who owes it", 0, 1, "M: bank before platform before rival (Bao and Huang); so 0 but of a bank",
        plausible(0, 0.5, "M: rivals come last; judged: up to half"))
    """Those who keep what falls due there before they spend and before they pay anybody else."""
    outside_relation_weight: float = number(
        1.0, "log odds", 0, 10, "A: who lends already is known, and knows",
        plausible(0, 2.5, "judged: no matter, to twelvefold odds"))
    """How much it speaks for asking a lender for a loan in instalments that one already owes it; the same for all."""
    outside_second_share: float = number(
        0.5, "share of the refused", 0, 1, "A: a half do not try again",
        plausible(0.2, 0.9, "judged: one in five, to nearly all"))
    """Those whom one lender refuses a loan in instalments and who ask a second one in the same month."""
    short_apr: float = number(0.36, "1/year", 0, 10, "M: 36 % was the highest rate that courts enforced until 2020",
        plausible(0.3, 1.0, "M: 36 %; fees made it more"))
    """Yearly rate of other lenders' loans of a month where no cap binds."""
    short_size_months: float = number(0.16, "months of usual income", 0, 12, "M: loans of one to a few thousand yuan",
        plausible(0.1, 0.6, "judged: a third to double"))
    """Largest loan for a month."""
    renewal: float = number(
        0.85, "share of what falls due", 0, 1, "M: over 80 % of payday loans are renewed (CFPB 2014)",
        plausible(0.6, 0.95, "M: over 80 %"))
    """Chance that a loan of a month is lent again by the same lender, in normal times."""
    renewal_reserve_months: float = number(0.5, "months of usual income", 0, 12, "A",
        plausible(0.2, 1.0, "judged: two fifths to double"))
    """Money that must be left after all dues for a loan of a month to be repaid and not renewed."""
    outside_size_months: float = number(0.8, "months of usual income", 0, 12, "M: loans of about 4,000 yuan",
        plausible(0.4, 1.4, "M: loans of 3,900 (2020) to 10,000 yuan (2024)"))
    """Largest new outside loan."""
    outside_loan_left_months: float = number(
        0.6, "months of usual income", 0.01, 12, "D: as a calm market lives it; loans of about 4,000 yuan",
        plausible(0.3, 1, "judged: half of a loan, to one and a half"))
    """What arrivals owe each lender elsewhere at most; with the debt it gives the number of lenders."""
    outside_last_payment_yuan: float = number(500, "yuan", 0, 100_000, "A",
        plausible(100, 1_000, "judged: a fifth to double"))
    """Outside debt below which all of it falls due at once."""
    outside_writeoff_months: float = number(6, "months past due", 2, 24, "M: cash loan lenders write off at 180 days",
        plausible(4, 9, "M: 180 days; two months sooner, or as late as the platform"))
    """Months past due at which other lenders write off."""
    outside_ceiling_months: float = number(4.0, "months of usual income", 0, 60, "L",
        plausible(2.5, 6.0, "judged: lenders stop at a quarter to half a year's income"))
    """Outside debt above which nobody lends more, where the record is clean."""
    outside_approval: float = number(0.70, "share of applications", 0, 1, "L",
        plausible(0.45, 0.85, "judged: shipped scenarios use .45 when tight, .85 when loose"))
    """Chance of approval with a clean record in normal times."""
    outside_record_weight: float = number(1.2, "1/late month", 0, 10, "L",
        plausible(0.6, 2.4, "judged: half to double"))
    """How fast approval falls with late months in the bureau's record."""
    outside_loss_appetite: float = number(
        0.013, "share of debt 30+ dpd or written off", 0.001, 1, "D: half above a calm market's .008",
        plausible(0.009, 0.025, "judged: above a calm market's, to three times it"))
    """Losses on their own claims that other lenders live with."""
    fringe_loss_appetite: float = number(
        0.08, "share of debt 30+ dpd or written off", 0.001, 1, "D: a third above a calm market's .06",
        plausible(0.06, 0.16, "judged: a calm market's, to three times it"))
    """Losses that those live with who lend for a month, where a scenario names other lenders beside them."""
    outside_loss_weight: float = number(0.25, "stance for twice the appetite", 0, 10, "A: small lenders bear less",
        plausible(0.1, 0.6, "judged: two fifths to more than double"))
    """How strongly losses above appetite tighten other lenders."""
    outside_macro_weight: float = number(6, "stance for a unit of unemployment", 0, 100,
        "L: lenders tightened in early 2020; less than the platform's",
        plausible(3, 15, "judged: three points of unemployment tighten by .1 to .45"))
    """How strongly unemployment above normal tightens other lenders."""
    outside_guidance_weight: float = number(0.1, "stance at full guidance", 0, 5, "A: it is meant for the large ones",
        plausible(0, 0.4, "judged: not at all, to half as much as the platform"))
    """How strongly the regulator's guidance tightens other lenders."""
    outside_funding_weight: float = number(3.0, "stance for a unit of funding cost", 0, 100, "A: as the platform",
        plausible(1.0, 8.0, "judged: two points dearer tighten by .02 to .16"))
    """How strongly dearer funding tightens other lenders, above what was paid at the start."""
    outside_tighten_speed: float = number(0.5, "share of gap a month", 0, 1, "A: fast",
        plausible(0.25, 0.9, "judged: half to nearly at once; faster than relaxing"))
    """Share of the gap that other lenders' stance closes in a month when it tightens."""
    outside_relax_speed: float = number(0.15, "share of gap a month", 0, 1, "A: slow",
        plausible(0.05, 0.3, "judged: a third to double; no faster than tightening"))
    """Share of the gap that other lenders' stance closes in a month when it relaxes."""
    outside_memory_months: float = number(6, "months", 1, 60, "A: half a year's claims",
        plausible(3, 12, "judged: half to double"))
    """Months over which other lenders judge their losses (mean memory)."""
    outside_ceiling_depth: float = number(0.5, "share", 0, 1, "A: as the platform's limits",
        plausible(0.2, 0.8, "judged: a fifth to four fifths"))
    """How far a fully tight stance lowers the debt up to which other lenders lend."""
    outside_record_premium: float = number(0.05, "1/year a late month", 0, 1, "A: a few points for a late payment",
        plausible(0.02, 0.1, "judged: two fifths to double"))
    """What a late month in the bureau's record adds to the rate that other lenders ask."""
    outside_lender_premium: float = number(0.01, "1/year a lender", 0, 1, "A: rivals' 24-36 % between one and many",
        plausible(0.004, 0.02, "judged: two fifths to double"))
    """What each lender or application that the bureau shows adds to it."""
    outside_breakeven_apr: float = number(0.19, "1/year", 0, 1, "L: subprime platforms left under a 24 % cap",
        plausible(0.16, 0.22, "L: 24 % with the premium of two to eight lenders"))
    """Least rate at which other lenders serve who has a clean record and owes nobody: more risk, as much more."""
    outside_line_cut: float = number(0.5, "share", 0, 1, "A: half of what is rolled over",
        plausible(0.2, 1.0, "judged: a fifth to all"))
    """How much rarer a loan of a month is renewed once the bureau shows a late month with anybody."""
    blacklist_months: float = number(
        12, "months", 0, 120, "L: banks look back two years for three late months in a row",
        plausible(3, 24, "L: a quarter, to banks' two years"))
    """How long nobody else lends after a default with anybody."""
    bureau_lag_months: float = number(2.0, "months", 0, 24, "L: monthly reporting and processing",
        plausible(1.0, 4.0, "judged: monthly reporting, slow lenders a quarter"))
    """Mean delay until the bureau shows late payments, debts and applications (first-order lag)."""
    application_months: float = number(3, "months", 0, 24, "A",
        plausible(1, 6, "judged: a third to double"))
    """Months for which the bureau shows an application, so that one every month looks like as many at once."""
    record_finding_weight: float = number(
        0.04, "1/late month", 0, 5, "L: a year on the record costs 3 points of employment (Bos et al. 2018)",
        plausible(0.015, 0.08, "judged: half to double of Bos et al. 2018"))
    """How fast the chance of finding work falls with the late months that the bureau shows."""
    record_separation_weight: float = number(0.02, "1/late month", 0, 5, "L: as above",
        plausible(0.008, 0.04, "judged: half to double of Bos et al. 2018"))
    """How fast the chance of losing the work rises with the late months that the bureau shows."""
    record_rent_share: float = number(0.02, "share of usual income a month", 0, 1, "A: dearer rents",
        plausible(0.005, 0.04, "judged: a quarter to double"))
    """What a bad record costs each month: paid by those for whom the bureau shows a late month or more."""
    move_monthly: float = number(0.01, "share of borrowers a month", 0, 1, "A: a quarter rent, and move in two years",
        plausible(0.004, 0.03, "judged: two fifths to triple"))
    """Chance to move house, which a bad record makes dear."""
    record_deposit_months: float = number(
        0.3, "months of usual income", 0, 12, "A: a month's rent more as deposit, and an agent's fee",
        plausible(0.1, 0.8, "judged: a third to nearly triple"))
    """What landlords ask for at once of those with a bad record who move."""


class Network(Section):
    """Who knows whom."""

    network_kind: Literal["small-world", "scale-free", "blocks", "none", "file"] = "small-world"
    """Kind of graph: ring with shortcuts, preferential attachment, income blocks, no ties, or the user's own file."""
    network_file: str = ""
    """The user's edge list or GraphML, for the kind ``file``."""
    mean_degree: int = number(6, "friends", 0, 100, "A: close ties; Dunbar's inner circles hold 5-15",
        plausible(4, 14, "A: close ties; Dunbar's inner circles 5-15"))
    """Mean number of friends (even for small world and scale free)."""
    rewiring_share: float = number(0.10, "share of ties", 0, 1, "A: Watts and Strogatz 1998, small-world range",
        plausible(0.02, 0.3, "A: small-world range of Watts and Strogatz"))
    """Share of ties of a small world that lead anywhere instead of nearby."""
    homophily: float = number(0.6, "share of ties", 0, 1, "A: income homophily of friendship is strong",
        plausible(0.35, 0.8, "judged: a third is chance, .8 is segregation"))
    """Share of ties of the block graph kept within the own income group; the rest mixes at random."""


def degree_among(borrowers: int, kind: str, mean_degree: int) -> int:
    """Return how many friends borrowers have on average: as many as asked for, or as there can be among so few."""
    if kind in ("none", "file") or mean_degree < borrowers:
        return mean_degree
    return borrowers - 1 if kind == "blocks" else (borrowers - 1) // 2 * 2
