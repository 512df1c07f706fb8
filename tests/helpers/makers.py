"""The scripts in ``docs`` that write pages, as modules: they are no part of the package."""

import importlib.util
from pathlib import Path
from types import ModuleType

__all__ = ["maker"]

_DOCS = Path(__file__).resolve().parents[2] / "docs"


def maker(name: str) -> ModuleType:
    """Return a script by its name, without running what it does as a command."""
    spec = importlib.util.spec_from_file_location(name, _DOCS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
