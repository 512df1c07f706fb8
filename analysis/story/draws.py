"""What a borrower does with the line before the due date: draws, early repayment; and accounts that are locked."""

from tightrope.agents.codes import Queue
from tightrope.analysis.story.moments import Event, Events, Row, months
from tightrope.analysis.words.words import Words

__all__ = ["draws"]

_LARGE = 0.5
"""Draw that is told, as a share of the usual income."""


def draws(now: Row, before: Row) -> Events:
    """Tell what was drawn and repaid early, and whether the account could be used."""
    yield from _account(now, before)
    yield from _draws(now)
    yield from _early(now, before)


def _account(now: Row, before: Row) -> Events:
    proved = now["case_served"] == Queue.VERIFICATION
    if not before["locked"] and (now["locked"] or proved):
        words = Words(
            "The account was locked for odd operation: neither draws nor payments.",
            "账户因异常操作被锁定:不能借款也不能还款。",
        )
        yield Event("locked", words)
    if proved:
        waited = int(now["case_waited"])
        after = Words(f", after {months(waited)}", f"(等待{waited}个月)") if waited else Words("", "")
        yield Event(
            "unlocked",
            Words(f"Identity was proved{after.en}; the account is open.", f"身份已核实{after.zh},账户解锁。"),
        )
    elif before["locked"] and not now["locked"] and now["status"] == "active":
        yield Event("unlocked", Words("The account is open again.", "账户已解锁。"))


def _draws(now: Row) -> Events:
    drawn = now["draws"]
    if now["rushed"]:
        yield Event(
            "rushed",
            Words(
                f"Drew {drawn:,.0f} yuan in a rush, before a cut that was feared or announced.",
                f"担心或得知将降额,抢先借出{drawn:,.0f}元。",
            ),
        )
    elif now["redrew"]:
        did = (
            Words(f"and drew {drawn:,.0f}", f"并借出{drawn:,.0f}元")
            if drawn
            else Words("and could draw none", "但借不出")
        )
        yield Event(
            "redrew",
            Words(f"Wanted the money back that was repaid early, {did.en}.", f"想把提前还的钱再借回,{did.zh}。"),
        )
    elif drawn >= _LARGE * now["income_usual"]:
        yield Event("drew", Words(f"Drew {drawn:,.0f} yuan on the cash loan.", f"现金贷借款{drawn:,.0f}元。"))


def _early(now: Row, before: Row) -> Events:
    if now["prepaid"]:
        more = now["withheld"] - before["withheld"]
        kept = Words("", "")
        if more >= 1:
            kept = Words(
                f"; {now['withheld']:,.0f} of the limit are withheld, {months(now['cool_off'])} of cool-off to go",
                f";额度中{now['withheld']:,.0f}元被暂扣,冷静期还剩{now['cool_off']}个月",
            )
        told = f"{now['prepaid']:,.0f}"
        yield Event("prepaid", Words(f"Repaid {told} yuan early{kept.en}.", f"提前还款{told}元{kept.zh}。"))
