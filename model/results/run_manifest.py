"""What ``run.json`` holds: what was run, how it went, and the digest of every data file beside it."""

from tightrope.model.results.manifests import Document, Kind, ScenarioNamed

__all__ = ["RUN"]

_FORMAT = 5
"""Version of a result's layout; raised when a reader of another version could misread it or miss a file."""


class _Event(Document):
    month: int
    says: str


class _RunManifest(Document):
    scenario: ScenarioNamed
    events: list[_Event]
    parameters: dict[str, dict[str, float | str]]
    lenders: list[dict[str, float | str]]
    digest: str
    seed: int
    borrowers: int
    months: int
    months_finished: int
    interrupted: bool
    book: str
    attribution: str
    threads: int
    checked: bool
    against: str | None
    seconds: float
    borrower_months_per_second: float | None
    peak_memory_mb: float | None
    started: str
    versions: dict[str, str]
    files: dict[str, str]


RUN = Kind("run.json", "result", "tightrope run", _FORMAT, _RunManifest)
"""The manifest of a result."""
