"""Where bad outcomes lie, ready for JSON."""

from typing import Any

from tightrope.analysis.study.decision_tree import Node
from tightrope.analysis.study.discovery import Discovery, limits_of
from tightrope.analysis.study.prim import Box

__all__ = ["as_record"]


def as_record(found: Discovery) -> dict[str, Any]:
    """Return all that was found: what is bad, the corners with their paths of peeling, and the tree."""
    return {
        "bad": {"kind": found.bad.kind, "number": found.bad.number, "threshold": found.threshold},
        "points": len(found.flags),
        "bad_points": int(found.flags.sum()),
        "left_out": found.left_out,
        "seeds": found.seeds,
        "corners": [_corner(found, box) for box in found.boxes],
        "tree": _node(found, found.tree),
    }


def _corner(found: Discovery, box: Box) -> dict[str, Any]:
    return {
        "limits": [vars(limit) for limit in limits_of(found, box)],
        "points": box.inside,
        "bad_points": box.bad_inside,
        "coverage": box.coverage,
        "density": box.density,
        "support": box.support,
        "chance": box.chance,
        "may_be_chance": box.may_be_chance,
        "path": [step._asdict() for step in box.path],
    }


def _node(found: Discovery, node: Node) -> dict[str, Any]:
    told: dict[str, Any] = {"points": node.points, "bad_points": node.bad}
    if node.split is None:
        return told
    column, split = found.columns[node.split.column], node.split
    limit = {"is": column.text} if column.text is not None else {"above": column.between(split.limit)}
    below, above = _node(found, split.below), _node(found, split.above)
    return {**told, "split": {"factor": column.factor.name, **limit, "yes": above, "no": below}}
