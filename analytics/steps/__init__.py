"""A coach's text as structured steps: `from analytics.steps import parse_steps`."""

from analytics.steps.parse import parse_steps
from analytics.steps.structure import TRUSTED, Structure

__all__ = ["TRUSTED", "Structure", "parse_steps"]
