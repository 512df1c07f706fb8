"""The commands before a sweep begins: what there is, what a file plans, and what it will take."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tightrope.sweeps.plan.factors import Factor
    from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["list_sweeps", "plan", "schema"]


@click.command("list")
def list_sweeps() -> None:
    """List the built-in sweeps."""
    from tightrope.sweeps.plan.loading import library, title_of

    names = library()
    for name in names:
        click.echo(f"{click.style(name.ljust(max(map(len, names))), bold=True)}  {title_of(name)}")


@click.command()
def schema() -> None:
    """Print the JSON Schema of sweep files.

    An editor that knows it completes names and marks mistakes.
    """
    from tightrope.sweeps.plan.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@click.command()
@click.argument("file")
@click.option("--workers", type=int, help="Tell how long it takes this many workers.  [default: one for each core]")
def plan(file: str, workers: int | None) -> None:
    """Say how large a sweep is and what it takes.

    FILE is a built-in sweep ('tightrope sweep list') or a TOML file. One market is lived to see how long that takes;
    nothing else is started.
    """
    from tightrope.api.planning import MOST_WORKERS, cores, whole
    from tightrope.sweeps.plan.loading import load_sweep

    hands = whole("workers", cores() if workers is None else workers, 1, MOST_WORKERS)
    chosen = load_sweep(file)
    click.echo(f"{click.style(chosen.name, bold=True)}: {chosen.title}")
    _say_what(chosen)
    if chosen.factors:
        _say_factors(chosen)
    _say_cost(chosen, hands)
    click.echo(f"Nothing was started. To begin: tightrope sweep run {file}")


def _say_what(sweep: "Sweep") -> None:
    from tightrope.cli.tables import print_table

    names = ", ".join(scenario.name for scenario in sweep.scenarios)
    compared = f"; the others are compared with {sweep.against}" if sweep.against and len(sweep.scenarios) > 1 else ""
    months = sorted(set(sweep.months))
    rows = [
        ("scenarios", len(sweep.scenarios), names + compared),
        ("points", len(sweep.points), _design(sweep)),
        ("seeds", len(sweep.seeds), _some(sweep.seeds)),
        ("runs", sweep.runs, "scenarios x points x seeds"),
        ("markets", len(sweep.first_runs), "to be lived: runs that cannot differ share one"),
        ("borrowers", sweep.borrowers, f"in each market, of the book '{sweep.book.name}'"),
        ("months", months[-1], "of each market" if len(months) == 1 else f"at most; at least {months[0]}"),
        ("columns", len(sweep.columns), f"kept of every month; {len(sweep.measures)} are summed up for each market"),
    ]
    print_table(["", "", "how many"], [(what, which, f"{number:,}") for what, number, which in rows], left=2)


def _design(sweep: "Sweep") -> str:
    """Say how the points were made."""
    about = dict(sweep.design)
    kind, points = about.pop("kind"), about.pop("points")
    if kind == "none":
        return "no design: the scenarios as they are"
    if kind == "grid":
        return f"grid: {' x '.join(str(len(factor.levels)) for factor in sweep.factors)}"
    what = {"morris": f"{points} trajectories", "saltelli": f"{points} base points"}.get(kind, "")
    more = [f"{name.replace('_', ' ')} {str(value).lower()}" for name, value in about.items()]
    return ": ".join(filter(None, [kind, ", ".join(filter(None, [what, *more]))]))


def _some(seeds: tuple[int, ...]) -> str:
    if seeds == tuple(range(seeds[0], seeds[-1] + 1)) and len(seeds) > 1:
        return f"{seeds[0]} to {seeds[-1]}, the same at every point"
    return ", ".join(map(str, seeds[:8])) + (", ..." if len(seeds) > 8 else "") + ", the same at every point"


def _say_factors(sweep: "Sweep") -> None:
    from tightrope.cli.tables import print_table

    click.echo("What varies from point to point:")
    events = [event for scenario in sweep.scenarios for event in scenario.events]
    moved = {f"{each.lender}.{name}" if each.lender else name for each in events for name in each.changes}
    notes = [each.name for each in sweep.factors if moved & {each.name, each.name.rpartition(".")[2]}]
    caption = ""
    if notes:
        caption = f"{', '.join(notes)}: moved by events of a scenario too; what varies is where it starts."
    rows = [(factor.name, _values(factor), factor.unit, factor.origin) for factor in sweep.factors]
    print_table(["factor", "values", "unit", "which are"], rows, left=4, caption=caption)


def _values(factor: "Factor") -> str:
    if factor.levels:
        shown = [str(factor.value(x)) if factor.texts else f"{x:.4g}" for x in factor.levels]
        return ", ".join(shown if len(shown) <= 8 else [*shown[:4], "...", shown[-1]])
    return f"{factor.low:.4g} to {factor.high:.4g}" + (", evenly in the logarithm" if factor.log else "")


def _say_cost(sweep: "Sweep", workers: int) -> None:
    from rich.filesize import decimal

    from tightrope.progress.sweep_display import span
    from tightrope.scenarios.errors import InputError
    from tightrope.sweeps.run.estimating import disk, months_lived, try_out
    from tightrope.sweeps.store.manifest import usual_folder

    busy = min(workers, len(sweep.first_runs))
    hands = "1 worker" if busy == 1 else f"{busy:,} workers"
    try:
        trial = try_out(sweep)
    except InputError as error:
        click.echo(f"time:   not known, for {error}")
    else:
        whole = trial.seconds * sweep.borrowers * months_lived(sweep)
        how = "as it is" if trial.borrowers == sweep.borrowers else f"with {trial.borrowers:,} borrowers"
        each = whole / len(sweep.first_runs)
        tried = f"{each:.2g} s a market (run {trial.run} tried {how})"
        click.echo(f"time:   about {span(whole / busy)} with {hands}: {tried}")
    click.echo(f"disk:   about {decimal(round(disk(sweep)))}")
    click.echo(f"folder: {usual_folder(sweep)}")
