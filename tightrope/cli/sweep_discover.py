"""The command that finds the corner of a sweep's ranges in which outcomes are bad."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.options import FORCE, NO_VERIFY, new_file
from tightrope.scenarios.errors import InputError

if TYPE_CHECKING:
    from tightrope.analysis.study.bad_outcomes import Bad

__all__ = ["discover"]


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--measure", help="A measure of the sweep.  [default: the share of balances 90 days late, if there]")
@click.option("--statistic", default="mean", show_default=True, help="Of its months: mean, end, peak, total, ...")
@click.option("--above", type=float, metavar="NUMBER", help="Bad is what is above this.")
@click.option("--below", type=float, metavar="NUMBER", help="Bad is what is below this.")
@click.option("--highest", type=float, metavar="SHARE", help="Bad is the highest part of the points.  [default: 0.1]")
@click.option("--lowest", type=float, metavar="SHARE", help="Bad is the lowest part; usual of trust and profit.")
@click.option("--scenario", metavar="NAME", help="Under which scenario.  [default: each in turn]")
@click.option("--difference", is_flag=True, help="Of the difference to the scenario that the sweep compares with.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the sentences.")
@new_file("--json", "file", help="Also write all that was found, with the paths of peeling and the tree, to this file.")
@FORCE
@NO_VERIFY
def discover(
    folder: Path, measure: str | None, statistic: str, scenario: str | None, *, difference: bool, language: str,
    file: Path | None, no_verify: bool, **limits: float | None,
) -> None:  # fmt: skip
    """Find the corner in which outcomes are bad.

    The sweep in DIR draws its points from ranges: a Sobol sequence, a Latin hypercube, a Saltelli design. A point is
    bad where its mean over seeds is. A corner is a range of a few factors in which bad points are dense (PRIM); what
    chance could make is told as such.
    """
    import json

    from tightrope.analysis.study.bad_outcomes import usual_bad, usual_measure
    from tightrope.analysis.study.outcomes import progress, scenario_names
    from tightrope.cli.discovery_tables import tell_discovery
    from tightrope.cli.tables import say
    from tightrope.scenarios.disk.writing import write_file
    from tightrope.sweeps.store.dataset import open_sweep

    given = _bad(limits)
    results = open_sweep(folder, verify=not no_verify)
    about = results.manifest
    measure = usual_measure(results) if measure is None else measure
    bad = given or usual_bad(measure)
    names = scenario_names(results)
    others = [name for name in names if name != about["against"]] if difference else names
    records: list[dict[str, Any]] = []
    untold: dict[str, InputError] = {}
    for name in [scenario] if scenario is not None else others or names:
        try:
            records.append(tell_discovery(results, measure, statistic, name, bad, language, difference=difference))
        except InputError as error:  # of one scenario: it may have no bad outcome
            untold[name] = error
    if not records:
        raise next(iter(untold.values()))
    for name, why in untold.items():
        say(f"nothing can be told of {name}: {why}")
    if note := progress(results).note:
        say(note)
    if file:
        write_file(file, (json.dumps(records, indent=2, ensure_ascii=False) + "\n").encode())


def _bad(limits: dict[str, float | None]) -> "Bad | None":
    """Return what was said to be bad, None where nothing was."""
    from tightrope.analysis.study.bad_outcomes import KINDS, Bad

    said = [(kind, number) for kind in KINDS if (number := limits[kind]) is not None]
    if len(said) > 1:
        given = " and ".join(f"--{kind} {number:g}" for kind, number in said)
        raise InputError(f"{given} say two things of what is bad: give one of them")
    return Bad(*said[0]) if said else None
