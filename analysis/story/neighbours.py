"""What is told of borrowers among their friends: one borrower in a few lines, all of them in a sentence or two."""

from dataclasses import dataclass
from typing import Any

from tightrope.analysis.story.moments import DEFAULT_MONTHS, late
from tightrope.analysis.words.numbers import percent, yuan
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words

__all__ = ["STANDINGS", "Crowd", "crowd_in_words", "neighbour_in_words", "standing"]

STANDINGS = {
    "on time": Words("on time", "按时"),
    "late": Words("30+ days late", "逾期30天以上"),
    "default": Words("in default, 90+ days", "违约(90天以上)"),
    "written off": Words("written off", "已核销"),
    "vacant": Words("vacant place", "空位"),
}
"""How an account can stand at a month's end, when whoever is late has been so for thirty days or more."""


@dataclass(frozen=True)
class Crowd:
    """Numbers of all borrowers, and of those drawn; trust of active borrowers, None where there is nobody."""

    borrowers: int
    active: int
    frozen: int
    drawn: int
    communities: int
    drawn_active: int
    drawn_frozen: int
    trust_near_trouble: float | None
    trust_elsewhere: float | None
    lowered: float
    raised: float
    """Parts of the borrowers whose trust friends' talk lowered and raised this month."""
    talk: float
    """What it added to the trust of a borrower on average."""


def standing(row: dict[str, Any]) -> str:
    """Return which of ``STANDINGS`` a borrower's account has."""
    if row["status"] != "active":
        return str(row["status"])
    months = late(row)
    return "default" if months >= DEFAULT_MONTHS else "late" if months > 0 else "on time"


def crowd_in_words(crowd: Crowd, language: str) -> str:
    """Tell how many lines are frozen, and what friends have to do with trust."""
    share, of_all = (
        percent(frozen / max(active, 1))
        for frozen, active in ((crowd.drawn_frozen, crowd.drawn_active), (crowd.frozen, crowd.active))
    )
    parts = [
        Words(
            f"Drawn are {crowd.drawn:,} of {crowd.borrowers:,} borrowers, in {crowd.communities} communities: "
            f"{crowd.drawn_frozen} of their lines are frozen, {share} (of all {of_all}).",
            f"图中为{crowd.borrowers:,}名借款人中的{crowd.drawn:,}名,分属{crowd.communities}个社群:"
            f"其中{crowd.drawn_frozen}条额度被冻结,占{share}(全体为{of_all})。",
        )
    ]
    if crowd.trust_near_trouble is not None and crowd.trust_elsewhere is not None:
        near, apart = crowd.trust_near_trouble, crowd.trust_near_trouble - crowd.trust_elsewhere
        how = Words("less" if apart < 0 else "more", "低" if apart < 0 else "高")
        parts.append(
            Words(
                f"Among all, those with a friend 30 or more days late or written off trust the platform {near:.3f} "
                f"on average, {abs(apart):.3f} {how.en} than those without.",
                f"全体之中,有朋友逾期30天以上或被核销者,平均信任为{near:.3f},比其他人{how.zh}{abs(apart):.3f}。",
            )
        )
    if crowd.lowered or crowd.raised:
        parts.append(
            Words(
                f"Talk among friends lowered the trust of {percent(crowd.lowered)} this month and raised that of "
                f"{percent(crowd.raised)}, by {_signed(crowd.talk, 4)} on average.",
                f"本月朋友间的交谈使{percent(crowd.lowered)}的人信任下降,{percent(crowd.raised)}的人上升,"
                f"平均{_signed(crowd.talk, 4)}。",
            )
        )
    return ("" if language == "zh" else " ").join(part.put(language) for part in parts)


def neighbour_in_words(row: dict[str, Any], language: str) -> list[str]:
    """Tell of one borrower in a few lines: how the account stands, what is owed, the line, trust and friends."""
    number = Words(f"Borrower {row['borrower']:,}", f"借款人 {row['borrower']:,}").put(language)
    state = standing(row)
    if state == "vacant":
        return [number, STANDINGS[state].put(language), _friends(row, language)]
    return [
        number,
        _account(row, state, language),
        *_owed(row, state, language),
        *_line(row, state, language),
        _trust(row, language),
        *_talk(row, language),
        _friends(row, language),
    ]


def _account(row: dict[str, Any], state: str, language: str) -> str:
    days = 30 * late(row)
    if state not in ("late", "default"):
        return STANDINGS[state].put(language)
    stage = Words("in default: " if state == "default" else "", "违约:" if state == "default" else "")
    return (stage.put(language)) + Words(f"{days} days past due", f"逾期{days}天").put(language)


def _owed(row: dict[str, Any], state: str, language: str) -> list[str]:
    if state == "written off":
        owed = yuan(row["written_off"], language)
        return [Words(f"{owed} yuan written off and pursued", f"核销并追偿{owed}元").put(language)]
    lines = []
    for product, words in (("paylater", Words("paylater", "先享后付")), ("cashloan", Words("cash loan", "现金贷"))):
        balance, limit = (yuan(row[f"{what}_{product}"], language) for what in ("balance", "limit"))
        lines.append(
            Words(f"{words.en}: owes {balance} of {limit} yuan", f"{words.zh}:欠{balance}元,额度{limit}元").put(
                language
            )
        )
    return lines


def _line(row: dict[str, Any], state: str, language: str) -> list[str]:
    frozen, there = row["freeze_reason"] != "none", row["frozen_twin"]
    if state == "written off" or not (frozen or there):
        return []
    if not frozen:
        return [Words("line open, but frozen in the twin", "额度未冻结,而孪生中被冻结").put(language)]
    reason, month = REASON_WORDS[row["freeze_reason"]].put(language), row["frozen_month"]
    since = Words(f"since month {month}", f"自第{month}月起") if month > 0 else Words("from the start", "期初起")
    told = [Words(f"line frozen {since.en}: {reason}", f"额度{since.zh}冻结:{reason}")]
    if there is False:
        told.append(Words("line open in the twin", "孪生中额度未冻结"))
    return [words.put(language) for words in told]


def _trust(row: dict[str, Any], language: str) -> str:
    own, twin = row["trust"], row["trust_twin"]
    if twin is None:
        there = Words("nobody to compare with in the twin", "孪生中无对应者")
    elif own == twin:
        there = Words("the same in the twin", "孪生相同")
    else:
        apart = _signed(own - twin, 3)
        there = Words(f"in the twin {twin:.3f} ({apart})", f"孪生为{twin:.3f}({apart})")
    here = Words(f"trust {own:.3f}", f"信任 {own:.3f}").put(language)
    return here + Words("; ", ";").put(language) + there.put(language)


def _talk(row: dict[str, Any], language: str) -> list[str]:
    if not row["talk"]:
        return []
    moved = _signed(row["talk"], 3)
    return [Words(f"friends' talk this month: {moved}", f"本月朋友交谈的影响:{moved}").put(language)]


def _friends(row: dict[str, Any], language: str) -> str:
    friends, troubled = row["friends"], row["friends_in_trouble"]
    if not friends:
        return Words("no friends", "无朋友").put(language)
    known = Words("1 friend" if friends == 1 else f"{friends} friends", f"{friends}位朋友").put(language)
    bad = Words(f"{troubled or 'none'} late or written off", f"其中{troubled}位逾期或核销").put(language)
    return known + Words(", ", ",").put(language) + bad


def _signed(value: float, places: int) -> str:
    return f"{value:+z.{places}f}".replace("-", "−")
