"""The channels as the math wants them (pauses cut out, nonsense missing) and their plain sums."""

from dataclasses import dataclass

import numpy as np

from analytics import heartrate, motion, power
from analytics.streams import Bools, Floats, Streams

#: Anything outside is a device's nonsense, hence missing.
_RANGE: dict[str, tuple[float, float]] = {
    "power": (0, 10_000),
    "hr": (0, 300),
    "cadence": (0, 500),
    "speed": (0, 500),
    "altitude": (-20_000, 20_000),
    "distance": (0, 1e8),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Channels with the pauses cut out as missing; None where nothing was recorded.

    hr_bridged: the heart goes on beating over pauses of up to 10 s, so a best may span them.
    """

    power: Floats | None
    hr: Floats | None
    hr_bridged: Floats | None
    cadence: Floats | None
    speed: Floats | None
    altitude: Floats | None
    distance: Floats | None


def kept_channels(streams: Streams) -> Kept:
    running = streams.timer
    paused = not running.all()

    def channel(name: str) -> Floats | None:
        return sane(streams, name, running)

    hr = bridged = channel("hr")
    if bridged is not None:
        bridged = heartrate.clean(bridged)
        bridged = None if np.isnan(bridged).all() else bridged
        hr = bridged
        if bridged is not None and paused:
            hr = np.where(running, bridged, np.nan)
    distance, speed = sane(streams, "distance"), channel("speed")
    if speed is None and distance is not None:
        speed = motion.speed_from_distance(np.where(running, distance, np.nan))
        speed = None if np.isnan(speed).all() else speed
    return Kept(
        power=channel("power"),
        hr=hr,
        hr_bridged=bridged,
        cadence=channel("cadence"),
        speed=speed,
        altitude=channel("altitude"),
        distance=distance,
    )


def sane(streams: Streams, name: str, within: Bools | None = None) -> Floats | None:
    """The channel, NaN outside of what can be (and of `within`); None when nothing is left."""
    values = streams.get(name)
    if values is None:
        return None
    lowest, highest = _RANGE[name]
    good = (values >= lowest) & (values <= highest)
    if within is not None:
        good &= within
    if good.all():
        return values if len(values) else None
    return np.where(good, values, np.nan) if good.any() else None


def mean(values: Floats | None) -> float | None:
    return None if values is None else float(np.nanmean(values))


def maximum(values: Floats | None) -> float | None:
    return None if values is None else float(np.nanmax(values))


def turning_mean(cadence: Floats | None) -> float | None:
    """Mean cadence while the legs turn, as devices show it."""
    if cadence is None:
        return None
    turning = cadence[cadence > 0]
    return float(turning.mean()) if len(turning) else None


def total(distance: Floats | None) -> float | None:
    known = None if distance is None else power.present(distance)
    return float(known[-1]) if known is not None and len(known) and known[-1] > 0 else None
