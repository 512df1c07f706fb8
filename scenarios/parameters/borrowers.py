"""Borrowers: who they are at the start, and how they earn, spend, borrow, repay and trust."""

from typing import Self

from pydantic import model_validator

from tightrope.scenarios.parameters.declare import Section, number, plausible

__all__ = ["Borrowing", "Business", "Helping", "Learning", "Population", "Remedies", "Repaying", "Spending", "Trusting"]

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
        0.08, "log a year", 0, 1, "D: with spells and scars .03 a year (Cocco et al. 2005: .0105-.0277)",
        plausible(0.05, 0.15, "M: variance .0105-.03 a year, spells and scars included"))
    """Spread of a year's lasting changes of usual income."""
    transitory_sd_salaried: float = number(
        0.15, "log", 0, 2, "D: with the fading below and spells without work, .04-.10 of variance a year",
        plausible(0.1, 0.25, "D: a third either way: yearly variance .04-.15"))
    """Spread of passing income changes, salaried."""
    transitory_sd_gig: float = number(
        0.38, "log", 0, 2, "D: with the fading below and spells without work, .04-.10 of variance a year",
        plausible(0.25, 0.5, "D: a third either way: yearly variance .04-.15"))
    """Spread of passing income changes, gig workers."""
    transitory_sd_self_employed: float = number(
        0.42, "log", 0, 2, "D: with the fading below and spells without work, .04-.10 of variance a year",
        plausible(0.28, 0.56, "D: a third either way: yearly variance .04-.15"))
    """Spread of passing income changes, self-employed."""
    transitory_keep: float = number(
        0.75, "share a month", 0, 0.99, "D: noise from month to month alone leaves .01 of yearly variance",
        plausible(0.5, 0.85, "D: spells of two to six months"))
    """What is left of a passing income change a month later."""
    separation_factor_gig: float = number(1.5, "x", 0, 10, "A",
        plausible(1.0, 2.5, "judged: never safer than wages, seldom above double"))
    """Gig workers' chance of losing the job against the salaried."""
    separation_factor_self_employed: float = number(0.8, "x", 0, 10, "A",
        plausible(0.4, 1.4, "M: 25 % closed for good in 2020, companies 19 %"))
    """The self-employed's chance of losing the business against the salaried's of losing the job."""
    buffer_median_months: float = number(3.0, "months of usual income", 0, 60, "L: many save little",
        plausible(2, 4.5, "L: with present bias above near-prime's .65-.96; US 59 % under 1"))
    """Median of the savings aimed at by who is free of present bias."""
    buffer_log_sd: float = number(1.1, "log", 0, 3, "L",
        plausible(0.8, 1.4, "L: a quarter either way"))
    """Spread of the savings aimed at."""
    buffer_income_slope: float = number(
        0.3, "log buffer / log income", -1, 2, "M: buffer under a month: .80 of the poorest fifth, .46 of the richest",
        plausible(0, 0.5, "M: none, to good half more than the survey's slope"))
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
        1.0, "months of usual income", 0, 60, "D: as a calm market lives it: half of them could",
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
    outside_share: float = number(0.44, "share of borrowers", 0, 1, "M: customers of 61 lenders with several (30-60 %)",
        plausible(0.3, 0.6, "M: 44 % (30-60 %)"))
    """Borrowers who owe other lenders at the start."""
    outside_mean_months: float = number(0.62, "months of usual income", 0, 24, "L",
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
        0.0027, "share of borrowers a month", 0, 0.2, "D: entry to 30+ dpd of .29 % of balance",
        plausible(0.002, 0.0045, "D: entry to 30+ .29 % (.22-.40)"))
    """Flow into 30 days past due that the starting book's late cash loans come from."""
    start_late_paylater: float = number(0.0085, "share of borrowers", 0, 0.2, "D",
        plausible(0.005, 0.014, "judged: a bit above half to below double"))
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
        0.9, "share of borrowers late on the cash loan", 0, 1, "A: past 30 days it is inability in 80-90 % of cases",
        plausible(0.5, 1, "A: inability in 80-90 %; not all of it is lost work"))
    """Borrowers late on the cash loan at the start who are out of work."""
    start_savings_months: float = number(0.02, "months of usual income", 0, 12, "A: what is left of the last wage",
        plausible(0, 0.3, "judged: nothing to ten days' income"))
    """Money at hand of starting borrowers beside their savings."""
    start_savings_sd: float = number(0.75, "share of savings aimed at", 0, 2, "A: as a calm market leaves them",
        plausible(0.4, 1.1, "judged: half either way"))
    """Spread of starting savings about those aimed at."""
    start_jobless_kept: float = number(0.8, "share of those without work", 0, 1, "D: as a calm market lives it",
        plausible(0.6, 1, "D: two fifths have defaulted and left, to nobody"))
    """Of those out of work in a steady population, who are still on the book: the others defaulted, or left."""
    start_spent_monthly: float = number(
        0.25, "months of usual income a month", 0, 2, "D: subsistence and dues less benefits",
        plausible(0.1, 0.4, "D: little spent, to most of what was spent in work"))
    """Savings, then friends' help, that starting borrowers without work have used up for each month of their search."""
    start_tenure_months: float = number(48, "months", 1, 360, "D: what 2 % leaving a month keep",
        plausible(36, 100, "D: 1 to 2.5 % leaving a month, and a few written off"))
    """Mean time that starting accounts have existed (exponentially distributed)."""
    start_fill_mean: float = number(
        0.57, "share of balance aimed at", 0.05, 1, "A: about what draws and instalments of a calm market leave",
        plausible(0.45, 0.8, "judged: a quarter either way; utilisation moves with it"))
    """Mean share of the cash loan balance aimed at that users owe at the start, between draws and instalments."""
    start_fill_sd: float = number(0.2, "share of balance aimed at", 0, 1, "A",
        plausible(0.1, 0.3, "judged: half either way"))
    """Spread of the share of the balance aimed at that users owe at the start."""
    start_term_least: float = number(0.25, "share of the term", 0, 1, "A",
        plausible(0.1, 0.4, "judged: two fifths to good half more"))
    """Least part of the term that a starting cash loan has left."""
    start_term_spread: float = number(0.4, "share of the term", 0, 1, "A",
        plausible(0.2, 0.6, "judged: half either way"))
    """Width of the part of the term left at the start; a known balance, taken as young, has the last part."""
    start_able_share: float = number(0.4, "share of users", 0, 1, "A: for the starting book alone",
        plausible(0.2, 0.6, "judged: half either way"))
    """Users who could clear their cash loan early in a month, as the starting book's early repayments are drawn."""
    start_repaid_share: float = number(0.8, "share of free limit", 0, 1, "A",
        plausible(0.5, 1, "judged: half of it to all"))
    """Part of the free cash loan limit that an early repayment of the starting book's past made free."""
    start_headroom: float = number(0.87, "x", 0.5, 5, "D: as a calm market lives it: raises are faster than cuts",
        plausible(0.75, 1.1, "judged: limits a third above, to a little below"))
    """How much more than they have borrowers at score 650 are entitled to at the start, at the median."""
    start_standing: float = number(0.33, "share of the log", 0, 1, "D: as a calm market lives it: limits follow late",
        plausible(0.2, 0.6, "judged: a third less to nearly double"))
    """How far the limits of a starting book follow the score of the day, against what it entitles to."""
    start_entitled_log_sd: float = number(0.4, "log", 0, 1, "D: as a calm market lives it: incomes have moved since",
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


class Spending(Section):
    """The month's budget: subsistence first, then habit and wealth."""

    subsistence_yuan: float = number(
        400, "yuan a month", 0, 100_000,
        "D: minimum-living guarantee 680 yuan, half of it in households of two earners",
        plausible(200, 900, "D: half of it, to the guarantee and rent"))
    """Spending of everybody that nobody goes below while any money is to be had, beside a share of income."""
    subsistence_share: float = number(0.32, "share of usual income", 0, 1, "A: commitments grow with income",
        plausible(0.22, 0.4, "judged: a third either way"))
    """Share of usual income that subsistence takes beside it."""
    subsistence_most: float = number(0.85, "share of usual income", 0.1, 1, "A",
        plausible(0.7, 0.95, "judged: the poorest save next to nothing"))
    """Share of usual income that subsistence never exceeds."""
    habit_share: float = number(0.87, "share of usual income", 0.05, 2, "D: balances the mean budget",
        plausible(0.83, 0.93, "D: narrow: the mean budget must stay near balance"))
    """Spending by habit, in months without stress."""
    bias_habit: float = number(0.035, "share of usual income", 0, 0.5, "A: who lives for today spends a little more",
        plausible(0.01, 0.06, "judged: a third to nearly double"))
    """What full present bias adds to spending by habit."""
    spending_cut_most: float = number(
        0.15, "share of accustomed spending a month", 0, 1,
        "M: spending falls 11-13 % at the exhaustion of benefits, groceries 16 % (Ganong and Noel 2019)",
        plausible(0.1, 0.3, "M: 11-16 %; judged: double"))
    """How much of what it is used to a household can go without at once, above subsistence."""
    habit_speed: float = number(0.5, "share of gap a month", 0, 1, "A: rents and contracts are undone within months",
        plausible(0.15, 0.5, "judged: half, to two months"))
    """How fast a household gets used to what it spends."""
    wealth_spending: float = number(0.08, "share of gap a month", 0, 1, "A: buffer-stock behaviour (Carroll 1997)",
        plausible(0.04, 0.16, "judged: half to double"))
    """Share of the gap between savings and the savings aimed at that is spent, or saved, in a month."""
    spending_ceiling: float = number(2, "share of usual income", 1, 5, "A",
        plausible(1.5, 3, "judged: three quarters to half more"))
    """Spending that nobody plans to go beyond, however much is saved."""
    wallet_share: float = number(
        0.15, "share of spending", 0, 1, "M: about half goes by such wallets, and most of that finds another way",
        plausible(0, 0.35, "judged: all finds another way, to two thirds of it does not"))
    """Spending that only the platform's wallet pays for at once: it is not made while the account is locked."""
    compression: float = number(0.45, "share of shortage", 0, 1, "A",
        plausible(0.35, 0.85, "M: about half cut spending, half borrow (CFPB 2019)"))
    """Share of a shortage that is met by spending less before any borrowing."""
    paylater_spending_share: float = number(
        0.18, "share of spending", 0, 1, "M: charges of 6 % of limit a month, Taiwan cards",
        plausible(0.1, 0.3, "M: charges 1.7 (median) to 6 % (mean) of limit"))
    """Mean share of spending put on paylater by those who clear the bill; revolvers charge what keeps their balance."""
    habit_change: float = number(1, "x", 0, 4, "A: 1 is what card accounts show",
        plausible(0.5, 1.5, "judged: half either way"))
    """How often the use of paylater changes, against the chances below (0: never)."""
    full_to_rest: float = number(
        0.09, "share of full payers a month", 0, 1, "D: Taiwan cards: .075 of them are inactive a month later",
        plausible(0.06, 0.12, "D: .075 a month; a last bill is paid first"))
    """Chance that somebody who clears each bill lays paylater down."""
    full_to_revolve: float = number(
        0.165, "share of full payers a month", 0, 1,
        "D: Taiwan cards: .131 of them carry over a month later, .040 are late",
        plausible(0.12, 0.24, "D: .131 a month, .171 with the late; a third more"))
    """Chance that somebody who clears each bill, and is not short, begins to carry a part over."""
    strain_to_revolve: float = number(
        0.5, "chance / share of usual income given up", 0, 20, "A: carrying over is what the bill's least is there for",
        plausible(0.1, 2, "judged: a fifth to four times"))
    """How much want of money adds to the chance to begin to carry paylater over."""
    revolve_to_full: float = number(
        0.1, "share of revolvers with money to spare a month", 0, 1,
        "D: Taiwan cards: .054 of all revolvers clear the bill a month later; persistence .88 (.83-.93)",
        plausible(0.07, 0.15, "D: .054 of all revolvers, of whom half or more could"))
    """Chance that somebody who carries paylater over, and could clear it, does."""
    rest_to_full: float = number(
        0.038, "share of the resting a month", 0, 1, "M: Taiwan cards: .083 of the inactive a month later",
        plausible(0.03, 0.1, "M: .083 a month; a third of it to a fifth more"))
    """Chance that somebody who left paylater alone takes it up and clears it."""
    rest_to_revolve: float = number(
        0.045, "share of the resting a month", 0, 1, "M: Taiwan cards: .061 of the inactive a month later",
        plausible(0.03, 0.08, "M: .061 a month; a third above, half below"))
    """Chance that somebody who left paylater alone takes it up and carries over."""
    full_kept_months: float = number(0.1, "months of usual income", 0, 12, "A",
        plausible(0, 0.5, "judged: nothing to two weeks' income"))
    """Savings that must be left for a paylater balance carried over to be cleared."""
    paylater_speed: float = number(
        0.15, "share of gap a month", 0, 1, "D: utilisation's correlation from month to month: .91",
        plausible(0.08, 0.3, "D: correlation .85-.95"))
    """Part of the gap to the balance aimed at by which those who carry over move each month."""
    business_passthrough: float = number(0.25, "1", 0, 1, "A",
        plausible(0.08, 0.5, "judged: a third to double"))
    """How much last month's shortage lowers a self-employed borrower's income: stock and tools are what they cut."""


class Borrowing(Section):
    """Drawing on the platform and beyond it."""

    purchase_monthly: float = number(
        0.8, "share of users a month", 0, 1, "A: small draws are frequent",
        plausible(0.5, 0.95, "judged: every second month, to nearly each"))
    """Chance that somebody who has a cash loan draws on it for a planned purchase."""
    purchase_renewal: float = number(
        0.85, "share of instalments", 0, 1, "D: debt follows limits slowly: most draws renew what was repaid",
        plausible(0.7, 0.95, "D: less lets balances run down, more leaves them to the limit alone"))
    """Part of the instalments that planned purchases draw again, on average."""
    limit_speed: float = number(
        0.055, "share of gap a month", 0, 1, "M: Aydin 2022: .11 of a rise in the first quarter, .28 by year three",
        plausible(0.03, 0.1, "M: .11 in a quarter (.08-.16)"))
    """Part of the gap to the balance aimed at that planned purchases close beyond what they renew."""
    first_draw_monthly: float = number(
        0.3, "share of users without a loan a month", 0, 1, "A: a loan is taken up when it is needed",
        plausible(0.12, 0.6, "judged: two fifths to double"))
    """Chance that somebody who uses the cash loan and owes nothing on it takes one up."""
    first_draw_share: float = number(
        0.5, "share of balance aimed at", 0, 1, "A: what users owe on average between draws and instalments",
        plausible(0.25, 0.75, "judged: half either way"))
    """Part of the balance aimed at that is drawn at once, on average, when a loan is taken up."""
    purchase_least_size: float = number(0.5, "x", 0, 1, "A",
        plausible(0.2, 0.9, "judged: very uneven, to nearly all alike"))
    """Smallest planned purchase against the mean one; as many lie above the mean as below."""
    appetite_mean: float = number(0.68, "share of limit", 0, 1, "M: utilisation mean .42",
        plausible(0.5, 0.9, "M: utilisation mean .42 (Taiwan), .44 (China)"))
    """Mean share of the limit that users wish to owe."""
    affordable_share: float = number(0.22, "dues / usual income", 0.02, 2, "A",
        plausible(0.14, 0.34, "judged: bank norms are 30-50 % with mortgage"))
    """Dues, of usual income, beyond which no purchase on credit is planned, but for those made on impulse."""
    instalment_principal_share: float = number(
        0.9, "share of instalments", 0.1, 1, "D: twelve instalments at 14.6 % a year repay .925 of what they ask",
        plausible(0.85, 0.95, "D: .86 over two years, .96 over half a year"))
    """Part of the instalments that repays debt, as borrowers reckon what they can afford."""
    impulse: float = number(1.3, "x", 0, 10, "M: Agarwal et al. 2018: the lowest scores spend most of a raise",
        plausible(0.5, 2.5, "judged: two fifths to double"))
    """How much of that the financially illiterate draw besides, of the gap to what they wish for, afforded or not."""
    redraw_monthly: float = number(0.10, "share of recent early repayers a month", 0, 1, "A",
        plausible(0.04, 0.22, "judged: two fifths to double"))
    """Chance that somebody who repaid early a short time ago wants that money back."""
    redraw_months: float = number(3, "months", 0, 12, "A",
        plausible(1, 6, "judged: a third to double"))
    """Months after an early repayment in which the money may be wanted back."""
    cycler_share: float = number(0.01, "share of borrowers", 0, 1, "A: who draws and repays to gain by it",
        plausible(0.003, 0.03, "judged: a third to triple"))
    """Borrowers who draw and repay in cycles, for the points, offers or limits that turnover may bring."""
    cycler_monthly: float = number(0.5, "share of cyclers a month", 0, 1, "A",
        plausible(0.25, 0.8, "judged: a cycle each quarter to nearly monthly"))
    """Chance that a borrower who draws and repays in cycles, the money at hand, repays early, or draws again."""
    bias_borrowing: float = number(1.0, "x", 0, 10, "A: who lives for today borrows from many",
        plausible(0.3, 2.5, "judged: a third to double and more"))
    """How many times full present bias adds what is drawn beyond a shortage, and the wish to borrow elsewhere."""
    improvidence: float = number(
        1.7, "share of the short a month", 0, 5, "D: of what is missed on the day half is missed for want of cash",
        plausible(0.7, 2, "D: 30-45 % of missed dues, and more"))
    """Chance, for each unit of present bias, that somebody who is short does nothing about it before the due date."""
    cushion: float = number(0.15, "share of shortage", 0, 2, "A",
        plausible(0.05, 0.4, "judged: a third to nearly triple"))
    """What those who are short draw beyond the shortage."""
    compare_share: float = number(
        0.9, "share of the short with room on the line", 0, 1, "A: some never think of another lender",
        plausible(0.5, 1, "judged: half, to all"))
    """Those short of money who compare the line with a loan of a month elsewhere (0: all draw on the line first)."""
    compare_rate_weight: float = number(
        2.5, "1/unit of yearly rate", 0, 100, "L: payday borrowers often have room on a card (Agarwal et al. 2009)",
        plausible(1, 6, "judged: two fifths to double and more"))
    """How much another lender's higher rate speaks for the line, at middling literacy."""
    compare_room_weight: float = number(
        0.4, "1/share of what is wanted", 0, 100, "A: one loan is less trouble than two",
        plausible(0.1, 1.2, "judged: a quarter to triple"))
    """How much it speaks for the line that it covers more of what is wanted."""
    compare_speed_weight: float = number(
        0.5, "1/chance of refusal", 0, 100, "A: an open line answers at once",
        plausible(0.15, 1.5, "judged: a third to triple"))
    """How much the refusal that must be reckoned with elsewhere speaks for the line."""
    purchase_elsewhere: float = number(
        0.3, "share of purchases without room", 0, 1, "A: no figure found; most wait or do without",
        plausible(0.1, 0.6, "judged: a third to double"))
    """Chance that another lender is asked for a planned purchase that finds no room here; less for a part of one."""
    prepay_monthly: float = number(0.03, "share of able a month", 0, 1, "L: from memory; no published prepaid share",
        plausible(0.015, 0.05, "L: 1.5-3 % a month"))
    """Chance that a borrower who could clear the cash loan early does so."""
    prepay_part_monthly: float = number(
        0.015, "share of those with spare money a month", 0, 1, "A: half as often as in full; no published share",
        plausible(0.005, 0.03, "judged: a third to double"))
    """Chance that somebody who has money to spare, and does not clear the cash loan, repays a part of it early."""
    prepay_part_share: float = number(0.5, "share of spare money", 0, 1, "A",
        plausible(0.2, 0.8, "judged: a fifth to four fifths"))
    """Part of the spare money that goes into an early repayment in part."""
    prepay_kept_months: float = number(0.5, "months of usual income", 0, 12, "A",
        plausible(0.25, 2, "judged: a week's income to two months'"))
    """Money that is kept, beside the month's dues, by those who repay early."""
    rush_strength: float = number(0.5, "1", 0, 10, "L: draws ahead of cuts x 1.5 (1-2.5)",
        plausible(0.1, 1.5, "L: draws ahead of cuts x 1-2.5"))
    """How much low trust speeds up drawing on what is still open (0: not at all)."""
    rush_monthly: float = number(0.03, "share of borrowers a month", 0, 1, "L",
        plausible(0.01, 0.07, "judged: a third to double"))
    """Chance that a borrower without trust, or warned of a cut, empties an open line, per unit of rush strength."""
    leave_monthly: float = number(
        0.0155, "share of borrowers a month", 0, 1, "M: 2 % of balance holders leave a month; some for disappointment",
        plausible(0.008, 0.02, "M: 1-2.5 % of balance holders leave monthly"))
    """Chance that a borrower of settled trust needs the credit no longer, or finds another lender."""
    leave_distrust: float = number(4.0, "x", 0, 50, "A",
        plausible(1.5, 8.0, "judged: two fifths to double"))
    """How many times a borrower without trust adds the chance of leaving of one of settled trust."""
    arrive_monthly: float = number(0.9, "applicants for each free place a month", 0, 1, "D: keeps places filled",
        plausible(0.5, 1, "judged: two months to fill a place, to one"))
    """Applicants where borrowers are content; falls with their trust, for they refer nobody."""
    arrive_jobless: float = number(0.5, "x", 0, 2, "A: whoever has no income to show applies more seldom",
        plausible(0.2, 1, "judged: a fifth as often, to as often"))
    """How often newcomers are without work, against the borrowers already there."""


class Business(Section):
    """What the self-employed do with credit, and what the lack of it does to them."""

    venture_share: float = number(0.25, "share of planned purchases on credit", 0, 1, "A",
        plausible(0, 0.6, "judged: nothing, to most of what the self-employed buy"))
    """Part of what the self-employed draw for purchases that goes into the business."""
    venture_success: float = number(
        0.6, "share of ventures", 0, 1, "A: small loans hardly raise profits on the mean (Banerjee et al. 2015)",
        plausible(0.3, 0.8, "judged: half to a third more"))
    """Chance that such a venture pays."""
    venture_return_monthly: float = number(
        0.05, "1/month", 0, 1, "M: small firms' returns on capital 4.6-5.3 % a month (de Mel et al. 2008)",
        plausible(0.02, 0.08, "M: 4.6-5.3 % a month in trials, less for most"))
    """What a venture that pays adds to the month's income, of the money put in."""
    venture_fade_monthly: float = number(0.05, "share a month", 0, 1, "A: goods are sold, tools wear out",
        plausible(0.02, 0.1, "judged: one year to four"))
    """How fast what a venture pays fades, and what a closed line took comes back."""
    stall_monthly: float = number(
        0.008, "share of usual income a month", 0, 0.5, "A: a project without its money stands still",
        plausible(0, 0.02, "judged: nothing, to a tenth of the income within half a year"))
    """What each month of a frozen line takes from the income of a self-employed borrower who used it."""


class Repaying(Section):
    """The due date and the thirty days after it."""

    forget_paylater_monthly: float = number(
        0.044, "share of bills", 0, 0.5, "D: forgetting is half of what is missed on the day or less, of 6.8 % of dues",
        plausible(0.03, 0.15, "D: 50-65 % of 5-7.5 %; manual payers 20 % a month"))
    """Chance that a full payer of middling literacy misses a paylater due date with the money at hand."""
    revolver_forgetting: float = number(0.4, "x", 0, 1, "A: who carries a debt looks at it",
        plausible(0.2, 0.7, "judged: half to nearly double"))
    """What is left of the chance to miss a paylater due date for those who carry a paylater balance."""
    forget_cashloan_monthly: float = number(
        0.019, "share of instalments", 0, 0.5, "D: auto-debit; as above",
        plausible(0.015, 0.06, "D: half to double and more"))
    """Chance that a cash loan's auto-debit fails or is forgotten, at middling literacy."""
    late_wage_monthly: float = number(0.02, "share of borrowers a month", 0, 1, "L",
        plausible(0.01, 0.06, "judged: a third to double"))
    """Chance that the month's income arrives after the due date."""
    overlooked: float = number(
        0.003, "share of the able a month", 0, 1,
        "D: at .03 few overdue balances reach 90 days for want of money; at .1 hardly any",
        plausible(0.001, 0.006, "D: prime books: 90+ is two thirds of 30+"))
    """Chance that somebody who has the money leaves arrears unpaid for the thirty days, unreminded."""
    hold_out: float = number(
        0.006, "share of borrowers / month of income owed", 0, 1,
        "D: strategic defaults 6 % of all (Ganong and Noel 2023)",
        plausible(0.003, 0.01, "D: 3-10 % of defaults"))
    """Borrowers without trust, for each month of income owed, who do not pay what they could."""
    hold_out_peers: float = number(1.8, "x", 0, 20, "D: knowing a defaulter: +82 % willing (Guiso et al. 2009)",
        plausible(0.8, 3, "D: half to good half more"))
    """How many times the share of friends who are late adds those who hold out."""
    hold_out_reporting: float = number(0.5, "share", 0, 1, "A: whoever is reported has more to lose",
        plausible(0.2, 0.8, "judged: a fifth to four fifths"))
    """Share of those who would hold out whom reporting to the bureau keeps from it."""
    hold_out_offers: float = number(
        2.0, "more hold-outs", 0, 10, "M: a known programme of relief: 10 % more delinquency (Mayer et al. 2014)",
        plausible(0, 4, "M: none, to double a tenth of all delinquency"))
    """By how much plans offered to all, and known to be, raise the share of those who hold out."""
    hope: float = number(0.08, "share of those in default a month", 0, 1, "D: recovery .07-.25 of what defaults",
        plausible(0.04, 0.16, "D: half to double"))
    """Chance that somebody in default who owed nothing would pay a part of the spare money; debt takes hope away."""
    hope_share: float = number(0.15, "share of spare money", 0, 0.5, "D: recovery .07-.25 of what defaults",
        plausible(0.08, 0.3, "D: half to double"))
    """Part of the money above subsistence that is then paid on each product."""
    silent_reach: float = number(0.5, "x", 0, 1, "A: letters are not opened",
        plausible(0.2, 0.8, "judged: a fifth to four fifths"))
    """What silence leaves of the pressure of collections, and of the hope of those in default."""
    revolve_minimum_share: float = number(0.04, "share of bill", 0.01, 1, "M: Taiwan cards: 4 % (2-10 %)",
        plausible(0.02, 0.1, "M: 4 % (2-10 %)"))
    """The least a paylater borrower must pay of the bill."""
    minimum_payer_share: float = number(
        0.4, "share of revolvers", 0, 1, "M: Taiwan cards: 34 of the 68 % of bills not paid in full or missed",
        plausible(0.35, 0.65, "M: 34 of 68 % of bills, six points either way"))
    """Those who carry a paylater balance over and pay the least."""
    revolve_payment_share: float = number(0.055, "share of bill", 0.01, 1, "M: Taiwan revolvers: median 4.9 %",
        plausible(0.04, 0.09, "M: revolvers' median 4.9 %; 5-10 % of bill next commonest"))
    """What the others pay of the bill, at least; a few pay far more."""
    revolve_payment_spread: float = number(
        1, "powers of ten", 0, 2, "M: Taiwan cards: of 14 % of bills 10-50 % is paid, of 3 % 50-99 %",
        plausible(0.7, 1.2, "M: of 3 % of bills 50-99 % is paid; five to sixteen times"))
    """How far above ``revolve_payment_share`` a few go: at most this many powers of ten."""
    literate_order: float = number(0.7, "1", 0, 1, "A",
        plausible(0.35, 0.95, "judged: half to nearly always"))
    """How far literacy makes borrowers pay the dearest debt first instead of the smallest."""
    platform_first: float = number(0.6, "1", 0, 1, "M: bank before platform before rival (Bao and Huang)",
        plausible(0.3, 0.9, "M: sign known, bank before platform before rival; size judged"))
    """How far trust puts the platform before other lenders when money is scarce."""
    mistake_monthly: float = number(0.10, "share of the short a month", 0, 1, "A: panic",
        plausible(0.03, 0.2, "judged: a third to double"))
    """Chance that a borrower without literacy, when money is scarce, pays the least pressing debt first."""
    distrust_delay_monthly: float = number(
        0.03, "share of dues", 0, 1, "L: strategic-only share of defaults at most 10 %",
        plausible(0.01, 0.08, "L: strategic-only 6 % (3-15 %) of defaults"))
    """Chance that a borrower without trust leaves the platform unpaid on the due date though able."""
    silence_reconsidered: float = number(
        0.06, "share of the silent a month", 0, 1, "A: of those six months overdue and silent most were so throughout",
        plausible(0.02, 0.2, "A: a third to triple"))
    """Chance that a late borrower who was silent last month thinks anew of talking to the platform."""
    contact_reconsidered: float = number(
        0.12, "share of those in contact a month", 0, 1,
        "M: contact falls from 20-35 to 5-10 % of accounts after 90 days",
        plausible(0.05, 0.4, "judged: half to triple"))
    """The same of one who talked last month."""
    contact_base: float = number(0.30, "share of late borrowers a month", 0, 1, "A",
        plausible(0.15, 0.45, "L: contact 20-35 % of accounts a month early"))
    """Chance that a late borrower of no trust and no literacy contacts the platform."""
    contact_trust: float = number(0.35, "1", 0, 1, "A",
        plausible(0.15, 0.55, "judged: half either way"))
    """How much full trust adds to the chance of contact."""
    contact_literacy: float = number(0.20, "1", 0, 1, "A",
        plausible(0.08, 0.35, "judged: half either way and more"))
    """How much full literacy adds to the chance of contact."""
    contact_flexibility: float = number(0.30, "1", 0, 1, "A",
        plausible(0.1, 0.5, "judged: a third to two thirds more"))
    """How much a hardship plan offered to all adds to the chance of contact."""


class Helping(Section):
    """Family and friends: help flows along the network from those who hold savings."""

    help_monthly: float = number(1.0, "share of those who cannot pay a month", 0, 1, "A: advice of every source",
        plausible(0.5, 1, "judged: half of them, to all"))
    """Chance that a borrower who lacks the money for what is overdue asks family and friends."""
    help_kept_months: float = number(1.5, "months of usual income", 0, 60, "A",
        plausible(0.8, 3.0, "A: half to double"))
    """Savings that a friend keeps; only what lies above is given from."""
    help_share: float = number(0.5, "share of savings above", 0, 1, "A",
        plausible(0.25, 0.9, "A: half to nearly all"))
    """Share of the savings above that one friend gives at most in one month."""
    patience_months: float = number(
        0.6, "months of usual income", 0, 60,
        "D: without the limit hardly anybody is 30+; prime lenders have 1.1-1.6 % of balance",
        plausible(0.3, 1.5, "D: half, to double and more"))
    """Help in all after which friends' patience ends, on the mean of very different circles (exponentially)."""
    patience_fade: float = number(0.03, "share a month", 0, 1, "A: forgotten, or given back in kind, within years",
        plausible(0.015, 0.06, "judged: half to double"))
    """How fast help received is forgotten."""


class Learning(Section):
    """What borrowers learn about money, beyond what they know of their own."""

    education_share: float = number(0.0, "share of borrowers a month", 0, 1, "A: none; a programme is an event",
        plausible(0, 0.3, "judged: none, to a programme without end that reaches all within months"))
    """Borrowers whom an education programme reaches within a month."""
    education_effect: float = number(
        0.06, "share of what is not known", 0, 1, "D: late payments fall by 1 to 6 % where it reaches everybody",
        plausible(0.02, 0.12, "D: late payments -1 to -6 %; .04-.10 sd of behaviour"))
    """What those who are reached learn of what they do not know yet."""
    teaching_share: float = number(0.0, "share of those charged a late fee", 0, 1, "A: none; a platform may explain",
        plausible(0, 1, "judged: nobody, to everybody"))
    """Those charged a late fee to whom the platform shows at once how to avoid the next one."""
    teaching_effect: float = number(
        0.1, "share of what is not known", 0, 1, "A: a fee just paid teaches best; at most .1 sd of behaviour and more",
        plausible(0.03, 0.25, "judged: a third to two and a half times"))
    """What they learn of what they do not know yet."""
    learning_fade_monthly: float = number(0.08, "share a month", 0, 1, "M: gone within a year or two",
        plausible(0.04, 0.15, "M: half a year to two"))
    """How fast what was learned is lost again."""


class Remedies(Section):
    """What borrowers do about a closed line: rectify, prove income, ask, wait, give up, fall for a swindler."""

    mend_monthly: float = number(0.25, "share of the frozen a month", 0, 1, "A",
        plausible(0.1, 0.5, "judged: two fifths to double"))
    """Chance that a frozen borrower of full literacy, where rules are open, begins to put things in order."""
    mend_opaque: float = number(0.5, "x", 0, 1, "A",
        plausible(0.25, 0.75, "judged: half either way"))
    """What is left of the chance to begin to put things in order where rules are opaque."""
    mend_kept_months: float = number(0.5, "months of usual income", 0, 12, "A",
        plausible(0.25, 1, "judged: half to double"))
    """Money that those who put things in order keep before they pay other lenders more."""
    mend_share: float = number(0.5, "share of spare money a month", 0, 1, "A",
        plausible(0.25, 0.9, "judged: half to nearly all"))
    """Part of the money above that with which they lower debts elsewhere."""
    give_up_monthly: float = number(0.08, "share of the frozen a month", 0, 1, "A",
        plausible(0.03, 0.18, "judged: two fifths to double"))
    """Chance that a frozen borrower without trust gives up: asks no more and looks for a way out."""
    upload_monthly: float = number(0.018, "share of the unverified a month", 0, 1, "A",
        plausible(0.008, 0.036, "judged: half to double; keeps verified share .2-.6"))
    """Chance that a borrower uploads pay slips or bank statements and has the income verified."""
    proof_months: float = number(36, "months", 1, 600, "D: with the uploads it keeps the share verified at its start",
        plausible(18, 60, "judged: half to five years"))
    """Mean time for which a proof of income is good."""
    mend_upload: float = number(10, "x", 1, 100, "A",
        plausible(4, 20, "judged: two fifths to double"))
    """How many times likelier those who put things in order upload a proof of income."""
    appeal_monthly: float = number(0.20, "share of the frozen a month", 0, 1, "A",
        plausible(0.08, 0.4, "judged: two fifths to double"))
    """Chance that a frozen borrower to whom nothing was explained asks customer service."""
    mend_appeal: float = number(2, "x", 1, 100, "A",
        plausible(1, 5, "judged: no likelier, to five times"))
    """How many times likelier those who put things in order ask customer service."""
    scam_monthly: float = number(0.05, "share of the frozen a month", 0, 1, "A: offers to reopen limits abound",
        plausible(0.015, 0.1, "judged: a third to double"))
    """Chance that a frozen borrower without literacy believes an offer to reopen the limit, where rules are opaque."""
    scam_loss_yuan: float = number(1_500, "yuan", 0, 1e6, "A",
        plausible(600, 4000, "judged: fee up front to deposit of a swindler"))
    """What such a swindler takes, as far as cash is at hand."""


class Trusting(Section):
    """Trust in [0, 1]: lost fast, won slowly, talked about."""

    freeze_hurt: float = number(0.25, "0-1", 0, 1, "L",
        plausible(0.1, 0.4, "judged: two fifths to good half more"))
    """Loss from a freeze that nobody explains, at middling trust and in good standing."""
    cut_hurt: float = number(0.13, "0-1", 0, 1, "L",
        plausible(0.05, 0.25, "judged: two fifths to double; below a freeze"))
    """Loss from a cut of the whole limit that nobody explains, at middling trust; a smaller cut hurts less."""
    explained_share: float = number(0.5, "x", 0, 1, "L: what is explained hurts less; size assumed",
        plausible(0.25, 0.75, "judged: half either way"))
    """What is left of the loss from a freeze or a cut where own lateness explains it."""
    blameless_months: float = number(12, "months", 1, 120, "A: as good standing is measured",
        plausible(6, 24, "judged: half to double"))
    """Months without lateness after which earlier lateness explains no freeze or cut and speaks against no appeal."""
    notice_cushion: float = number(0.5, "1", 0, 1, "L: announced, a cut surprises nobody",
        plausible(0.2, 0.8, "judged: notice helps somewhat to mostly"))
    """Share of the loss from a limit cut that its announcement takes away."""
    withheld_hurt: float = number(0.02, "0-1 a month", 0, 1, "L",
        plausible(0.008, 0.04, "judged: two fifths to double"))
    """Loss each month that a limit repaid early does not come back."""
    harsh_hurt: float = number(0.05, "0-1 a month", 0, 1, "L",
        plausible(0.02, 0.1, "judged: two fifths to double"))
    """Loss from a month of collections at its harshest."""
    outage_hurt: float = number(0.08, "0-1", 0, 1, "L",
        plausible(0.03, 0.16, "judged: two fifths to double"))
    """Loss when a payment fails through the platform's own fault and the borrower is counted late."""
    refusal_hurt: float = number(0.05, "0-1", 0, 1, "L",
        plausible(0.02, 0.1, "judged: two fifths to double"))
    """Loss when an appeal is refused, or answered with phrases."""
    scam_hurt: float = number(0.05, "0-1", 0, 1, "L: the platform let it happen",
        plausible(0.02, 0.1, "judged: two fifths to double"))
    """Loss of trust in the platform when a swindler has taken money."""
    transparency_cushion: float = number(0.6, "1", 0, 1, "L: warned and told why, people forgive more",
        plausible(0.3, 0.85, "judged: explanation helps, never wholly"))
    """Share of the losses of trust that full transparency takes away."""
    recovery_monthly: float = number(0.03, "share of gap a month", 0, 1, "L: slower than it falls, 2:1 per event (1-4)",
        plausible(0.012, 0.06, "L: loss to gain 2:1 (1-4)"))
    """Share of the distance to settled trust regained in a month without a new offence."""
    talk_weight: float = number(0.10, "share of gap a month", 0, 1, "L: .05-.2",
        plausible(0.05, 0.2, "L: .1 (.05-.2) a month"))
    """How far a borrower's mood moves towards that of friends in a month."""
    confidence_bound: float = number(0.25, "0-1", 0, 1, "L: bounded confidence",
        plausible(0.12, 0.4, "judged: half to good half more of .25"))
    """Distance of mood beyond which a friend is not listened to."""
    negativity: float = number(2.0, "x", 1, 10, "L: bad weighs more than good; 1-4",
        plausible(1.0, 4.0, "L: loss to gain 2 (1-4)"))
    """How much more a disappointed friend weighs than a content one."""
