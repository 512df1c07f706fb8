"""The figures of a run, by name: each with its titles, one sentence on how to read it, and what draws it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tightrope.analysis.charts import access as figures_access
from tightrope.analysis.charts import lateness as figures_default
from tightrope.analysis.charts import money as figures_money
from tightrope.analysis.charts import people as figures_people
from tightrope.analysis.charts import score as figures_score
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Plot
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError, nearest_or_all

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as PlotlyFigure

__all__ = ["FIGURES", "LANGUAGES", "Figure", "as_plotly", "draw"]

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Figure:
    """A figure that can be drawn of any run; ``columns`` are those whose definitions a reader may want."""

    title: Words
    reading: Words
    draw: Callable[[Sheet], Plot]
    columns: tuple[str, ...]


FIGURES = {
    "default_rates": Figure(
        Words("Default rates", "逾期率"),
        Words(
            "Each line is the part of all balances that is at least so many days late; 90 days count as default.",
            "每条线为逾期达到相应天数的余额占全部余额的比例;逾期90天视为违约。",
        ),
        figures_default.default_rates,
        ("dpd30_share_balance", "dpd60_share_balance", "dpd90_share_balance"),
    ),
    "due_date": Figure(
        Words("The due date and the thirty days after it", "到期日及其后三十天"),
        Words(
            "Above, the part of dues that is missed on the day; below, how much of that is paid a month "
            "later, and how much was missed by people who had the money, or because a payment failed.",
            "上图为到期日未还的比例;下图为其中30天内还清、有钱却未还、以及因技术原因扣款失败的比例。",
        ),
        figures_default.due_date,
        ("day1_share_dues", "cure30_share", "missed_able_share", "technical_missed_share"),
    ),
    "default_by_band": Figure(
        Words("Who defaults: by score and by limit", "谁会违约:按评分与额度"),
        Words(
            "Each line is one band of borrowers, blue the lowest and orange the highest, each grid line ten times the "
            "one below, and each point up to twelve months together: the wider the lines lie apart, the better the "
            "band foretells default, and the higher its Gini below.",
            "每条线为一个分组,蓝色最低、橙色最高;纵轴每格为十倍,每点合计最多十二个月;线间距离越大,该分组越能预示违约,"
            "下图的基尼系数也越高。",
        ),
        figures_score.default_by_band,
        (),
    ),
    "freezes": Figure(
        Words("Freezes by reason", "按原因划分的冻结"),
        Words(
            "The height of a colour is the part of borrowers frozen for that reason, above in the month, "
            "below in all at its end; each freeze has one reason, so the colours add up to the total.",
            "每种颜色的高度为因该原因被冻结的借款人比例,上图为当月新增,下图为月末存量;每次冻结只有一个原因,各色之和即总数。",
        ),
        figures_access.freezes,
        ("freezes_new_share", "frozen_share"),
    ),
    "trust": Figure(
        Words("Trust and its spread", "信任及其分布"),
        Words(
            "The bands hold the middle of borrowers: bands that widen while the mean falls say that some lose much "
            "more trust than others; below, the part of the month's losses that came from friends' talk.",
            "色带包含中间八成、六成与四成借款人;均值下降而色带变宽,说明部分人的信任损失远大于他人;下图为经朋友传染的损失占比。",
        ),
        figures_access.trust,
        (
            "trust_mean",
            *(f"trust_p{percent}" for percent in (10, 20, 30, 50, 70, 80, 90)),
            "trust_frozen_mean",
            "trust_never_frozen_mean",
            "contagion_share",
        ),
    ),
    "limits": Figure(
        Words("Limits", "额度"),
        Words(
            "Above, the mean of the limits that borrowers hold, frozen or not; below, how many were cut "
            "and how many raised each month.",
            "上图为人均授信额度(含被冻结的额度),下图为每月被降额与被提额的借款人比例。",
        ),
        figures_access.limits,
        ("limit_mean", "limit_cut_share", "limit_raise_share"),
    ),
    "use_of_limits": Figure(
        Words("Balances and use of limits", "余额与额度使用率"),
        Words(
            "Above, what borrowers owe; below, balances over limits: it rises when people draw more and "
            "also when limits are taken away.",
            "上图为借款余额,下图为余额与额度之比;多借款或额度被收回都会使其上升。",
        ),
        figures_access.use_of_limits,
        ("balance", "balance_paylater", "balance_cashloan", "utilisation"),
    ),
    **{
        f"roll_rates_{product}": Figure(
            Words(f"Roll rates, {english}", f"{chinese}滚动率"),
            Words(
                "A row is where borrowers stood (days past due), a column where they stood one month "
                "later, a cell how many of a hundred went there: right of the diagonal is worse, left is "
                "better. Pointing at a cell tells the baseline's share, where there is one.",
                "行为月初逾期天数,列为一个月后的状态,数字为每百人中的人数;对角线右侧为恶化,左侧为好转;指向单元格可见基准的比例(如有)。",
            ),
            partial(figures_default.roll_rates, product=product),
            (),
        )
        for product, english, chinese in (
            ("paylater", "paylater", "先享后付"),
            ("cashloan", "cash loan", "现金贷"),
        )
    },
    "score_against_outcome": Figure(
        Words("Score against outcome", "评分与结果"),
        Words(
            "Above, how many of each score band default in the month that follows, in up to the last twelve months; "
            "below, which part of borrowers and of defaults the band holds: a score that foretells has nearly all "
            "defaults and few borrowers at the left, though who is late already stands there too.",
            "上图为最近最多十二个月各评分段在随后一个月的违约率,下图为各段占借款人与违约的比例;评分越有预见力,"
            "左端违约越集中而借款人越少,但已逾期者也在其中。",
        ),
        figures_score.score_against_outcome,
        (),
    ),
    "vintages": Figure(
        Words("Vintages of cash loans", "现金贷账龄"),
        Words(
            "Each curve follows the loans opened in the same months as they age: a later curve that lies "
            "higher means that newer loans go bad faster.",
            "每条曲线跟踪同期发放的贷款随账龄的变化;较新的曲线更高,说明新贷款变坏更快。",
        ),
        figures_default.vintages,
        (),
    ),
    "accounts": Figure(
        Words("The platform's accounts", "平台账目"),
        Words(
            "Bars above zero are earned and bars below it spent, and the grey line is what is left; the "
            "part of it that is not paid out to the owners adds to the capital below.",
            "零线以上为收入,以下为支出,灰线为利润;未分配的利润计入下图的资本。",
        ),
        figures_money.accounts,
        (
            "interest",
            "fees",
            "recovery_own",
            "funding_cost",
            "loss_own",
            "operating_cost",
            "profit",
            "payout",
            "capital",
        ),
    ),
    "economy": Figure(
        Words("The economy and the platform's stance", "经济与平台松紧度"),
        Words(
            "Unemployment comes from the scenario alone; the stance below (0 loose, 1 tight) is the "
            "platform's answer to it, to the regulator and to its own losses.",
            "失业率由情景给定;下图松紧度(0宽松,1收紧)是平台对经济、监管和自身损失的反应。",
        ),
        figures_money.economy,
        ("unemployment_rate", "stance"),
    ),
    "outside_debt": Figure(
        Words("Debt to other lenders", "外部负债"),
        Words(
            "Above, what borrowers owe elsewhere; below, how much of income all payments take, and how "
            "often other lenders say yes: debt that moves elsewhere shows here first.",
            "上图为外部负债,下图为还款占收入的比例及外部机构的通过率;债务外移首先体现于此。",
        ),
        figures_money.outside_debt,
        ("outside_debt_mean", "payment_to_income", "outside_approval_share"),
    ),
    "collections": Figure(
        Words("Contact and collections", "联系与催收"),
        Words(
            "On top, the part of late borrowers who talk to the platform, and of the cases due for each stage those it "
            "had the capacity to serve; below, the cases of each stage: in colour those taken up in the month, grey "
            "those that wait on at its end.",
            "最上图为与平台保持联系的逾期借款人比例及各催收阶段中实际处理的案件比例;其下为各阶段案件数:彩色为当月处理,灰色为月末仍在排队。",
        ),
        figures_people.collections,
        ("contact_share", "calls_served_share", "agency_served_share", "legal_served_share"),
    ),
    "queues": Figure(
        Words("Queues and waiting", "排队与等待"),
        Words(
            "Above, the cases that nobody has had time for by the month's end; below, how long those taken up had "
            "waited: a backlog that grows says that the staff is too small for what the rules send it.",
            "上图为月末尚未处理的案件,下图为当月处理案件此前的等待时间;积压增加说明人手跟不上规则带来的工作量。",
        ),
        figures_people.queues,
        ("desk_waiting", "desk_wait_mean", "appeals", "appeals_granted_share"),
    ),
    "early_repayers": Figure(
        Words("Early repayers", "提前还款者"),
        Words(
            "Above, how many of those who repaid early in the last year still miss the limit, and how many want the "
            "money again; below, how long the limit was away when it came back.",
            "上图为近一年提前还款者中额度尚未恢复、以及想再次借出的比例;下图为额度恢复所用的月数。",
        ),
        figures_people.early_repayers,
        ("prepay_unrestored_share", "redraw_share", "restore_months_mean"),
    ),
    "way_back": Figure(
        Words("The way back after a freeze", "冻结后的恢复之路"),
        Words(
            "Above, what the owners of frozen lines do about it, and how many lines open each month; below, how long "
            "those that opened had been frozen.",
            "上图为额度被冻结者的应对及每月恢复比例,下图为已恢复者此前的冻结月数。",
        ),
        figures_people.way_back,
        ("mending_share", "gave_up_share", "reopened_share", "reopen_months_mean"),
    ),
    "hardship": Figure(
        Words("Hardship plans and settlements", "困难计划与和解"),
        Words(
            "Above, who is on a plan; in the middle, what plans and settlements forgo; below, how much of what enters "
            "default is lost in the end, forgiven debt included: help pays where it falls.",
            "上图为处于困难计划的比例,中图为减免金额,下图为计入减免债务后的违约损失率;损失率下降说明帮助有回报。",
        ),
        figures_people.hardship,
        ("plans_share", "waived_amount", "forgiven_amount", "lgd"),
    ),
    "households": Figure(
        Words("Strain, help and deceit", "压力、接济与诈骗"),
        Words(
            "Above, how much spending people give up, and how many of the frozen fall for swindlers; below, what "
            "friends give and what swindlers take.",
            "上图为压缩的消费及冻结者中的受骗比例,下图为亲友接济与被骗金额。",
        ),
        figures_people.households,
        ("consumption_drop", "scam_share", "help_amount", "scam_amount"),
    ),
}
"""Every figure, in the order of the report."""


def draw(name: str, results: Results, baseline: Results | None = None, *, language: str = "en") -> Plot:
    """Draw a figure as a plain dictionary, ``{"data": [...], "layout": {...}}``.

    The lines of ``baseline`` are added thin and dotted. InputError for an unknown name or language.
    """
    if name not in FIGURES:
        raise InputError(f"there is no figure '{name}'{nearest_or_all(name, FIGURES)}")
    check_language(language)
    return FIGURES[name].draw(Sheet(results, baseline, language))


def check_language(language: str) -> None:
    """Raise InputError for a language that titles and labels are not written in."""
    if language not in LANGUAGES:
        raise InputError(f"language '{language}' is not known: choose one of {', '.join(LANGUAGES)}")


def as_plotly(name: str, results: Results, baseline: Results | None = None, *, language: str = "en") -> "PlotlyFigure":
    """Draw a figure as a ``plotly.graph_objects.Figure`` with its title, to show or to change further."""
    from plotly.graph_objects import Figure as PlotlyFigure

    figure = PlotlyFigure(draw(name, results, baseline, language=language))
    figure.update_layout(title={"text": FIGURES[name].title.put(language)}, margin={"t": 70})
    return figure
