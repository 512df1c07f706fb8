"""The figures of a sweep, by name: each with its title, one sentence on how to read it, and what draws it."""

from collections.abc import Callable
from dataclasses import dataclass

from tightrope.analysis.charts.style import Plot
from tightrope.analysis.study.causes import can_tell_causes
from tightrope.analysis.study.hysteresis import drives
from tightrope.analysis.study_charts.causes import shares_of_causes
from tightrope.analysis.study_charts.factors import heat_map, tornado
from tightrope.analysis.study_charts.policies import frontier
from tightrope.analysis.study_charts.seeds import fan, gaps
from tightrope.analysis.study_charts.sheet import SweepSheet
from tightrope.analysis.study_charts.tightening import hysteresis_loop, phase_diagram
from tightrope.analysis.words.words import Words
from tightrope.sweeps.plan.factors import STRENGTH
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["SWEEP_FIGURES", "SweepFigure", "suited"]


@dataclass(frozen=True)
class SweepFigure:
    """A figure that can be drawn of a sweep that holds what it needs."""

    title: Words
    reading: Words
    draw: Callable[[SweepSheet], Plot]
    suits: Callable[[SweepResults], bool]
    """Whether it is drawn where no figure is named."""
    by_scenario: bool = True
    """Whether each scenario gets its own."""
    by_measure: bool = True


def _searched(results: SweepResults) -> bool:
    return "search" in results.manifest["design"]


def _kind(results: SweepResults) -> str:
    return str(results.manifest["design"]["kind"])


SWEEP_FIGURES = {
    "fan": SweepFigure(
        Words("Course over the seeds", "各种子的走势"),
        Words(
            "The line is the mean over seeds and the band holds nine tenths of them; a dotted line is the scenario "
            "compared with: where it leaves the band, the two differ more than worlds do by chance.",
            "实线为各种子的均值,色带包含九成种子;若有虚线则为对照情景,其离开色带之处,差异大于随机世界之间的差异。",
        ),
        fan,
        lambda results: not _searched(results) and (not results.factors or _kind(results) == "grid"),
    ),
    "gaps": SweepFigure(
        Words("Differences between scenarios", "情景之间的差异"),
        Words(
            "Each dot is the mean difference to the scenario compared with, seed by seed, and its whisker the 95 % "
            "interval: a whisker that crosses zero, drawn grey with an open dot, may be chance.",
            "每点为与对照情景逐种子之差的均值,线段为95%区间;跨过零线者(灰色空心点)可能只是偶然。",
        ),
        gaps,
        lambda results: results.manifest["against"] is not None and len(results.manifest["scenarios"]) > 2,
        by_scenario=False,
    ),
    "heat_map": SweepFigure(
        Words("A measure over two factors", "两因素热图"),
        Words(
            "Each cell is the mean over seeds where the two factors have these values; of differences, blue is less, "
            "orange is more, and what stands in brackets may be chance.",
            "每格为两因素取相应值时的种子均值;对差异而言,蓝色为减少,橙色为增加,括号内的数可能只是偶然。",
        ),
        heat_map,
        lambda results: (
            len(results.factors) > 1
            and _kind(results) != "morris"
            and not _searched(results)
            and not can_tell_causes(results)
        ),
    ),
    "tornado": SweepFigure(
        Words("What matters most", "影响因素排序"),
        Words(
            "The longer a bar, the more the factor matters, the most important on top; the grey whisker is its 95 % "
            "interval, and factors whose whiskers overlap widely are not told apart.",
            "条形越长,因素越重要,最重要者在上;灰色线段为95%区间,区间大幅重叠的因素无法区分先后。",
        ),
        tornado,
        lambda results: _kind(results) in ("saltelli", "morris", "latin-hypercube", "sobol"),
    ),
    "causes": SweepFigure(
        Words("What it comes from", "成因分解"),
        Words(
            "Each bar is a cause's share in the whole change, the mean over all orders in which the causes may be "
            "switched on; the wider its dot and diamond lie apart, the more the cause needs others, or they it.",
            "每个条形为该成因在总变化中的份额,即按所有可能的开启次序取平均;圆点与菱形相距越远,该成因与其他成因的相互作用越强。",
        ),
        shares_of_causes,
        can_tell_causes,
    ),
    "phase_diagram": SweepFigure(
        Words("Where tightening tips over", "收紧的临界点"),
        Words(
            "Each cell is what this dose changes against the lowest one, blue less and orange more, in brackets where "
            "it may be chance; the triangle, with its 95 % interval, is the dose from which on more does harm.",
            "每格为该剂量与最低剂量之差,蓝色为减少,橙色为增加,括号内可能只是偶然;三角及其95%区间为开始有害的剂量。",
        ),
        phase_diagram,
        lambda results: _kind(results) == "grid" and STRENGTH in results.factors and len(results.factors) == 2,
    ),
    "hysteresis": SweepFigure(
        Words("The way up and the way back", "去程与回程"),
        Words(
            "The thick line is the way up and the thin one the way down and what follows: the wider they lie apart at "
            "the same level, the more is remembered; the dot is where the run ends.",
            "粗线为上升过程,细线为下降及之后;同一水平上两线相距越远,记忆越强;圆点为运行结束时的位置。",
        ),
        hysteresis_loop,
        lambda results: results.manifest["against"] is not None and not _searched(results) and bool(drives(results)),
        by_scenario=False,
    ),
    "frontier": SweepFigure(
        Words("The frontier of policies", "政策前沿"),
        Words(
            "Each dot is a policy that the search has proved; what lies towards the better end of both axes is better, "
            "and a policy on the frontier pays for every gain in one objective with a loss in another.",
            "每点为搜索所验证的一项政策;越靠近两轴更优的一端越好,前沿上的政策在一个目标上的改进须以另一目标为代价。",
        ),
        frontier,
        _searched,
        by_scenario=False,
        by_measure=False,
    ),
}
"""Every figure of a sweep."""


def suited(results: SweepResults) -> list[str]:
    """Return the figures that a sweep holds the numbers of."""
    return [name for name, figure in SWEEP_FIGURES.items() if figure.suits(results)]
