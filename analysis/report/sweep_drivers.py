"""The part of a sweep's report that ranks what it varied."""

from tightrope.analysis.report.blocks import Block, Inline, Piece, Table
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.causes import can_tell_causes
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sensitivity import sensitivity
from tightrope.analysis.words.margins import number
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError

__all__ = ["drivers", "ranked"]

_MOST = 4
"""Scenarios that are ranked; the others are named."""
_READING = {
    "sobol": Words("sweep.sobol"),
    "morris": Words("sweep.morris"),
    "rank correlation": Words("sweep.rank_correlation"),
    "emulator": Words("sweep.sobol"),
}
_HEADS = {
    "sobol": (Words("sweep.in_total"), Words("sweep.on_its_own")),
    "emulator": (Words("sweep.in_total"), Words("sweep.on_its_own")),
    "morris": (Words("sweep.size"), Words("sweep.signed"), Words("sweep.spread")),
    "rank correlation": (Words("sweep.closeness_prcc"), Words("sweep.size_srrc")),
}


def drivers(page: SweepPage) -> list[Block]:
    """Return how much each factor matters to the measures that say most; empty of a sweep without ranges."""
    if not page.results.factors or can_tell_causes(page.results):
        return []
    against = page.results.manifest["against"]
    names = scenario_names(page.results)
    names = [name for name in names if name != against] or names
    parts: list[Block] = []
    why: dict[str, list[str]] = {}
    for name in names[:_MOST]:
        for measure in headline(page.results):
            try:
                parts.append(ranked(page, sensitivity(page.results, measure, "mean", name), measure, name))
            except InputError as error:
                why.setdefault(str(error), []).append(f"{label(measure, page.language)}, {page.title(name)}")
    parts += [page.say("sweep.nothing_can_be_told_of", of=of, reason=reason) for reason, of in why.items()]
    if left := names[_MOST:]:
        parts.append(page.say("sweep.also_varied_not_ranked_here", names=[page.title(name) for name in left]))
    return parts


def ranked(page: SweepPage, found: Ranking, measure: str, scenario: str) -> Table:
    """Return the table of a ranking of what moves a measure under a scenario."""
    head = [page.say("sweep.factor"), *(words.put(page.language) for words in _HEADS[found.method])]
    lead = found.table["factor"][0]
    title = page.say(
        "sweep.matters_most", measure=label(measure, page.language), scenario=page.title(scenario), lead=lead
    )
    caption = page.say("sweep.what_the_numbers_are", reading=_READING[found.method], basis=_basis(page, found))
    return Table(caption, head, _rows(found, unit_of(measure, "mean")), numbers=True, title=title)


def _rows(found: Ranking, unit: str) -> list[list[Inline]]:
    rows: list[list[Inline]] = []
    for row in found.table.iter_rows(named=True):
        match found.method:
            case "sobol" | "emulator":
                cells: list[Piece] = [_interval(row, "total"), _interval(row, "first")]
            case "morris":
                cells = [
                    *map(
                        Piece, (number(row["mu_star"], unit), number(row["mu"], unit, "+"), number(row["sigma"], unit))
                    )
                ]
            case _:
                cells = [_interval(row, "prcc"), Piece(f"{row['srrc']:+.2f}")]
        rows.append([Piece(code=row["factor"]), *map(_with_minus_signs, cells)])
    return rows


def _with_minus_signs(cell: Piece) -> Piece:
    return cell._replace(text=cell.text.replace("-", "−"), below=cell.below.replace("-", "−"))


def _interval(row: dict[str, float], name: str) -> Piece:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return Piece(f"{row[name]:z.2f}", below=f"{low:z.2f} – {high:z.2f}")


def _basis(page: SweepPage, found: Ranking) -> str:
    left_out = page.say("sweep.left_out", left_out=found.left_out) if found.left_out else ""
    return page.say(
        "sweep.from_rows_of_the_design", rows=found.rows, left_out=left_out, seeds=found.seeds, noise=100 * found.noise
    )
