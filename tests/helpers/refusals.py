"""What any refusal must be: one message and exit code 2, no traceback, no remains, nothing that steers a screen."""

import re
from pathlib import Path

from click.testing import CliRunner

from tightrope.cli.commands import main

__all__ = ["DIGITS", "SWEEP", "refused", "written"]

DIGITS = "9" * 5001
SWEEP = 'scenarios = "baseline"\nborrowers = 12\nmonths = 1\nseeds = 1\n'
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def written(name: str, content: str | bytes) -> str:
    """A file of this name and content in the working folder; returns the name."""
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def refused(*words: str) -> str:
    """The message that a command line is refused with, checked for all that any such message must be."""
    before = sorted(Path().rglob("*"))
    answer = CliRunner().invoke(main, words, color=True)
    assert answer.exit_code == 2, answer.output
    assert "Traceback" not in answer.output
    assert not _STEERING.search(answer.output)
    assert len(answer.stderr) < 20_000
    assert sorted(Path().rglob("*")) == before, "something was left"
    return answer.stderr
