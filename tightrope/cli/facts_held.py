"""What ``tightrope validate --ensemble`` does and prints: each fact's band, its two parts, and where it is met."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tightrope.cli.sweep_living import conclude, live_watched

if TYPE_CHECKING:
    from tightrope.analysis.calibration.facts_held import Held
    from tightrope.scenarios.books.book import Book
    from tightrope.scenarios.files.scenario import Scenario
    from tightrope.scenarios.files.schema import PlatformKind
    from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["hold_over_worlds", "print_facts_held"]


def hold_over_worlds(
    scenario: "Scenario", kind: "PlatformKind | None", file: Path | None, *, book: "Book", **asked: Any
) -> None:  # fmt: skip
    """Hold a calm scenario against the facts of a kind of lender (None: all) in the worlds of an ensemble."""
    from tightrope.analysis.calibration.facts_held import facts_held
    from tightrope.analysis.study.outcomes import progress
    from tightrope.api.validate_worlds import sweep_of_facts, write_held
    from tightrope.sweeps.store.manifest import usual_folder

    sweep = sweep_of_facts(scenario, book=book, **asked)
    folder = usual_folder(sweep)
    results = live_watched(sweep, folder)
    if progress(results).finished:
        held = [each for each in facts_held(results) if kind is None or kind in each.fact.lenders]
        if file:
            about = {**asked, "members": len(sweep.points)}
            write_held(file, held, scenario=scenario.name, book=book.name, **about)
        print_facts_held(held, results)
    conclude(results, folder)


def print_facts_held(held: "Sequence[Held]", results: "SweepResults") -> None:
    """Print the table and, below it, how to read it and which facts are met in all worlds and in none."""
    from tightrope.cli.tables import print_table, say

    headings = ["", "", "fact", "accepted", "nine runs of ten", "ignorance", "chance", "met in"]
    print_table(headings, [_row(each) for each in held], left=3)
    design = results.manifest["design"]
    say(
        f"C: may be fitted to, V: only compared. {design['points']} worlds that calibration '{design['calibration']}' "
        f"accepts, {len(results.manifest['seeds'])} seeds each. Ignorance, chance: standard deviation from world to "
        "world (of what the calibration leaves open), and from seed to seed in one world. Met in: worlds whose mean "
        "over seeds is accepted, of those that show the fact under every seed. Facts that ask for markets beside each "
        "other, as those about changes do, are shown without --ensemble alone."
    )
    for words, those in (
        ("in all worlds", [each for each in held if each.known.members and each.met == each.known.members]),
        ("in none", [each for each in held if each.known.members and not each.met]),
    ):
        numbers = ", ".join(each.fact.number for each in those) or "-"
        say(f"met {words}: {len(those)} of {len(held)} ({numbers})")


def _row(held: "Held") -> list[str]:
    from tightrope.analysis.facts.saying import accepted, amount

    fact, known = held.fact, held.known
    row = [fact.number, fact.kind, fact.says, accepted(fact)]
    if known.low is None or known.high is None or known.ignorance is None or known.chance is None:
        return [*row, "-", "", "", ""]
    low, high = (amount(value, fact.unit) for value in (known.low, known.high))
    parts = (amount(value, fact.unit).split()[0] for value in (known.ignorance, known.chance))
    return [*row, f"{low.split()[0]} – {high}", *(f"±{part}" for part in parts), f"{held.met} of {known.members}"]
