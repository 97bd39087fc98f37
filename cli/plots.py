"""Printed charts (`--plot`), drawn by plotext at the terminal's width with round ticks of ours."""

import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import plotext

from reports.fitness import Fitness
from reports.recovery import Recovery
from reports.streams import Lane, Lanes
from tui.units import Units, clock
from tui.widgets.chart.scale import Label, date_labels, ticks, time_labels, widened

_CTL, _ATL, _TSB = (88, 166, 255), (240, 136, 62), (63, 185, 80)
_BAND, _DOTS, _MEAN, _PULSE = (110, 118, 129), (88, 166, 255), (210, 168, 255), (248, 81, 73)
_LANES = {
    "power": (210, 153, 34),
    "hr": (248, 81, 73),
    "speed": (88, 166, 255),
    "altitude": (139, 148, 158),
}
#: The narrowest range of an axis: a steady heart is not to look like a storm.
_LEAST = {"power": 50.0, "hr": 20.0, "speed": 5.0, "altitude": 20.0}
#: Round paces (s/km), fast to slow: the marks of an axis that is kept in speeds.
_PACES = {
    "run": (150, 180, 210, 240, 270, 300, 330, 360, 420, 480, 600, 900),
    "swim": (600, 750, 900, 1050, 1200, 1500, 1800, 2400, 3600),
}
_HEIGHT = 9
_MOST_COLUMNS = 200

type Colour = tuple[int, int, int]
type Points = Sequence[tuple[float, float]]


class Series(NamedTuple):
    """filled: down to the axis. joined: a line, else dots."""

    colour: Colour
    points: Points
    filled: bool = False
    joined: bool = True


class Panel(NamedTuple):
    """marks: (value, text) for the y axis where round values would not be round to the eye."""

    title: str
    series: Sequence[Series]
    height: int
    least: float
    floor: float | None = None
    marks: Sequence[tuple[float, str]] = ()


def plot_fitness(report: Fitness) -> None:
    """CTL and ATL above, TSB below; the forecast goes on after the mark."""
    days = report.days
    now = sum(1 for day in days if not day.forecast)
    title = "Fitness (CTL) and, dotted, fatigue (ATL)"
    if now < len(days):
        title += f", forecast from {days[now].date}"
    form = [
        Series(_ATL, [(n, day.atl) for n, day in enumerate(days)], joined=False),
        Series(_CTL, [(n, day.ctl) for n, day in enumerate(days)]),
    ]
    fresh = [Series(_TSB, [(n, day.tsb) for n, day in enumerate(days)])]
    panels = [
        Panel(title, form, 14, least=20.0, floor=0.0),
        Panel("Freshness (TSB)", fresh, _HEIGHT, least=10.0),
    ]
    _print_days(panels, days[0].date, len(days))


def plot_recovery(report: Recovery) -> None:
    """Nights as dots, their 7-day mean as a line in its band, resting heart rate beneath."""
    nights = list(enumerate(report.hrv))
    at = {night.date: n for n, night in nights}
    hrv = [
        Series(_BAND, [(n, x.low) for n, x in nights if x.low is not None]),
        Series(_BAND, [(n, x.high) for n, x in nights if x.high is not None]),
        Series(_DOTS, [(n, x.hrv) for n, x in nights if x.hrv is not None], joined=False),
        Series(_MEAN, [(n, x.mean_7d) for n, x in nights if x.mean_7d is not None]),
    ]
    pulse = [(at[row.date], row.rhr_bpm) for row in report.wellness if row.rhr_bpm is not None]
    panels = [
        Panel("HRV (ms): nights dotted, 7-day mean, normal band in grey", hrv, 13, least=10.0),
        Panel("Resting heart rate (bpm)", [Series(_PULSE, pulse)], _HEIGHT, least=8.0),
    ]
    _print_days(panels, report.start, len(report.hrv))


def plot_streams(seconds: Lanes, title: str, units: Units) -> None:
    """The lanes one above the other, one mean a column."""
    width = _width()
    panels = []
    for name, colour in _LANES.items():
        lane = seconds.lanes.get(name)
        if lane is None or lane.highest is None:
            continue
        factor, label = _shown(name, units)
        series = [Series(colour, _means(lane, seconds.n, width, factor), name == "power")]
        paces = _PACES.get(seconds.sport, ()) if name == "speed" else ()
        if paces:
            label = "Pace (min/100m)" if seconds.sport == "swim" else "Pace (min/km)"
        floor = 0.0 if name in ("power", "speed") and not paces else None
        marks = [(factor / pace * 1000, clock(pace * _per(seconds.sport))) for pace in paces]
        panels.append(Panel(label, series, _HEIGHT, _LEAST[name], floor, marks))
    sys.stdout.write(f"{title}\n")
    labels = time_labels(0, seconds.n, width - 8)
    _print(panels, labels, width - 8, float(seconds.n))


def _per(sport: str) -> float:
    """Kilometres in the distance a pace is told for."""
    return 0.1 if sport == "swim" else 1.0


def _shown(name: str, units: Units) -> tuple[float, str]:
    """(factor, title): speeds as km/h or mph, heights as m or ft."""
    if name == "speed":
        return (3.6, "Speed (km/h)") if units.metric else (2.2369, "Speed (mph)")
    if name == "altitude":
        return (1.0, "Altitude (m)") if units.metric else (3.2808, "Altitude (ft)")
    return 1.0, {"power": "Power (W)", "hr": "Heart rate (bpm)"}[name]


def _means(lane: Lane, n: int, columns: int, factor: float) -> Points:
    found = []
    for column in range(columns):
        start, end = n * column // columns, max(n * (column + 1) // columns, 1)
        mean = lane.mean(start, max(end, start + 1)) if start < n else None
        if mean is not None:
            found.append(((start + end) / 2, mean * factor))
    return found


def _print_days(panels: Sequence[Panel], start: str, days: int) -> None:
    width = _width() - 8
    _print(panels, date_labels(date.fromisoformat(start), days, width), width, float(days))


def _width() -> int:
    return max(40, min(_MOST_COLUMNS, shutil.get_terminal_size((100, 24)).columns))


def _print(panels: Sequence[Panel], labels: Sequence[Label], width: int, span: float) -> None:
    """labels: text and its first column of `width`, which stands for `span` on the x axis."""
    colourless = not sys.stdout.isatty() or bool(os.environ.get("NO_COLOR"))
    for index, panel in enumerate(panels):
        if not any(series.points for series in panel.series):
            continue
        figure = plotext.figure
        figure.clear()
        last = index == len(panels) - 1
        figure.plot_size(width + 8, panel.height + last)
        _draw(figure, panel, span)
        places = [(label.x + (len(label.text) - 1) / 2) * span / width for label in labels]
        texts = [label.text for label in labels]
        figure.ruler("x").ticks(places if last else [], texts if last else [])
        figure.title(panel.title)
        sys.stdout.write(figure.build().string(colorless=colourless).rstrip("\n") + "\n")


def _apart(
    marks: Sequence[tuple[float, str]], low: float, high: float, rows: int
) -> list[tuple[float, str]]:
    """Those of the marks that are on the axis and at least two rows from each other."""
    kept: list[tuple[float, str]] = []
    for value, text in marks:
        far = not kept or abs(value - kept[-1][0]) * rows >= 2 * (high - low)
        if low <= value <= high and far:
            kept.append((value, text))
    return kept


def _draw(figure: Any, panel: Panel, span: float) -> None:
    values = [value for series in panel.series for _, value in series.points]
    low, high = widened(min(values), max(values), least=panel.least)
    if panel.floor is not None:
        low = min(panel.floor, *values)
    figure.theme("simple")
    figure.ruler("x").lim(0, span)
    figure.ruler("y").lim(low, high)
    marks = _apart(panel.marks, low, high, panel.height) or [
        (mark, f"{mark:g}") for mark in ticks(low, high, max(2, panel.height // 3))
    ]
    figure.ruler("y").ticks([mark for mark, _ in marks], [f"{text:>5}" for _, text in marks])
    for series in panel.series:
        if not series.points:
            continue
        pixel = plotext.pixel(series.colour)
        marker = plotext.marker("braille" if series.joined else "dot", pixel)
        signal = figure.signal(
            [x for x, _ in series.points], [y for _, y in series.points], marker=marker
        )
        if series.joined:
            signal.lines()
        if series.filled:
            signal.fillx()
        figure.draw(signal)
