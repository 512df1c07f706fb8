"""What Mesa's controls are called: they know English alone, and some of their buttons show nothing but a sign."""

import solara

from tightrope.analysis.words.words import Words

__all__ = ["Labels"]

_SIDE = ".v-navigation-drawer .v-card"
_PAUSE = Words("Pause between months, ms", "每月间隔(毫秒)")
_WRITTEN = {
    f"{_SIDE}:nth-child(2) .v-card__title": Words("Market: a change waits for Reset", "市场:修改在重置后生效"),
    f"{_SIDE}:nth-child(1) .v-input:nth-child(1) .v-label": _PAUSE,
}
_BUTTONS = {
    f"{_SIDE}:nth-child(1) .v-btn:nth-child(1) .v-btn__content": "重置",
    f"{_SIDE}:nth-child(1) .v-btn:nth-child(3) .v-btn__content": "单步",
}
_SIGNS = {
    "header .v-app-bar__nav-icon": Words("Controls", "控制面板"),
    "header .v-btn--icon:last-of-type": Words("Light, dark or as the system", "浅色、深色或跟随系统"),
    f"{_SIDE}:nth-child(1) .v-btn:nth-child(2)": Words("Play or pause", "播放或暂停"),
    f"{_SIDE}:nth-child(1) .v-input:nth-child(1) [role=slider]": _PAUSE,
}


@solara.component_vue("labels.vue")
def _Names(labels: dict[str, str], language: str) -> None:
    """Give elements their names for those who hear the page, and the page its language; show the market first."""


@solara.component
def Labels(language: str) -> None:
    """Put the words of the page's language over Mesa's own."""
    written = {place: words.put(language) for place, words in _WRITTEN.items()}
    if language == "zh":
        written |= _BUTTONS
    rules = [
        f'{place} {{ font-size: 0 !important; }} {place}::after {{ content: "{words}"; font-size: 0.9rem; }}'
        for place, words in written.items()
    ]
    solara.Style("\n".join(rules))
    _Names(labels={place: words.put(language) for place, words in _SIGNS.items()}, language=language)
