"""The commands around policies: a search for better ones, and what it has found."""

from pathlib import Path

import click

from tightrope.cli.ensemble import ENSEMBLE, check_goes_with_ensemble
from tightrope.cli.options import FORCE, NO_VERIFY, new_file
from tightrope.progress.faults import Incomplete, Stopped

__all__ = ["frontier", "search"]


@click.command()
@click.argument("file")
@click.option("--workers", type=int, help="How many markets at the same time.  [default: one for each core]")
@click.option("--cluster", metavar="ADDRESS", help="Use the workers of this Dask scheduler, or of its scheduler file.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the search.  [default: results/NAME-HASH]")
@ENSEMBLE
@click.option("--members", type=int, help="With --ensemble: how many worlds, so many times the work.  [default: 10]")
def search(
    file: str, workers: int | None, cluster: str | None, out: Path | None, ensemble: str | None, members: int | None
) -> None:  # fmt: skip
    """Search for better policies, or go on with a search.

    FILE is 'policy', which is built in, or a TOML file: a sweep file with a table [search] in place of [design].
    Generation by generation policies are proposed and run; the best are proved under seeds that the search has not
    seen. What is finished is kept: after Ctrl-C or a crash the same command goes on, to the same end. With --ensemble
    every policy is tried in many worlds: it is judged by the mean over them and by what nine of ten are no worse than,
    and it must keep what is to be kept in nine of ten.
    """
    check_goes_with_ensemble(ensemble, members=members)
    from rich.console import Console

    from tightrope.analysis.study.policies import policies_of
    from tightrope.api.sweep import run_search, usual_folder
    from tightrope.cli.conclusion_of_search import conclude
    from tightrope.sweeps.plan.ensembles import load_ensemble
    from tightrope.sweeps.run.driving import EngineLostError
    from tightrope.sweeps.search.reading import load_search
    from tightrope.sweeps.search.worlds import USUAL

    worlds = None if ensemble is None else load_ensemble(ensemble).spread(USUAL if members is None else members)
    plan = load_search(file, worlds)
    folder = out or usual_folder(plan.sweep)
    try:
        proof = run_search(plan, folder, Console(stderr=True), workers, cluster)
    except EngineLostError as error:
        raise Incomplete(str(error)) from None
    except KeyboardInterrupt:
        proof = None
    if proof is None:
        raise Stopped(f"{folder} keeps what is finished; the same command goes on from there")
    conclude(policies_of(proof))
    click.echo(f"look at it again: tightrope sweep frontier {folder}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@new_file("--csv", metavar="FILE", help="Also write all of it to this file.")
@FORCE
@NO_VERIFY
def frontier(folder: Path, csv: Path | None, no_verify: bool) -> None:
    """Show the policies that a search has found.

    Each stands beside the current one; FOLDER is the folder of the search.
    """
    from tightrope.analysis.study.policies import policies_of
    from tightrope.cli.conclusion_of_search import conclude
    from tightrope.cli.tables import write_csv
    from tightrope.sweeps.search.search import open_proof

    policies = policies_of(open_proof(folder, verify=not no_verify))
    conclude(policies)
    if csv:
        write_csv(policies.frame(), csv)
        click.echo(f"table: {csv}")
