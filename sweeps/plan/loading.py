"""Sweeps read from files, taken from the library, or planned in Python."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.scenarios.books.book import Book
from tightrope.scenarios.files.complaints import told
from tightrope.scenarios.files.reading import read_toml
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.examining import examine
from tightrope.sweeps.plan.files import find_file, sound
from tightrope.sweeps.plan.problems import Problems
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["library", "load_sweep", "plan_sweep", "title_of"]

_LIBRARY = Path(__file__).resolve().parents[1] / "library"


def library() -> list[str]:
    """Return the names of the built-in sweeps."""
    return sorted(path.stem for path in _LIBRARY.glob("*.toml"))


def title_of(name: str) -> str:
    """Return the title of a built-in sweep without reading what it runs."""
    return str(read_toml(_LIBRARY / f"{name}.toml", "sweep").values.get("title", name))


def load_sweep(name_or_path: str | Path, instead: Mapping[str, Any] | None = None) -> Sweep:
    """Return a built-in sweep or one read from a TOML file; InputError lists all that is wrong with it.

    Args:
        name_or_path: which sweep.
        instead: keys that take the place of the file's; where they hold a design, the file must have none.
    """
    path = find_file(name_or_path, _LIBRARY, "sweep")
    source, problems = read_toml(path, "sweep"), Problems()
    given = dict(instead or {})
    if "design" in given and "design" in source.values:
        says = f"design: the sweep has points of its own, so it cannot be run over an {given['design']['kind']} as well"
        problems.add(("design",), says, at_key=True)
    sweep = examine({**source.values, **given}, problems, name=path.stem, folder=path.parent, scenarios={}, book=None)
    return sound(sweep, [*source.complain_all(problems.here), *problems.elsewhere])


def plan_sweep(
    scenarios: str | Path | Scenario | Sequence[str | Path | Scenario],
    *,
    name: str = "sweep",
    book: str | Path | Book = "synthetic",
    **choices: Any,
) -> Sweep:
    """Return a sweep that a file would describe with the same keys; InputError lists all that is wrong with it.

    Args:
        scenarios: names, files or scenarios of your own making; files are relative to the working directory.
        name: what the sweep is called, as a file's name would be.
        book: a name, a file or a book.
        choices: the other keys of a sweep file, as in ``seeds=20, design={"kind": "grid", "over": {...}}``.
    """
    given = [scenarios] if isinstance(scenarios, str | Path | Scenario) else list(scenarios)
    own = {one.name: one for one in given if isinstance(one, Scenario)}
    values: dict[str, Any] = {
        **{key: _plain(value) for key, value in choices.items() if value is not None},
        "scenarios": [one.name if isinstance(one, Scenario) else str(one) for one in given],
        "book": book.name if isinstance(book, Book) else str(book),
    }
    opened, problems = book if isinstance(book, Book) else None, Problems()
    sweep = examine(values, problems, name=name, folder=Path(), scenarios=own, book=opened)
    return sound(sweep, [*told(problems.here), *problems.elsewhere])


def _plain(value: Any) -> Any:
    """Return a value as TOML would hold it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(inner) for inner in value]
    return value
