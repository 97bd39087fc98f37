"""A day in words and numbers: its sessions, what was planned, what the coach changed, the night."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from reports.calendar import Item
from reports.day import DayNumbers
from reports.plan_edits import PlanEdit
from tui.edits import edit_text
from tui.palette import COMPLIANCE, LOAD_METHODS, SPORT_LETTERS, SPORT_NAMES, Palette
from tui.text import cut, plain, wrap
from tui.units import NONE, Units, clock, hours, signed, whole
from tui.widgets.calendar.cards import CHANGED, EXCLUDED

#: (text, kind) pieces, as tui.screens.card.Line.
type Line = list[tuple[str, str]]

_INDENT = "    "
_LABEL, _VALUE = 9, 9


def session(item: Item, units: Units, colours: Palette, width: int, *, chosen: bool) -> list[Line]:
    """One card in full."""
    sport, letter = colours.sport(item.sport), SPORT_LETTERS.get(item.sport, "O")
    mark = "▐" if item.executed else " "
    title = cut(item.title, width - len(_INDENT))
    lines: list[Line] = [
        [(f"{mark}{letter}{'▌' if item.executed else ' '} ", sport),
         (title, "accent" if chosen else "strong")],
        [(cut_keep(_INDENT + _when(item), width), "muted")],
    ]  # fmt: skip
    lines += _verdict(item, colours, width)
    lines += [_cells(row) for row in _amounts(item, units)]
    lines += _said(item, width)
    if item.planned is not None:
        lines += [_indented([(f"{CHANGED} {text}", "accent")])
                  for text in changes(item.changes, units, item.sport)]  # fmt: skip
        words = _steps(item.planned.structure) or wrap_all(
            item.planned.description or "", width - len(_INDENT)
        )
        if words:
            lines.append([])
        lines += [_indented([(cut_keep(text, width - len(_INDENT)), "muted")]) for text in words]
    return lines


def numbers(day: DayNumbers) -> list[Line]:
    """The night before, and the form at the day's end; what is not known is left out."""
    pieces: list[tuple[str, str]] = []
    night = day.wellness
    if night is not None:
        pieces = [
            ("HRV", whole(night.hrv_overnight_ms, "ms")),
            ("RHR", whole(night.rhr_bpm, "bpm")),
            ("Sleep", hours(night.sleep_total_s)),
            ("Score", whole(night.sleep_score)),
            ("Ready", whole(night.training_readiness)),
            ("Battery", whole(night.body_battery_high)),
            ("Weight", NONE if night.weight_kg is None else f"{night.weight_kg:.1f} kg"),
        ]
    if day.form is not None:
        pieces += [
            ("Load", whole(day.load)),
            ("CTL", f"{day.form.ctl:.0f}"),
            ("ATL", f"{day.form.atl:.0f}"),
            ("TSB", signed(day.form.tsb)),
        ]
    known = [(name, value) for name, value in pieces if value != NONE]
    return [
        [(part, kind) for name, value in known[start : start + 2] for part, kind in (
            (f"{name:<8}", "muted"), (f"{value:<12}", "text"))]
        for start in range(0, len(known), 2)
    ]  # fmt: skip


def changes(edits: list[PlanEdit], units: Units, sport: str) -> list[str]:
    """`moved from Tue 24 Nov`, one a kind, the latest of each."""
    found: dict[str, str] = {}
    for edit in edits:
        text = plain(edit_text(edit.kind, edit.before, units, sport))
        if text:
            found.setdefault(edit.kind, text)
    return list(found.values())


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day:%a} {day.day} {day:%b}"


def _when(item: Item) -> str:
    text = SPORT_NAMES.get(item.sport, item.sport)
    if item.starts_at:
        text += f" at {item.starts_at}"
    return text


def _indented(line: Line) -> Line:
    return [(_INDENT, "text"), *line]


def _cells(row: tuple[str, str, str]) -> Line:
    label, done, planned = row
    return [
        (f"{_INDENT}{label:<{_LABEL}}", "muted"),
        (f"{done:<{_VALUE}}", "text"),
        (planned, "muted"),
    ]


def _verdict(item: Item, colours: Palette, width: int) -> Iterator[Line]:
    done, compliance = item.executed, item.compliance
    if done is not None and done.excluded_reason is not None:
        reason = plain(done.excluded_reason)
        for n, text in enumerate(wrap(f"does not count: {reason}", width - len(_INDENT) - 2)):
            yield [(f"{_INDENT}{EXCLUDED if n == 0 else ' '} ", "muted"), (text, "text")]
    elif compliance is not None and compliance.level is not None:
        glyph, words = COMPLIANCE[compliance.level]
        if compliance.percent is not None:
            words = f"{compliance.percent:.0f} % of planned {compliance.basis}"
        yield [(f"{_INDENT}{glyph} ", colours.compliance[compliance.level]), (words, "text")]
    if done is not None and done.match_method == "pinned":
        words = "paired with the plan by you" if item.planned else "kept apart from the plan by you"
        yield _indented([(words, "muted")])
    if item.planned and done and item.planned.date != done.local_date:
        yield _indented([(f"planned for {_day(item.planned.date)}", "muted")])


def _amounts(item: Item, units: Units) -> list[tuple[str, str, str]]:
    """(label, done, planned); of an open session the plan stands first."""
    sport, plan, done = item.sport, item.planned, item.executed
    planned = ["", "", ""]
    if plan:
        planned = [
            clock(plan.duration_planned_s) if plan.duration_planned_s else "",
            units.distance(plan.distance_planned_m, plan.sport) if plan.distance_planned_m else "",
            f"{plan.tss_planned:.0f}" if plan.tss_planned else "",
        ]
    if done is None:
        rows = [(name, text, "") for name, text in zip(("Time", "Distance", "Load"), planned,
                                                       strict=True)]  # fmt: skip
        return [row for row in rows if row[1]]
    method = LOAD_METHODS.get(done.load_method or "", "")
    of = [f"of {text}" if text else "" for text in planned]
    rate = units.rate(1000 / done.avg_pace_s_per_km, sport) if done.avg_pace_s_per_km else NONE
    rows = [
        ("Time", clock(done.duration_s), of[0]),
        ("Distance", units.distance(done.distance_m, sport), of[1]),
        ("Load", whole(done.load), f"{of[2]} {f'by {method}' if method else ''}".strip()),
        ("Pace" if sport in ("run", "swim") else "Speed", rate, units.rate_name(sport)),
        ("HR", whole(done.avg_hr, "bpm"), f"max {whole(done.max_hr)}" if done.max_hr else ""),
        ("Power", whole(done.avg_power, "W"), f"max {whole(done.max_power)}"
         if done.max_power else ""),
        ("NP", whole(done.normalized_power, "W"), ""),
        ("IF", NONE if done.intensity_factor is None else f"{done.intensity_factor:.2f}", ""),
        ("Climb", units.height(done.elevation_gain_m), ""),
        ("RPE", NONE if done.rpe is None else f"{done.rpe:g}", "of 10"),
    ]  # fmt: skip
    return [row for row in rows if row[1] != NONE]


def _said(item: Item, width: int) -> Iterator[Line]:
    notes = item.executed.notes if item.executed else None
    if notes:
        yield []
        for text in wrap_all(notes, width - len(_INDENT)):
            yield _indented([(text, "text")])


def _steps(structure: Any) -> list[str]:
    """The session's steps, a line each, where the coach's text was understood."""
    if not isinstance(structure, dict):
        return []
    return _nodes(structure.get("steps") or [], 0)


def _nodes(nodes: list[dict[str, Any]], depth: int) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        text = plain(str(node.get("text") or ""))
        if "repeat" in node:
            lines.append(f"{'  ' * depth}{text or f'{node["repeat"]} ×'}")
            inner = node.get("steps") or []
            if len(inner) > 1:
                lines += _nodes(inner, depth + 1)
        elif text:
            lines.append(f"{'  ' * depth}{'· ' if 'intent' in node else ''}{text}")
    return lines


def wrap_all(text: str, width: int) -> list[str]:
    """Paragraph by paragraph."""
    return [line for part in text.splitlines() for line in wrap(part, max(8, width))]


def cut_keep(text: str, width: int) -> str:
    """Cut, with the indent that `cut` would take away."""
    bare = text.lstrip()
    indent = len(text) - len(bare)
    return " " * indent + cut(bare, width - indent)
