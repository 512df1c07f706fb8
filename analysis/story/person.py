"""Who a borrower is when the story begins, in a paragraph made of one row of the panel."""

from tightrope.analysis.story.moments import SEGMENTS, Row, late, months
from tightrope.analysis.words.words import Words

__all__ = ["person"]


def person(row: Row) -> Words:
    """Return who somebody is, by the month in which the story begins."""
    parts = (_work(row), _customer(row), _limits(row), _habits(row), _means(row), _record(row))
    return Words(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def _work(row: Row) -> Words:
    segment, usual = SEGMENTS[row["segment"]], row["income_usual"]
    work = Words("in work", "在职") if row["employed"] else Words("out of work", "无业")
    proved = Words(", income proved to the platform", ",收入已获平台核实") if row["verified"] else Words("", "")
    return Words(
        f"{segment.en}, with a usual income of {usual:,.0f} yuan a month{proved.en}; {work.en}.",
        f"{segment.zh},常态月收入{usual:,.0f}元{proved.zh};{work.zh}。",
    )


def _customer(row: Row) -> Words:
    tenure = int(row["month"] - row["joined_month"])
    if tenure == 0:
        return Words("A new customer.", "新客户。")
    return Words(f"A customer for {months(tenure)}.", f"开户{tenure}个月。")


def _limits(row: Row) -> Words:
    frozen = row["freeze_reason"] != "none"
    closed = Words("; the line is frozen already", ";额度已被冻结") if frozen else Words("", "")
    return Words(
        f"Limits of {row['limit_paylater']:,.0f} yuan on paylater ({row['balance_paylater']:,.0f} owed) and "
        f"{row['limit_cashloan']:,.0f} on the cash loan ({row['balance_cashloan']:,.0f} owed){closed.en}.",
        f"先享后付额度{row['limit_paylater']:,.0f}元(欠{row['balance_paylater']:,.0f}元),"
        f"现金贷额度{row['limit_cashloan']:,.0f}元(欠{row['balance_cashloan']:,.0f}元){closed.zh}。",
    )


def _habits(row: Row) -> Words:
    if row["pays_in_full"]:
        pays = Words("Pays the paylater bill in full when able", "有能力时全额还清先享后付账单")
    elif row["pays_share"]:
        share = row["pays_share"]
        pays = Words(
            f"Pays {share} % of the paylater bill and carries the rest over", f"每月还先享后付账单的{share}%,余额结转"
        )
    else:
        pays = Words("Pays the least of the paylater bill", "先享后付账单只还最低额")
    uses = Words(", and plans no use of the cash loan.", ",不打算使用现金贷。")
    if row["appetite"] > 0:
        aim = 100 * row["appetite"]
        uses = Words(
            f", and is content to owe {aim:.0f} % of the cash loan limit.", f",习惯使用现金贷额度的{aim:.0f}%。"
        )
    return Words(pays.en + uses.en, pays.zh + uses.zh)


def _means(row: Row) -> Words:
    debt, lenders = row["outside_debt"], row["outside_lenders"]
    owes = Words("nothing owed to other lenders", "无外部负债")
    if debt >= 1:
        others = "one other lender" if lenders == 1 else f"{lenders} other lenders"
        owes = Words(f"{debt:,.0f} owed to {others}", f"欠{lenders}家外部机构{debt:,.0f}元")
    return Words(f"{row['cash']:,.0f} yuan at hand; {owes.en}.", f"手头现金{row['cash']:,.0f}元;{owes.zh}。")


def _record(row: Row) -> Words:
    trust = Words(
        f"Financial literacy {row['literacy']:.2f}, trust in the platform {row['trust']:.2f}, of 1.",
        f"金融素养{row['literacy']:.2f},对平台的信任{row['trust']:.2f}(满分1)。",
    )
    since = int(row["months_since_late"])
    if late(row):
        record = Words(f"Now {30 * late(row)} days past due.", f"目前逾期{30 * late(row)}天。")
    elif since >= row["month"] - row["joined_month"]:
        record = Words("Has not been 30 days late as a customer.", "开户以来从未逾期30天。")
    else:
        record = Words(f"Was last 30 days late {months(since)} ago.", f"上次逾期30天是{since}个月前。")
    return Words(f"{trust.en} {record.en}", trust.zh + record.zh)
