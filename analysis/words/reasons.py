"""Why a line is frozen, in words."""

from tightrope.analysis.words.words import Words

__all__ = ["REASON_WORDS"]

REASON_WORDS = {
    "delinquency": Words("reasons.own_delinquency"),
    "linkage": Words("reasons.late_on_paylater"),
    "macro": Words("reasons.economy"),
    "guidance": Words("reasons.regulators_guidance"),
    "regulation": Words("reasons.regulation"),
    "risk": Words("reasons.score_or_debt"),
    "multi-platform": Words("reasons.many_lenders"),
    "identity": Words("reasons.odd_operation"),
    "upgrade": Words("reasons.system_upgrade"),
    "arbitrage": Words("reasons.suspected_arbitrage"),
}
