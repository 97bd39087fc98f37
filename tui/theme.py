"""The app's own Textual themes, made from the palettes, so that widgets and charts agree."""

from textual.theme import Theme

from tui.looks import DARK, DARK_SAFE, LIGHT, LIGHT_SAFE, THEMES
from tui.palette import Palette, palette_of

__all__ = [
    "DARK",
    "DARK_SAFE",
    "LIGHT",
    "LIGHT_SAFE",
    "THEMES",
    "palette_for",
    "themes",
]


def palette_for(name: str, *, colour: bool = True) -> Palette:
    """The palette of one of our themes; an unknown name falls back to the dark one."""
    _, dark, safe = THEMES.get(name, THEMES[DARK])
    return palette_of(dark=dark, safe=safe, colour=colour)


def _theme(name: str) -> Theme:
    colours = palette_for(name)
    return Theme(
        name=name,
        primary=colours.accent,
        secondary=colours.fitness,
        accent=colours.accent,
        foreground=colours.text,
        background=colours.background,
        surface=colours.surface,
        panel=colours.raised,
        success=colours.good,
        warning=colours.warn,
        error=colours.bad,
        dark=colours.dark,
        variables={
            "muted": colours.muted,
            "faint": colours.faint,
            "strong": colours.strong,
            "rule": colours.rule,
            "selected": colours.selected,
            "text-muted": colours.muted,
            "text-disabled": colours.muted,
            "block-cursor-background": colours.selected,
            "block-cursor-blurred-background": colours.selected,
            "block-cursor-foreground": colours.strong,
            "block-cursor-text-style": "bold",
            "scrollbar": colours.rule,
            "scrollbar-hover": colours.faint,
            "scrollbar-active": colours.accent,
            "scrollbar-background": colours.background,
            "scrollbar-background-hover": colours.background,
            "scrollbar-background-active": colours.background,
            "scrollbar-corner-color": colours.background,
            "border": colours.rule,
            "border-blurred": colours.rule,
        },
    )


def themes() -> list[Theme]:
    """All of them, ready to be registered."""
    return [_theme(name) for name in THEMES]
