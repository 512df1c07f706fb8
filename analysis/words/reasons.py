"""Why a line is frozen, in words."""

from tightrope.analysis.words.words import Words

__all__ = ["REASON_WORDS"]

REASON_WORDS = {
    "delinquency": Words("own delinquency", "本产品逾期"),
    "linkage": Words("late on paylater", "关联产品逾期"),
    "macro": Words("economy", "宏观审慎"),
    "guidance": Words("regulator's guidance", "监管指导"),
    "regulation": Words("regulation", "监管规定"),
    "risk": Words("score or debt", "评分或负债"),
    "multi-platform": Words("many lenders", "多头借贷"),
    "identity": Words("odd operation", "账户异常操作"),
    "upgrade": Words("system upgrade", "系统升级"),
    "arbitrage": Words("suspected arbitrage", "疑似套利"),
}
