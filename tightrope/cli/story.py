"""The command that tells one borrower's months."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.address_space import check_address_space
from tightrope.cli.options import FORCE, new_file

if TYPE_CHECKING:
    from tightrope.analysis.story.story import Story

__all__ = ["story"]

EXAMPLES = """\b
Examples:
  tightrope story regulatory-squeeze --borrower 17
  tightrope story regulatory-squeeze --find frozen-in-good-standing --out frozen.html
  tightrope story severe-recession --find never-able --language zh
  tightrope story severe-recession --book taiwan --borrowers 5000 --find list
"""


@click.command(epilog=EXAMPLES)
@click.argument("scenario")
@click.option("--borrower", type=int, metavar="N", help="The number of the borrower, from 0.")
@click.option(
    "--find", "search", metavar="NAME", help="Or the first whom this search finds at the end; 'list' lists them."
)
@click.option(
    "--book", default="synthetic", show_default=True, help="Who borrows at the start, as for 'tightrope run'."
)
@click.option("--borrowers", type=int, help="How many borrowers.  [default: as many as the book holds]")
@click.option("--months", type=int, help="How many months, 1 to 600.  [default: as the scenario says]")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same numbers.")
@click.option("--set", "values", multiple=True, metavar="KEY=VALUE", help="Set a parameter; may be repeated.")
@new_file("--out", metavar="FILE", help="Also write a page with picture and words.")
@FORCE
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the story.")
def story(
    scenario: str,
    *,
    borrower: int | None,
    search: str | None,
    values: tuple[str, ...],
    out: Path | None,
    language: str,
    **choices: Any,
) -> None:
    """Tell one borrower's months beside those of the twin.

    The market of SCENARIO and its twin, the same borrowers and fate without the events, are lived; then the borrower's
    story is told from the numbers: who it is, the months in which something happened, and what the events changed.
    """
    check_address_space()
    from rich.console import Console

    from tightrope.api.planning import prepare
    from tightrope.api.story import tell_story
    from tightrope.progress.display import shown
    from tightrope.scenarios.files.overrides import parse_set

    plan = prepare(scenario, values=dict(map(parse_set, values)), **choices)
    check_address_space(2 * plan.borrowers)  # the twin's among them
    with shown(Console(stderr=True)) as watch:
        told = tell_story(plan, borrower, search, watch, out, language)
    _print(told, language)
    if out:
        click.echo(f"page: {out}")


def _print(told: "Story", language: str) -> None:
    from rich.box import SIMPLE
    from rich.table import Table

    from tightrope.analysis.words.words import Words, join_sentences
    from tightrope.cli.tables import console, say

    def put(key: str) -> str:
        return Words(key).put(language)

    def text(words: list[Words]) -> str:
        return join_sentences(words, language)

    say(f"{Words('story.borrower_number', borrower=told.borrower).put(language)}\n{told.here.who.put(language)}\n")
    say("\n".join(words.put(language) for words in told.end.sentences))
    here, there = put("story.here"), put("story.there")
    end = Table(put("story.at_the_end"), here, there, box=SIMPLE, pad_edge=False)
    for fact in told.end.facts:
        style = "bold" if fact.here != fact.there else ""
        end.add_row(*(words.put(language) for words in fact), style=style)
    months = Table(put("story.month_head"), here, there, box=SIMPLE, pad_edge=False, show_lines=False)
    months.columns[0].justify = "right"
    for column in months.columns[1:]:
        column.overflow = "fold"  # Chinese has no spaces to break lines at
    for month in told.months:
        own, twin = (text(life.of_month(month)) or "–" for life in (told.here, told.there))
        alike = put("story.alike") if own == twin else twin
        months.add_row(str(month), own, alike)
    console().print(end, months)
