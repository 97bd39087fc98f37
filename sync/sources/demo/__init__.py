"""The demo athlete: generated, seeded, taken in by the same path as real recordings.

`ensure` is all that the faces need. Importing it costs next to nothing: the generator and NumPy
are imported only when days are missing.
"""

from sync.sources.demo.days import Progress
from sync.sources.demo.ensure import TIMEZONE, ensure

__all__ = ["TIMEZONE", "Progress", "ensure"]
