"""The command that judges an action of the platform by twins who were exempt from it."""

from pathlib import Path
from typing import Any

import click

from tightrope.cli.address_space import check_address_space
from tightrope.cli.options import FORCE, new_file

__all__ = ["freezes"]

EXAMPLES = """\b
Examples:
  tightrope freezes baseline
  tightrope freezes regulatory-squeeze --seeds 5 --horizon 24
  tightrope freezes limit-closed --action lock --json locks.json --out locks.parquet
  tightrope freezes results/regulatory-squeeze-1234abcd --seeds 1
"""
TWINS = 10
"""Times the memory of one market that what is kept of all of them takes, about."""


@click.command(epilog=EXAMPLES)
@click.argument("subject", metavar="RESULT|SCENARIO")
@click.option(
    "--action",
    default="freeze",
    show_default=True,
    metavar="NAME",
    help="What is judged: freeze (those that need not be made), cut, withheld, linkage or lock.",
)
@click.option("--seeds", type=int, default=3, show_default=True, help="How many seeds, one after the other.")
@click.option("--horizon", type=click.Choice(["12", "24"]), default="12", help="Months that follow.  [default: 12]")
@click.option("--since", type=int, metavar="MONTH", help="First month of the exemption.  [default: of the first event]")
@click.option("--batches", type=int, default=5, show_default=True, help="In how many batches all are exempt in turn.")
@click.option("--book", help="Who borrows at the start, as of 'run'.  [default: synthetic]")
@click.option("--borrowers", type=int, help="How many borrowers.  [default: 20000]")
@click.option("--months", type=int, help="How many months.  [default: as the scenario says]")
@click.option("--seed", type=int, help="The first seed.  [default: 1]")
@click.option("--set", "values", multiple=True, metavar="KEY=VALUE", help="Set a parameter; may be repeated.")
@click.option("--threads", type=int, help="How many threads, 1 to 256; no number depends on it.  [default: all cores]")
@new_file("--json", "file", metavar="FILE", help="Also write every measure of every group to this file.")
@new_file("--out", metavar="FILE", help="Also write one row for each borrower hit to this Parquet file.")
@FORCE
def freezes(
    subject: str, *, action: str, seeds: int, horizon: str, since: int | None, batches: int, values: tuple[str, ...],
    file: Path | None, out: Path | None, **choices: Any,
) -> None:  # fmt: skip
    """Judge freezes, or another action, by exempt twins.

    The market of a SCENARIO, or that of a RESULT once more, is lived as it is; then again for each batch of the
    borrowers with that batch exempt from the action and all else the same. Of each borrower hit it shows whether the
    exempt twin would have paid, what the action saved and what it did: by reason, score, limit, year, and by groups
    that the platform is not meant to judge by. Python: 'tightrope.freezes', whose frames hold every borrower.
    """
    check_address_space()
    from rich.console import Console

    from tightrope.api.freezes import BORROWERS, judge, write_cases, write_quality
    from tightrope.api.same_run import plan_of
    from tightrope.cli.freeze_tables import print_quality
    from tightrope.progress.display import shown
    from tightrope.scenarios.files.overrides import parse_set

    plan = plan_of(subject, values=dict(map(parse_set, values)), usual=BORROWERS, **choices)
    check_address_space(TWINS * plan.borrowers)
    with shown(Console(stderr=True)) as watch:
        found = judge(plan, action, watch, seeds=seeds, since=since, batches=batches, horizon=int(horizon))
    if file:
        write_quality(file, found)
    if out:
        write_cases(out, found)
    print_quality(found, int(horizon))
