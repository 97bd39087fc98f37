"""A workout's numbers: what, when, how much, how hard, and against which thresholds."""

from datetime import date

from reports.analyze import Analysis, ThresholdUsed
from tui.palette import COMPLIANCE, LOAD_METHODS, SPORT_LETTERS, SPORT_NAMES
from tui.text import cut
from tui.units import Units, clock, percent, whole
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.widget import CanvasWidget
from tui.widgets.tiles import Tile, draw, overflows

_THRESHOLDS = {
    "bike": (("ftp_w", "FTP"), ("lthr_bpm", "LTHR")),
    "run": (("threshold_pace_s_per_km", "Threshold pace"), ("lthr_bpm", "LTHR"), ("ftp_w", "FTP")),
    "swim": (("css_s_per_100m", "CSS"), ("lthr_bpm", "LTHR")),
}
_OTHERS = (("lthr_bpm", "LTHR"), ("max_hr_bpm", "Max HR"))


def day_name(iso: str) -> str:
    """`Sun 22 Nov 2026`."""
    day = date.fromisoformat(iso)
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def tiles(analysis: Analysis, units: Units) -> list[Tile]:
    """The numbers that exist, the most telling first."""
    w = analysis.workout
    found = [
        Tile("Duration", clock(w.duration_s)),
        Tile("Distance", units.distance(w.distance_m, w.sport)) if w.distance_m else None,
        Tile("Load", whole(analysis.load), LOAD_METHODS.get(analysis.load_method or "", "")),
        _rate(analysis, units),
        Tile("NP", whole(w.normalized_power, "W")) if w.normalized_power else None,
        Tile("IF", f"{w.intensity_factor:.2f}") if w.intensity_factor else None,
        Tile("TSS", whole(w.tss)) if w.tss is not None else None,
        Tile("HR", whole(w.avg_hr), f"max {w.max_hr:.0f}" if w.max_hr else "")
        if w.avg_hr
        else None,
        Tile("Power", whole(w.avg_power, "W"), f"max {w.max_power:.0f}" if w.max_power else "")
        if w.avg_power
        else None,
        Tile("Climb", units.height(w.elevation_gain_m)) if w.elevation_gain_m else None,
        Tile("Drift", percent(w.decoupling_pct)) if w.decoupling_pct is not None else None,
        Tile("Work", whole(w.work_kj, "kJ")) if w.work_kj else None,
        Tile("Cadence", whole(w.avg_cadence)) if w.avg_cadence else None,
        Tile("EF", f"{w.efficiency_factor:.2f}") if w.efficiency_factor else None,
        Tile("VI", f"{w.variability_index:.2f}") if w.variability_index else None,
        Tile("Moving", clock(w.moving_s)) if w.moving_s else None,
        Tile("RPE", whole(w.rpe)) if w.rpe else None,
    ]
    return [tile for tile in found if tile is not None]


def _rate(analysis: Analysis, units: Units) -> Tile | None:
    w = analysis.workout
    if not w.avg_pace_s_per_km:
        return None
    name = "Pace" if w.sport in ("run", "swim") else "Speed"
    unit = units.rate_name(w.sport).removeprefix("min")
    value = units.rate(1000 / w.avg_pace_s_per_km, w.sport)
    return Tile(name, f"{value}{unit}" if unit.startswith("/") else f"{value} {unit}")


def threshold_text(used: ThresholdUsed, name: str, units: Units) -> str:
    """`FTP 262 W (athlete)`."""
    if used.metric == "threshold_pace_s_per_km":
        value = f"{units.rate(1000 / used.value, 'run')}{units.rate_name('run')[3:]}"
    elif used.metric == "css_s_per_100m":
        value = f"{units.rate(100 / used.value, 'swim')}{units.rate_name('swim')[3:]}"
    else:
        value = whole(used.value, used.unit)
    return f"{name} {value} ({used.source})"


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


class WorkoutHead(CanvasWidget):
    """Title line, tiles of label over value, thresholds in force."""

    def __init__(self, units: Units) -> None:
        super().__init__(id="head")
        self.units = units
        self.analysis: Analysis | None = None

    def show(self, analysis: Analysis | None) -> None:
        self.analysis = analysis
        self.on_resize()
        self.redraw()

    def on_resize(self) -> None:
        """A second row of numbers only where the first is too short, and rows are plenty."""
        if self.analysis is None or not self.size.width:
            return
        second = overflows(tiles(self.analysis, self.units), self.size.width)
        self.styles.height = 6 if second and self.screen.size.height >= 30 else 4

    def paint(self, canvas: Canvas) -> None:
        analysis, colours = self.analysis, self.colours
        if analysis is None:
            canvas.text(0, 1, "No workout yet. Bring some in with", colours.muted)
            canvas.text(35, 1, "training-brain import FOLDER", colours.accent, bold=True)
            return
        self._title(canvas, analysis)
        found, inks = tiles(analysis, self.units), (colours.muted, colours.strong)
        shown, y = draw(canvas, 1, found, inks), 3
        if canvas.height >= 6 and found[shown:]:
            draw(canvas, y, found[shown:], inks)
            y += 2
        self._last_line(canvas, y, analysis)

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
            threshold_text(known[metric], name, self.units)
            for metric, name in _THRESHOLDS.get(analysis.workout.sport, _OTHERS)
            if metric in known
        ]
        if analysis.warnings:
            parts.append(analysis.warnings[0])
        text = ""
        for part in parts:
            longer = f"{text} · {part}" if text else part
            if x + len(longer) <= canvas.width:
                text = longer
        canvas.text(x, y, text, colours.muted)
