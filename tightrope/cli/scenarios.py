"""The commands that explain what can be run and what comes out: scenarios, parameters, columns."""

import json
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from typing import TYPE_CHECKING, cast, get_args

import click

from tightrope.scenarios.errors import InputError, in_full, suggestion

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from tightrope.scenarios.files.scenario import Scenario

__all__ = ["columns", "parameters", "scenarios"]


@click.group()
def scenarios() -> None:
    """List, show and check scenarios."""


@scenarios.command("list")
def list_scenarios() -> None:
    """List the built-in scenarios."""
    from tightrope.scenarios.files.scenario import library, load_scenario

    names = library()
    width = max(map(len, names))
    for name in names:
        click.echo(f"{_bold(name.ljust(width))}  {load_scenario(name).title}")


@scenarios.command()
@click.argument("scenario")
def show(scenario: str) -> None:
    """Say what a scenario does in which month.

    SCENARIO is a built-in name or a file.
    """
    from tightrope.scenarios.files.scenario import load_scenario

    chosen = load_scenario(scenario)
    click.echo(_bold(f"{chosen.name}: {chosen.title}") + (f" ({chosen.title_zh})" if chosen.title_zh else ""))
    if chosen.description:
        click.echo(_wrapped(chosen.description))
    click.echo(f"\n{chosen.months} months" + (f", built on '{chosen.base}'" if chosen.base else ""))
    for event in chosen.sentences():
        click.echo(_wrapped(event["says"], first="- ", indent="  "))
    for lender in chosen.lenders:
        own = ", ".join(f"{name} = {_toml(value)}" for name, value in {"share": lender.share, **lender.own}.items())
        click.echo(_wrapped(f"Another lender: {lender.name}, {own}", first="- ", indent="  "))
    if changed := _changed(chosen):
        click.echo("\n".join(["\nParameters from the start, where they are not the default:", *changed]))


def _changed(scenario: "Scenario") -> list[str]:
    """Name the parameters that the scenario sets, each with its default."""
    from tightrope.scenarios.parameters.table import declared, section_of

    return [
        f"  {name} = {_toml(value)} (default {_toml(declared()[name].default)})"
        for name, table in section_of().items()
        if (value := getattr(getattr(scenario.parameters, table), name)) != declared()[name].default
    ]


@scenarios.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """List all that is wrong with a scenario FILE."""
    from tightrope.scenarios.files.scenario import check_file

    if problems := check_file(file):
        raise InputError(in_full(problems))
    click.echo(f"{file}: all right")


@scenarios.command()
def schema() -> None:
    """Print the JSON Schema of scenario files.

    An editor that knows it completes names and marks mistakes.
    """
    from tightrope.scenarios.files.schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@click.command()
@click.argument("name", required=False)
def parameters(name: str | None) -> None:
    """List the parameters as a scenario file writes them.

    All of them, those of one table, or one: NAME is a table or a parameter. Each has its meaning, its unit, the range
    that is accepted, and the source of its default, after a letter: H read in a source, M transplanted from elsewhere,
    D derived or fitted, L of low confidence, A assumed. Then the plausible range, from which sweeps draw unless they
    say otherwise, and its reason.
    """
    from tightrope.scenarios.parameters.table import declared, section_of

    tables = section_of()
    known = {*tables, *tables.values()}
    if name is not None and name not in known:
        raise InputError(f"no parameter and no table is called '{name}'{suggestion(name, known)}")
    shown = [key for key, table in tables.items() if name in (None, key, table)]
    before = None
    for key in shown:
        if tables[key] != before:
            click.echo(_bold(f"[{tables[key]}]") + "\n")
            before = tables[key]
        click.echo(_declaration(key, declared()[key]) + "\n")


def _declaration(name: str, field: "FieldInfo") -> str:
    """Write a parameter as a line of a scenario file under a comment that explains it."""
    comments = filter(None, [field.description, *_facts(field)])
    lines = [_wrapped(comment, first="# ", indent="# ") for comment in comments]
    return "\n".join([*lines, f"{_bold(name)} = {_toml(field.default)}"])


def _facts(field: "FieldInfo") -> list[str]:
    """Return what is known of a parameter beside its meaning, a line each."""
    from tightrope.scenarios.parameters.meaning import bounds, plausible_of, span_in_words

    low, high = bounds(field)
    if low is None or high is None:
        return [", ".join(map(str, get_args(field.annotation)))]
    declared_as = cast("dict[str, str]", field.json_schema_extra)
    facts = [f"{declared_as['unit']}; {span_in_words(low, high)}; {declared_as['source']}"]
    if likely := plausible_of(field):
        facts.append(f"plausible: {span_in_words(likely.low, likely.high)}; {likely.why}")
    return facts


@click.command()
@click.argument("name", required=False)
def columns(name: str | None) -> None:
    """Define every column of the result files.

    All of them, those of one file, or one: NAME is a file, such as months, or a column, in every file that has it.
    """
    from tightrope.model.results.columns import FRAMES

    known = [*FRAMES, *(column.name for frame in FRAMES.values() for column in frame)]
    if name is not None and name not in known:
        near = suggestion(name, known) or f"; the files are {', '.join(FRAMES)}"
        raise InputError(f"no file and no column is called '{name}'{near}")
    for frame, declared in FRAMES.items():
        shown = [column for column in declared if name in (None, frame) or (name == column.name and name not in FRAMES)]
        if shown:
            click.echo(_bold("panel/" if frame == "panel" else f"{frame}.parquet") + "\n")
        for column in shown:
            reach = f", {column.reach}" if column.reach and not column.unit.startswith("0") else ""
            click.echo(f"{_bold(column.name)} [{column.unit}{reach}]")
            click.echo(_wrapped(column.definition, first="    ", indent="    ") + "\n")


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _wrapped(text: str, first: str = "", indent: str = "") -> str:
    width = min(100, get_terminal_size((100, 24)).columns)
    return fill(text, width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
