"""tightrope: an agent-based simulation of platform consumer credit.

>>> from tightrope import run
>>> result = run("regulatory-squeeze", borrowers=50_000, seed=1)
>>> result.months["frozen_share"]

The names below are loaded when they are first used, so that importing tightrope costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tightrope.model.market import CreditMarket
    from tightrope.model.panel import read_panel
    from tightrope.model.results import Results, read_results
    from tightrope.running import run
    from tightrope.scenarios.book import open_book
    from tightrope.scenarios.errors import InputError
    from tightrope.scenarios.scenario import Scenario, library, load_scenario
    from tightrope.sweeping import run_sweep
    from tightrope.sweeps.dataset import SweepResults, open_sweep
    from tightrope.sweeps.loading import load_sweep, plan_sweep
    from tightrope.sweeps.sweep import Sweep
    from tightrope.telling import story

__version__ = "0.4.0"

__all__ = [
    "CreditMarket",
    "InputError",
    "Results",
    "Scenario",
    "Sweep",
    "SweepResults",
    "library",
    "load_scenario",
    "load_sweep",
    "open_book",
    "open_sweep",
    "plan_sweep",
    "read_panel",
    "read_results",
    "run",
    "run_sweep",
    "story",
]

_HOMES = {
    "CreditMarket": "model.market",
    "InputError": "scenarios.errors",
    "Results": "model.results",
    "Scenario": "scenarios.scenario",
    "Sweep": "sweeps.sweep",
    "SweepResults": "sweeps.dataset",
    "library": "scenarios.scenario",
    "load_scenario": "scenarios.scenario",
    "load_sweep": "sweeps.loading",
    "open_book": "scenarios.book",
    "open_sweep": "sweeps.dataset",
    "plan_sweep": "sweeps.loading",
    "read_panel": "model.panel",
    "read_results": "model.results",
    "run": "running",
    "run_sweep": "sweeping",
    "story": "telling",
}


if not TYPE_CHECKING:  # so that a type checker knows the names above alone

    def __getattr__(name: str) -> object:
        """Load a public name from the room it lives in."""
        if name not in _HOMES:
            from tightrope.scenarios.errors import suggestion

            raise AttributeError(f"tightrope has no '{name}'{suggestion(name, _HOMES)}")
        value = globals()[name] = getattr(import_module(f"tightrope.{_HOMES[name]}"), name)
        return value


def __dir__() -> list[str]:
    return ["__version__", *__all__]
