"""The user's own network: an edge list or GraphML, checked tie by tie before anything is simulated.

polars and networkx are imported where they are used, since only a run with such a file needs them here.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tightrope.model.network.graph import Network, network_of, ties_between
from tightrope.scenarios.disk.caps import MOST_GRAPHML_BYTES, MOST_NETWORK_BYTES
from tightrope.scenarios.disk.intake import check_file, is_file, panics_unheard
from tightrope.scenarios.errors import MOST_SHOWN, InputError, shown

if TYPE_CHECKING:
    import polars as pl

__all__ = ["read_network"]

_ID = r'(?:"[+-]?[0-9]+"|[+-]?[0-9]+)'
_BETWEEN = r"(?:\s*[,;]\s*|\s+)"
_PAIR = rf"^{_ID}{_BETWEEN}{_ID}$"
_LEFT, _RIGHT = rf'^"?([+-]?[0-9]+)"?{_BETWEEN}', rf'{_BETWEEN}"?([+-]?[0-9]+)"?$'
_HEADER = r'^"?[^\W\d].*[,;\s]"?[^\W\d]'
"""Names of columns: the first cell starts with a letter, and so does another."""


def read_network(path: str | Path, borrowers: int) -> Network:
    """Read who knows whom from a file; borrowers it does not name have no friends.

    ``.graphml`` is GraphML whose node ids are the borrowers' ids. ``.parquet`` has two columns of whole
    numbers. Any other file is text with one tie a line, two ids parted by comma, semicolon, tab or spaces;
    names of columns in the first line, empty lines and lines that start with ``#`` are passed over. Ids run
    from 0 to borrowers - 1. Direction means nothing, and a tie given twice counts once. InputError lists up
    to 20 faults and counts all.
    """
    file = Path(path)
    if not is_file(file):
        raise InputError(f"{shown(file)}: there is no such network file")
    kind = file.suffix.lower()
    check_file(file, MOST_GRAPHML_BYTES if kind == ".graphml" else MOST_NETWORK_BYTES, "a network")
    match kind:
        case ".graphml":
            pairs = _read_graphml(file, borrowers)
        case ".parquet":
            pairs = _read_parquet(file)
        case _:
            pairs = _read_text(file)
    if not pairs.height:
        raise InputError(f"{file}: holds no tie; for a market without friends choose the network_kind 'none'")
    _refuse_faults(file, pairs, borrowers)
    ties = ties_between(pairs["left"].to_numpy(), pairs["right"].to_numpy(), borrowers)
    return network_of(np.unique(ties), borrowers, "file")


# A reader returns a frame with the columns place ("line 7"), given (what stands there), left and right (the
# ids, or null where what stands there is none).


def _read_text(file: Path) -> "pl.DataFrame":
    import polars as pl

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not text in UTF-8 ({error.reason} at byte {error.start})") from None
    given = pl.col("given")
    frame = pl.DataFrame({"given": lines}, schema={"given": pl.String}).select(
        pl.format("line {}", pl.int_range(1, pl.len() + 1)).alias("place"),
        given.str.strip_chars(),
    )
    frame = frame.filter((given != "") & ~given.str.starts_with("#"))
    names = frame.head(1).select(given.str.contains(_HEADER)).to_series().any()
    is_pair = pl.when(given.str.contains(_PAIR))
    return frame[1 if names else 0 :].with_columns(
        is_pair.then(given.str.extract(_LEFT)).cast(pl.Int64, strict=False).alias("left"),
        is_pair.then(given.str.extract(_RIGHT)).cast(pl.Int64, strict=False).alias("right"),
    )


def _read_parquet(file: Path) -> "pl.DataFrame":
    import polars as pl

    try:
        with panics_unheard():
            frame = pl.read_parquet(file, glob=False, hive_partitioning=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise InputError(f"{file}: cannot be read as Parquet ({shown(error)})") from None
    if frame.width != 2 or not all(kind.is_integer() for kind in frame.dtypes):
        columns = [f"{name} ({kind})" for name, kind in frame.schema.items()]
        found = shown(", ".join(columns[:MOST_SHOWN])) or "none"
        raise InputError(f"{file}: a network needs two columns of whole numbers, borrower ids; found {found}")
    frame.columns = ["left", "right"]
    text = pl.col("left", "right").cast(pl.String).fill_null("empty")
    return frame.select(
        pl.format("row {}", pl.int_range(1, pl.len() + 1)).alias("place"),
        pl.concat_str(text, separator=", ").alias("given"),
        pl.col("left", "right").cast(pl.Int64, strict=False),
    )


def _read_graphml(file: Path, borrowers: int) -> "pl.DataFrame":
    from xml.etree.ElementTree import ParseError

    import networkx as nx
    import polars as pl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd and hurts no tie
            graph = nx.read_graphml(file)
    except (ParseError, nx.NetworkXException, LookupError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{file}: cannot be read as GraphML ({shown(error)})") from None
    known = {str(borrower) for borrower in range(borrowers)}
    unknown = [label for label in graph if label not in known]
    _refuse(file, borrowers, [f"node '{shown(label)}' is no borrower" for label in unknown[:MOST_SHOWN]], len(unknown))
    ends = [(int(some), int(other)) for some, other in graph.edges()]
    frame = pl.DataFrame(ends, schema={"left": pl.Int64, "right": pl.Int64}, orient="row")
    return frame.select(
        pl.format("edge {}", pl.int_range(1, pl.len() + 1)).alias("place"),
        pl.format("{}, {}", "left", "right").alias("given"),
        pl.col("left", "right"),
    )


def _refuse_faults(file: Path, pairs: "pl.DataFrame", borrowers: int) -> None:
    import polars as pl

    left, right = pl.col("left"), pl.col("right")
    reason = (
        pl.when(left.is_null() | right.is_null())
        .then(pl.lit("is not a pair of ids"))
        .when(~left.is_between(0, borrowers - 1))
        .then(pl.format("names borrower {}, who does not exist", left))
        .when(~right.is_between(0, borrowers - 1))
        .then(pl.format("names borrower {}, who does not exist", right))
        .when(left == right)
        .then(pl.lit("ties a borrower to itself"))
    )
    faults = pairs.with_columns(reason.alias("reason")).filter(pl.col("reason").is_not_null())
    first = faults.head(MOST_SHOWN).select("place", "given", "reason").iter_rows()
    told = [f"{place}: '{shown(given)}' {why}" for place, given, why in first]
    _refuse(file, borrowers, told, faults.height)


def _refuse(file: Path, borrowers: int, first: Sequence[str], total: int) -> None:
    if not total:
        return
    count = "1 fault" if total == 1 else f"{total} faults"
    listed = "" if total <= MOST_SHOWN else f" (the first {MOST_SHOWN} are listed)"
    allowed = f"a tie is two different borrower ids, whole numbers from 0 to {borrowers - 1}"
    raise InputError("\n  ".join([f"{file}: {count}{listed}; {allowed}", *first]))
