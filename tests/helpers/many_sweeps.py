"""One made-up sweep for each figure of sweeps, by the figure's name."""

from itertools import product

import numpy as np

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.known_answers import SHARES, linear, morris_points, saltelli_points, swept
from tightrope.scenarios.files.scenario import load_scenario
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["grid", "many_sweeps", "members", "proof", "ramps", "switches"]

MONTHS, SEEDS = 60, 4
DOSES = (0.0, 0.25, 0.5, 0.75, 1.0)
ELSEWHERE = (0.1, 0.4, 0.7)


def chance() -> np.random.Generator:
    """Return the same draws for every sweep, whichever was made before."""
    return np.random.default_rng(3)


def told(results: SweepResults) -> SweepResults:
    """Put the whole scenarios into a made-up manifest."""
    names = [each["name"] for each in results.manifest["scenarios"]]
    results.manifest["scenarios"] = [load_scenario(name).resolved() for name in names]
    return results


def grid() -> SweepResults:
    """Default that falls, then rises with the dose, the sooner the less there is to be had elsewhere."""
    factors = [Factor("strength", "x", 0, 1, DOSES), Factor("outside_approval", "share", 0, 1, ELSEWHERE)]
    points = np.array(list(product(DOSES, ELSEWHERE)))
    answer = 0.01 * (points[:, 0] - points[:, 1] / 2) ** 2
    courses = 0.02 + answer[:, np.newaxis, np.newaxis] * np.linspace(0, 1, MONTHS)
    both = np.stack([np.full_like(courses, 0.02), courses])
    random = chance()
    both = both + 0.002 * random.normal(size=(1, 1, SEEDS, 1)) + 0.0002 * random.normal(size=(2, len(points), SEEDS, 1))
    return told(fake_sweep(
        {"default_hazard": both, "trust_mean": 0.6 - 5 * both}, scenarios=("baseline", "regulatory-squeeze"),
        against="baseline", factors=factors, points=points, design={"kind": "grid", "points": len(points)},
    ))  # fmt: skip


def ramps() -> SweepResults:
    """Scenarios that go up and down again, of which the market remembers something."""
    names = ("baseline", "guidance-up-and-down", "guidance-up-and-down-slow")
    paths = [load_scenario(name).timeline(108)["guidance"][1:] for name in names]
    memory = [path + 0.3 * np.cumsum(path) / max(path.sum(), 1) for path in paths]
    courses = np.stack(memory)[:, np.newaxis, np.newaxis] * np.array([0.9, 1.0, 1.1])[:, np.newaxis]
    return told(fake_sweep({"frozen_share": 0.02 + 0.1 * courses}, scenarios=names, against="baseline"))


def switches() -> SweepResults:
    """What a push does is doubled by an answer to it, and a bystander does nothing."""
    factors = [Factor(name, "x", 0, 1, (0.0, 1.0)) for name in ("push", "answer", "bystander")]
    points = np.array(list(product((0.0, 1.0), repeat=3)))
    rule = 0.02 + 0.01 * points[:, 0] * (1 + points[:, 1])
    random = chance()
    noise = 0.0005 * random.normal(size=(1, len(points), SEEDS))
    values = rule[:, np.newaxis] + 0.001 * random.normal(size=SEEDS) + noise
    design = {"kind": "grid", "points": len(points)}
    return told(fake_sweep({"default_hazard": values}, factors=factors, points=points, design=design))


def cornered() -> SweepResults:
    """Late debt is high where approval is low and cuts are deep, and else low."""
    factors = [
        Factor("outside_approval", "share", 0, 1),
        Factor("cut_depth", "share", 0, 1),
        Factor("fees", "yuan", 0, 9),
    ]
    points = np.random.default_rng(1).random((120, 3)) * (1, 1, 9)
    bad = (points[:, 0] < 0.4) & (points[:, 1] > 0.6)
    values = 0.01 + 0.02 * bad[:, np.newaxis] + 0.001 * chance().normal(size=(1, len(points), SEEDS))
    design = {"kind": "latin-hypercube", "points": len(points)}
    return told(fake_sweep({"dpd90_share_balance": values}, factors=factors, points=points, design=design))


def proof() -> SweepResults:
    """The proof of a search: less loss is paid for with more wrongful freezes, and the last policy is beaten."""
    objectives = [
        {"measure": measure, "better": better, "statistic": "", "worst": False}
        for measure, better in (("loss", "lower"), ("wrongly_frozen", "lower"), ("trust", "higher"))
    ]
    loss, frozen = np.array([[0.03, 0.01, 0.02, 0.04], [0.03, 0.05, 0.03, 0.06]])[:, np.newaxis, :, np.newaxis]
    seed = 1 + 0.01 * chance().normal(size=(1, 1, SEEDS))
    flat = np.ones((1, 4, SEEDS))
    courses = {
        "new_default_amount": 1000 * loss * seed / 12, "default_paid_amount": 0 * flat, "balance": 1000 * flat,
        "default_returned_amount": 0 * flat, "frozen_share": frozen * seed, "frozen_good_standing_share": flat,
        "trust_mean": 0.6 - frozen * seed, "borrowers_active": 10 * flat, "profit": flat, "approvals_share": 0.9 * flat,
    }  # fmt: skip
    about = {"trials": 8, "objectives": objectives, "keep": {}}
    return told(fake_sweep(
        courses, factors=[Factor("cut_depth", "share", 0, 1)], points=[[0.5], [0.9], [0.6], [0.1]],
        design={"kind": "list", "points": 4, "found_in": [0, 1, 1, 2], "search": about},
    ))  # fmt: skip


def members() -> SweepResults:
    """Six worlds in which a squeeze raises defaults, in some more than in others, and a cap on rates hardly does."""
    random = np.random.default_rng(5)
    base = 0.02 + 0.003 * random.normal(size=(6, 1, 1)) + 0.001 * random.normal(size=(6, SEEDS, 12))
    moves = np.array([0.0, 0.01, 0.0001]).reshape(3, 1, 1, 1) * np.linspace(0.5, 1.5, 6).reshape(6, 1, 1)
    values = base + moves + 0.0002 * random.normal(size=(3, 6, SEEDS, 1))
    design = {"kind": "ensemble", "points": 6, "calibration": "made-up", "targets": ["late: 30+ days past due"]}
    return told(fake_sweep(
        {"default_hazard": values}, scenarios=("baseline", "regulatory-squeeze", "rate-cap"), against="baseline",
        factors=[Factor("patience_months", "months", 0.5, 3.0)], points=np.linspace(0.5, 3, 6)[:, np.newaxis],
        design=design,
    ))  # fmt: skip


def many_sweeps() -> dict[str, SweepResults]:
    """Return a sweep for each figure; those after a colon are of another method."""
    tipping, memory, worlds = grid(), ramps(), members()
    scattered = np.random.default_rng(1).random((60, 3))
    return {
        "fan": tipping, "gaps": memory, "heat_map": tipping, "phase_diagram": tipping, "hysteresis": memory,
        "frontier": proof(), "causes": switches(), "worlds": worlds, "worlds_gaps": worlds,
        "tornado": told(swept(linear, SHARES, saltelli_points(SHARES, 64), "saltelli")),
        "tornado: morris": told(swept(linear, SHARES, morris_points(SHARES, 8), "morris")),
        "tornado: ranks": told(swept(linear, SHARES, scattered, "latin-hypercube")),
        "heat_map: fitted": told(swept(linear, SHARES, scattered, "latin-hypercube")),
        "corner": cornered(), "peeling": cornered(), "tree": cornered(),
    }  # fmt: skip
