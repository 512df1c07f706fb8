"""A text in the languages of the report."""

from typing import NamedTuple

__all__ = ["BASELINE", "TWIN", "Words"]


class Words(NamedTuple):
    """One text in the languages of the report."""

    en: str
    zh: str

    def put(self, language: str) -> str:
        """Return the text in a language, ``"en"`` or ``"zh"``."""
        return self.zh if language == "zh" else self.en


BASELINE = Words("baseline", "基准")
TWIN = Words("the twin, without events", "无事件的孪生市场")
"""What a run is compared with that knows the same borrowers and fate, and no events."""
