"""The app's own Textual themes, made from the palettes, so that widgets and charts agree."""

from textual.theme import Theme

from tui.looks import ANSI_DARK, ANSI_LIGHT, DARK, DARK_SAFE, LIGHT, LIGHT_SAFE, THEMES
from tui.palette import Palette, palette_of

__all__ = [
    "ANSI_DARK",
    "ANSI_LIGHT",
    "DARK",
    "DARK_SAFE",
    "LIGHT",
    "LIGHT_SAFE",
    "THEMES",
    "palette_for",
    "themes",
]


def palette_for(name: str, *, colour: bool = True) -> Palette:
    """The palette of one of our themes; an unknown name falls back to the dark one. Without colour
    there is one for all of them: what is light in it is drawn in the terminal's ink."""
    if not colour:
        return palette_of(dark=True, colour=False)
    kind = THEMES.get(name, THEMES[DARK])
    if kind.ansi:
        from tui.ansi import ansi_palette

        return ansi_palette(dark=kind.dark)
    return palette_of(dark=kind.dark, safe=kind.safe)


def _theme(name: str) -> Theme:
    if THEMES[name].ansi:
        return _ansi_theme(name, dark=THEMES[name].dark)
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
            "field": colours.raised,
            "field-ink": colours.text,
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


def _ansi_theme(name: str, *, dark: bool) -> Theme:
    """Default ink on default paper; what is chosen is black and white the other way round."""
    bright = "bright_" if dark else ""
    ink, paper = ("bright_white", "bright_black") if dark else ("black", "white")
    accent = f"ansi_{bright}{'cyan' if dark else 'blue'}"
    default = "ansi_default"
    chosen = "ansi_white" if dark else "ansi_black"
    return Theme(
        name=name,
        ansi=True,
        primary=accent,
        secondary=f"ansi_{bright}blue",
        accent=accent,
        foreground=default,
        background=default,
        surface=default,
        panel=default,
        boost=default,
        success=f"ansi_{bright}green",
        warning=f"ansi_{bright}yellow",
        error=f"ansi_{bright}red",
        dark=dark,
        variables={
            "ansi-background": "ansi_black" if dark else "ansi_white",
            "ansi-foreground": "ansi_white" if dark else "ansi_black",
            **dict.fromkeys(("muted", "faint", "strong"), default),
            **dict.fromkeys(("text-muted", "text-disabled"), default),
            **dict.fromkeys(("border", "border-blurred", "rule"), "ansi_bright_black"),
            "selected": f"ansi_{paper}",
            "field": f"ansi_{paper}",
            "field-ink": f"ansi_{ink}",
            "block-cursor-background": chosen,
            "block-cursor-blurred-background": chosen,
            "block-cursor-foreground": "ansi_black" if dark else "ansi_bright_white",
            "block-cursor-text-style": "bold",
            "input-cursor-background": f"ansi_{ink}",
            "input-cursor-foreground": f"ansi_{paper}",
            "input-selection-background": accent,
            "input-selection-foreground": "ansi_black" if dark else "ansi_white",
            "scrollbar": "ansi_bright_black",
            "scrollbar-hover": accent,
            "scrollbar-active": accent,
            **{
                f"scrollbar-{part}": default
                for part in (
                    "background",
                    "background-hover",
                    "background-active",
                    "corner-color",
                )
            },
        },
    )


def themes() -> list[Theme]:
    """All of them, ready to be registered."""
    return [_theme(name) for name in THEMES]
