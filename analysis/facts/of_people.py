"""The facts about people, declared: what they do with credit, why they default, who does, incomes and trust."""

from tightrope.analysis.facts import behaviour, households, people
from tightrope.analysis.facts.declaring import EVERYBODY, NUMBER, SHARE, TIMES, direction, value
from tightrope.analysis.facts.fact import CARDS, NEAR_PRIME, PRIME

__all__ = ["FACTS"]

_SURVEY = "CFPB survey, 2016"
_LOANS, _PANELS, _MOTIVES = "loan books", "Cocco et al.", "Ganong and Noel"

FACTS = (
    value(
        "24a", "extra debt / random rise, 3 months", behaviour.rise_response_soon, 0.11, (0.08, 0.16), NUMBER, "Aydin",
        [PRIME],
    ),
    value(
        "24b", "extra debt / random rise, 3 years", behaviour.rise_response_years, 0.28, (0.20, 0.30), NUMBER, "Aydin",
        [PRIME],
        why="What is left lies at the edge of what is accepted: some limits are cut in three years, and others raised "
        "where no rise was given.",
    ),
    direction(
        "24c", "the same, 1 year, low - high scores", behaviour.rise_response_by_score, 0.0, NUMBER, "Agarwal et al.",
        [PRIME],
    ),
    value(
        "25a", "defaults able to pay (strategic only)", behaviour.strategic_share, 0.06, (None, 0.10), SHARE, _MOTIVES,
        EVERYBODY, beyond=0.10,
    ),
    value(
        "25b", "defaults by holding out", behaviour.holding_out_share, 0.06, (None, 0.10), SHARE, _MOTIVES, EVERYBODY,
        beyond=0.10, fitted=True,
    ),
    direction("30a", "trust, half back : half lost (time)", behaviour.trust_slower_up, 1.0, TIMES, "Slovic", EVERYBODY),
    direction(
        "30b", "trust, fall of undecided : others", behaviour.undecided_move_most, 1.0, TIMES, "Slovic", EVERYBODY,
    ),
    direction(
        "34a", "defaults never able, month's dues", behaviour.never_able_share, 0.70, SHARE, "surveys", EVERYBODY,
    ),
    direction(
        "34b", "defaults never able, all arrears", behaviour.short_of_arrears_share, 0.70, SHARE, "surveys", EVERYBODY,
    ),
    value(
        "35", "odds of default, poorest : richest fifth", people.default_by_income, 2.5, (1.7, 7.2), TIMES, _LOANS,
        EVERYBODY, beyond=1.0,
    ),
    value(
        "36", "odds of default, used up : hardly", people.default_by_use, 21.0, (15.0, 33.0), TIMES, "GiveMeSomeCredit",
        [PRIME, CARDS], beyond=1.0,
    ),
    value(
        "37a", "odds of default, 3-4 others owed : none", people.default_few_lenders, 1.4, (1.1, 1.9), TIMES, _LOANS,
        [PRIME, NEAR_PRIME], beyond=1.0,
    ),
    value(
        "37b", "odds of default, 5 and more : none", people.default_many_lenders, 1.9, (1.4, 4.7), TIMES, _LOANS,
        [PRIME, NEAR_PRIME], beyond=1.0,
    ),
    direction(
        "38", "score, correlation with log limit/income", people.score_and_limit, 0.2, NUMBER, "assumed",
        [PRIME, CARDS],
    ),
    value(
        "39a", "log income a year, passing variance", people.passing_variance, 0.07, (0.04, 0.10), NUMBER, _PANELS,
        EVERYBODY,
    ),
    value(
        "39b", "log income a year, lasting variance", people.lasting_variance, 0.02, (0.01, 0.03), NUMBER, _PANELS,
        EVERYBODY,
    ),
    value(
        "61a", "savings of less than a month's income", households.thin_savings, 0.59, (0.49, 0.69), SHARE, _SURVEY,
        EVERYBODY,
        why="Holders of cards are savers: nearly a quarter pay their bills in full.",
    ),
    value(
        "61b", "odds of so little, poorest : richest", households.savings_by_income, 4.7, (1.4, 7.0), TIMES, _SURVEY,
        EVERYBODY, beyond=1.0,
        why="The better paid customers of such a lender save hardly more, in months of what they earn.",
    ),
    value(
        "62", "odds of losing work, poorest : richest", households.lost_work_by_income, 2.8, (1.5, 4.0), TIMES, _SURVEY,
        EVERYBODY, beyond=1.0,
    ),
    value(
        "63", "monthly income, deviation over mean", households.income_swings, 0.36, (0.25, 0.45), NUMBER,
        "JPMorgan, 2019", EVERYBODY,
    ),
    value(
        "65", "who owes the platform and others", households.several_lenders, 0.44, (0.30, 0.60), SHARE,
        "61 lenders, China", [PRIME, NEAR_PRIME],
    ),
    value(
        "66", "odds of default, most in debt : least", people.default_by_debt, 2.0, (1.3, 3.2), TIMES, _LOANS,
        [PRIME, NEAR_PRIME], beyond=1.0,
        why="Of those who have just borrowed, the least indebted owe less than half a month's income and hardly "
        "ever default; loan books hold whole loans.",
    ),
)  # fmt: skip
