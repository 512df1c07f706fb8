"""The part of a sweep's report that ranks what it varied."""

from html import escape

from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.report.tables import table
from tightrope.analysis.study.causes import can_tell_causes
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sensitivity import sensitivity
from tightrope.analysis.words.margins import number
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError

__all__ = ["drivers"]

_MOST = 4
"""Scenarios that are ranked; the others are named."""
_READING = {
    "sobol": Words(
        "In total: share of the variance left when all other factors are known; near 0, the factor may be held fixed. "
        "On its own: share that goes when this factor alone is known.",
        "总效应:其他因素已知后剩余的方差占比,接近0者可固定;独立效应:仅知该因素即可消除的方差占比。",
    ),
    "morris": Words(
        "Size: by how much the factor moves the measure over its full range, either way. Signed: with its direction. "
        "Spread: how much that depends on the other factors, or bends.",
        "幅度:该因素走完全程对指标的影响(不计方向);带号:含方向;离散:随其他因素或非线性而变的程度。",
    ),
    "rank correlation": Words(
        "Closeness: how closely the measure follows the factor once the others are accounted for, 1 or −1 perfectly. "
        "Size: standard deviations of ranks by which it moves with one of the factor.",
        "密切度:扣除其他因素后指标随该因素变化的程度(±1为完全);幅度:该因素变动一个标准差(秩)时指标的变动。",
    ),
}
_HEADS = {
    "sobol": (Words("in total", "总效应"), Words("on its own", "独立效应")),
    "morris": (Words("size (μ*)", "幅度(μ*)"), Words("signed (μ)", "带号(μ)"), Words("spread (σ)", "离散(σ)")),
    "rank correlation": (Words("closeness (PRCC)", "密切度(PRCC)"), Words("size (SRRC)", "幅度(SRRC)")),
}


def drivers(page: SweepPage) -> str:
    """Return how much each factor matters to the measures that say most; empty of a sweep without ranges."""
    if not page.results.factors or can_tell_causes(page.results):
        return ""
    against = page.results.manifest["against"]
    names = scenario_names(page.results)
    names = [name for name in names if name != against] or names
    parts: list[str] = []
    why: dict[str, list[str]] = {}
    for name in names[:_MOST]:
        for measure in headline(page.results):
            try:
                parts.append(_ranked(page, sensitivity(page.results, measure, "mean", name), measure, name))
            except InputError as error:
                why.setdefault(str(error), []).append(f"{label(measure, page.language)}, {page.title(name)}")
    nothing = page.say("Nothing can be told of", "无法判断:")
    parts += [f"<p>{escape(f'{nothing} {"; ".join(of)}: {reason}.')}</p>" for reason, of in why.items()]
    if left := names[_MOST:]:
        words = page.say("Also varied, not ranked here: ", "另有未在此排序的情景:")
        parts.append(f"<p>{escape(words + ', '.join(map(page.title, left)))}</p>")
    return "".join(parts)


def _ranked(page: SweepPage, found: Ranking, measure: str, scenario: str) -> str:
    head = [page.say("factor", "因素"), *(words.put(page.language) for words in _HEADS[found.method])]
    lead = found.table["factor"][0]
    title = page.say(
        f"{label(measure, 'en')}, under “{page.title(scenario)}”: “{lead}” matters most.",
        f"“{page.title(scenario)}”下的{label(measure, 'zh')}:影响最大的是“{lead}”。",
    )
    caption = f"<strong>{escape(title)}</strong> {_READING[found.method].put(page.language)} {_basis(page, found)}"
    return table(caption, head, _rows(found, unit_of(measure, "mean")), numbers=True)


def _rows(found: Ranking, unit: str) -> list[list[str]]:
    rows = []
    for row in found.table.iter_rows(named=True):
        match found.method:
            case "sobol":
                cells = [_interval(row, "total"), _interval(row, "first")]
            case "morris":
                cells = [number(row["mu_star"], unit), number(row["mu"], unit, "+"), number(row["sigma"], unit)]
            case _:
                cells = [_interval(row, "prcc"), f"{row['srrc']:+.2f}"]
        rows.append([f"<code>{escape(row['factor'])}</code>", *(cell.replace("-", "−") for cell in cells)])
    return rows


def _interval(row: dict[str, float], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f'{row[name]:z.2f}<span class="twin">{low:z.2f} – {high:z.2f}</span>'


def _basis(page: SweepPage, found: Ranking) -> str:
    left_out = page.say(f" ({found.left_out:,} left out)", f"(略去{found.left_out:,})") if found.left_out else ""
    return page.say(
        f"From {found.rows:,} rows of the design{left_out} and {found.seeds} seeds; below numbers 95 % intervals "
        f"where there are any. Of the variance between points, {100 * found.noise:.1f} % is chance.",
        f"依据设计的{found.rows:,}行{left_out}与{found.seeds}个种子;有区间者列于数字之下(95%)。"
        f"各点之间的方差中{100 * found.noise:.1f}%为偶然。",
    )
