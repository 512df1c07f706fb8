"""The population: who borrowers are at the start, and who comes later."""

from typing import Self

from pydantic import model_validator

from tightrope.scenarios.parameters.declare import Section, number, plausible

__all__ = ["Population"]

# fmt: off
# a line for what is accepted, a line for what is plausible


class Population(Section):
    """Distributions that the synthetic book, newcomers and the gaps of a real book are drawn from."""

    share_salaried: float = number(0.55, "share of borrowers", 0, 1, "A",
        plausible(0.4, 0.65, "judged: leaves at least 5 % self-employed with gig at most"))
    """Salaried borrowers; what salaried and gig leave over is self-employed."""
    share_gig: float = number(0.25, "share of borrowers", 0, 1, "A",
        plausible(0.15, 0.3, "judged: flexible work is a quarter of urban jobs"))
    """Gig workers."""
    income_median_salaried: float = number(7_000, "yuan a month", 500, 1e6, "A: urban wages",
        plausible(5000, 10_000, "judged: private to non-private urban wages"))
    """Median usual income of salaried borrowers."""
    income_median_gig: float = number(4_800, "yuan a month", 500, 1e6, "A: below wages",
        plausible(3400, 7000, "judged: minimum wage and more, to good riders"))
    """Median usual income of gig workers."""
    income_median_self_employed: float = number(7_500, "yuan a month", 500, 1e6, "A",
        plausible(4500, 12_000, "judged: stall holder to small firm"))
    """Median usual income of the self-employed."""
    income_log_sd: float = number(0.50, "log", 0.05, 2, "A: within-segment spread of incomes",
        plausible(0.35, 0.7, "judged: a third either way"))
    """Spread of usual incomes within a segment."""
    permanent_sd_annual: float = number(
        0.058, "log a year", 0, 1, "D: with spells and scars .03 a year (Cocco et al. 2005: .0105-.0277)",
        plausible(0.03, 0.1, "M: variance .0105-.03 a year, spells and scars included"))
    """Spread of a year's lasting changes of usual income."""
    transitory_sd_salaried: float = number(
        0.20, "log", 0, 2, "D: with the fading below and spells without work, .04-.10 of variance a year",
        plausible(0.13, 0.28, "D: a third either way: yearly variance .04-.10"))
    """Spread of passing income changes, salaried."""
    transitory_sd_gig: float = number(
        0.50, "log", 0, 2, "D: with the fading below and spells without work, .04-.10 of variance a year",
        plausible(0.33, 0.7, "D: a third either way: yearly variance .04-.10"))
    """Spread of passing income changes, gig workers."""
    transitory_sd_self_employed: float = number(
        0.56, "log", 0, 2, "D: with the fading below and spells without work, .04-.10 of variance a year",
        plausible(0.37, 0.78, "D: a third either way: yearly variance .04-.10"))
    """Spread of passing income changes, self-employed."""
    transitory_keep: float = number(
        0.72, "share a month", 0, 0.99, "D: noise from month to month alone leaves .01 of yearly variance",
        plausible(0.5, 0.85, "D: spells of two to six months"))
    """What is left of a passing income change a month later."""
    bonus_months: float = number(
        1, "months of pay", 0, 12, "M: a thirteenth month's pay is the custom in China around the Spring Festival",
        plausible(0.5, 2, "judged: half of it, where many get none, to good employers"))
    """Mean bonus of the year's end, of the salaried; usual income counts a twelfth of it in every month."""
    bonus_log_sd: float = number(
        0.95, "log", 0, 2, "A: good years and bad ones; with passing changes .04-.10 of variance a year",
        plausible(0.3, 1.2, "judged: nearly the same every year, to none in some and three times in others"))
    """Spread of the bonus from year to year."""
    separation_factor_gig: float = number(1.5, "x", 0, 10, "A",
        plausible(1.0, 2.5, "judged: never safer than wages, seldom above double"))
    """Gig workers' chance of losing the job against the salaried."""
    separation_factor_self_employed: float = number(0.8, "x", 0, 10, "A",
        plausible(0.4, 1.4, "M: 25 % closed for good in 2020, companies 19 %"))
    """The self-employed's chance of losing the business against the salaried's of losing the job."""
    buffer_median_months: float = number(
        1, "months of usual income", 0, 60,
        "D: near the least squares on who has under one month's income (.59) and under three (.73), CFPB 2016",
        plausible(0.5, 1.5, "D: with a wider spread, to what meets the share under three months alone"))
    """Median of the savings aimed at by who is free of present bias."""
    buffer_log_sd: float = number(2, "log", 0, 3, "D: fitted with the median: a lognormal through both shares has 2.8",
        plausible(1.5, 2.8, "D: a quarter less, to the survey's, whose classes are coarse"))
    """Spread of the savings aimed at."""
    buffer_income_slope: float = number(
        0.57, "log buffer / log income", -1, 2,
        "D: probit of a buffer under a month on log income by class (.80 to .46), times the spread",
        plausible(0.2, 0.9, "D: a third of it, to half more"))
    """By how much more those save, in months of income, whose usual income is higher than a median wage."""
    bias_mean: float = number(0.35, "0-1", 0, 1, "M: 36 % of card holders are present-biased (Meier and Sprenger 2010)",
        plausible(0.2, 0.5, "M: a seventh either way of 36 %"))
    """Mean present bias."""
    bias_sd: float = number(0.25, "0-1", 0, 0.5, "A: from none to wholly",
        plausible(0.15, 0.35, "judged: two fifths either way"))
    """Spread of present bias."""
    bias_literacy_correlation: float = number(-0.47, "1", -1, 1, "M: the literate are less biased",
        plausible(-0.6, -0.2, "M: sign known; judged: less than half, to more"))
    """Correlation of present bias and literacy."""
    bias_savings: float = number(0.8, "share of savings aimed at", 0, 1, "D: buffers under a month: three in five",
        plausible(0.5, 0.95, "judged: half, to nearly all"))
    """Part of the savings aimed at that full present bias takes away."""
    limit_median_yuan: float = number(
        14_000, "yuan", 100, 1e6, "L: mean near 16,300, the mean Chinese card line of 2015",
        plausible(7000, 25_000, "L: half to nearly double the Chinese card line"))
    """Median total limit that borrowers had before the platform's own rule: what a book without limits is taken for."""
    limit_log_sd: float = number(0.94, "log", 0.05, 3, "M: Taiwan cards",
        plausible(0.7, 1.15, "M: Taiwan cards .94, a quarter either way"))
    """Spread of these limits; of the limits granted it is less, as the score counts too."""
    limit_floor_yuan: float = number(500, "yuan", 0, 100_000, "A: limits are said to begin in the thousands",
        plausible(100, 1_000, "judged: a fifth to double"))
    """Lowest total limit that is drawn or granted at the start."""
    limit_ceiling_yuan: float = number(
        200_000, "yuan", 100, 1_000_000, "M: a platform's ceiling: 300,000 yuan, 200,000 after the draft of 2020",
        plausible(100_000, 300_000, "M: 300,000 yuan, 200,000 later; judged: half of it"))
    """Highest total limit that is drawn or granted at the start."""
    limit_income_correlation: float = number(0.55, "1", -1, 1, "A: limits follow income",
        plausible(0.3, 0.75, "judged: limits follow income, but not alone"))
    """Correlation of their log and log income."""
    paylater_limit_share: float = number(0.22, "share of total limit", 0.01, 0.99, "A",
        plausible(0.12, 0.4, "judged: small paylater to two fifths of the total"))
    """Share of the total limit that is paylater; the rest is the cash loan line."""
    start_spare_months: float = number(
        0.7, "months of usual income", 0, 60, "D: as a calm market lives it: half of them could",
        plausible(0.3, 3, "judged: a third to triple"))
    """Savings with which half of the starting borrowers who carry a paylater balance over could clear it in a month."""
    paylater_spending_log_variance: float = number(
        0.49, "log, squared", 0, 4, "A: Taiwan charges over limit spread wider (median 1.7 %, mean 6.1 %)",
        plausible(0.25, 0.8, "judged: half to good half more"))
    """Variance, among those who clear the bill, of the share of spending put on paylater."""
    revolver_used_most: float = number(
        1.1, "share of limit", 0, 2, "M: Taiwan cards: 7 % stand above the limit; here an eleventh of revolvers would",
        plausible(0.9, 1.3, "M: 7 % above the limit; nobody, to a quarter of revolvers"))
    """Largest share of the paylater limit that somebody aims to carry over; all from nil up as likely."""
    cashloan_user_share: float = number(0.8, "share of borrowers", 0, 1, "A: the others keep the line unused",
        plausible(0.5, 0.95, "judged: half of the lines idle, to nearly none"))
    """Borrowers who use the cash loan for planned purchases."""
    outside_share: float = number(
        0.485, "share of borrowers", 0, 1, "D: as a calm market lives it; 44 % of customers of 61 lenders had several",
        plausible(0.3, 0.6, "M: 44 % (30-60 %)"))
    """Borrowers who owe other lenders at the start, and newcomers who do."""
    outside_mean_months: float = number(0.745, "months of usual income", 0, 24, "L: near what a calm market lives",
        plausible(0.25, 1.0, "judged: half to double"))
    """Mean outside debt of those who have any."""
    literacy_mean: float = number(0.60, "0-1", 0, 1, "A",
        plausible(0.45, 0.75, "judged: a quarter either way; scales all forgetting"))
    """Mean financial literacy."""
    literacy_sd: float = number(
        0.18, "0-1", 0, 0.5, "A: thirds by knowledge differ sixfold in lateness (CFPB 2016); the scale is made up",
        plausible(0.12, 0.25, "judged: a third either way"))
    """Spread of financial literacy."""
    trust_mean: float = number(0.65, "0-1", 0, 1, "A: no published series for a lender",
        plausible(0.5, 0.8, "judged: doubtful to well liked brand"))
    """Mean trust that borrowers settle at when nothing happens."""
    trust_sd: float = number(0.12, "0-1", 0, 0.3, "A",
        plausible(0.06, 0.2, "judged: half to nearly double"))
    """Spread of the trust borrowers settle at."""
    start_disappointment: float = number(0.076, "0-1", 0, 0.5, "D: what months of a calm market leave behind",
        plausible(0.03, 0.13, "judged: half to nearly double of the fitted value"))
    """Mean distance of the starting book's trust from where it settles (exponentially distributed)."""
    start_late_cashloan: float = number(
        0.003, "share of borrowers a month", 0, 0.2, "D: entry to 30+ dpd of .29 % of balance",
        plausible(0.002, 0.0045, "D: entry to 30+ .29 % (.22-.40)"))
    """Flow into 30 days past due that the starting book's late cash loans come from."""
    start_late_paylater: float = number(
        0.0016, "share of borrowers", 0, 0.2, "D: as a calm market lives it: a tenth was late since the account exists",
        plausible(0.001, 0.004, "judged: good half to more than double"))
    """Borrowers whose paylater bill is late at the start."""
    start_roll_first: float = number(
        0.7, "share of late loans a month", 0, 1, "A: as a calm market lives it; back-solved for published books: .75",
        plausible(0.5, 0.85, "D: roll .75 (.5-.85)"))
    """Cash loans late by a month that are late by two a month later, as the starting book's late loans are drawn."""
    start_roll_later: float = number(
        0.9, "share of late loans a month", 0, 1, "A: as a calm market lives it; back-solved for published books: .85",
        plausible(0.75, 0.97, "D: roll .85 (.75-.9)"))
    """Cash loans late by two months or more that are a month later still late, as the starting book's are drawn."""
    start_lateness_months: float = number(1.2, "late months", 0, 9, "A",
        plausible(1, 2, "judged: one month to two"))
    """Late months that a lateness of the past lasted on average, as the starting book remembers it."""
    start_record_share: float = number(0.8, "share of late months", 0, 1, "A: the bureau lags",
        plausible(0.5, 1, "judged: half of them to all"))
    """Part of the reported late months that the bureau shows at the start."""
    start_late_jobless: float = number(
        0.5, "share of borrowers late on the cash loan", 0, 1,
        "D: a calm market lives a quarter; at half, defaults of the first months are near later ones",
        plausible(0.2, 0.9, "A: inability in 80-90 %; not all of it is lost work"))
    """Borrowers late on the cash loan at the start who are out of work."""
    start_sorted_out: float = number(
        0.11, "share of those without wages", 0, 1, "D: as a calm market lives it: three in five are salaried",
        plausible(0, 0.25, "judged: nobody, to double"))
    """Gig workers and self-employed whose place in the starting book somebody salaried took: they default more."""
    start_strained: float = number(0.29, "share of borrowers", 0, 1, "D: as newcomers make it in the long run",
        plausible(0.15, 0.45, "judged: half either way"))
    """Starting borrowers who live from hand to mouth, as do those who come in need (``strained_savings``)."""
    start_savings_months: float = number(0.38, "months of usual income", 0, 12, "A: what is left of the last wage",
        plausible(0.1, 0.8, "judged: a few days' income, to most of a month's"))
    """Money at hand of starting borrowers beside their savings."""
    start_savings_sd: float = number(1.15, "share of savings aimed at", 0, 2, "A: as a calm market leaves them",
        plausible(0.6, 1.6, "judged: half either way"))
    """Spread of starting savings about those aimed at."""
    start_jobless_kept: float = number(0.82, "share of those without work", 0, 1, "D: as a calm market lives it",
        plausible(0.6, 1, "D: two fifths have defaulted and left, to nobody"))
    """Of those out of work in a steady population, who are still on the book: the others defaulted, or left."""
    start_spent_monthly: float = number(
        0.12, "months of usual income a month", 0, 2, "D: as a calm market leaves them, benefits and thrift at work",
        plausible(0.05, 0.4, "D: little spent, to most of what was spent in work"))
    """Savings, then friends' help, that starting borrowers without work have used up for each month of their search."""
    start_thrift_months: float = number(5, "months", 0.1, 60, "D: as a calm market lives it",
        plausible(3, 8, "judged: two thirds either way"))
    """How fast starting borrowers without work have grown used to living on what is left."""
    start_scarred: float = number(0.3, "share of borrowers", 0, 1, "D: as a calm market lives it",
        plausible(0.15, 0.4, "judged: half of it to a third more"))
    """Borrowers who earn less at the start for having searched for work once."""
    start_scar_mean: float = number(0.046, "share of income", 0, 0.5, "D: as a calm market lives it",
        plausible(0.02, 0.07, "judged: half either way"))
    """What it takes from the income of these, on average."""
    start_short_share: float = number(
        0.25, "share of those with less than half an income", 0, 1, "D: as a calm market lives it: 8 % of all",
        plausible(0.1, 0.4, "judged: two fifths to good half more"))
    """Those with little money who owe another lender a loan of a month at the start."""
    start_tenure_months: float = number(48, "months", 1, 360, "D: what 2 % leaving a month keep",
        plausible(36, 100, "D: 1 to 2.5 % leaving a month, and a few written off"))
    """Mean time that starting accounts have existed (exponentially distributed)."""
    start_fill_mean: float = number(
        0.65, "share of balance aimed at", 0.05, 1, "A: about what draws and instalments of a calm market leave",
        plausible(0.45, 0.8, "judged: a quarter either way; utilisation moves with it"))
    """Mean share of the cash loan balance aimed at that users owe at the start, between draws and instalments."""
    start_fill_sd: float = number(0.2, "share of balance aimed at", 0, 1, "A",
        plausible(0.1, 0.3, "judged: half either way"))
    """Spread of the share of the balance aimed at that users owe at the start."""
    start_term_least: float = number(0.29, "share of the term", 0, 1, "A",
        plausible(0.1, 0.4, "judged: two fifths to good half more"))
    """Least part of the term that a starting cash loan has left."""
    start_term_spread: float = number(0.4, "share of the term", 0, 1, "A",
        plausible(0.2, 0.6, "judged: half either way"))
    """Width of the part of the term left at the start; a known balance, taken as young, has the last part."""
    start_able_share: float = number(0.6, "share of users", 0, 1, "A: for the starting book alone",
        plausible(0.3, 0.9, "judged: half either way"))
    """Users who could clear their cash loan early in a month, as the starting book's early repayments are drawn."""
    start_repaid_share: float = number(0.8, "share of free limit", 0, 1, "A",
        plausible(0.5, 1, "judged: half of it to all"))
    """Part of the free cash loan limit that an early repayment of the starting book's past made free."""
    start_headroom: float = number(0.8, "x", 0.5, 5, "D: as a calm market lives it: limits outlast good times",
        plausible(0.75, 1.1, "judged: limits a third above, to a little below"))
    """How much more than they have borrowers at score 650 are entitled to at the start, at the median."""
    start_standing: float = number(0.36, "share of the log", 0, 1, "D: as a calm market lives it: limits follow late",
        plausible(0.2, 0.6, "judged: a third less to nearly double"))
    """How far the limits of a starting book follow the score of the day, against what it entitles to."""
    start_entitled_log_sd: float = number(0.45, "log", 0, 1, "D: as a calm market lives it: incomes have moved since",
        plausible(0.2, 0.6, "judged: half either way"))
    """Spread of the limits of a starting book about what borrowers are entitled to."""
    start_freeze_factor: float = number(2, "x", 0, 10, "A: lines frozen in earlier months add up",
        plausible(1, 3, "judged: one month's review to three"))
    """Share of those below the loose cut-offs who start frozen, against the chance of a month's review."""
    start_frozen_months: float = number(3, "months", 1, 24, "A",
        plausible(1, 6, "L: reopening lag 1-6 months"))
    """How long lines frozen for risk have been frozen at the start."""
    verified_share: float = number(0.40, "share of borrowers", 0, 1, "A",
        plausible(0.2, 0.65, "judged: half to good half more"))
    """Borrowers whose income the platform has verified."""

    @model_validator(mode="after")
    def _shares_leave_room(self) -> Self:
        total = self.share_salaried + self.share_gig
        if total > 1 + 1e-9:
            raise ValueError(f"share_salaried and share_gig add up to {total:g}; together they may be at most 1")
        return self
