"""Steps as data: what is stored of a session's text, and sums over it."""

from typing import Any, NamedTuple

from analytics.steps.nodes import Node

#: From this confidence on a structure may be shown and scored as the plan.
TRUSTED = 0.75


class Structure(NamedTuple):
    """steps: nodes in the order of the text, one of

    - a step {"intent", "duration_s" or "distance_m", "target"?, "text"}; also "duration_max_s" or
      "distance_max_m" of a span, "send_off_s" of a swim, "also" (further targets). intent: warmup |
      work | recovery | rest | cooldown;
    - a repeat {"repeat", "steps", "text"}, with a "target" that holds for all of it where given;
    - a text {"text"} that is no step, or was not understood.

    target: {"kind", "low", "high", "unit"} with None for an open end: power (w, %ftp), hr (bpm,
    %lthr, %max_hr, %hr), pace (s_per_km, s_per_100m, %threshold_pace), cadence (rpm), rpe (rpe),
    zone (zone; "metric" where it was named), percent (%), effort ("text", no figures).
    "assumed": true where the coach left the reference out.

    confidence: 0..1. duration_s, distance_m: totals, None where a step has another measure or
    something was not understood.
    """

    steps: list[Node]
    confidence: float
    duration_s: float | None
    distance_m: float | None

    def to_json(self) -> dict[str, Any]:
        """The value of the `structure` column."""
        return {"version": 1, "kind": "workout", **self._asdict()}


def agreement(total: float | None, planned: float | None) -> float:
    if total is None or not planned:
        return 1.0
    off = abs(total - planned) / planned
    return 1.0 if off <= 0.15 else 0.9 if total < planned else 0.6


def sum_of(nodes: list[Node], wanted: str, other: str) -> float | None:
    """Sum over all steps; None as soon as one is measured otherwise."""
    found = 0.0
    for node in nodes:
        if "repeat" in node:
            inner = sum_of(node["steps"], wanted, other)
            if inner is None:
                return None
            found += node["repeat"] * inner
        elif wanted in node:
            found += (node[wanted] + node.get(wanted.replace("_", "_max_"), node[wanted])) / 2
        elif other in node:
            return None
    return found or None


def joined(nodes: list[Node]) -> list[Node]:
    """Neighbouring texts as one."""
    found: list[Node] = []
    for node in nodes:
        if list(node) == ["text"] and found and list(found[-1]) == ["text"]:
            found[-1] = {"text": f"{found[-1]['text']}\n{node['text']}"}
        else:
            found.append(node)
    return found
