"""Rows of the table of mechanisms: means, and what else decides who pays (the later ones of C)."""

from tests.helpers.markets import SLUMP, SQUEEZE
from tests.helpers.mechanisms import Row, insecurity_of_the_poor, last, mean, peak_of_incomes, savings
from tests.helpers.mechanisms_borrowers import MANY_LATE
from tightrope.scenarios.engine import streams as on

__all__ = ["ROWS"]

STEADY_SEARCH = {"finding_floor": 1.0, "wage_scar": 0.0}
"""Whoever looks for work finds it as often after years, and at the old wage."""

ROWS = [
    Row(
        "C21", "whoever has the money for arrears pays them, unless they are overlooked",
        off={"overlooked": 0.0, "hope": 0.0}, draws=(on.CURE,),
        idle={
            "hope_share": 0.5, "message_effect": 1.0, "call_effect": 1.0, "agency_effect": 1.0, "legal_effect": 1.0,
            "silent_reach": 0.0, "conduct_effect": 1.0,
        },
        up={"overlooked": 0.5}, sees=mean("dpd30_share_balance"), sign=+1,
    ),
    Row(
        "C21", "dues that are forgotten are told from those missed for want of money",
        within={"improvidence": 0.0},  # nobody else whom a reminder would reach
        off={"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0}, idle={"reminder_effect": 1.0},
        up={"forget_paylater_monthly": 0.3, "forget_cashloan_monthly": 0.3}, sees=mean("missed_forgot_share"), sign=+1,
    ),
    Row(
        "C21", "where nothing is forgotten, dues are missed for want of money",
        off={"forget_paylater_monthly": 0.3, "forget_cashloan_monthly": 0.3},
        up={"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0}, sees=mean("missed_short_share"), sign=+1,
    ),
    Row(
        "C21", "of wages that come late, dues are paid late",
        off={"late_wage_monthly": 0.0}, draws=(on.LATE_WAGE,), up={"late_wage_monthly": 0.3},
        sees=mean("missed_wages_share"), sign=+1,
    ),
    Row(
        "C21", "want of money leads to default without anybody's ill will",
        events=SLUMP, within={"hold_out": 0.0, "overlooked": 0.0}, off={"unemployed_income_share": 0.45},
        up={"unemployed_income_share": 0.15}, sees=mean("defaults_short"), sign=+1,
    ),
    Row(
        "C21", "hope has those in default pay a part",
        within=MANY_LATE, off={"hope": 0.0}, idle={"hope_share": 0.5}, up={"hope": 1.0}, sees=last("lgd"), sign=-1,
    ),
    Row(
        "C22", "some with the money at hand hold out",
        off={"hold_out": 0.0}, draws=(on.HOLD_OUT,), idle={"hold_out_peers": 20.0, "hold_out_reporting": 1.0},
        up={"hold_out": 0.1}, sees=mean("defaults_held_out"), sign=+1,
    ),
    Row(
        "C22", "more hold out where friends are late",
        within={"hold_out": 0.05}, off={"hold_out_peers": 0.0}, up={"hold_out_peers": 20.0},
        sees=mean("defaults_held_out"), sign=+1,
    ),
    Row(
        "C22", "fewer hold out who are reported to the bureau",
        within={"hold_out": 0.05, "bureau_reporting": 1.0}, off={"hold_out_reporting": 0.0},
        up={"hold_out_reporting": 1.0}, sees=mean("defaults_held_out"), sign=-1,
    ),
    Row(
        "C22", "fewer hold out who trust",
        within={"hold_out": 0.05}, off={"trust_mean": 0.4}, up={"trust_mean": 0.9}, sees=mean("defaults_held_out"),
        sign=-1,
    ),
    Row(
        "C23", "friends who have patience keep borrowers from default",
        events=SLUMP, off={"patience_months": 0.0}, draws=(on.PATIENCE, on.HELP, on.HELPER), state={"leaned": 5.0},
        idle={"help_monthly": 0.1, "help_kept_months": 0.0, "help_share": 1.0, "patience_fade": 0.5},
        up={"patience_months": 3.0}, sees=mean("default_hazard"), sign=-1,
    ),
    Row(
        "C23", "friends who forget what they gave give again",
        off={"patience_fade": 0.0}, up={"patience_fade": 0.5}, sees=mean("help_amount"), sign=+1,
    ),
    Row(
        "C24", "whoever has looked for work for long finds it more seldom",
        within={"start_scarred": 0.0}, off=STEADY_SEARCH,
        idle={"finding_fade_months": 1.0, "scar_months": 60.0, "scar_fade_monthly": 0.5},
        state={"spell": 50}, up={"finding_floor": 0.05}, sees=mean("unemployment_rate"), sign=+1,
    ),
    Row(
        "C24", "whoever found work at last earns less for it",
        within={"start_scarred": 0.0}, off={"wage_scar": 0.0},
        idle={"scar_months": 60.0, "scar_fade_monthly": 0.5}, up={"wage_scar": 0.9}, sees=mean("income_mean"), sign=-1,
    ),
    Row(
        "C24", "lost income comes back over the years",
        within={"wage_scar": 0.9}, off={"scar_fade_monthly": 0.0}, up={"scar_fade_monthly": 0.5},
        sees=mean("income_mean"), sign=+1,
    ),
    Row(
        "C24", "incomes that stay low for months use savings up",
        off={"transitory_keep": 0.0}, state={"shock": 5.0}, up={"transitory_keep": 0.95},
        sees=mean("consumption_drop"), sign=+1,
    ),
    Row(
        "C24", "the poorer lose their work more often",
        off={"separation_income_slope": 0.0}, up={"separation_income_slope": 1.0}, sees=insecurity_of_the_poor, sign=+1,
    ),
    Row(
        "C24", "a least benefit keeps borrowers from default",
        off={"unemployed_floor_yuan": 0.0}, up={"unemployed_floor_yuan": 3000.0}, sees=mean("default_hazard"), sign=-1,
    ),
    Row(
        "C25", "other lenders refuse those who are late with anybody",
        off={"outside_late_approval": 1.0}, up={"outside_late_approval": 0.0}, sees=mean("outside_approval_share"),
        sign=-1,
    ),
    Row(
        "C25", "so they end up in default sooner",
        off={"outside_late_approval": 1.0}, up={"outside_late_approval": 0.0}, sees=mean("default_hazard"), sign=+1,
    ),
    Row(
        "C25", "and most of those without work",
        events=SLUMP, off={"outside_jobless_approval": 1.0}, up={"outside_jobless_approval": 0.0},
        sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "C25", "where nobody lends elsewhere, nobody need be refused",
        off={"outside_approval": 0.0}, idle={"outside_late_approval": 1.0}, up={"outside_approval": 0.9},
        sees=last("outside_debt_mean"), sign=+1,
    ),
    Row(
        "C20", "who lives for today is late",
        off={"bias_mean": 0.0, "bias_sd": 0.0}, draws=(on.ARRIVE_BIAS, on.IMPROVIDENT),
        idle={"bias_savings": 1.0, "bias_habit": 0.5, "bias_borrowing": 10.0, "improvidence": 5.0},
        up={"bias_mean": 0.8}, sees=mean("day1_share_dues"), sign=+1,
    ),
    Row(
        "C20", "who finds no money before the due date misses it for want of money",
        off={"improvidence": 0.0}, draws=(on.IMPROVIDENT,), up={"improvidence": 3.0},
        sees=mean("missed_short_share"), sign=+1,
    ),
    Row(
        "C20", "an open line lends on the due date what is lacking",
        off={"line_at_due": 0.0}, draws=(on.LINE_AT_DUE,), up={"line_at_due": 1.0},
        sees=mean("missed_short_share"), sign=-1,
    ),
    Row(
        "C20", "who draws for want of money draws for the months to come",
        off={"short_draw_months": 0.0}, up={"short_draw_months": 1.5}, sees=mean("balance_cashloan"), sign=+1,
    ),
    Row(
        "C20", "who lives for today saves less",
        off={"bias_savings": 0.0}, up={"bias_savings": 1.0}, sees=savings, sign=-1,
    ),
    Row(
        "C20", "spends more",
        off={"bias_habit": 0.0}, up={"bias_habit": 0.3}, sees=mean("spending_mean"), sign=+1,
    ),
    Row(
        "C20", "and borrows from more lenders",
        off={"bias_borrowing": 0.0}, up={"bias_borrowing": 5.0}, sees=mean("outside_applied_share"), sign=+1,
    ),
    Row(
        "C28", "what a household is used to cannot be undone in a month",
        events=SLUMP, off={"spending_cut_most": 1.0}, idle={"habit_speed": 0.01}, state={"accustomed": 5.0},
        up={"spending_cut_most": 0.02}, sees=mean("missed_short_share"), sign=+1,
    ),
    Row(
        "C28", "but in some months",
        events=SLUMP, off={"habit_speed": 0.01}, up={"habit_speed": 1.0}, sees=mean("default_hazard"), sign=-1,
    ),
    Row(
        "C18", "of those short with room on the line, some take another lender's loan all the same",
        off={"compare_share": 0.0}, draws=(on.COMPARE,),
        idle={"compare_rate_weight": 100.0, "compare_room_weight": 100.0, "compare_speed_weight": 100.0},
        up={"compare_share": 1.0}, sees=mean("short_elsewhere_share"), sign=+1,
    ),
    Row(
        "C18", "the fewer, the more its rate is minded",
        within={"compare_share": 1.0}, off={"compare_rate_weight": 0.0}, up={"compare_rate_weight": 20.0},
        sees=mean("short_rate_mean"), sign=-1,
    ),
    Row(
        "C18", "the more it matters that one loan covers all",
        within={"compare_share": 1.0}, off={"compare_room_weight": 0.0}, up={"compare_room_weight": 20.0},
        sees=mean("short_elsewhere_share"), sign=-1,
    ),
    Row(
        "C18", "and the more a refusal is feared",
        within={"compare_share": 1.0}, off={"compare_speed_weight": 0.0}, up={"compare_speed_weight": 20.0},
        sees=mean("short_elsewhere_share"), sign=-1,
    ),
    Row(
        "C18", "where lines are closed, others are asked for what was to be bought on them",
        events=SQUEEZE, off={"purchase_elsewhere": 0.0}, draws=(on.PURCHASE_ELSEWHERE,),
        up={"purchase_elsewhere": 1.0}, sees=mean("outside_applied_share"), sign=+1,
    ),
    Row(
        "C29", "loans of a month are rolled over",
        within={"short_size_months": 1.0}, off={"renewal": 0.0}, draws=(on.RENEWAL,),
        idle={"renewal_reserve_months": 12.0}, up={"renewal": 1.0}, sees=mean("outside_debt_mean"), sign=+1,
    ),
    Row(
        "C29", "where they are not renewed, dues are missed",
        events=SLUMP, within={"short_size_months": 1.0}, off={"renewal": 0.0}, up={"renewal": 1.0},
        sees=mean("missed_short_share"), sign=-1,
    ),
    Row(
        "C29", "who is short takes them",
        off={"short_size_months": 0.0}, idle={"short_apr": 10.0, "renewal": 0.1},
        up={"short_size_months": 1.0}, sees=mean("outside_debt_mean"), sign=+1,
    ),
    Row(
        "C30", "a bonus at the year's end makes incomes peak",
        off={"bonus_months": 0.0}, draws=(on.BONUS_MONTH, on.BONUS), idle={"bonus_log_sd": 2.0},
        up={"bonus_months": 3.0}, sees=peak_of_incomes, sign=+1,
    ),
]  # fmt: skip
