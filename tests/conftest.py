"""What all tests share: steady examples, markers by what a test asks for, and a browser.

Hypothesis draws the same examples everywhere, however long compiling takes.
"""

import importlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.helpers.waiting import PATIENCE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.helpers.visits import Visit

# Tests ask Polars thousands of small questions, which threads only delay; what they start has threads as users have.
if "POLARS_MAX_THREADS" not in os.environ:
    os.environ["POLARS_MAX_THREADS"] = "1"
    importlib.import_module("polars")  # which reads it once
    del os.environ["POLARS_MAX_THREADS"]

settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", deadline=None)  # pytest --hypothesis-profile=explore looks further
settings.register_profile("plain", settings.get_profile("steady"), max_examples=20)  # the rules are slow then
settings.load_profile("plain" if os.environ.get("TIGHTROPE_PLAIN") == "1" else "steady")

# Under nohup a closed terminal is ignored, by what the tests start as well; they are about one that is not.
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

KINDS = {"chromium": "browser", "cluster": "cluster", "site": "slow", "wheel_names": "slow"}
"""What a test asks for, and the marker that it has for it."""


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they ask for, at whatever remove, so that nobody has to think of it."""
    for item in items:
        for fixture in KINDS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(KINDS[fixture])


@pytest.fixture(scope="session", autouse=True)
def _compiled_rules() -> None:
    """The rules are compiled before any test, once for all processes: then none of them says that it does so."""
    from tightrope.sweeps.run.warming import warm_up

    warm_up()


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty working folder for each test of a module that asks for it by ``usefixtures``."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium of the machine; where there is none, tests that look at a page are skipped, but not in CI."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        missing = "no Chromium on this machine: install Debian's package 'chromium' to look at pages"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> "Iterator[Browser]":
    """A browser that has started, and expectations that wait as tests do."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dashboard is served, with a market of 2,000 borrowers for each page."""
    from tests.helpers.visits import dashboard

    with dashboard(tmp_path_factory.mktemp("app") / "log", "--borrowers", "2000") as served:
        yield served.url


@pytest.fixture
def visit(browser: "Browser", address: str) -> "Iterator[Visit]":
    """A visit to a fresh page of the dashboard; what it complained of fails the test."""
    from tests.helpers.visits import Visit

    made = Visit(browser, address)
    yield made
    made.close()
