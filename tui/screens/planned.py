"""What the plan says of a session."""

from datetime import date

from reports.calendar import Item
from tui.palette import SPORT_NAMES
from tui.screens.card import Card, Line
from tui.text import cut, wrap
from tui.units import Units, hours


class PlannedCard(Card):
    """Title, amounts, and the coach's words."""

    def __init__(self, item: Item, units: Units) -> None:
        super().__init__()
        self.item, self.units = item, units

    def lines(self, width: int) -> list[Line]:
        part = self.item.planned
        found: list[Line] = [[(cut(self.item.title, width), "accent")]]
        if part is None:
            return found
        day = date.fromisoformat(part.date)
        when = f"{SPORT_NAMES.get(part.sport, part.sport)} · {day:%A} {day.day} {day:%B} {day.year}"
        found += [[(when, "muted")], []]
        amounts: Line = []
        if part.duration_planned_s:
            amounts += [("Time ", "muted"), (f"{hours(part.duration_planned_s)}   ", "strong")]
        if part.distance_planned_m:
            text = self.units.distance(part.distance_planned_m, part.sport)
            amounts += [("Distance ", "muted"), (f"{text}   ", "strong")]
        if part.tss_planned:
            amounts += [("Load ", "muted"), (f"{part.tss_planned:.0f}", "strong")]
        if amounts:
            found += [amounts, []]
        for paragraph in (part.description or "No description.").splitlines():
            found += [[(text, "text")] for text in wrap(paragraph, width)] or [[]]
        status = self.item.compliance.status if self.item.compliance else ""
        if status == "missed":
            found += [[], [("✗ not done", "muted")]]
        return found
