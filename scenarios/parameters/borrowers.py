"""Borrowers: how they spend, borrow, repay, help, learn and trust, and what they do about a closed line."""

from tightrope.scenarios.parameters.declare import Section, number, plausible

__all__ = ["Borrowing", "Business", "Helping", "Learning", "Remedies", "Repaying", "Spending", "Trusting"]

# fmt: off
# a line for what is accepted, a line for what is plausible


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
        0.31, "share of accustomed spending a month", 0, 1,
        "D: of spending, 11-16 % are given up on average (Ganong and Noel 2019), by some more",
        plausible(0.12, 0.35, "M: 11-16 % on average; judged: three times that"))
    """How much of what it is used to a household can go without at once, above subsistence."""
    habit_speed: float = number(0.5, "share of gap a month", 0, 1, "A: rents and contracts are undone within months",
        plausible(0.2, 0.9, "judged: at once, to five months"))
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
    compression: float = number(0.77, "share of shortage", 0, 1, "D: thin savings, and 1.1-1.6 % of balance 30+",
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
        0.088, "share of full payers a month", 0, 1, "D: Taiwan cards: .075 of them are inactive a month later",
        plausible(0.06, 0.12, "D: .075 a month; a last bill is paid first"))
    """Chance that somebody who clears each bill lays paylater down."""
    full_to_revolve: float = number(
        0.16, "share of full payers a month", 0, 1,
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
        0.034, "share of gap a month", 0, 1, "M: Aydin 2022: .11 of a rise in the first quarter, .28 by year three",
        plausible(0.02, 0.08, "M: .11 in a quarter (.08-.16)"))
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
    appetite_mean: float = number(0.95, "share of limit", 0, 1, "M: utilisation mean .42",
        plausible(0.6, 1, "M: utilisation mean .42 (Taiwan), .44 (China)"))
    """Mean share of the limit that users wish to owe."""
    affordable_share: float = number(0.28, "dues / usual income", 0.02, 2, "A",
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
    bias_borrowing: float = number(0.6, "x", 0, 10, "A: who lives for today borrows from many",
        plausible(0.3, 2.5, "judged: a third to double and more"))
    """How many times full present bias adds what is drawn beyond a shortage, and the wish to borrow elsewhere."""
    improvidence: float = number(
        2.7, "share of the short a month", 0, 5, "D: 30-45 % of what is missed on the day lacks cash, or a wage",
        plausible(1.3, 4, "D: 30-45 % of missed dues"))
    """Chance, for each unit of present bias, that somebody who is short does nothing about it before the due date."""
    line_at_due: float = number(
        0.9, "share of those lacking money on the due date", 0, 1, "M: .3-.6 of what is open is drawn before default",
        plausible(0.6, 1, "M: conversion of open lines before default"))
    """Those who, lacking money for what falls due, draw it from their open line on the day."""
    short_draw_months: float = number(
        0.6, "months of usual income", 0, 6, "M: cash loans of 3,900 to 10,000 yuan (FinVolution 2020-24)",
        plausible(0.4, 1.2, "M: half of such loans, to such loans"))
    """What those who draw from their line for want of money take at least, for the months to come as well."""
    cushion: float = number(0.15, "share of shortage", 0, 2, "A",
        plausible(0.05, 0.4, "judged: a third to nearly triple"))
    """What those who are short draw beyond the shortage."""
    compare_share: float = number(
        0.65, "share of the short with room on the line", 0, 1, "A: some never think of another lender",
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
    refinance_monthly: float = number(0, "share of those in good standing a month", 0, 1, "A: off; no figure found",
        plausible(0, 0.03, "judged: none, to as many as repay early"))
    """Chance that somebody of middling literacy looks for a cheaper lender who pays the cash loan off."""
    refinance_gain: float = number(0.02, "1/year", 0, 1, "A: for less nobody takes the trouble",
        plausible(0.005, 0.05, "judged: half a point, to five"))
    """By how much another lender's rate must be below the cash loan's to be taken for that."""
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
    arrive_monthly: float = number(
        0.0325, "applicants for each place on the book, free or not, a month", 0, 1,
        "D: keeps nineteen of twenty filled",
        plausible(0.03, 0.07, "judged: approvals of 80 % to 35 % then fill as many places as become free"))
    """Applicants where borrowers are content; falls with their trust, for they refer nobody."""
    arrive_jobless: float = number(0.5, "x", 0, 2, "A: whoever has no income to show applies more seldom",
        plausible(0.2, 1, "judged: a fifth as often, to as often"))
    """How often newcomers are without work, against the borrowers already there."""
    strained_share: float = number(
        0.35, "share of applicants", 0, 1, "A: lenders of this kind refuse half of those who apply, or more",
        plausible(0.15, 0.6, "judged: a platform that invites whom it knows, to one that anybody finds"))
    """Applicants in normal times who come because money is short; in hard times more do, as unemployment rises."""
    strained_savings: float = number(0.4, "x", 0, 1, "A: who is short has spent what others keep",
        plausible(0.2, 0.7, "judged: a fifth to most"))
    """What these applicants save, and have at hand, against the others: they go on to live from hand to mouth."""
    strained_debt_months: float = number(
        1.5, "months of usual income", 0, 24, "A: twice the mean of those who owe others anything",
        plausible(0.75, 3, "judged: as much as borrowers who owe others have, to four times as much"))
    """Mean debt to other lenders of these applicants."""


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
        0.06, "share of bills", 0, 0.5, "D: forgetting is half of what is missed on the day, of 5-7.5 % of dues",
        plausible(0.03, 0.15, "D: 50-65 % of 5-7.5 %; manual payers 20 % a month"))
    """Full payers of middling literacy who miss a paylater due date with the money at hand."""
    by_hand_share: float = number(
        0.185, "share of borrowers", 0.05, 1, "D: by hand one in five dues a month is late (Gathergood et al. 2021)",
        plausible(0.12, 0.4, "D: by hand a third of the dues is late, to a tenth"))
    """Borrowers of middling literacy who pay each due by hand, who alone forget any."""
    revolver_forgetting: float = number(0.4, "x", 0, 1, "A: who carries a debt looks at it",
        plausible(0.2, 0.7, "judged: half to nearly double"))
    """What is left of the chance to miss a paylater due date for those who carry a paylater balance."""
    forget_cashloan_monthly: float = number(
        0.038, "share of instalments", 0, 0.5, "D: as above",
        plausible(0.015, 0.06, "D: half to double and more"))
    """Borrowers of middling literacy who overlook an instalment with the money at hand."""
    late_wage_monthly: float = number(0.02, "share of borrowers a month", 0, 1, "L",
        plausible(0.01, 0.06, "judged: a third to double"))
    """Chance that the month's income arrives after the due date."""
    overlooked: float = number(
        0.0005, "share of the able a month", 0, 1,
        "D: at .03 few overdue balances reach 90 days for want of money; at .1 hardly any",
        plausible(0.0005, 0.004, "D: prime books: 90+ is two thirds of 30+"))
    """Chance that somebody who has the money leaves arrears unpaid for the thirty days, unreminded."""
    hold_out: float = number(
        0.009, "share of borrowers / month of income owed", 0, 1,
        "D: strategic defaults 6 % of all (Ganong and Noel 2023)",
        plausible(0.005, 0.016, "D: 3-10 % of defaults"))
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
        0.015, "share of dues", 0, 1, "L: the unwilling miss 2-5 % of what is missed on the day",
        plausible(0.008, 0.05, "L: 2-5 % of what is missed on the day"))
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
        2, "months of usual income", 0, 60,
        "D: without the limit hardly anybody is 30+; prime lenders have 1.1-1.6 % of balance",
        plausible(1, 4, "D: half to double"))
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
