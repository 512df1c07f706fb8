"""What a calibration leaves beside its report: the accepted points, and a scenario of the best one."""

import json
import os
from io import BytesIO
from pathlib import Path

import polars as pl

from tightrope.analysis.calibration.folder import ACCEPTED, FITTED, digest_of
from tightrope.analysis.calibration.identification import Identification
from tightrope.analysis.calibration.targets import weighed_distance
from tightrope.scenarios.disk.writing import write_file
from tightrope.scenarios.files.overrides import parameter_named
from tightrope.scenarios.parameters.table import section_of
from tightrope.sweeps.plan.ensembles import MOMENT, write_origin
from tightrope.sweeps.plan.factor_reading import entries

__all__ = ["accepted_frame", "fitted_scenario", "write_outcome"]


def accepted_frame(told: Identification) -> pl.DataFrame:
    """Return one row for each point of the ensemble that is not ruled out by what it gave, the nearest first.

    point (its number in the ensemble), each parameter in its unit, each target's moment (mean over seeds),
    implausibility (the largest) and distance (the sum of the squared ones).
    """
    found, kept = told.found, told.found.accepted
    columns = {
        "point": kept,
        **{factor.name: told.accepted[:, place] for place, factor in enumerate(found.plan.factors)},
        **{f"{MOMENT}{each.name}": found.ensemble.means[place, kept] for place, each in enumerate(found.plan.targets)},
        "implausibility": found.worst[kept],
        "distance": weighed_distance(found.waves.simulated(found.ensemble))[kept],
    }
    return pl.DataFrame(columns).sort("distance", maintain_order=True)


def fitted_scenario(told: Identification, folder: Path) -> str:
    """Return the best point as a scenario file, built on the one that was fitted, that lies in ``folder``."""
    plan = told.found.plan
    base = os.path.relpath(plan.base, folder).replace(os.sep, "/") if plan.base.endswith(".toml") else plan.base
    given = {parameter_named(written): value for _, written, value in entries(plan.values)}
    given |= {factor.name: float(value) for factor, value in zip(plan.factors, told.fitted, strict=True)}
    tables: dict[str, list[str]] = {}
    for name, value in given.items():
        tables.setdefault(section_of()[name], []).append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
    title = json.dumps(f"{plan.sweep.title}, fitted", ensure_ascii=False)
    head = [f"base = {json.dumps(base, ensure_ascii=False)}", f"title = {title}"]
    return "\n".join([*head, *(line for name, lines in tables.items() for line in ("", f"[{name}]", *lines)), ""])


def write_outcome(told: Identification, folder: Path) -> None:
    """Write the accepted points and the fitted scenario into the calibration's folder, each whole or not at all."""
    content = BytesIO()
    plan = told.found.plan
    targets = [f"{each.name}: {each.moment.says}" for each in plan.targets]
    origin = write_origin(plan.sweep.name, digest_of(plan), targets)
    accepted_frame(told).write_parquet(content, metadata=origin)
    write_file(folder / ACCEPTED, content.getvalue())
    write_file(folder / FITTED, fitted_scenario(told, folder).encode())
