"""tightrope: an agent-based simulation of platform consumer credit.

>>> from tightrope import run
>>> result = run("regulatory-squeeze", borrowers=50_000, seed=1)
>>> result.months["frozen_share"]

The names below are loaded when they are first used, so that importing tightrope costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tightrope.api.freezes import freezes
    from tightrope.api.run import run
    from tightrope.api.story import story
    from tightrope.api.sweep import run_sweep
    from tightrope.model.engine.market import CreditMarket
    from tightrope.model.results.panel import read_panel
    from tightrope.model.results.run_results import Results, read_results
    from tightrope.scenarios.books.book import open_book
    from tightrope.scenarios.errors import InputError
    from tightrope.scenarios.files.scenario import Scenario, library, load_scenario
    from tightrope.sweeps.plan.loading import load_sweep, plan_sweep
    from tightrope.sweeps.plan.sweep import Sweep
    from tightrope.sweeps.store.dataset import SweepResults, open_sweep

__version__ = "0.4.0"

__all__ = [
    "CreditMarket",
    "InputError",
    "Results",
    "Scenario",
    "Sweep",
    "SweepResults",
    "freezes",
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
    "CreditMarket": "model.engine.market",
    "InputError": "scenarios.errors",
    "Results": "model.results.run_results",
    "Scenario": "scenarios.files.scenario",
    "Sweep": "sweeps.plan.sweep",
    "SweepResults": "sweeps.store.dataset",
    "freezes": "api.freezes",
    "library": "scenarios.files.scenario",
    "load_scenario": "scenarios.files.scenario",
    "load_sweep": "sweeps.plan.loading",
    "open_book": "scenarios.books.book",
    "open_sweep": "sweeps.store.dataset",
    "plan_sweep": "sweeps.plan.loading",
    "read_panel": "model.results.panel",
    "read_results": "model.results.run_results",
    "run": "api.run",
    "run_sweep": "api.sweep",
    "story": "api.story",
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
