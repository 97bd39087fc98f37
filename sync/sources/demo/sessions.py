"""The coach's library: sessions as steps against threshold, with the words of the plan.

Rides, runs, gym and bricks; the swims are in `swims`.
"""

from typing import NamedTuple

from sync.sources.demo.athlete import Tested


class Step(NamedTuple):
    """One stretch. kind: warmup | active | rest | cooldown; intensity: fraction of threshold power
    (bike) or speed (run, swim); a swim's step is long by `metres`, `seconds` follows from them."""

    kind: str
    seconds: float
    intensity: float
    metres: float = 0.0


class Block(NamedTuple):
    repeat: int
    steps: tuple[Step, ...]


class Session(NamedTuple):
    """kind: "<sport>.<what>"; venue: road | group | indoor | trail | track | pool25 | pool50 |
    open_water | gym | race."""

    kind: str
    sport: str
    title: str
    description: str
    blocks: tuple[Block, ...]
    venue: str
    duration_s: float
    distance_m: float | None
    tss: float | None

    def steps(self) -> list[Step]:
        """All steps in order, repeats unrolled."""
        return [step for block in self.blocks for _ in range(block.repeat) for step in block.steps]


MINUTE = 60.0
# Heart rate, not pace, says what these cost; per hour.
_FLAT_TSS = {"strength": 22.0}
_EXPONENT = {"bike": 2, "run": 2, "swim": 3}


def make(
    kind: str,
    title: str,
    description: str,
    blocks: list[Block],
    venue: str,
    *,
    speed_m_s: float | None = None,
    show_distance: bool = False,
) -> Session:
    """A session with its planned sums. speed_m_s: threshold speed, for a distance."""
    sport = kind.split(".")[0]
    session = Session(kind, sport, title, description, tuple(blocks), venue, 0.0, None, None)
    steps = session.steps()
    seconds = sum(step.seconds for step in steps)
    if sport in _EXPONENT:
        power = _EXPONENT[sport]
        tss = sum(
            s.seconds / 36 * s.intensity**power
            for s in steps
            if s.kind != "rest" or sport != "swim"
        )
    else:
        tss = seconds / 3600 * _FLAT_TSS.get(sport, 0.0)
    metres = sum(step.metres for step in steps) or None
    if metres is None and show_distance and speed_m_s:
        metres = round(sum(s.seconds * s.intensity for s in steps) * speed_m_s / 500) * 500.0
    return session._replace(
        duration_s=round(seconds / 300) * 300.0 or seconds,
        distance_m=metres,
        tss=float(round(tss)) or None,
    )


def _ramp(warm_min: float, cool_min: float, main: list[Block], easy: float) -> list[Block]:
    return [
        Block(1, (Step("warmup", warm_min * MINUTE, easy),)),
        *main,
        Block(1, (Step("cooldown", cool_min * MINUTE, easy - 0.05),)),
    ]


def minutes_of(value: float, step: float = 5.0) -> float:
    return max(step, round(value / step) * step)


def bike_intervals(
    what: str, repeats: int, on_min: float, intensity: float, off_min: float, venue: str
) -> Session:
    """n × on / off around an intensity: threshold, sweet spot, VO2max, race pace."""
    low, high = round(100 * intensity - 3), round(100 * intensity + 2)
    on = f"{on_min:g}'" if on_min >= 1 else f'{on_min * 60:g}"'
    off = f"{off_min:g}'" if off_min >= 1 else f'{off_min * 60:g}"'
    note = {
        "Sweet spot": "Steady and seated, 85–90 rpm. Should feel like hard work you could repeat.",
        "Threshold": "Hold back in the first one. Same power in the last as in the first.",
        "VO2max": "All of them hard, none of them a sprint. Stop if power drops by more than 8 %.",
        "Race pace": "On the aerobars. Drink every 15 minutes as on race day.",
    }[what]
    return make(
        f"bike.{what.lower().replace(' ', '_')}",
        f"{what} {repeats}x{on}",
        f"15' easy with 3 x 1' at high cadence\n{repeats}x{on} @ {low}-{high}% / {off} easy\n"
        f"10' easy\n{note}",
        _ramp(
            15,
            10,
            [
                Block(
                    repeats,
                    (
                        Step("active", on_min * MINUTE, intensity),
                        Step("rest", off_min * MINUTE, 0.5),
                    ),
                )
            ],
            0.58,
        ),
        venue,
    )


def bike_endurance(
    minutes: float, venue: str, title: str, note: str, intensity: float = 0.68
) -> Session:
    minutes = minutes_of(minutes, 10)
    return make(
        "bike.group" if venue == "group" else "bike.endurance",
        title,
        f"{int(minutes // 60)}:{int(minutes % 60):02d} @ {100 * intensity - 6:.0f}-"
        f"{100 * intensity + 6:.0f}%. {note}",
        [Block(1, (Step("active", minutes * MINUTE, intensity),))],
        venue,
    )


def bike_test() -> Session:
    return make(
        "bike.test",
        "FTP test 20'",
        "20' easy, 3 x 1' fast spin, 5' hard, 10' easy\n20' all out, evenly paced\n10' easy\n"
        "FTP = 95% of the 20'.",
        [
            Block(1, (Step("warmup", 20 * MINUTE, 0.6),)),
            Block(1, (Step("active", 5 * MINUTE, 1.08), Step("rest", 10 * MINUTE, 0.5))),
            Block(1, (Step("active", 20 * MINUTE, 1.045),)),
            Block(1, (Step("cooldown", 10 * MINUTE, 0.5),)),
        ],
        "indoor",
    )


def run_easy(
    minutes: float, now: Tested, note: str = "Easy. You could talk all the way."
) -> Session:
    minutes = minutes_of(minutes)
    return make(
        "run.easy",
        f"Easy run {minutes:.0f}'",
        f"{minutes:.0f}' @ 74-80%. {note}",
        [Block(1, (Step("active", minutes * MINUTE, 0.77),))],
        "road",
        speed_m_s=now.threshold_speed_m_s,
    )


def run_long(minutes: float, now: Tested, venue: str, finish_min: float = 0.0) -> Session:
    minutes = minutes_of(minutes)
    steps = [Block(1, (Step("active", (minutes - finish_min) * MINUTE, 0.78),))]
    text = f"{minutes:.0f}' @ 75-81%, fuel every 30 minutes."
    if finish_min:
        steps.append(Block(1, (Step("active", finish_min * MINUTE, 0.90),)))
        text = f"{minutes - finish_min:.0f}' @ 75-81%, last {finish_min:.0f}' @ 88-92%."
    if venue == "trail":
        text = f"{minutes:.0f}' on trails with hills, by feel. Walk the steepest bits."
    return make(
        "run.trail" if venue == "trail" else "run.long",
        "Trail run with hills" if venue == "trail" else f"Long run {minutes:.0f}'",
        text,
        steps,
        venue,
        speed_m_s=now.threshold_speed_m_s,
        show_distance=venue != "trail",
    )


def run_intervals(
    what: str, repeats: int, on_s: float, intensity: float, off_s: float, now: Tested, venue: str
) -> Session:
    """Tempo, threshold, track or hill repeats. On the track `on_s` comes from the distance."""
    pace = 1000 / (now.threshold_speed_m_s * intensity)
    if venue == "track":
        metres = round(on_s * now.threshold_speed_m_s * intensity / 200) * 200
        on, on_s = f"{metres:.0f} m", metres / (now.threshold_speed_m_s * intensity)
        how = f"@ {100 / 1000 * pace * 4:.0f} s per lap"
    else:
        on = f"{on_s / 60:g}'" if on_s >= 120 else f'{on_s:.0f}"'
        how = (
            f"@ {int(pace // 60)}:{int(pace % 60):02d}/km" if what != "Hills" else "uphill, strong"
        )
    off = f"{off_s / 60:g}' jog" if off_s >= 120 else f'{off_s:.0f}" jog'
    return make(
        f"run.{what.lower()}",
        f"{what} {repeats}x{on}",
        f"15' easy, drills, 3 strides\n{repeats}x{on} {how} / {off}\n10' easy",
        _ramp(
            15,
            10,
            [Block(repeats, (Step("active", on_s, intensity), Step("rest", off_s, 0.62)))],
            0.76,
        ),
        venue,
        speed_m_s=now.threshold_speed_m_s,
        show_distance=venue == "track",
    )


def run_test() -> Session:
    return make(
        "run.test",
        "Threshold test 30'",
        "15' easy with strides\n30' all out alone, press lap after 10'\n10' easy\n"
        "Threshold = mean pace of the 30', LTHR = mean of the last 20'.",
        _ramp(15, 10, [Block(1, (Step("active", 30 * MINUTE, 1.0),))], 0.76),
        "track",
    )


def run_walk(repeats: int, run_min: float) -> Session:
    return make(
        "run.comeback",
        f"Run/walk {repeats}x{run_min:g}'",
        f"5' walk\n{repeats}x{run_min:g}' very easy / 1' walk\n5' walk\n"
        "Any pain above 2 of 10: stop and walk home.",
        [
            Block(1, (Step("warmup", 5 * MINUTE, 0.38),)),
            Block(repeats, (Step("active", run_min * MINUTE, 0.72), Step("rest", MINUTE, 0.38))),
            Block(1, (Step("cooldown", 5 * MINUTE, 0.38),)),
        ],
        "road",
    )


def strength(minutes: float) -> Session:
    return make(
        "strength.gym",
        "Strength",
        "Squat 3x6, single-leg deadlift 3x8, pull-ups 3x6, calf raises 3x15, core 10'.",
        [Block(1, (Step("active", minutes_of(minutes) * MINUTE, 0.5),))],
        "gym",
    )


def mobility(minutes: float) -> Session:
    return make(
        "mobility.home",
        "Mobility",
        "Hips, ankles, thoracic spine. Breathe.",
        [Block(1, (Step("active", minutes_of(minutes) * MINUTE, 0.2),))],
        "gym",
    )


def brick(ride_min: float, run_min: float) -> Session:
    """Ride, change, run off the bike: one multisport recording."""
    ride, run = minutes_of(ride_min, 10), minutes_of(run_min)
    session = make(
        "brick.training",
        f"Brick {ride:.0f}' + {run:.0f}'",
        f"Ride {ride:.0f}' @ 66-74%, last 30' @ 80-84%.\n"
        f"Rack the bike, then run {run:.0f}' @ 86-90% straight away.",
        [
            Block(1, (Step("active", (ride - 30) * MINUTE, 0.69),)),
            Block(1, (Step("active", 30 * MINUTE, 0.82),)),
            Block(1, (Step("active", run * MINUTE, 0.88),)),
        ],
        "road",
    )
    tss = ((ride - 30) * 0.69**2 + 30 * 0.82**2 + run * 0.88**2) / 0.6
    return session._replace(tss=float(round(tss)))
