"""What an editor sees: every import is found."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def a_module_of_each_package() -> list[Path]:
    """One file of each package, by its path below ``tightrope/``: where one import is found, all are."""
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = [ROOT.joinpath(*package.split(".")) for package in setup["packages"]]
    return [max(folder.glob("*.py"), key=lambda path: path.stat().st_size) for folder in folders]


def unresolved(*files: Path) -> list[str]:
    """What the checker of an editor says of imports that it does not find in these files."""
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable, *map(str, files)]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout)
    assert answer["summary"]["filesAnalyzed"] == len(files)
    return [found["message"] for found in answer["generalDiagnostics"] if found.get("rule") == "reportMissingImports"]


@pytest.mark.slow
def test_every_import_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from tightrope.agents.borower import Borrower\nfrom tightrope.agents.borrower import Borrower\n")
    [complaint] = unresolved(*a_module_of_each_package(), wrong)
    assert "tightrope.agents.borower" in complaint
