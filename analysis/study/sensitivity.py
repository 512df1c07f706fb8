"""What drives an outcome of a sweep: the factors ranked, by the method that the sweep's design was made for."""

from tightrope.analysis.study.crossed import crossed
from tightrope.analysis.study.emulated_indices import emulated_indices
from tightrope.analysis.study.morris import morris
from tightrope.analysis.study.rank_correlation import rank_correlation
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sobol import sobol
from tightrope.analysis.study.sweep_emulator import sweep_emulator
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["sensitivity"]


def sensitivity(
    results: SweepResults, measure: str, statistic: str, scenario: str, *, difference: bool = False,
    emulator: bool = False,
) -> Ranking:  # fmt: skip
    """Rank the factors of a sweep by what they do to a statistic of a measure under a scenario.

    Sobol' indices from a Saltelli design, Morris screening from a Morris design, partial rank correlations from any
    other. With ``difference``, of the paired difference to the scenario that the sweep compares with: what drives the
    effect of a squeeze, rather than the level under it. With ``emulator``, Sobol' indices from one that is fitted to
    the points, of any design that scatters them. InputError as those raise it.
    """
    if emulator:
        return emulated_indices(sweep_emulator(results, measure, statistic, scenario, difference=difference))
    design = results.manifest["design"]
    outcome = crossed(results, measure, statistic, scenario, difference=difference)
    match design["kind"]:
        case "saltelli":
            return sobol(outcome, second_order=design.get("second_order", False))
        case "morris":
            return morris(outcome)
    for factor in results.manifest["factors"]:
        if len(factor["texts"]) > 2:
            raise InputError(
                f"'{factor['name']}' takes texts that have no order, so nothing can rise or fall with it: "
                "leave it out of the design, or compare its values by 'tightrope sweep show'"
            )
    return rank_correlation(outcome)
