"""What a report does not say, from what was run."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tightrope.analysis.words.words import Words
from tightrope.scenarios.parameters.environment import degree_among
from tightrope.scenarios.parameters.table import declared

__all__ = ["caveats_of_run", "caveats_of_sweep"]

SMALL = 5_000
"""Borrowers below which rare events are few."""

_BOOKS = {
    "synthetic": Words(
        "The borrowers are made up: they are drawn from documented distributions and are no one's customers.",
        "借款人为合成:按公开分布抽取,并非任何机构的真实客户。",
    ),
    "taiwan": Words(
        "The accounts start as real card accounts of Taiwan in 2005; what those data do not hold (jobs, savings, debts "
        "elsewhere, friends, trust) is drawn.",
        "账户以2005年台湾真实信用卡账户为初始状态;其中没有的信息(工作、储蓄、外部负债、亲友、信任)均为抽取。",
    ),
}
_OWN_BOOK = Words(
    "The accounts start from a file of the user's; what it does not hold is drawn.",
    "账户以用户文件为初始状态;文件中没有的信息均为抽取。",
)
_NO_FORECAST = Words(
    "It is no forecast: the events are supposed, and what follows comes from the rules of a model.",
    "这不是预测:事件是假定的,结果由模型规则推出。",
)
_ALL_TOGETHER = Words(
    "A gap to the baseline is the work of all events and settings together, not of any one of them. A gap within "
    "ordinary variation is no proof that there is no effect.",
    "与基准的差距是全部事件与设定共同的作用,不能归于其中之一;差距在正常波动之内也不证明没有作用。",
)


def caveats_of_run(made: Mapping[str, Any], language: str, *, compared: bool) -> list[str]:
    """Return sentences on what the report of a run, told by its manifest, does not say."""
    seed = Words(
        f"It is one of many possible courses (seed {made['seed']}): another seed gives other numbers. How far they "
        "spread, a sweep over seeds tells.",
        f"这只是众多可能走势之一(随机种子{made['seed']}):换一个种子,数字会不同;差异多大,需对多个种子做批量运行。",
    )
    people = _of_people(made["book"], made["borrowers"])
    friends = _of_friends(made["parameters"].get("network", {}), made["borrowers"])
    told = [seed, *people, *friends, *([_ALL_TOGETHER] if compared else [])]
    return [words.put(language) for words in (*told, _of_assumptions(), _NO_FORECAST)]


def caveats_of_sweep(about: Mapping[str, Any], language: str) -> list[str]:
    """Return sentences on what the report of a sweep, told by its manifest, does not say."""
    intervals = Words(
        f"Intervals tell the chance of {len(about['seeds'])} seeds alone, on the assumption that means over seeds are "
        "about normal; they do not tell how far off the model or its parameters may be.",
        f"区间仅反映{len(about['seeds'])}个种子的偶然性(假定种子均值近似正态),不反映模型或参数可能的偏差。",
    )
    people = _of_people(about["book"]["name"], about["borrowers"])
    return [words.put(language) for words in (intervals, *people, _of_assumptions(), _NO_FORECAST)]


def _of_people(book: str, borrowers: int) -> list[Words]:
    """Say what the borrowers are, and where they are few."""
    only = "is only 1 borrower" if borrowers == 1 else f"are only {borrowers:,} borrowers"
    few = Words(
        f"There {only}, so what befalls few of them is largely chance.",
        f"仅有{borrowers:,}名借款人,少数人的遭遇多属偶然。",
    )
    return [_BOOKS.get(book, _OWN_BOOK), *([few] if borrowers < SMALL else [])]


def _of_friends(network: Mapping[str, Any], borrowers: int) -> list[Words]:
    """Say where there are too few borrowers for as many friends as the scenario gives each, if that is known."""
    asked = network.get("mean_degree", 0)
    had = degree_among(borrowers, network.get("network_kind", "none"), asked)
    fewer = Words(
        f"Among so few borrowers each has {had:,} friends on average, not {asked:,} as the scenario says.",
        f"借款人太少,平均每人只有{had:,}名亲友,而非情景设定的{asked:,}名。",
    )
    return [fewer] if had < asked else []


def _of_assumptions() -> Words:
    """Say how many parameters rest on assumptions."""
    grades = Counter(_grade(field.json_schema_extra) for field in declared().values())
    grades.pop("", None)
    total, assumed, poor = sum(grades.values()), grades["A"], grades["L"]
    return Words(
        f"Of the {total} numbers behind it, {assumed} are assumed (marked A) and {poor} are of low confidence (L): "
        "results should be looked at over their ranges.",
        f"模型的{total}个数值中,{assumed}个为假设(标记A),{poor}个可信度低(标记L):结论应在其取值范围内检验。",
    )


def _grade(extra: Any) -> str:
    return str(extra.get("source", ""))[:1] if isinstance(extra, dict) else ""
