"""Randomness by date: every number of the demo depends on its day alone.

A generator belongs to one day and one topic. So the same day is the same whether two years are made
at once or the demo grows day by day, and a change to the swims moves no ride.
"""

from datetime import date
from zlib import crc32

import numpy as np

SEED = 20_240_229


def rng(day: date, topic: str) -> np.random.Generator:
    """The random source of one day and topic."""
    return np.random.Generator(np.random.PCG64([SEED, day.toordinal(), crc32(topic.encode())]))


def chance(day: date, topic: str) -> float:
    """One uniform number in [0, 1) of a day and topic; cheaper than a whole generator."""
    mixed = crc32(f"{SEED}:{day.toordinal()}:{topic}".encode())
    # CRC is linear, neighbours correlate: one round of a multiplicative mixer breaks that.
    mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D & 0xFFFFFFFF
    mixed = (mixed ^ (mixed >> 12)) * 0x297A2D39 & 0xFFFFFFFF
    return float((mixed ^ (mixed >> 15)) / 2**32)


def normal(day: date, topic: str) -> float:
    """One roughly normal number (mean 0, SD 1, within ±3.5) of a day and topic."""
    return (sum(chance(day, f"{topic}:{k}") for k in range(6)) - 3.0) / 0.7071
