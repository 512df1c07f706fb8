"""The names that tightrope offers, and what it costs to import them."""

import subprocess
import sys

import pytest

import tightrope


@pytest.mark.parametrize("name", tightrope.__all__)
def test_a_public_name_is_found_and_described(name: str) -> None:
    value = getattr(tightrope, name)
    assert value.__name__ == name
    assert value.__doc__


def test_completion_offers_the_public_names_alone() -> None:
    assert {name for name in dir(tightrope) if not name.startswith("_")} == set(tightrope.__all__)


def test_a_misspelt_name_is_met_with_the_nearest() -> None:
    wrong = "load_scenarios"
    with pytest.raises(AttributeError, match=f"tightrope has no '{wrong}', did you mean 'load_scenario'"):
        getattr(tightrope, wrong)


def test_importing_tightrope_loads_nothing_but_itself() -> None:
    program = "import sys; before = set(sys.modules); import tightrope; print(*(set(sys.modules) - before))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name for name in answer.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}
    assert loaded == {"tightrope"}
