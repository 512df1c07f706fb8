"""Judge the baseline by the facts on both books and keep the verdicts: ``python docs/make_verdicts.py``.

They go to analysis/facts/history.csv, under ``unreleased`` or the release that is named; what stood there under either
is replaced. ``python docs/make_reference.py`` then writes what changed into docs/validation.md.
"""

import click

from tightrope.analysis.facts.history import read_history, verdicts_of, with_release, write_history
from tightrope.api.validate import validate
from tightrope.progress.watching import Watch
from tightrope.scenarios.books.book import open_book

BOOKS = ("synthetic", "taiwan")
UNRELEASED = "unreleased"


@click.command()
@click.option("--release", default=UNRELEASED, show_default=True, help="What the verdicts are kept under.")
@click.option("--borrowers", default=20_000, show_default=True, help="Borrowers of every market.")
@click.option("--months", default=60, show_default=True, help="Months of every market.")
@click.option("--seeds", type=click.IntRange(min=2), default=5, show_default=True, help="Markets of each kind.")
def main(release: str, borrowers: int, months: int, seeds: int) -> None:
    """Write the verdicts of the baseline as it is now."""
    new = []
    for book in BOOKS:
        told = validate(
            book=open_book(book), borrowers=borrowers, months=months, seeds=seeds, values={}, watch=Watch()
        )  # fmt: skip
        new += verdicts_of(release, told)
    write_history(with_release(read_history(), new, UNRELEASED))


if __name__ == "__main__":
    main()
