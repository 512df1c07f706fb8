"""What the command says when a run has ended: a short table, and where the report lies."""

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.analysis.compare.differences import summary
from tightrope.api.planning import Plan
from tightrope.api.run import Run
from tightrope.cli.tables import number

__all__ = ["conclude", "what_is_missing"]


def conclude(console: Console, outcome: Run, language: str) -> None:
    """Print how the run went, the short table, and the folder."""
    about = outcome.manifest
    console.print(
        f"\n{about['scenario']['title']}: {about['borrowers']:,} borrowers ({about['book']}), "
        f"{about['months_finished']} months, seed {about['seed']}, {about['seconds']:.1f} seconds",
        highlight=False,
        markup=False,
    )
    console.print(_table(outcome, language))
    console.print(f"report: {outcome.folder}/report.html", highlight=False, markup=False, soft_wrap=True)


def what_is_missing(outcome: Run, plan: Plan) -> str:
    """Say what a stop has cut off, or nothing where all was finished."""
    months = outcome.manifest["months_finished"]
    if months < plan.months:
        return f"stopped after month {months} of {plan.months}: the finished months are kept"
    if plan.against and not outcome.against:
        return f"stopped before '{plan.against.name}', which it was to be compared with: the run itself is kept"
    compared = outcome.against.manifest["months_finished"] if outcome.against else months
    if compared < plan.months:
        return f"the run is whole; what it is compared with stopped after month {compared} of {plan.months}"
    return ""


def _table(outcome: Run, language: str) -> Table:
    compared = outcome.against
    table = Table("", "start", "end", "peak or low\n(month)", box=SIMPLE, pad_edge=False)
    if compared:
        table.add_column(f"end of\n{compared.manifest['scenario']['name']}")
        table.add_column("widest gap\n(month)")
        table.caption = "gap: this run minus its twin in the same month; of shares, in percentage points"
    for column in table.columns[1:]:
        column.justify = "right"
    for row in summary(outcome, compared, language=language).iter_rows(named=True):
        unit = row["unit"]
        cells = [number(row["start"], unit), number(row["end"], unit)]
        cells.append(_dated(number(row["extreme"], unit), row["extreme_month"]))
        if compared:
            cells.append(number(row["twin_end"], unit))
            cells.append(_dated(number(row["difference"], unit, sign="+"), row["difference_month"]))
        table.add_row(row["measure"], *cells)
    return table


def _dated(value: str, month: int | None) -> str:
    return value if month is None else f"{value} {f'({month})':>4}"
