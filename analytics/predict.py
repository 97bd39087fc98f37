"""Race predictions and VDOT. Pure Python."""

import math


def riegel(time_s: float, distance_m: float, goal_m: float, exponent: float = 1.06) -> float:
    """Predicted time (s) over `goal_m` from one performance (Riegel 1981)."""
    return float(time_s * (goal_m / distance_m) ** exponent)


def speed_over(time_s: float, speed_m_s: float, goal_s: float, exponent: float = 1.06) -> float:
    """The speed Riegel's law holds for `goal_s` seconds, from the best speed over `time_s`."""
    return float(speed_m_s * (time_s / goal_s) ** (1.0 - 1.0 / exponent))


def vdot(distance_m: float, time_s: float) -> float:
    """Daniels and Gilbert's VDOT (ml/kg/min) of a race."""
    minutes = time_s / 60.0
    velocity = distance_m / minutes
    oxygen = -4.60 + 0.182258 * velocity + 0.000104 * velocity**2
    share = 0.8 + 0.1894393 * math.exp(-0.012778 * minutes)
    share += 0.2989558 * math.exp(-0.1932605 * minutes)
    return oxygen / share
