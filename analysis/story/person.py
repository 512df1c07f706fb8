"""Who a borrower is when the story begins, in a paragraph made of one row of the panel."""

from tightrope.agents.codes import PaylaterHabit
from tightrope.analysis.story.lenders import owed
from tightrope.analysis.story.moments import SEGMENTS, Row, late
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["person"]


def person(row: Row) -> Words:
    """Return who somebody is, by the month in which the story begins; the row has other lenders' names."""
    parts = (_work(row), _customer(row), _limits(row), _habits(row), _means(row), _record(row))
    return Words("language.sentences", sentences=parts)


def _work(row: Row) -> Words:
    segment, usual = SEGMENTS[row["segment"]], row["income_usual"]
    work = Words("story.in_work") if row["employed"] else Words("story.out_of_work")
    proved = Words("story.income_proved_to_the_platform") if row["verified"] else NOTHING
    return Words("story.with_a_usual_income_of", segment=segment, usual=usual, proved=proved, work=work)


def _customer(row: Row) -> Words:
    tenure = int(row["month"] - row["joined_month"])
    if tenure == 0:
        return Words("story.a_new_customer")
    return Words("story.a_customer_for", tenure=tenure)


def _limits(row: Row) -> Words:
    frozen = row["freeze_reason"] != "none"
    closed = Words("story.the_line_is_frozen_already") if frozen else NOTHING
    return Words(
        "story.limits_of_yuan_on_paylater",
        limit_paylater=row["limit_paylater"],
        balance_paylater=row["balance_paylater"],
        limit_cashloan=row["limit_cashloan"],
        balance_cashloan=row["balance_cashloan"],
        closed=closed,
    )


def _habits(row: Row) -> Words:
    if row["paylater_habit"] == PaylaterHabit.REST:
        pays = Words("story.leaves_paylater_alone")
    elif row["paylater_habit"] == PaylaterHabit.FULL:
        pays = Words("story.pays_the_paylater_bill_in")
    elif row["pays_share"]:
        share = row["pays_share"]
        pays = Words("story.pays_of_the_paylater_bill", share=share)
    else:
        pays = Words("story.pays_the_least_of_the")
    uses = Words("story.and_plans_no_use_of")
    if row["appetite"] > 0:
        aim = 100 * row["appetite"]
        uses = Words("story.and_is_content_to_owe", aim=aim)
    return Words("story.pays_and_uses", pays=pays, uses=uses)


def _means(row: Row) -> Words:
    return Words("story.yuan_at_hand", cash=row["cash"], owes=owed(row))


def _record(row: Row) -> Words:
    trust = Words("story.financial_literacy_trust_in_the", literacy=row["literacy"], trust=row["trust"])
    since = int(row["months_since_late"])
    if late(row):
        record = Words("story.now_days_past_due", late=30 * late(row))
    elif since >= row["month"] - row["joined_month"]:
        record = Words("story.has_not_been_30_days")
    else:
        record = Words("story.was_last_30_days_late", since=since)
    return Words("language.sentences", sentences=(trust, record))
