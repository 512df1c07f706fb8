"""What the benchmark prints: sections of a table, each number beside the one it is to be compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table

__all__ = ["Row", "Section", "beside_first", "laid_out"]

_WHOLE = 100
"""Numbers from here on are shown without decimals."""


@dataclass(frozen=True)
class Row:
    """A number, and how many times another of the same run it is; a text where nothing could be measured."""

    what: str
    value: float | str
    ratio: float | None = None


@dataclass(frozen=True)
class Section:
    """Numbers of one unit."""

    title: str
    unit: str
    rows: Sequence[Row]


def beside_first(title: str, unit: str, values: Mapping[str, float | str]) -> Section:
    """Set all numbers beside the first."""
    first = next(iter(values.values()))
    return Section(title, unit, [Row(what, value, _ratio(value, first)) for what, value in values.items()])


def laid_out(sections: Sequence[Section]) -> Table:
    """Lay all sections out as one table."""
    table = Table("", "", "ratio", box=box.SIMPLE, show_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    for section in sections:
        table.add_row(f"[bold]{section.title}[/bold], {section.unit}")
        for row in section.rows:
            if isinstance(row.value, str):
                table.add_row(f"  {row.what}: {row.value}")
            else:
                table.add_row(f"  {row.what}", _shown(row.value), "" if row.ratio is None else f"{row.ratio:.2f}")
        table.add_section()
    return table


def _ratio(value: float | str, first: float | str) -> float | None:
    return None if isinstance(value, str) or isinstance(first, str) else value / first


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= _WHOLE else f"{value:.3g}"
