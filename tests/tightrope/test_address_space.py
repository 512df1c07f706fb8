"""Too small an address space is refused in one line, before a library ends the process in the middle."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tightrope.cli.address_space import NEEDED, OF_A_BORROWER, check_address_space
from tightrope.scenarios.errors import InputError

resource = pytest.importorskip("resource", reason="limits are of Unix")
MARKETS = [
    ("run", "baseline"),
    ("story", "baseline", "--borrower", "1"),
    ("validate",),
    ("app",),
    ("sweep", "run", "library"),
]


def limited(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command that may address a quarter of what a market needs."""
    few = NEEDED // 4
    return subprocess.run(
        [sys.executable, "-m", "tightrope", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (few, few)),
    )


@pytest.mark.slow
@pytest.mark.parametrize("words", MARKETS, ids=" ".join)
def test_a_market_is_refused(words: tuple[str, ...], tmp_path: Path) -> None:
    answer = limited(*words, folder=tmp_path)
    assert answer.returncode == 2, answer.stderr
    assert answer.stderr.startswith("error: a limit on the address space (ulimit -v) leaves this process 500 MB, and")
    assert "needs 2,000 MB" in answer.stderr and answer.stderr.count("\n") == 1
    assert not answer.stdout and not list(tmp_path.iterdir())


@pytest.mark.slow
def test_what_needs_no_market_is_not_refused(tmp_path: Path) -> None:
    answer = limited("scenarios", "list", folder=tmp_path)
    assert answer.returncode == 0 and "regulatory-squeeze" in answer.stdout


def test_many_borrowers_need_more(monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = NEEDED + 1_000 * OF_A_BORROWER
    monkeypatch.setattr(resource, "getrlimit", lambda _: (allowed, allowed))
    check_address_space(1_000)
    with pytest.raises(InputError, match=r"2,000,000 borrowers need 4,000 MB, .*: ask for fewer borrowers, raise the"):
        check_address_space(2_000_000)
