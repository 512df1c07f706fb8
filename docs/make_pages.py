"""The reference pages of the documentation, written from the declarations in the code; make_site.py puts them in."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import click
import griffe
from make_reference import table

import tightrope
from tightrope.cli.commands import main
from tightrope.model.results import columns
from tightrope.scenarios.files.scenario import library, load_scenario
from tightrope.scenarios.files.schema import json_schema

PYTHON = """Everything below is imported from `tightrope` itself: `from tightrope import run`.

Frames are those of [polars](https://docs.pola.rs). Their columns, with units, are in [Columns](columns.md): money is in
yuan, shares and rates are shares, not per cent, months count from 1. What users can get wrong raises `InputError`, a
`ValueError` whose message says what, where and what to do; nothing is written then. The keys of `plan_sweep` are those
of a [sweep file](../sweeps.md), the values of `run` are [parameters](../parameters.md). Plots are had with
`tightrope.analysis.charts.figures.as_plotly`: [Make a figure for a paper](../howto-figures.md)."""


def columns_page() -> str:
    """Return every column of every result file."""
    parts = ["# Columns of the results", inspect.getdoc(columns) or ""]
    for name, declared in columns.FRAMES.items():
        rows = [(f"`{column.name}`", column.unit, column.reach, column.definition) for column in declared]
        file = "panel/" if name == "panel" else f"{name}.parquet"
        parts.append(f"## {file}\n\n{table(('column', 'unit', 'range', 'definition'), rows)}")
    return "\n\n".join(parts) + "\n"


def commands_page() -> str:
    """Return what every command says of itself."""
    first = click.Context(main, info_name="tightrope", terminal_width=90, **main.context_settings)
    told = [f"## {each.command_path}\n\n```text\n{each.get_help()}\n```" for each in _commands(main, first)]
    return "\n\n".join(["# Commands", "What `--help` says of each command.", *told]) + "\n"


def _commands(command: click.Command, context: click.Context) -> Iterator[click.Context]:
    """Yield how each command is called, itself first."""
    yield context
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from _commands(each, click.Context(each, parent=context, info_name=name, **each.context_settings))


def scenarios_page() -> str:
    """Return what a scenario file may hold, and every built-in scenario with its events in words."""
    schema = json_schema()
    parts = [
        "# Scenarios and events",
        "What a scenario file says beside [parameters](../parameters.md); [Scenarios](../scenarios.md) explains it.",
        _keys(schema["properties"]),
        "Each `[[events]]` has",
        _keys(schema["$defs"]["Event"]["properties"]),
        "What follows are the built-in scenarios: what each does, in which month.",
    ]
    for name in library():
        scenario = load_scenario(name)
        base = f", built on `{scenario.base}`" if scenario.base else ""
        events = [f"- {event['says']}" for event in scenario.sentences()]
        told = [f"## {name}", f"*{scenario.title}*, {scenario.months} months{base}.", scenario.description or ""]
        parts.append("\n\n".join(filter(None, [*told, "\n".join(events)])))
    return "\n\n".join(parts) + "\n"


def _keys(properties: dict[str, Any]) -> str:
    """Return what the schema says of keys; tables of parameters have a page of their own."""
    rows = [
        (f"`{name}`", about.get("type", "table"), str(about.get("default", "")), about["description"])
        for name, about in properties.items()
        if "description" in about
    ]
    return table(("key", "type", "default", "meaning"), rows)


def python_page() -> str:
    """Return every public name with its signature and docstring."""
    parts = ["# Python", PYTHON]
    for name in tightrope.__all__:
        thing = getattr(tightrope, name)
        parts.append(_described(name, thing, "##"))
        if inspect.isclass(thing) and not issubclass(thing, Exception):
            members = {key: made for key, made in vars(thing).items() if not key.startswith("_")}
            parts += [_described(f"{name}.{key}", made, "###") for key, made in members.items() if _documented(made)]
    return "\n\n".join(parts) + "\n"


def _documented(member: Any) -> bool:
    return (inspect.isroutine(member) or isinstance(member, property)) and bool(inspect.getdoc(member))


def _described(name: str, thing: Any, level: str) -> str:
    parts = [f"{level} {name}"]
    if callable(thing) and not (inspect.isclass(thing) and issubclass(thing, Exception)):
        parts.append(f"```python\n{_signature(name, thing)}\n```")
    sections = griffe.Docstring(inspect.getdoc(thing) or "").parse("google", warnings=False)
    return "\n\n".join([*parts, *map(_section, sections)])


def _signature(name: str, thing: Callable[..., Any]) -> str:
    """Return how it is called, one argument a line where they are many."""
    signature = inspect.signature(thing)
    owned = "." in name and next(iter(signature.parameters), "") in ("self", "cls")
    shown = signature.replace(parameters=list(signature.parameters.values())[owned:])
    told = re.sub(r"(: |-> )'([^']+)'", r"\1\2", shown.format(max_width=80))
    return name + re.sub(r"(?:\b[a-z_]+\.)+(?=[A-Z])", "", told)


def _section(section: griffe.DocstringSection) -> str:
    if isinstance(section, griffe.DocstringSectionText):
        return section.value
    title = section.kind.value.capitalize()
    rows = [(f"`{getattr(item, 'name', None) or item.annotation}`", item.description) for item in section.value]
    return table((title, ""), rows) if isinstance(section.value, list) else str(section.value)


PAGES: dict[str, Callable[[], str]] = {
    "columns": columns_page,
    "commands": commands_page,
    "scenarios": scenarios_page,
    "python": python_page,
}
"""What writes each page of the reference."""
