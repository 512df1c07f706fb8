"""What Mesa's controls are called: they know English alone, and some of their buttons show nothing but a sign."""

import solara

from tightrope.analysis.words.words import Words

__all__ = ["Labels"]

_SIDE = ".v-navigation-drawer .v-card"
_PAUSE = Words("dashboard.pause_between_months_ms")
_WRITTEN = {
    f"{_SIDE}:nth-child(2) .v-card__title": Words("dashboard.market_a_change_waits_for"),
    f"{_SIDE}:nth-child(1) .v-input:nth-child(1) .v-label": _PAUSE,
}
_BUTTONS = {
    f"{_SIDE}:nth-child(1) .v-btn:nth-child(1) .v-btn__content": ("Reset", Words("dashboard.reset")),
    f"{_SIDE}:nth-child(1) .v-btn:nth-child(3) .v-btn__content": ("Step", Words("dashboard.step")),
}
"""With what Mesa calls them, which stays where the page would call them the same."""
_SIGNS = {
    "header .v-app-bar__nav-icon": Words("dashboard.controls"),
    "header .v-btn--icon:last-of-type": Words("dashboard.light_dark_or_as"),
    f"{_SIDE}:nth-child(1) .v-btn:nth-child(2)": Words("dashboard.play_or_pause"),
    f"{_SIDE}:nth-child(1) .v-input:nth-child(1) [role=slider]": _PAUSE,
}


@solara.component_vue("labels.vue")
def _Names(labels: dict[str, str], language: str) -> None:
    """Give elements their names for those who hear the page, and the page its language; show the market first."""


@solara.component
def Labels(language: str) -> None:
    """Put the words of the page's language over Mesa's own."""
    written = {place: words.put(language) for place, words in _WRITTEN.items()}
    written |= {place: told for place, (own, words) in _BUTTONS.items() if (told := words.put(language)) != own}
    rules = [
        f'{place} {{ font-size: 0 !important; }} {place}::after {{ content: "{words}"; font-size: 0.9rem; }}'
        for place, words in written.items()
    ]
    solara.Style("\n".join(rules))
    _Names(labels={place: words.put(language) for place, words in _SIGNS.items()}, language=language)
