"""Rows of the table of mechanisms: regulation and what befalls the platform (D)."""

from tests.mechanisms import Row, freezes, last, mean

__all__ = ["ROWS"]

ROWS = [
    Row(
        "D2", "a rate cap lowers prices",
        off={"rate_cap_apr": 1.0}, idle={"rate_cap_apr": 0.5},
        up={"rate_cap_apr": 0.1}, sees=mean("interest"), sign=-1,
    ),
    Row(
        "D2", "a rate cap drives other lenders away",
        off={"rate_cap_apr": 1.0}, up={"rate_cap_apr": 0.16}, sees=mean("outside_approval_share"), sign=-1,
    ),
    Row(
        "D2", "a limit cap by amount lowers limits",
        off={"limit_cap_yuan": 1e7}, idle={"limit_cap_yuan": 2e6},
        up={"limit_cap_yuan": 10_000.0}, sees=last("limit_mean"), sign=-1,
    ),
    Row(
        "D2", "a limit cap by income lowers limits",
        off={"limit_cap_income_share": 10.0}, idle={"limit_cap_income_share": 5.0},
        up={"limit_cap_income_share": 0.15}, sees=last("limit_mean"), sign=-1,
    ),
    Row(
        "D2", "a limit cap closes the lines of those who owe more",
        off={"limit_cap_income_share": 10.0}, up={"limit_cap_income_share": 0.1}, sees=freezes("regulation"), sign=+1,
    ),
    Row(
        "D2", "guidance tightens the stance",
        off={"guidance": 0.0}, up={"guidance": 1.0}, sees=mean("stance"), sign=+1,
    ),
    Row(
        "D2", "a leverage cap rations new lending",
        off={"leverage_cap": 1000.0}, idle={"leverage_cap": 500.0},
        up={"leverage_cap": 2.0}, sees=mean("draws_cashloan"), sign=-1,
    ),
]  # fmt: skip
