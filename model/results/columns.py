"""What every column of a result means: name, unit and exact definition, declared once.

Words used throughout:

- an *active* borrower has an account: has joined, and neither left the platform nor been written off;
- *reviewed* are the borrowers who are active when the platform reviews them: after the month's write-offs,
  before anybody leaves or joins;
- *balance* is what active borrowers owe on a product, interest and fees included, written-off debt not;
- a product is *N days past due* by its own oldest unpaid due, in months of thirty days, at the month's end;
- a borrower is *in default* from reaching 90 days past due until nothing is past due any more; where a plan agreed
  within twelve months of that has brought it about, until 24 months after the plan;
- *good standing* is not having been 30 or more days past due on the platform in the last twelve months;
- a *line* is the borrower's right to draw a cash loan; it is open or frozen;
- a share whose denominator is zero is null; one of few, where chance would decide it, where its definition says so;
- above the stroke of a *share* stands a part of what is beneath it, so it lies within 0 and 1; where one thing is held
  against another, it may be more than 1. Each column says its range.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import polars as pl

from tightrope.agents.borrower import LONG_AGO, Borrower
from tightrope.agents.codes import FreezeReason, Queue, Segment, Status
from tightrope.agents.flows import Flow
from tightrope.model.results.bands import BANDS
from tightrope.model.results.column import MONTH, Column, code, count, ratio, share, text, yuan
from tightrope.model.results.month_columns import MONTHS
from tightrope.scenarios.engine.records import Code, Field, fields_of

__all__ = ["BANDS", "BUCKETS", "FRAMES", "PRODUCTS", "QUEUES", "REASONS", "Column", "frame_of", "schema"]

PRODUCTS = ("paylater", "cashloan")
REASONS = FreezeReason.labels()[1:]
"""Why a line is frozen; every freeze has exactly one of these."""
QUEUES = Queue.labels()[1:]
"""Where a case may wait."""
BUCKETS = (
    *("current", "30-59", "60-89", "90-119", "120-149", "150-179", "180-209", "210-239", "240-269", "270+"),
    *("written off", "closed"),
)
"""Days past due at a month's end, and the two ways out."""


_ROLL_RATES = (
    MONTH,
    text("product", "The product", PRODUCTS),
    text("from_bucket", "Days past due at the end of the month before", BUCKETS[:-2]),
    text("to_bucket", "Days past due at the end of this month, or how the debt ended in it", BUCKETS),
    count("borrowers", "Borrowers with a balance on the product who moved from the one to the other."),
    yuan("balance", "Their balance on the product at the end of the month before."),
    count("borrowers_short", "Of these borrowers, those who lacked the money for what was overdue."),
)

_VINTAGES = (
    count(
        "vintage",
        "Month in which the cash loans were opened; 0 stands for all loans of the opening book.",
        "month",
    ),
    count("age", "Months since then, at whose end the rest of the row is counted.", "months"),
    count("loans", "Cash loans of the vintage, whatever became of them.", "loans"),
    yuan(
        "amount",
        "All that was drawn on them in the run; for the opening book also what was owed at the start.",
    ),
    count("dpd30_new", "Loans that became 30 days past due for the first time at this age.", "loans"),
    count("dpd90_new", "Loans that became 90 days past due for the first time at this age.", "loans"),
    count("writeoff_new", "Loans written off at this age.", "loans"),
    count(
        "dpd90_short_new",
        "Of dpd90_new, loans whose borrower never had the money for the arrears in three months.",
        "loans",
    ),
    share("dpd30_share", "Sum of dpd30_new up to this age / loans."),
    share("dpd90_share", "Sum of dpd90_new up to this age / loans."),
    share("writeoff_share", "Sum of writeoff_new up to this age / loans."),
)

_RECOVERIES = (
    count("default_month", "Month in which 90 days past due were reached; who defaults anew counts anew.", "month"),
    count("age", "Months since then, at whose end the rest of the row is counted.", "months"),
    count("borrowers", "Borrowers who defaulted in that month, whatever became of them."),
    yuan("amount", "Their balance when they did."),
    yuan("paid", "What they paid at this age, before their debt was written off."),
    yuan("returned", "Balance at this age's end of those who are in default no longer."),
    yuan("written_off", "Balance written off at this age."),
    yuan("recovered", "Cash collected at this age on debt written off before."),
    ratio(
        "back_share", "Sum of paid, returned and recovered up to this age / amount; 1 - this is the loss given default."
    ),
)

_LENDERS = (
    MONTH,
    Column(
        "lender",
        "text",
        "The other lender: as the scenario names it; fringe, who lend for a month; all.",
        str,
        low=None,
    ),
    count("borrowers", "Borrowers who owe it something after the thirty days, written-off ones included."),
    yuan("held", "What they owe it then."),
    yuan("lent", "Lent this month, what it paid other lenders off with not included."),
    yuan("paid", "What borrowers paid back this month."),
    yuan("interest", "Interest charged this month."),
    yuan("written_off", "Written off this month."),
    yuan("refinanced_in", "Loans of other lenders that it paid off this month, and holds now."),
    yuan("refinanced_out", "Its own loans that other lenders paid off."),
    count("applications", "Applications to it this month, of borrowers refused elsewhere as well."),
    count("approvals", "Of these, after which it lent."),
    yuan(
        "came",
        "What those owe it who joined the platform, less what those owe who left: held - held a month before - lent - "
        "interest - refinanced_in + paid + written_off + refinanced_out.",
        low=None,
    ),
    share("late_share", "Held of borrowers late with other lenders / held."),
    Column("apr", "1/year", "Its rate for who has a clean record and owes nobody, under the cap."),
    share("approval", "Its chance of an approval with a clean record."),
    share("losses", "Its own memory of what was late or lost of its claims, by which it tightens."),
    Column("stance", "0-1", "How tight it is this month: 0 loose, 1 tight.", high=1.0),
    yuan("profit", "Interest - yearly cost of funding / 12 * held a month before - written_off.", low=None),
)

_FREEZES = (
    MONTH,
    text("reason", "Why the line was frozen; each freeze has exactly one reason", REASONS),
    text("segment", "The borrowers' income segment", Segment.labels()),
    count("new", "Lines frozen this month for this reason."),
    count("stock", "Lines frozen for this reason at the month's end: stock before + new - reopened - left."),
    count("reopened", "Lines frozen for this reason that were opened again this month."),
    count("left", "Borrowers frozen for this reason who left, or were written off, this month."),
    count("good_standing_new", "Of the new ones: borrowers in good standing."),
)

_QUEUES = (
    MONTH,
    text("queue", "Where the cases wait: at the service desk or, by stage and risk tier, for collections", QUEUES),
    count("arrived", "Cases that came to wait this month.", "cases"),
    count(
        "served", "Cases taken up this month; those that came this month are taken up after the older ones.", "cases"
    ),
    count("withdrawn", "Cases that lapsed unserved: paid, gone on to another stage, written off, or left.", "cases"),
    count("waiting", "Cases that wait at the month's end: before + arrived - served - withdrawn.", "cases"),
    Column("wait_mean", "months", "Mean time for which the cases waiting at the month's end have waited."),
    Column("served_wait_mean", "months", "Mean time for which the cases taken up this month had waited."),
)

_BANDS = (
    MONTH,
    text("kind", "What the borrowers are parted by", tuple(BANDS)),
    text(
        "band",
        "The income segment, the limits of both products in yuan (upper end included), or the score in points "
        "(lower end included)",
        tuple(band for bands in BANDS.values() for band in bands),
    ),
    count("borrowers", "Active borrowers who are in the band at the month's end."),
    yuan("balance", "Their balance of both products."),
    share("dpd30_share_balance", "Of it, the balance of products 30 or more days past due / all."),
    share("dpd90_share_balance", "Of it, the balance of products 90 or more days past due / all."),
    count(
        "exposed",
        "Active borrowers with a balance and not in default who were in the band at the end of the month before.",
    ),
    share("default_hazard", "Borrowers who reach 90 days past due this month while in the band / exposed."),
    share("frozen_share", "Of the borrowers of the band: those whose line is frozen at the month's end / all."),
    count("freezes_new", "Lines of borrowers in the band that were frozen this month."),
    count("freezes_good_standing_new", "Of these: borrowers in good standing."),
    Column("trust_mean", "0-1", "Mean trust of the borrowers of the band at the month's end.", high=1.0),
    yuan("limit_mean", "Their limits of both products / borrowers of the band.", "yuan a borrower"),
)

_CODED = {
    "status": code("status", "What the place on the book holds", Status),
    "segment": code("segment", "The borrower's income segment", Segment),
    "freeze_reason": code("freeze_reason", "Why the line is frozen", FreezeReason),
}
_REACH: Mapping[str, tuple[float | None, float | None]] = {
    "0-1": (0.0, 1.0),
    "0/1": (0.0, 1.0),
    "per cent": (0.0, 100.0),
    "points 350-950": (350.0, 950.0),
    "month": (LONG_AGO, None),
    "log": (None, None),
    "share of income, -0.5 to 1": (-0.5, 1.0),
}
"""Range of a record's field by its unit; what is not here is never negative."""
_NARROW: Mapping[type, type[pl.DataType]] = {
    np.float32: pl.Float32, np.int32: pl.Int32, np.int16: pl.Int16, np.int8: pl.Int8
}  # fmt: skip
_KINDS: Mapping[type, type[pl.DataType]] = {float: pl.Float64, int: pl.Int64, str: pl.String, **_NARROW}
"""How values lie in a frame, no wider than in a record; words of codes have a type of their own."""


def _of_record(field: Field) -> Column:
    """A field of a record: codes of the borrower's state as words, money in yuan."""
    if field.name in _CODED:
        return _CODED[field.name]
    if field.unit.startswith("fen"):
        return Column(field.name, field.unit.replace("fen", "yuan"), _sentence(field.meaning))
    kind, reach = field.kind if field.kind in _NARROW else float, _REACH.get(field.unit, (0.0, None))
    return Column(field.name, field.unit, _sentence(field.definition), kind, *reach)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


_BORROWERS = (count("borrower", "Number of the borrower, from 0.", "id"), *map(_of_record, fields_of(Borrower)))

_STATE = {column.name for column in _BORROWERS}
_PANEL = (MONTH, *_BORROWERS, *(_of_record(field) for field in fields_of(Flow) if field.name not in _STATE))

FRAMES: Mapping[str, tuple[Column, ...]] = {
    "months": MONTHS,
    "roll_rates": _ROLL_RATES,
    "vintages": _VINTAGES,
    "recoveries": _RECOVERIES,
    "lenders": _LENDERS,
    "freezes": _FREEZES,
    "queues": _QUEUES,
    "bands": _BANDS,
    "borrowers": _BORROWERS,
    "panel": _PANEL,
}
"""The columns of every frame of a result, in their order; the panel is written only where asked for."""


def schema(frame: str, some: Iterable[str] | None = None) -> pl.Schema:
    """Return the declared names and types of a frame, or of ``some`` of its columns in their own order."""
    kinds = {column.name: _type_of(column) for column in FRAMES[frame]}
    return pl.Schema(kinds if some is None else {name: kinds[name] for name in some})


def _type_of(column: Column) -> pl.DataType | type[pl.DataType]:
    return pl.Enum(column.words) if column.kind is Code else _KINDS[column.kind]


def frame_of(frame: str, values: Mapping[str, Any], some: Iterable[str] | None = None) -> pl.DataFrame:
    """Lay values by column out as the declared frame, or as ``some`` columns of it.

    NaN becomes null, and numbers of codes become words. ValueError for a missing or an undeclared column.
    """
    declared = schema(frame, some)
    if wrong := values.keys() ^ declared.keys():
        raise ValueError(f"{frame}: values and declared columns differ in {', '.join(sorted(wrong))}")
    laid = pl.DataFrame([_laid_out(name, values[name], kind) for name, kind in declared.items()])
    # what is filled costs Polars a query, so that all is filled by one, and nothing where there is nothing to fill
    holed = [column.name for column in laid if column.dtype.is_float() and np.isnan(column.to_numpy()).any()]
    return laid.with_columns(pl.col(holed).fill_nan(None)) if holed else laid


def _laid_out(name: str, values: Any, kind: pl.DataType) -> pl.Series:
    if isinstance(kind, pl.Enum) and isinstance(values, np.ndarray) and values.dtype.kind == "i":
        return pl.Series(name, kind.categories, kind).gather(values)
    return pl.Series(name, values).cast(kind)
