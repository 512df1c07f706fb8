"""A run from its name to its results: what the command line and Python both call."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from os import getpid
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryDirectory

from rich.console import Console

from tightrope.analysis.report.report import write_report
from tightrope.analysis.words.words import check_language
from tightrope.api.panel import kept_panel, say_how_large
from tightrope.api.planning import Plan, prepare
from tightrope.api.provenance import Clock, manifest
from tightrope.model.engine.laying_out import needs_flows, slices
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.panel import PanelWriter
from tightrope.model.results.panel_columns import KeptPanel
from tightrope.model.results.run_results import Results, check_free, write_results
from tightrope.progress.display import shown
from tightrope.progress.watching import Watch
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.disk.writing import made_folder
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import Scenario

__all__ = ["Run", "run", "run_plan"]


@dataclass(frozen=True, repr=False)
class Run(Results):
    """The results of a run, those of the run it is compared with, and the folder that holds both."""

    against: Results | None = None
    folder: Path | None = None


def run(
    scenario: Scenario | Path | str,
    *,
    book: Book | Path | str = "synthetic",
    borrowers: int | None = None,
    months: int | None = None,
    seed: int = 1,
    values: Mapping[str, object] | None = None,
    threads: int | None = None,
    against: Scenario | Path | str | None = None,
    network: Path | str | None = None,
    check: bool = False,
    out: Path | str | None = None,
    panel: bool | str | Iterable[str] = False,
    panel_every: int = 1,
    language: str = "en",
    progress: bool = False,
) -> Run:
    """Run a scenario and return its results.

    Beside what ``Results`` has, ``folder`` is where they were written, and ``against`` are the results of the run that
    they are compared with; both are None where there is none.

    Args:
        scenario: Name of a built-in scenario, path of a scenario file, or a ``Scenario``.
        book: Who borrows at the start: ``"synthetic"``, ``"taiwan"``, ``"taiwan-cards"``, a file's path, or a ``Book``.
        borrowers: How many borrowers; by default as many as the book holds.
        months: How many months, up to 600; by default as many as the scenario says.
        seed: Which of many possible worlds: the same seed gives the same numbers, whatever ``threads`` is.
        values: Parameters to set in the scenario from its first month on, by name.
        threads: How many threads; by default one for each core.
        against: A scenario to compare with: run on the same borrowers and the same fate, without ``values``.
        network: File that says who knows whom, an edge list or GraphML; by default as the scenario says.
        check: Verify every account each month; ``tightrope.model.engine.ledger.LedgerError`` says which is off.
        out: Folder for the results and their report; by default nothing is written.
        panel: Also write one row for each borrower and month (needs ``out``): of the columns named, of a choice of
            them, ``"lean"``, ``"bureau"`` or ``"all"``, or of several of these; ``True`` is ``"lean"``.
        panel_every: Keep each so many-th month in the panel, and the last.
        language: Language of the report's titles, ``"en"`` or ``"zh"``.
        progress: Show on standard error how far the run is.

    Raises:
        InputError: something given is wrong; the message says what, and what to do.
    """
    kept = kept_panel(panel, panel_every)
    plan = prepare(
        scenario,
        book=book,
        borrowers=borrowers,
        months=months,
        seed=seed,
        values=values,
        threads=threads,
        against=against,
        network=network,
        check=check,
    )
    with shown(Console(stderr=True)) if progress else nullcontext(Watch()) as watch:
        return run_plan(plan, watch, Path(out) if out else None, panel=kept, language=language)


def run_plan(plan: Plan, watch: Watch, out: Path | None, *, panel: KeptPanel | None, language: str) -> Run:
    """Run a plan and what it is compared with, and write both to ``out``, whole or not at all.

    Where ``watch`` asks to stop, the months that are finished are the results.

    Raises:
        InputError: ``out`` cannot be written or holds something already, or the language is not known.
    """
    if panel and out is None:
        raise InputError("the panel is written while the market runs: name a folder for it with 'out'")
    check_language(language)
    if panel:
        say_how_large(panel, plan)
    with _scratch(out) as scratch:
        panels = (scratch / "panel", scratch / "panel-against") if panel else (None, None)
        results = _simulate(plan, plan.scenario, plan.scenario.name, watch, panel, panels[0])
        compared = None
        if plan.against and not watch.stop_asked:
            compared = _simulate(plan, plan.against, f"against {plan.against.name}", watch, panel, panels[1])
            results.manifest["against"] = plan.against.name
        outcome = Run(**vars(results), against=compared, folder=out)
        if out:
            _write(outcome, out, language, *panels)
    return outcome


@contextmanager
def _scratch(out: Path | None) -> Iterator[Path]:
    """Give a folder beside ``out`` for what is written meanwhile; it proves that one can write there."""
    if out is None:
        yield Path()
        return
    check_free(out)
    try:
        beside, name = out.absolute().parent, out.absolute().name
        # what write_results clears if we are killed
        prefix, suffix = f".{name}.{gethostname()}.", f".{getpid()}.unfinished"
        with ExitStack() as until_written:
            until_written.enter_context(made_folder(beside))
            scratch = TemporaryDirectory(suffix, prefix, beside, ignore_cleanup_errors=True)
            path = until_written.enter_context(scratch)
            kept = until_written.pop_all()
    except OSError as error:
        raise InputError(f"{out} cannot be written ({error.strerror}): name another folder") from None
    with kept:
        yield Path(path)


def _simulate(
    plan: Plan, scenario: Scenario, label: str, watch: Watch, panel: KeptPanel | None, folder: Path | None
) -> Results:
    """Run one scenario month by month, as far as ``watch`` lets it."""
    clock = Clock(plan.borrowers)
    watch.months(label, 0, plan.months, 0.0)
    keeps_flows = panel is not None and needs_flows(panel.columns)
    with PanelWriter(folder) if folder else nullcontext() as writer:
        market = plan.open_market(scenario, panel=keeps_flows)
        while clock.months < plan.months and not (watch.stop_asked and clock.months):
            market.step()
            if panel and writer and panel.keeps(market.month):
                _append(writer, market, panel)
            clock.month()
            watch.finished += 1
            watch.months(label, clock.months, plan.months, clock.rate)
        if panel and writer and not panel.keeps(market.month):
            _append(writer, market, panel)
    return market.results(**manifest(plan, scenario, clock))


def _append(writer: PanelWriter, market: CreditMarket, panel: KeptPanel) -> None:
    """Write the month just lived, a slice of the borrowers at a time."""
    for part in slices(market.people.size):
        writer.append(market.panel_frame(panel.columns, part))


def _write(outcome: Run, folder: Path, language: str, panel: Path | None, panel_against: Path | None) -> None:
    def complete(unfinished: Path) -> None:
        _move_in(panel)(unfinished)
        if outcome.against:
            write_results(outcome.against, unfinished / "against", _move_in(panel_against))
        write_report(outcome, outcome.against, unfinished / "report.html", language)

    write_results(outcome, folder, complete)


def _move_in(panel: Path | None) -> Callable[[Path], None]:
    """Return what moves a panel into the folder of its results."""

    def move(unfinished: Path) -> None:
        if panel:
            panel.rename(unfinished / "panel")

    return move
