"""A workout's numbers: what, when, how much, how hard, and against which thresholds."""

from datetime import date

from textual import events
from textual.message import Message

from reports.analyze import Analysis
from tui.amounts import rate, threshold_value
from tui.palette import COMPLIANCE, LOAD_METHODS, SPORT_LETTERS, SPORT_NAMES
from tui.text import cut, plain
from tui.units import NONE, Units, clock, drift, whole
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget
from tui.widgets.tiles import Tile, draw, overflows, width_of

_THRESHOLDS = {
    "bike": ("ftp_w", "lthr_bpm"),
    "run": ("threshold_pace_s_per_km", "lthr_bpm", "ftp_w"),
    "swim": ("css_s_per_100m", "lthr_bpm"),
}
_OTHERS = ("lthr_bpm", "max_hr_bpm")


def day_name(iso: str) -> str:
    """`Sun 22 Nov 2026`."""
    day = date.fromisoformat(iso)
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def tiles(analysis: Analysis, units: Units) -> dict[str, Tile]:
    """Column of the workout -> its tile, of the numbers that exist, the most telling first."""
    w = analysis.workout
    top_hr = f"max {w.max_hr:.0f}" if w.max_hr else ""
    top_power = f"max {w.max_power:.0f}" if w.max_power else ""
    method = LOAD_METHODS.get(analysis.load_method or "", "")
    found = {
        "duration_s": Tile("Duration", clock(w.duration_s)),
        "distance_m": Tile("Distance", units.distance(w.distance_m, w.sport)),
        "load": Tile("Load", whole(analysis.load), method),
        "avg_pace_s_per_km": _rate("Pace" if w.sport in _PACED else "Speed", analysis, units),
        "normalized_power": Tile("NP", whole(w.normalized_power, "W")),
        "intensity_factor": Tile("IF", _two_digits(w.intensity_factor)),
        "tss": Tile("TSS", whole(w.tss)),
        "avg_hr": Tile("HR", whole(w.avg_hr), top_hr),
        "avg_power": Tile("Power", whole(w.avg_power, "W"), top_power),
        "elevation_gain_m": Tile("Climb", units.height(w.elevation_gain_m)),
        "decoupling_pct": Tile("Drift", drift(w.decoupling_pct)),
        "normalized_pace_s_per_km": _rate("Graded", analysis, units),
        "work_kj": Tile("Work", whole(w.work_kj, "kJ")),
        "avg_cadence": Tile("Cadence", whole(w.avg_cadence)),
        "efficiency_factor": Tile("EF", _two_digits(w.efficiency_factor)),
        "variability_index": Tile("VI", _two_digits(w.variability_index)),
        "moving_s": Tile("Moving", clock(w.moving_s)),
        "rpe": Tile("RPE", whole(w.rpe)),
    }
    if found["moving_s"].value == found["duration_s"].value:
        del found["moving_s"]
    return {key: tile for key, tile in found.items() if _worth_showing(getattr(w, key), key)}


_PACED = ("run", "swim")
#: Zero of these is news, zero of the others means that there was none.
_ZERO_TELLS = ("decoupling_pct", "tss", "load", "duration_s")


def _worth_showing(value: float | None, key: str) -> bool:
    return bool(value) or (key in _ZERO_TELLS and value is not None)


def _two_digits(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _rate(name: str, analysis: Analysis, units: Units) -> Tile:
    w = analysis.workout
    pace = w.normalized_pace_s_per_km if name == "Graded" else w.avg_pace_s_per_km
    return Tile(name, rate(1000 / pace if pace else None, w.sport, units))


def marks(analysis: Analysis) -> dict[str, tuple[float, str]]:
    """Lane -> (threshold in the lane's unit, its short name)."""
    values = {used.metric: used.value for used in analysis.thresholds_used}
    found: dict[str, tuple[float, str]] = {}
    if "ftp_w" in values and analysis.workout.sport == "bike":
        found["power"] = (values["ftp_w"], "FTP")
    if "lthr_bpm" in values:
        found["hr"] = (values["lthr_bpm"], "LTHR")
    if analysis.workout.sport == "run" and "threshold_pace_s_per_km" in values:
        found["speed"] = (1000 / values["threshold_pace_s_per_km"], "Thr.")
    if analysis.workout.sport == "swim" and "css_s_per_100m" in values:
        found["speed"] = (100 / values["css_s_per_100m"], "CSS")
    return found


def _spans(y: int, keys: list[str], numbers: list[Tile]) -> list[tuple[int, int, int, str]]:
    """(row, first column, end, key) of tiles drawn from column 0 on."""
    found, x = [], 0
    for key, tile in zip(keys, numbers, strict=False):
        found.append((y, x, x + width_of(tile), key))
        x += width_of(tile) + 3
    return found


class WorkoutHead(CanvasWidget):
    """Title line, tiles of label over value, thresholds in force."""

    def __init__(self, units: Units) -> None:
        super().__init__(id="head")
        self.units = units
        self.analysis: Analysis | None = None
        self._spans: list[tuple[int, int, int, str]] = []

    class Asked(Message):
        """A click on a number: the workout's column."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def show(self, analysis: Analysis | None) -> None:
        self.analysis = analysis
        self.on_resize()
        self.redraw()

    def on_resize(self) -> None:
        """A second row of numbers only where the first is too short, and rows are plenty."""
        if self.analysis is None or not self.size.width:
            return
        found = list(tiles(self.analysis, self.units).values())
        second = overflows(found, self.size.width)
        self.styles.height = 6 if second and self.screen.size.height >= 30 else 4

    def paint(self, canvas: Canvas) -> None:
        analysis, colours = self.analysis, self.colours
        if analysis is None:
            canvas.text(0, 1, "No workout yet.", colours.text)
            canvas.text(16, 1, "I", colours.accent, bold=True)
            canvas.text(18, 1, "imports files,", colours.muted)
            canvas.text(33, 1, "5", colours.accent, bold=True)
            canvas.text(35, 1, "signs in to Garmin.", colours.muted)
            return
        self._title(canvas, analysis)
        found, inks = tiles(analysis, self.units), (colours.muted, colours.strong)
        numbers, keys = list(found.values()), list(found)
        shown, y = draw(canvas, 1, numbers, inks), 3
        self._spans = _spans(1, keys[:shown], numbers)
        if canvas.height >= 6 and numbers[shown:]:
            more = draw(canvas, y, numbers[shown:], inks)
            self._spans += _spans(y, keys[shown : shown + more], numbers[shown:])
            y += 2
        self._last_line(canvas, y, analysis)

    def on_click(self, event: events.Click) -> None:
        for y, start, end, key in self._spans:
            if event.y in (y, y + 1) and start <= event.x < end:
                self.post_message(self.Asked(key))

    def _title(self, canvas: Canvas, analysis: Analysis) -> None:
        colours, workout = self.colours, analysis.workout
        sport = colours.sport(workout.sport)
        canvas.fill(0, 0, 3, 1, sport)
        letter = SPORT_LETTERS.get(workout.sport, "O")
        canvas.text(1, 0, letter, colours.on_colour, bold=True)
        when = f"{day_name(workout.local_date)} · {analysis.local_start}"
        if workout.device and canvas.width >= 100:
            when += f" · {cut(workout.device, 24)}"
        room = canvas.width - len(when) - 6
        title = workout.title or SPORT_NAMES.get(workout.sport, "Workout")
        canvas.text(4, 0, cut(title, room), colours.strong, bold=True)
        canvas.text(canvas.width - len(when), 0, when, colours.muted)

    def _last_line(self, canvas: Canvas, y: int, analysis: Analysis) -> None:
        """Plan against execution, thresholds in force, what is odd about the recording."""
        colours = self.colours
        x = 0
        compliance, planned = analysis.compliance, analysis.planned
        if planned is not None and compliance is not None:
            mark = COMPLIANCE[compliance.level][0] if compliance.level else "·"
            ink = colours.compliance[compliance.level or "grey"]
            text = "Plan "
            if planned.duration_planned_s:
                text += clock(planned.duration_planned_s)
            if compliance.percent is not None:
                text += f", done {compliance.percent:.0f} % of {compliance.basis}"
            canvas.text(x, y, mark, ink, bold=True)
            canvas.text(x + 2, y, text, colours.text)
            x += len(text) + 5
        known = {used.metric: used for used in analysis.thresholds_used}
        parts = [
            f"{threshold_value(known[metric], self.units)} ({known[metric].source})"
            for metric in _THRESHOLDS.get(analysis.workout.sport, _OTHERS)
            if metric in known
        ]
        if analysis.workout.excluded_reason:
            parts.insert(0, f"Not counted: {plain(analysis.workout.excluded_reason)}")
        if analysis.warnings:
            parts.append(analysis.warnings[0])
        text = ""
        for part in parts:
            longer = f"{text} · {part}" if text else part
            if x + len(longer) <= canvas.width:
                text = longer
        canvas.text(x, y, text, colours.muted)
