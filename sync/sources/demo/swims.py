"""The coach's library of swims: pool sets against CSS, and open water."""

from typing import NamedTuple

from sync.sources.demo.athlete import Tested
from sync.sources.demo.sessions import MINUTE, Block, Session, Step, make, minutes_of


class _Set(NamedTuple):
    """repeats x metres at an intensity, then a rest at the wall; fixed sets do not scale."""

    repeats: int
    metres: float
    intensity: float
    rest_s: float
    fixed: bool = False


#: what -> (title, text, sets); {n} is the number of repeats of the first set, {m} of the second.
_MAIN: dict[str, tuple[str, str, tuple[_Set, ...]]] = {
    "css": ("CSS {n}x100", '{n}x100 @ CSS ({pace}) / 15"', (_Set(10, 100, 1.0, 15),)),
    "endurance": (
        "Endurance {n}x400",
        '{n}x400 @ CSS + 6 s / 30", pull buoy on the even ones',
        (_Set(4, 400, 0.94, 30),),
    ),
    "sprints": (
        "Speed {n}x50",
        '{n}x50 fast / 20"\n{m}x100 easy',
        (_Set(16, 50, 1.09, 20), _Set(4, 100, 0.86, 10)),
    ),
    "technique": (
        "Technique",
        '{n}x100: 50 drill, 50 whole stroke / 20"\n{m}x150 easy',
        (_Set(8, 100, 0.84, 20), _Set(4, 150, 0.88, 20)),
    ),
    "test": (
        "CSS test 400/200",
        "400 all out\n300 very easy\n200 all out\n4x100 easy\nCSS from the two.",
        (
            _Set(1, 400, 1.03, 90, True),
            _Set(1, 300, 0.78, 60, True),
            _Set(1, 200, 1.09, 60, True),
            _Set(4, 100, 0.85, 15, True),
        ),
    ),
}


def swim(what: str, scale: float, now: Tested, venue: str) -> Session:
    """A pool session: css | endurance | sprints | technique | test; scale: on the main sets."""
    title, text, sets = _MAIN[what]
    counts = [s.repeats if s.fixed else max(2, round(s.repeats * scale)) for s in sets]
    css = 100 / now.css_m_s
    named = {"n": counts[0], "m": counts[-1], "pace": f"{int(css // 60)}:{int(css % 60):02d}"}
    main = [
        Block(count, (_swum("active", s.metres, s.intensity, now), _rest(s.rest_s)))
        for count, s in zip(counts, sets, strict=True)
    ]
    warm = Block(1, (_swum("warmup", 400, 0.86, now), _rest(30)))
    drills = Block(6, (_swum("active", 50, 0.82, now), _rest(15)))
    return make(
        f"swim.{what}",
        title.format(**named),
        f'400 easy\n6x50 drill / 15"\n{text.format(**named)}\n200 easy',
        [warm, drills, *main, Block(1, (_swum("cooldown", 200, 0.82, now),))],
        venue,
    )


def open_water(minutes: float, now: Tested) -> Session:
    """So long in the lake, easy."""
    minutes = minutes_of(minutes)
    metres = float(round(minutes * MINUTE * now.css_m_s * 0.88 / 100) * 100)
    return make(
        "swim.open_water",
        "Open water",
        f"About {metres:.0f} m in the lake. Sight every 8 strokes. Buoy!",
        [Block(1, (Step("active", minutes * MINUTE, 0.88, metres),))],
        "open_water",
    )


def _swum(kind: str, metres: float, intensity: float, now: Tested) -> Step:
    return Step(kind, metres / (now.css_m_s * intensity), intensity, metres)


def _rest(seconds: float) -> Step:
    return Step("rest", seconds, 0.0)
