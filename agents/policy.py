"""What the platform and the other lenders do this month: one record that the rules read, set by the lender."""

from typing import Any

import numpy as np

__all__ = ["POLICY_DTYPE", "Policy"]

type Policy = Any
"""One record of ``POLICY_DTYPE``."""

POLICY_DTYPE = np.dtype(
    [
        (name, np.float64)
        for name in (
            "month",  # number of the month, from 1
            "stance",  # tightness, 0-1
            "macro_part",  # share of the stance's target that the economy explains, 0-1
            "guidance_part",  # share of the stance's target that guidance explains, 0-1
            "cashloan_apr",  # under the cap
            "paylater_apr",  # under the cap
            "late_fee_cashloan_apr",  # what the cap leaves above interest
            "late_fee_paylater_apr",
            "open_share",  # share of what is asked for within the room that is lent (leverage cap)
            "risk_cutoff",  # score below which lines are frozen
            "debt_to_income_cutoff",
            "limit_scale",  # entitled limit against the loose stance
            "cut_monthly",
            "cut_most",  # chance of a cut at the lowest score and late: above it nobody need be looked at
            "raise_monthly",
            "admission_score",
            "outside_apr",
            "outside_approval",  # with a clean record
            "calls_high",  # positions up to which collections cases are taken up, by stage and risk tier
            "calls_low",
            "agency_high",
            "agency_low",
            "legal_high",
            "legal_low",
            "desk_identity",  # positions up to which the service desk takes up proofs of identity
            "desk",  # and all other cases
            "notice_months",  # the platform's own, or the regulator's where that is longer
            "cool_off_months",  # likewise
            "linkage",  # its strength, less what the regulator keeps apart
            "income_drift",  # log a month: growth of usual incomes, less what keeps the mean of their changes at one
            "income_sd",  # log a month: spread of their lasting changes
            "income_pull",  # share of the log distance to its centre by which a usual income returns in a month
            "income_centre_salaried",  # log fen
            "income_centre_gig",
            "income_centre_self_employed",
            "trust_mean",  # of last month, for newcomers' willingness to apply
        )
    ]
)
