"""What a scenario file may hold, as one declaration for reading it and for editors (JSON Schema)."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from tightrope.scenarios.files.events import LONGEST_RUN, Event
from tightrope.scenarios.parameters.others import MOST_OTHERS, OtherLender
from tightrope.scenarios.parameters.table import Parameters

__all__ = ["PlatformKind", "ScenarioFile", "json_schema", "schema_of"]

PlatformKind = Literal["prime", "near-prime", "cards"]
"""Kinds of lender on whom there is evidence: an Ant-like platform, one of weaker borrowers, a book of cards."""


class ScenarioFile(Parameters):
    """A scenario file: words about it, an optional base, tables of parameters, dated events.

    Parameters of the base hold where the file gives no value of its own; its events are added to the base's.
    """

    model_config = ConfigDict(title="Scenario")

    base: str = ""
    """Scenario to start from: a built-in name, or a file relative to this one; without it, the defaults."""
    title: str = ""
    """Title in English; without it, the name."""
    title_zh: str = ""
    """Title in Chinese."""
    description: str = ""
    """What is tried, what to expect, and on what evidence."""
    platform_kind: PlatformKind = "prime"
    """What kind of lender the platform is, so which facts 'tightrope validate' counts; without it, the base's."""
    months: int = Field(default=60, ge=1, le=LONGEST_RUN)
    """Length of the run in months, where the run does not say otherwise; without it, the base's."""
    events: list[Event] = Field(default_factory=list)
    """Dated changes of parameters, one [[events]] table each."""
    lenders: list[OtherLender] = Field(default_factory=list)
    """Other lenders, one [[lenders]] table each, up to six; without any, one stands for all, as in [outside]."""

    @field_validator("lenders")
    @classmethod
    def _are_told_apart(cls, lenders: list[OtherLender]) -> list[OtherLender]:
        names = [each.name for each in lenders]
        if len(names) > MOST_OTHERS:
            raise ValueError(f"a scenario names {MOST_OTHERS} other lenders at most, this one has {len(names)}")
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise ValueError(f"two are called '{twice}': give each a name of its own")
        return lenders


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, for editors; descriptions give each number's unit."""
    return schema_of(ScenarioFile)


def schema_of(document: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a kind of document, for editors."""
    schema = document.model_json_schema()
    _finish(schema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _finish(node: Any) -> None:
    """Put units where editors show them, and drop what repeats: titles made of names, defaults of tables."""
    if isinstance(node, list):
        for item in node:
            _finish(item)
    if not isinstance(node, dict):
        return
    for item in node.values():
        _finish(item)
    if isinstance(node.get("description"), str):
        unit = f" Unit: {node['unit']}." if "unit" in node else ""
        node["description"] = " ".join(node["description"].split()) + unit
    if isinstance(node.get("title"), str) and "properties" not in node:
        del node["title"]
    if isinstance(node.get("default"), dict | list):
        del node["default"]
