"""The canvas, character by character."""

from array import array
from datetime import date
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mirror.codec import MISSING
from reports.streams import Lane
from tui.palette import DARK, LIGHT, LIGHT_SAFE, Palette, contrast, palette_of
from tui.text import cut, fit
from tui.units import Units, clock, hours, signed
from tui.widgets.chart import scale
from tui.widgets.chart.area import hang, rise, stack
from tui.widgets.chart.canvas import Canvas
from tui.widgets.chart.lanes import means
from tui.widgets.chart.line import line
from tui.widgets.chart.meanmax import Curve

RED, BLUE, PAPER = "#ff0000", "#0000ff", "#000000"


def lines(canvas: Canvas) -> list[str]:
    return [canvas.line(y) for y in range(canvas.height)]


def test_area_rises_by_eighths() -> None:
    canvas = Canvas(4, 2, PAPER)
    for x, eighths in enumerate((0, 3, 8, 13)):
        rise(canvas, x, 1, eighths, RED)
    assert lines(canvas) == ["   ▅", " ▃██"]


def test_hanging_bar_leaves_the_rest_as_paper() -> None:
    canvas = Canvas(1, 2, PAPER)
    hang(canvas, 0, 0, 11, RED)
    assert lines(canvas) == ["█", "▅"]
    assert (canvas.inks[1][0], canvas.papers[1][0]) == (PAPER, RED)


def test_stack_shares_a_cell_between_two_parts() -> None:
    canvas = Canvas(1, 2, PAPER)
    stack(canvas, 0, 1, [(4, RED), (8, BLUE)])
    assert lines(canvas) == ["▄", "▄"]
    assert (canvas.inks[1][0], canvas.papers[1][0]) == (RED, BLUE)
    assert (canvas.inks[0][0], canvas.papers[0][0]) == (BLUE, PAPER)


def test_line_takes_the_area_below_it_as_paper() -> None:
    canvas = Canvas(2, 1, PAPER)
    rise(canvas, 0, 0, 8, BLUE)
    line(canvas, 0, 0, [0, 0, 3, 3], RED)
    assert canvas.papers[0] == [BLUE, PAPER]
    assert canvas.inks[0] == [RED, RED]
    assert all(0x2800 < ord(glyph) < 0x2900 for glyph in canvas.line(0))


def test_line_joins_steep_flanks() -> None:
    canvas = Canvas(1, 2, PAPER)
    line(canvas, 0, 0, [0, 7], RED)
    assert lines(canvas) == ["⣇", "⢸"]


def test_line_breaks_at_gaps() -> None:
    canvas = Canvas(3, 1, PAPER)
    line(canvas, 0, 0, [0, 0, None, None, 0, 0], RED)
    assert lines(canvas) == ["⠉ ⠉"]


def test_grid_only_in_empty_cells() -> None:
    canvas = Canvas(3, 1, PAPER)
    rise(canvas, 1, 0, 4, RED)
    canvas.grid_row(0, 0, 3, BLUE)
    assert canvas.line(0) == "┈▄┈"


def test_cursor_keeps_what_it_crosses_legible() -> None:
    canvas = Canvas(1, 3, PAPER)
    rise(canvas, 0, 2, 12, RED)
    canvas.cursor(0, 0, 3, "#ffffff", BLUE)
    assert lines(canvas) == ["│", "▄", "│"]
    assert [row[0] for row in canvas.papers] == [PAPER, BLUE, RED]


def test_drawing_outside_is_left_out() -> None:
    canvas = Canvas(2, 1, PAPER)
    canvas.text(-1, 0, "abcd", RED)
    canvas.text(0, 5, "x", RED)
    canvas.fill(-5, -5, 100, 100, BLUE)
    canvas.braille(-3, 99, RED)
    canvas.cursor(9, 0, 1, RED, RED)
    rise(canvas, 7, 0, 99, RED)
    hang(canvas, 7, 0, 3, RED)
    assert canvas.line(0) == "bc"


def test_strips_join_neighbours_of_one_style() -> None:
    canvas = Canvas(6, 1, PAPER)
    canvas.text(0, 0, "ab  cd", RED)
    strip = canvas.strip(0)
    assert (strip.text, len(list(strip)), strip.cell_length) == ("ab  cd", 1, 6)


@given(st.lists(st.integers(0, 200), min_size=1, max_size=40), st.integers(1, 300))
def test_spread_labels_never_touch(columns: list[int], width: int) -> None:
    asked = [scale.Label(x, f"{x}m") for x in sorted(columns)]
    end = -99
    for x, text in scale.spread(asked, width):
        assert x >= end + 2
        end = x + len(text)
    assert end <= max(width, 4)


@given(st.integers(20, 200_000), st.integers(20, 200))
def test_time_labels_are_regular(span: int, width: int) -> None:
    found = scale.time_labels(0, span, width)
    assert found
    assert len({text for _, text in found}) == len(found)
    gaps = [b.x - (a.x + len(a.text)) for a, b in pairwise(found)]
    assert all(gap >= 3 for gap in gaps)


@given(st.floats(-1e4, 1e4), st.floats(0.1, 1e4), st.integers(1, 20))
def test_ticks_are_round_and_inside(low: float, span: float, count: int) -> None:
    found = scale.ticks(low, low + span, count)
    assert len(found) <= count + 1
    assert all(low - 1e-3 <= tick <= low + span + 1e-3 for tick in found)


def test_pace_ticks_are_round_paces() -> None:
    found = scale.pace_ticks(2.5, 5.0, 1000, 4)
    assert [clock(1000 / speed) for speed in found] == ["4:00", "5:00", "6:00"]


@pytest.mark.parametrize(
    ("start", "days", "width", "texts"),
    [
        (date(2026, 11, 10), 14, 140, ["10 Nov", "11 Nov"]),
        (date(2026, 10, 25), 30, 100, ["26 Oct", "2 Nov"]),
        (date(2026, 8, 25), 90, 100, ["Sep 26", "Oct"]),
        (date(2016, 1, 1), 3650, 100, ["2016", "2017"]),
    ],
)
def test_date_labels(start: date, days: int, width: int, texts: list[str]) -> None:
    assert [text for _, text in scale.date_labels(start, days, width)][:2] == texts


@given(
    st.lists(st.none() | st.integers(0, 2000), min_size=1, max_size=300),
    st.integers(1, 120),
)
def test_means_of_the_whole_are_the_lanes_own(values: list[int | None], columns: int) -> None:
    samples = array("i", [MISSING if v is None else v for v in values])
    sums = array("q", [0, *accumulate(v or 0 for v in values)])
    counts = array("i", [0, *accumulate(v is not None for v in values)])
    lane = Lane("power", "W", 1.0, samples, sums, counts, None, None)
    found = means(lane, 0, len(values), columns)
    assert len(found) == columns
    present = [v for v in values if v is not None]
    for mean in found:
        assert mean is None or min(present) <= mean <= max(present)
    if columns == 1 and present:
        assert found[0] == pytest.approx(sum(present) / len(present))


def test_curve_between_two_durations() -> None:
    curve = Curve([1, 100], [300.0, 200.0])
    assert curve.at(10) == pytest.approx(250)
    assert curve.at(101) is None
    assert curve.at(1) == 300


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Easy run", 10, "Easy run  "),
        ("Easy run", 5, "Easy…"),
        ("⚠️ 🚴🏽‍♀️ ride", 7, "⚠ 🚴♀ …"),
        ("a\nb\tc", 6, "a b c "),
        ("日本語日本語", 5, "日本…"),
        ("", 3, "   "),
        ("abc", 0, ""),
    ],
)
def test_fit(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown
    assert cut(text, width) == shown.rstrip()


def test_numbers_as_read() -> None:
    assert (clock(3727), clock(59.6), clock(None)) == ("1:02:07", "1:00", "–")
    assert (hours(3727), signed(-3.2), signed(0.4)) == ("1:02", "−3", "0")
    metric, imperial = Units(True), Units(False)
    assert metric.rate(1000 / 248, "run") == "4:08"
    assert imperial.rate(1000 / 248, "run") == "6:39"
    assert metric.rate(100 / 96, "swim") == "1:36"
    assert imperial.distance(1609.344, "bike") == "1.0 mi"
    assert metric.distance(2600, "swim") == "2600 m"


@pytest.mark.parametrize("palette", [DARK, LIGHT, LIGHT_SAFE, palette_of(dark=True, safe=True)])
def test_what_must_be_read_can_be_read(palette: Palette) -> None:
    paper = palette.background
    for ink in (palette.text, palette.strong, palette.muted, palette.accent):
        assert contrast(ink, paper) >= 4.5
    for ink in (*palette.compliance.values(), *palette.sports.values(), *palette.zones):
        assert contrast(ink, paper) >= 2.8
