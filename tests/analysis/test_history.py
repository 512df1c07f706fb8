"""The verdicts by release: kept whole, replaced by name, and compared fact by fact."""

from pathlib import Path

from tightrope.analysis.facts.fact import MISSED, NOT_SEEN, PASSED, Found
from tightrope.analysis.facts.facts import FACTS
from tightrope.analysis.facts.history import (
    Release,
    Verdict,
    read_history,
    releases,
    verdicts_of,
    with_release,
    write_history,
)
from tightrope.analysis.facts.validation import Lived, Validation


def verdict(release: str, fact: str, said: str, *, book: str = "synthetic", counts: str = "yes") -> Verdict:
    return Verdict(release, "baseline", book, fact, counts, "1", "", said)


def test_what_is_kept_can_be_read_and_names_no_fact_twice() -> None:
    kept = read_history()
    assert kept and {each.verdict for each in kept} <= {PASSED, MISSED, NOT_SEEN}
    assert len({each[:4] for each in kept}) == len(kept)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    history = [verdict("1.0", "1", PASSED), verdict("2.0", "1", MISSED)]
    write_history(history, tmp_path / "history.csv")
    assert read_history(tmp_path / "history.csv") == history


def test_a_release_replaces_itself_and_what_was_not_released() -> None:
    history = [verdict("1.0", "1", PASSED), verdict("2.0", "1", PASSED), verdict("unreleased", "1", PASSED)]
    new = [verdict("2.0", "1", MISSED)]
    assert with_release(history, new, "unreleased") == [history[0], *new]


def test_what_changed_is_told_book_by_book() -> None:
    history = [
        verdict("1.0", "1", MISSED), verdict("1.0", "2", PASSED), verdict("1.0", "3", PASSED),
        verdict("1.0", "1", PASSED, book="taiwan"),
        verdict("2.0", "1", PASSED), verdict("2.0", "2", MISSED), verdict("2.0", "3", NOT_SEEN),
        verdict("2.0", "4", PASSED, counts="no"), verdict("2.0", "5", PASSED),
        verdict("2.0", "1", PASSED, book="taiwan"),
    ]  # fmt: skip
    assert releases(history) == [
        Release("1.0", "baseline", "synthetic", 2, 3),
        Release("2.0", "baseline", "synthetic", 2, 3, ("1",), ("2",)),
        Release("1.0", "baseline", "taiwan", 1, 1),
        Release("2.0", "baseline", "taiwan", 1, 1),
    ]


def test_verdicts_say_which_facts_count() -> None:
    lived = Lived("baseline", "prime", "synthetic", 200, 60, 2, {})
    found = [Found(fact, (fact.target, fact.target)) for fact in FACTS]
    told = verdicts_of("3.0", Validation(lived, found, []))
    assert [each.fact for each in told] == [fact.number for fact in FACTS]
    assert {each.fact for each in told if each.counts == "yes"} == {f.number for f in FACTS if "prime" in f.lenders}
    first = next(each for each in told if each.fact == "1")
    assert first == Verdict("3.0", "baseline", "synthetic", "1", "yes", "0.0156", "0", PASSED)
