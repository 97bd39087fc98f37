"""Who the athlete is, and how the dashboard tells them things."""

from typing import TYPE_CHECKING

from tui.looks import look, theme_title
from tui.units import NONE, Units
from tui.widgets.settings.rows import Row, RowsPane

if TYPE_CHECKING:
    from mirror.rows import Athlete

_SEX = {"f": "female", "m": "male"}
_POUND_KG = 0.45359237
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_WHY = {
    "name": "Only shown to you.",
    "timezone": "Days begin and end by this clock: plan, nights and “today” hang on it.",
    "birth-year": "Gives a first guess of your maximal heart rate, until you set one or reach it.",
    "sex": "Heart-rate load weighs minutes at effort differently for women and men.",
    "weight": "For watts per kilogram; the scale's own days are on the recovery screen.",
    "units": "Kilometres and kilograms, or miles, yards and pounds, wherever numbers are shown.",
    "week-start": "The first column of the calendar; weekly totals follow it.",
    "theme": "D anywhere walks through them.",
    "palette": "Zones, sports and signs in colours that stay apart for colour-blind eyes.",
}


def weight_text(kg: float | None, units: Units) -> str:
    """`71.4 kg`, `157 lb`."""
    if kg is None:
        return NONE
    return f"{kg:g} kg" if units.metric else f"{kg / _POUND_KG:.1f} lb"


class _SettingsPane(RowsPane):
    def widths(self, _: int) -> list[int]:
        return [18]

    def foot(self) -> str:
        return _WHY.get(self.row.name, "") if self.row else ""


class AthletePane(_SettingsPane):
    """Name, time zone, birth year, sex, weight."""

    title = "You"

    def __init__(self) -> None:
        super().__init__(id="you")

    def show_athlete(self, who: "Athlete") -> None:
        units = Units(who.units == "metric")
        facts = (
            ("name", "Name", who.name),
            ("timezone", "Time zone", who.timezone),
            ("birth-year", "Birth year", str(who.birth_year or NONE)),
            ("sex", "Sex", _SEX.get(who.sex or "", NONE)),
            ("weight", "Weight", weight_text(who.weight_kg, units)),
        )
        self.show([Row(name, (label, value)) for name, label, value in facts])


class DisplayPane(_SettingsPane):
    """Units, week start, theme, palette."""

    title = "Display"

    def __init__(self) -> None:
        super().__init__(id="display")

    def show_choices(self, who: "Athlete", theme: str) -> None:
        chosen = look(theme)
        facts = (
            ("units", "Units", who.units.capitalize()),
            ("week-start", "Week starts on", _DAYS[who.week_start - 1]),
            ("theme", "Theme", theme_title(chosen.theme)),
            ("palette", "Colours", chosen.palette.capitalize()),
        )
        self.show([Row(name, (label, value)) for name, label, value in facts])
