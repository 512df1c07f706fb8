"""Results of the documented shape without a market: for tests of what is done with results."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.model.results.columns import BUCKETS, FRAMES, PRODUCTS, REASONS, frame_of, schema
from tightrope.model.results.run_results import BANDS, FORMAT, QUEUES, Results

BORROWERS = 20_000
SEGMENT_SHARES = {"salaried": 0.6, "gig": 0.25, "self-employed": 0.15}

type Series = NDArray[np.float64]


def fake_results(months: int = 36, *, squeeze: float = 1.0, seed: int = 1) -> Results:
    """A run with guidance of strength ``squeeze`` from month 13 to month 24 (0: a baseline)."""
    random = np.random.default_rng(seed)
    month = np.arange(1, months + 1)
    pushed = np.where((month >= 13) & (month < 25), squeeze, 0.0)
    stance = np.empty(months)
    level = 0.05
    for now, push in enumerate(pushed):
        gap = 0.8 * push - level
        level += (0.4 if gap > 0 else 0.1) * gap
        stance[now] = level
    freezes = _freezes(stance, pushed, random)
    return Results(
        _manifest(months, squeeze, seed),
        _months(stance, freezes, random),
        _roll_rates(stance),
        _vintages(stance, random),
        _recoveries(stance),
        _lenders(stance),
        freezes,
        _queues(stance, random),
        _bands(stance),
        _borrowers(squeeze),
    )


def _manifest(months: int, squeeze: float, seed: int) -> dict[str, object]:
    events = [
        {
            "month": 13,
            "says": "From month 13, the regulator asks for less lending (guidance 1, until month 24).",
        },
        {"month": 20, "says": "From month 20, no rate may exceed 24 % a year."},
    ]
    name, title = ("fake-squeeze", "A squeeze that is made up") if squeeze else ("baseline", "Baseline")
    return {
        "format": FORMAT,
        "tightrope": "0.2.0",
        "scenario": {
            "name": name,
            "title": title,
            "title_zh": "虚构的收紧" if squeeze else "基准",
            "description": "Made-up numbers, to look at what is drawn.",
            "base": "baseline" if squeeze else None,
        },
        "events": events if squeeze else [],
        "lenders": [],
        "parameters": {
            "products": {"cashloan_apr": 0.12, "cashloan_term_months": 12.0},
            "limits": {"cut_depth": 0.75, "raise_score": 560.0},
            "network": {"network_kind": "small-world"},
        },
        "digest": "0123456789abcdef",
        "seed": seed,
        "borrowers": BORROWERS,
        "months": months,
        "months_finished": months,
        "interrupted": False,
        "book": "synthetic",
        "attribution": "",
        "threads": 1,
        "checked": False,
        "against": "baseline" if squeeze else None,
        "seconds": 1.25,
        "borrower_months_per_second": 576_000.0,
        "peak_memory_mb": 210.0,
        "started": "2026-01-02T03:04:05+00:00",
        "versions": {"python": "3.13.0", "numpy": "2.5.0", "llvmlite": "0.50.0", "polars": "2.1.0"},
    }


def _wave(stance: Series, lag: int, low: float, gain: float, random: np.random.Generator) -> Series:
    """A measure that follows the stance some months later, with a little noise."""
    felt = np.concatenate([np.full(lag, stance[0]), stance])[: stance.size]
    smooth: Series = (low + gain * felt) * (1 + 0.02 * random.standard_normal(stance.size))
    return smooth


def _months(stance: Series, freezes: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    size = stance.size
    by_month = freezes.group_by("month", maintain_order=True).agg(pl.col("new", "stock", "reopened").sum())
    active = np.round(BORROWERS * (1 - 0.002 * np.arange(size)))
    balance = active * _wave(stance, 2, 6_000, -1_500, random)
    late30 = _wave(stance, 6, 0.015, 0.02, random)
    trust = 0.62 - np.cumsum(stance - 0.05) * 0.012 + 0.004 * np.cumsum(stance < 0.3)
    values: dict[str, object] = {
        "month": np.arange(1, size + 1),
        "stance": stance,
        "unemployment_rate": _wave(stance, 0, 0.052, 0.0, random),
        "borrowers_active": active,
        "balance": balance,
        "balance_paylater": 0.35 * balance,
        "balance_cashloan": 0.65 * balance,
        "day1_share_dues": _wave(stance, 1, 0.066, 0.02, random),
        "cure30_share": _wave(stance, 1, 0.865, -0.05, random),
        "dpd30_share_balance": late30,
        "dpd60_share_balance": 0.8 * late30,
        "dpd90_share_balance": 0.66 * late30,
        "dpd30_share_balance_paylater": 0.7 * late30,
        "dpd30_share_balance_cashloan": 1.15 * late30,
        "frozen_share": by_month["stock"] / active,
        "freezes_new_share": by_month["new"] / active,
        "reopened_share": by_month["reopened"] / by_month["stock"],
        "trust_mean": trust,
        "trust_p10": trust - 0.25,
        "trust_p50": trust + 0.01,
        "trust_p90": trust + 0.22,
        "trust_frozen_mean": np.where(np.arange(size) < 1, np.nan, trust - 0.15),
        "trust_unfrozen_mean": trust + 0.01,
        "limit_mean": _wave(stance, 1, 16_000, -7_000, random),
        "limit_cut_share": _wave(stance, 0, 0.004, 0.03, random),
        "limit_raise_share": _wave(stance, 0, 0.03, -0.03, random),
        **_money(balance, stance),
        **_causes(stance, random),
    }
    for column in FRAMES["months"]:  # the rest: plausible shares
        if column.name not in values:
            values[column.name] = _wave(stance, 1, 0.3, 0.2, random)
    return frame_of("months", values)


def _causes(stance: Series, random: np.random.Generator) -> dict[str, Series]:
    """Why dues were missed, which adds up to all of them, and why people defaulted, which nearly does."""
    weights = {"forgot": 0.6, "failed": 0.05, "wages": 0.1, "short": 0.2, "held": 0.02}
    waves = {
        cause: _wave(stance, 1, weight, 0.2 if cause == "short" else 0.0, random) for cause, weight in weights.items()
    }
    everything = sum(waves.values(), np.zeros(stance.size))
    new = np.round(_wave(stance, 4, 40, 30, random))
    return {
        **{f"missed_{cause}_share": wave / everything for cause, wave in waves.items()},
        "new_defaults": new,
        "defaults_short": np.floor(0.9 * new),
        "defaults_held_out": np.floor(0.06 * new),
    }


def _money(balance: Series, stance: Series) -> dict[str, Series]:
    """The platform's accounts, which add up."""
    flows = {
        "interest": 0.012 * balance,
        "fees": 0.0004 * balance,
        "funding_cost": 0.003 * balance,
        "operating_cost": 0.0008 * balance,
        "compliance_cost": 0.00005 * balance,
        "merchant_fees": 0.0 * balance,
        "writeoff_amount": 0.003 * balance * (1 + 3 * stance),
        "recovery_amount": 0.0003 * balance,
    }
    own = {"loss_own": 0.3 * flows["writeoff_amount"], "recovery_own": 0.3 * flows["recovery_amount"]}
    paid = flows["funding_cost"] + flows["operating_cost"] + own["loss_own"]
    profit = flows["interest"] + flows["fees"] + own["recovery_own"] - paid
    payout = 0.5 * np.maximum(profit, 0)
    capital = 0.08 * balance[0] + np.cumsum(profit - payout)
    return {**flows, **own, "profit": profit, "payout": payout, "capital": capital}


def _freezes(stance: Series, pushed: Series, random: np.random.Generator) -> pl.DataFrame:
    rows = []
    for reason in REASONS:
        for segment, share in SEGMENT_SHARES.items():
            stock = random.poisson(0.004 * BORROWERS * share)
            for now, (tight, push) in enumerate(zip(stance, pushed, strict=True)):
                rate = {"guidance": 0.02 * push, "macro": 0.001 * tight, "regulation": 0.0}.get(reason, 0.0015)
                new = random.poisson(rate * BORROWERS * share * (1 + tight))
                reopened = random.binomial(stock, 0.06)
                left = random.binomial(stock - reopened, 0.01)
                stock += new - reopened - left
                good = random.binomial(new, 0.6)
                rows.append((now + 1, reason, segment, new, stock, reopened, left, good))
    return pl.DataFrame(rows, schema("freezes"), orient="row").sort("month", maintain_order=True)


def _queues(stance: Series, random: np.random.Generator) -> pl.DataFrame:
    """Queues whose backlog grows while the stance is tight; one where nobody ever waits."""
    rows = []
    for queue in QUEUES:
        backlog = 0
        for now, tight in enumerate(stance):
            arrived = 0 if queue == "legal low" else random.poisson(20 + 40 * tight)
            served = min(backlog + arrived, 30)
            withdrawn = random.binomial(backlog + arrived - served, 0.1)
            backlog += arrived - served - withdrawn
            waits = backlog / 30 if backlog else None
            rows.append((now + 1, queue, arrived, served, withdrawn, backlog, waits, backlog / 40 if served else None))
    return pl.DataFrame(rows, schema("queues"), orient="row").sort("month", maintain_order=True)


def _bands(stance: Series) -> pl.DataFrame:
    """Bands of which the first is the worst; nobody is in the last limit band."""
    rows = []
    for now, tight in enumerate(stance):
        for kind, bands in BANDS.items():
            for place, band in enumerate(bands):
                people = 0 if kind == "limit" and place == len(bands) - 1 else 4_000
                bad = 0.02 * (1 + tight) / (1 + place)
                share_of = (0.1 * bad, 0.05 + 0.2 * tight) if people else (None, None)
                known = (*((bad, 0.7 * bad) if people else (None, None)), people, *share_of)
                means = (0.6, 16_000.0) if people else (None, None)
                rows.append(
                    (now + 1, kind, band, people, 5_000.0 * people, *known, people // 100, people // 150, *means)
                )
    return pl.DataFrame(rows, schema("bands"), orient="row")


def _roll_rates(stance: Series) -> pl.DataFrame:
    rows = []
    late = BUCKETS[:-2]
    for now, tight in enumerate(stance):
        for product, rolls in zip(PRODUCTS, (0.3, 0.75), strict=True):
            count = {"current": 12_000.0 if product == "paylater" else 6_000.0}
            for place, bucket in enumerate(late):
                people = count.get(bucket, 0.0)
                worse = (0.01 if bucket == "current" else rolls) * (1 + 0.3 * tight)
                onward = late[place + 1] if place + 1 < len(late) else "written off"
                shares = {onward: worse, "current": (1 - worse) * 0.7, bucket: (1 - worse) * 0.25}
                if bucket == "current":
                    shares = {onward: worse, "current": 0.97 - worse, "closed": 0.03}
                count[onward] = people * worse
                rows += [
                    (
                        now + 1,
                        product,
                        bucket,
                        to,
                        round(people * share),
                        people * share * 2_000,
                        round(people * share * 0.6),
                    )
                    for to, share in shares.items()
                ]
    return pl.DataFrame(rows, schema("roll_rates"), orient="row")


def _vintages(stance: Series, random: np.random.Generator) -> pl.DataFrame:
    vintages = [_vintage(number, stance, random) for number in range(stance.size)]
    return frame_of("vintages", {name: np.concatenate([each[name] for each in vintages]) for name in vintages[0]})


def _recoveries(stance: Series) -> pl.DataFrame:
    """Ten default a month; a hundredth of what they owe comes back each month, and nothing is written off."""
    reached, age = (axis.ravel() for axis in np.indices((stance.size, stance.size)))
    reached, age = reached[reached + age < stance.size], age[reached + age < stance.size]
    paid = np.where(age > 0, 1_000.0, 0.0)
    values = {"default_month": reached + 1, "age": age, "borrowers": np.full(age.size, 10), "paid": paid}
    none = dict.fromkeys(("returned", "written_off", "recovered"), np.zeros(age.size))
    return frame_of("recoveries", {**values, **none, "amount": np.full(age.size, 100_000.0), "back_share": 0.01 * age})


def _lenders(stance: Series) -> pl.DataFrame:
    """One for all, to whom a thousand owe a million: what is lent is paid back."""
    month = np.arange(1, stance.size + 1)
    whole = {"borrowers": 1_000, "applications": 200, "approvals": 100}
    paid = dict.fromkeys(("lent", "paid"), 100_000.0)
    none = dict.fromkeys(("written_off", "refinanced_in", "refinanced_out", "came", "late_share", "losses"), 0.0)
    terms = {"held": 1e6, "interest": 20_000.0, "apr": 0.24, "approval": 0.7, "profit": 15_000.0}
    values = {name: np.full(month.size, value) for name, value in {**whole, **paid, **none, **terms}.items()}
    return frame_of("lenders", {"month": month, "lender": np.full(month.size, "all"), **values, "stance": stance})


def _vintage(number: int, stance: Series, random: np.random.Generator) -> dict[str, NDArray[Any]]:
    """The loans opened in a month by age; those of the start are more."""
    age = np.arange(stance.size - number + (number == 0))
    loans = 4_000 if number == 0 else 400
    bad = 0.004 * (1 + 2 * stance[max(number - 1, 0)])
    fallen = {
        stage: np.where(age >= first, random.poisson(loans * bad * weight, age.size), 0)
        for stage, first, weight in (("dpd30", 1, 1.0), ("dpd90", 3, 0.7), ("writeoff", 9, 0.6))
    }
    return {
        "vintage": np.full(age.size, number),
        "age": age,
        "loans": np.full(age.size, loans),
        "amount": np.full(age.size, loans * 5_000.0),
        **{f"{stage}_new": new for stage, new in fallen.items()},
        "dpd90_short_new": np.floor(0.9 * fallen["dpd90"]),
        **{f"{stage}_share": np.cumsum(new) / loans for stage, new in fallen.items()},
    }


def _borrowers(squeeze: float) -> pl.DataFrame:
    """Some borrowers at the end, the same in every run; a squeeze froze every fifth, of whom some defaulted."""
    random, count = np.random.default_rng(7), 300
    words = {"status": "active", "segment": "salaried", "freeze_reason": "none"}
    values: dict[str, object] = {"borrower": np.arange(count)}
    for column in FRAMES["borrowers"][1:]:
        values[column.name] = [words[column.name]] * count if column.name in words else random.integers(0, 90, count)
    hit = (np.arange(count) % 5 == 0) & (squeeze > 0)
    values["joined_month"] = np.full(count, -10)
    values["frozen_month"] = np.where(hit, 14, 0)
    values["freeze_reason"] = np.where(hit, "guidance", "none")
    values["default_month"] = np.where(hit & (np.arange(count) % 3 == 0), 20, -1000)
    return frame_of("borrowers", values)
