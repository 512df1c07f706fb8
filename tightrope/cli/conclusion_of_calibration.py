"""What a calibration has found, in words and two tables."""

from tightrope.analysis.calibration.identification import LEVEL, Identification
from tightrope.cli.tables import decimals_for, number, print_table, say

__all__ = ["conclude"]


def conclude(told: Identification) -> None:
    """Print what is left, how the best point fits, and what each parameter is, with its interval."""
    found = told.found
    names = [*(f"wave {number}" for number in range(1, len(found.told))), "ensemble"]
    for name, wave in zip(names, found.told, strict=True):
        trust = min(each.explained for each in wave.trust)
        say(
            f"{name}: {wave.accepted:,} of {wave.points:,} points are not ruled out, the least implausible is "
            f"{wave.least:.2f} off; by the emulators (R² {trust:.2f} at least) {100 * wave.left:.3g} % of the space is "
            "left"
        )
    print_table(["moment", "target", "accepted", "fitted", f"{100 * LEVEL:g} % of what is left"], _fit(told))
    print_table(["parameter", "fitted", f"{100 * LEVEL:g} % interval", "range", "known"], _values(told))
    for line in (*_dim(told), *_identified(told)):
        say(line)


def _fit(told: Identification) -> list[list[str]]:
    rows = []
    for row in told.moments.iter_rows(named=True):
        decimals = decimals_for(row["range_high"] - row["range_low"], row["unit"], 3)
        low, high, value, fitted, error, left_low, left_high = (
            number(row[name], row["unit"], decimals=decimals)
            for name in ("range_low", "range_high", "value", "fitted", "fitted_error", "low", "high")
        )
        left = "-" if row["low"] is None else f"{left_low} - {left_high}"
        rows.append([row["target"], value, f"{low} - {high}", f"{fitted} ±{error}", left])
    return rows


def _values(told: Identification) -> list[list[str]]:
    return [
        [
            row["parameter"],
            f"{row['fitted']:.4g}",
            "-" if row["low"] is None else f"{row['low']:.3g} - {row['high']:.3g}",
            f"{row['range_low']:.3g} - {row['range_high']:.3g}",
            "-" if row["known"] is None else f"{100 * max(row['known'], 0.0):.0f} %",
        ]
        for row in told.intervals.iter_rows(named=True)
    ]


def _dim(told: Identification) -> list[str]:
    """Name the moments that the emulators hardly foretell, if there are any."""
    if not told.dim:
        return []
    return [
        f"Hardly foretold by the emulators: {', '.join(told.dim)}. They are mostly chance here, or no parameter moves "
        "them: take more borrowers or seeds, or other moments."
    ]


def _identified(told: Identification) -> list[str]:
    """Say which parameters the moments do not tell, or not one from another."""
    if not told.enough:
        return [
            f"Only {len(told.found.accepted)} points are not ruled out, too few for intervals: the moments do not go "
            "together, their errors are stated too small, or more waves are needed."
        ]
    lines = ["Known: by how much the interval is narrower than it would be if the moments said nothing."]
    if told.unknown:
        lines.append(f"The moments tell next to nothing of {', '.join(told.unknown)}.")
    if told.alike.height:
        pairs = [
            f"{row['one']} and {row['other']} ({row['correlation']:+.2f})" for row in told.alike.iter_rows(named=True)
        ]
        lines.append(f"These stand in for each other among what is left: {'; '.join(pairs)}.")
    return lines
