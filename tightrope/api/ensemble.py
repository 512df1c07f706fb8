"""From a run to the same run in the worlds of an ensemble."""

from collections.abc import Mapping
from dataclasses import replace

from tightrope.api.planning import Plan
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.overrides import parameter_named
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.ensembles import as_design, load_ensemble
from tightrope.sweeps.plan.loading import plan_sweep
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["check_free_of", "sweep_over"]


def sweep_over(plan: Plan, ensemble: str, members: int | None, seeds: int, values: Mapping[str, object]) -> Sweep:
    """Return a run, and what it is compared with, as a sweep over members of an ensemble, under seeds from its own on.

    Args:
        plan: The run.
        ensemble: Name of a built-in ensemble, or the file of one.
        members: How many of its members; None for the usual number.
        seeds: How many seeds of each member.
        values: What was set in the run's scenario.

    Raises:
        InputError: the ensemble cannot be had, or what was set is what its members set; the message says what to do.
    """
    check_free_of(values, ensemble)
    own, against = _told_apart(plan, values), plan.against
    return plan_sweep(
        [own, against] if against else own,
        name=own.name,
        title=own.title,
        against=against.name if against else None,
        book=plan.book,
        borrowers=plan.borrowers,
        months=plan.months,
        seeds=list(range(plan.seed, plan.seed + seeds)),
        check=plan.check,
        design=as_design(ensemble, members),
    )


def check_free_of(values: Mapping[str, object], ensemble: str) -> None:
    """Refuse values of parameters that every member of an ensemble sets itself."""
    varied = [factor.name for factor in load_ensemble(ensemble).factors]
    for written in values:
        if (name := parameter_named(written)) in varied:
            raise InputError(
                f"{name}: every member of the ensemble '{ensemble}' sets it, so it cannot be set for all of them: "
                "leave it as it is, or run without --ensemble"
            )


def _told_apart(plan: Plan, values: Mapping[str, object]) -> Scenario:
    """Return the run's scenario, under a name and title of its own where it is compared with itself as written."""
    own = plan.scenario
    if plan.against is None or plan.against.name != own.name:
        return own
    told = ", ".join(f"{name} = {value}" for name, value in values.items()) or "the same"
    return replace(
        own, name=f"{own.name}-changed", title=f"{own.title} ({told})",
        title_zh=f"{own.title_zh}({told})" if own.title_zh else "",
    )  # fmt: skip
