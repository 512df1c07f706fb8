"""Set-up: which Python is taken, what the Makefile promises, and what the wheel carries."""

import os
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["scenarios", "agents", "model", "sweeps", "analysis"]
TOLD = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TOOLS = TOLD["tool"]


def make_stand_in(folder: Path, name: str, script: str) -> Path:
    """An executable shell script, put where a Python would be looked for."""
    stand_in = folder / name
    stand_in.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    return stand_in


def find_python(*folders: Path) -> subprocess.CompletedProcess[str]:
    """Let the search see only these folders and the shell's own tools."""
    path = os.pathsep.join(map(str, folders))
    environment = {"PATH": path, "PYENV_ROOT": str(folders[0] / "no-pyenv")}
    command = [ROOT / ".ci" / "find-python"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_an_old_python_gets_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    make_stand_in(tmp_path, "python3", "echo Python 3.9; exit 1")
    answer = find_python(tmp_path)
    assert answer.returncode != 0
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    for part in ("needs Python 3.12 or newer", "python3 is Python 3.9", "make PYTHON="):
        assert part in answer.stderr


def test_make_stops_on_an_old_python(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml", "uv.lock"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    old = make_stand_in(tmp_path, "old-python", "echo Python 3.9; exit 1")
    command = ["make", "setup", f"PYTHON={old}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert answer.returncode != 0
    assert "needs Python 3.12 or newer" in answer.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_shim_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    make_stand_in(tmp_path, "python3.13", "echo 'python3.13: command not found' >&2; exit 127")
    (tmp_path / "python3.12").symlink_to(Path(sys.executable).resolve())
    answer = find_python(tmp_path)
    assert answer.returncode == 0
    assert Path(answer.stdout.strip()).is_file()


def test_pythons_that_are_missing_or_not_for_llvmlite_are_passed_over_with_a_word(tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "uv.lock").write_text('url = ".../llvmlite-0.50.0-cp313-cp313-linux.whl"\n', encoding="utf-8")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    make_stand_in(tmp_path / ".venv" / "bin", "python", "echo 3.13")
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("bash", "dirname", "grep", "mktemp", "rm"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    make_stand_in(tools, "python3.14", "echo python3.14")
    environment = {"PATH": str(tools), "PYENV_ROOT": str(tmp_path / "no-pyenv")}
    command = [tools / "bash", tmp_path / ".ci" / "other-pythons"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert answer.stdout.splitlines() == [
        "Python 3.12 is not on this machine: nothing is tested on it",
        "uv.lock's llvmlite is not built for Python 3.14: nothing is tested on it",
    ]


@pytest.mark.slow
def test_quick_tests_open_no_page_and_build_nothing() -> None:
    """What a test asks for gives it its marker, and the quick part leaves it out."""
    command = ["make", "--no-print-directory", "--dry-run", "--old-file=.venv/.ready", "test-quick"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    words = shlex.split(answer.stdout)[1:]
    files = [
        *("tests/tightrope/test_app.py", "tests/tightrope/test_plot.py", "tests/house/test_setup.py"),
        *("tests/house/test_site.py", "tests/sweeps/test_sweep_dask.py"),
    ]
    collect = [sys.executable, "-m", "pytest", *words, "--numprocesses", "0", "--collect-only", "--quiet", *files]
    chosen = subprocess.run(collect, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert "test_plot.py::test_figures_are_listed" in chosen and "test_site.py::test_pictures_are_small" in chosen
    assert "test_app.py" not in chosen and "by_a_real_browser" not in chosen and "the_wheel_carries" not in chosen
    assert "a_cluster_lives" not in chosen and "the_reference_holds" not in chosen


TARGETS = [
    *("run", "test", "test-quick", "test-plain", "test-pythons", "test-newest", "lint", "docs", "golden", "mutants"),
    *("bench", "setup", "clean"),
]


@pytest.mark.parametrize("target", TARGETS)
def test_help_names_every_target(target: str) -> None:
    answer = subprocess.run(["make", "help"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert f"\n  {target} " in answer.stdout


def test_a_result_folder_is_fresh_unless_named() -> None:
    def folder(*names: str) -> str:
        command = ["make", "--dry-run", "--old-file=.venv/.ready", "run", *names]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        return answer.stdout.partition('--out "')[2].partition('"')[0]

    assert folder("SCENARIO=rate-cap").startswith("results/rate-cap-2")
    assert folder("OUT=elsewhere") == "elsewhere"


def test_the_lock_names_only_the_public_index() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    sources = [package["source"] for package in lock["package"] if package["name"] != "tightrope"]
    assert sources
    assert {tuple(source.items()) for source in sources} == {(("registry", "https://pypi.org/simple"),)}


@pytest.mark.parametrize("room", ROOMS)
def test_the_package_holds_every_room_by_a_link(room: str) -> None:
    """So that editors and the type checker find ``tightrope.ROOM`` where Python does."""
    assert (ROOT / "tightrope" / room).samefile(ROOT / room)


def test_every_package_is_listed() -> None:
    """What is not listed in pyproject.toml is missing from the wheel."""
    listed = TOOLS["setuptools"]["packages"]
    rooms = [(ROOT, ROOT / "tightrope"), *((ROOT / "tightrope", ROOT / "tightrope" / room) for room in ROOMS)]
    made = [path.parent for home, room in rooms for path in room.rglob("__init__.py")]
    assert sorted(listed) == sorted({".".join(folder.relative_to(ROOT).parts) for folder in made})


def test_no_exception_of_the_type_checker_outlives_its_module() -> None:
    named = {name for each in TOOLS["mypy"]["overrides"] for name in each["module"]}
    named |= {*TOOLS["mypy"]["untyped_calls_exclude"]}
    assert [name for name in sorted(named) if find_spec(name.removesuffix(".*")) is None] == []


def test_what_the_tools_are_told_of_is_there() -> None:
    """Every file and folder that pyproject.toml names."""
    named = [TOLD["project"]["readme"], *TOLD["project"]["license-files"], *TOOLS["setuptools"]["package-dir"].values()]
    named += [*TOOLS["pytest"]["ini_options"]["testpaths"], *TOOLS["mypy"]["files"], *TOOLS["basedpyright"]["include"]]
    named += [*TOOLS["ruff"]["extend-exclude"], *TOOLS["ruff"]["lint"]["per-file-ignores"]]
    named += [
        f"{package.replace('.', '/')}/{pattern}"
        for package, patterns in TOOLS["setuptools"]["package-data"].items()
        for pattern in patterns
        if package != "*"
    ]
    assert [name for name in named if not any(ROOT.glob(name))] == []


@pytest.fixture(scope="module", params=["links", "texts"])
def wheel_names(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The paths inside a wheel built from a copy of the sources, without a network.

    Where a system makes no links, git writes small text files in their place.
    """
    folder = tmp_path_factory.mktemp("wheel")
    for name in [*ROOMS, "tightrope"]:
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    if request.param == "texts":
        for room in ROOMS:
            (folder / "tightrope" / room).unlink()
            (folder / "tightrope" / room).write_text(f"../{room}", encoding="utf-8")
    for file in filter(Path.is_file, ROOT.iterdir()):
        shutil.copy(file, folder)
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, folder], check=True, capture_output=True, cwd=folder)
    [wheel] = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_every_file_of_the_rooms(wheel_names: set[str]) -> None:
    files = [
        "/".join(("tightrope", *path.relative_to(ROOT / "tightrope" if room == "tightrope" else ROOT).parts))
        for room in [*ROOMS, "tightrope"]
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]
    missing = sorted(set(files) - wheel_names)
    assert not missing, f"not declared as package data in pyproject.toml: {missing}"


def test_the_wheel_puts_nothing_generic_into_site_packages(wheel_names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel_names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"tightrope"}
