"""What closed dialogs leave behind is let go."""

from textual._styles_cache import StylesCache

#: Widgets whose colours may be remembered; the screens together have about a hundred.
_MANY = 256


def let_go() -> None:
    """Forget the painted lines of widgets that are gone; a tenth of a millisecond.

    Textual remembers the colours of the last 1,024 widgets by the widget's cache of painted lines
    (`StylesCache.get_inner_outer`), and so keeps about 30 MB of closed dialogs.
    """
    remembered = StylesCache.get_inner_outer
    # A later Textual may remember them otherwise: then there is nothing to do here.
    if hasattr(remembered, "cache_clear") and remembered.cache_info().currsize > _MANY:
        remembered.cache_clear()
