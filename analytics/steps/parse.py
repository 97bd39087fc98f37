"""A coach's plain text as steps.

What is not understood stays text, and the confidence says how much of what looks like steps was
understood. Never raises; the time is linear in a bounded text.
"""

from itertools import pairwise

from analytics.steps.nodes import (
    MAX_STRANGE,
    Node,
    amounts_of,
    effort_of,
    intent_of,
    is_advice,
    is_pool,
    on_off,
    paired,
    part_of,
    recovery_at,
    referred,
    separates,
    spanned,
    strange,
)
from analytics.steps.structure import Structure, agreement, joined, sum_of
from analytics.steps.tokens import Token, tokens
from analytics.steps.words import HEADINGS, RECOVERY, REST, SEND_OFF, WITH

_MAX_TEXT = 6_000
_MAX_LINES = 80
_MAX_LINE = 400
_MAX_NODES = 200
_MAX_REPEAT = 60
_MAX_DEPTH = 3


def parse_steps(text: str, sport: str, *, planned_s: float | None = None) -> Structure | None:
    """The steps of a session's text; None where it holds none.

    sport: swim bike run …, decides what a bare number or an `m` may mean. planned_s: the session's
    planned time; steps that sum up to something else are trusted less.
    """
    nodes: list[Node] = []
    reader = _Reader(sport, yards="yd" in text.lower() or "yard" in text.lower())
    for line in text[:_MAX_TEXT].splitlines()[:_MAX_LINES]:
        if line.strip() and len(nodes) < _MAX_NODES:
            nodes += reader.line(line.strip()[:_MAX_LINE])
    if not any("text" not in node or len(node) > 1 for node in nodes):
        return None
    duration = sum_of(nodes, "duration_s", "distance_m")
    confidence = reader.confidence() * agreement(duration, planned_s)
    return Structure(
        steps=joined(nodes)[:_MAX_NODES],
        confidence=round(min(confidence, 1.0), 2),
        duration_s=duration if reader.whole() else None,
        distance_m=sum_of(nodes, "distance_m", "duration_s") if reader.whole() else None,
    )


class _Reader:
    """Reads lines; keeps count of what looked like a step and how well each was understood."""

    def __init__(self, sport: str, *, yards: bool) -> None:
        self._sport = sport
        self._pool_unit = 0.9144 if yards else 1.0
        self._scores: list[float] = []
        self._line = ""
        self._tokens: list[Token] = []
        self._at = 0
        self._intent: str | None = None

    def confidence(self) -> float:
        return sum(self._scores) / len(self._scores) if self._scores else 0.0

    def whole(self) -> bool:
        """Whether all that looked like steps was understood."""
        return 0.0 not in self._scores

    def line(self, line: str) -> list[Node]:
        self._line = line
        self._tokens = paired(list(tokens(line)))
        self._at = 0
        self._intent = None
        return self._sequence(0)

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _sequence(self, depth: int) -> list[Node]:
        """Elements up to the line's end, or to the bracket that closes this group."""
        nodes: list[Node] = []
        while (token := self._peek()) is not None:
            if token.kind == "close":
                if depth:
                    return nodes
                self._at += 1
            elif token.kind == "repeat":
                nodes.append(self._repeat(depth))
            elif separates(token):
                self._at += 1
            else:
                nodes += self._segment(nodes, depth)
        return nodes

    def _repeat(self, depth: int) -> Node:
        first = self._tokens[self._at]
        count = int(first.low or 0)
        self._at += 1
        token = self._peek()
        if token is not None and token.kind == "open" and depth < _MAX_DEPTH:
            self._at += 1
            inner = self._sequence(depth + 1)
            if (closing := self._peek()) is not None and closing.kind == "close":
                self._at += 1
            target = self._after_group(inner)
        else:
            inner, target = self._work_and_recovery(), None
        node: Node = {"repeat": count, "steps": inner, "text": self._text(first)}
        if target:
            node["target"] = target
        real = any(
            "duration_s" in step or "distance_m" in step or "repeat" in step for step in inner
        )
        if not real or not 1 <= count <= _MAX_REPEAT or any(list(s) == ["text"] for s in inner):
            self._scores.append(0.0)
            return {"text": node["text"]}
        return node

    def _after_group(self, inner: list[Node]) -> Node | None:
        """`3x(10' + 5') @ Z3` has a target for the group, `2x(…) / 3' walk` what lies between."""
        mark = self._at
        while (token := self._peek()) is not None and (token.kind == "slash" or token.word in WITH):
            self._at += 1
        words = self._words()
        if amounts_of(words):
            if any(word.word in REST | RECOVERY for word in words):
                inner.append(self._step(words, "recovery"))
                return None
            self._at = mark + (self._tokens[mark].kind == "slash")
            return None
        if any(word.kind in {"number", "clock"} for word in words):
            self._scores.append(0.0)
        found = [target for word in words if (target := self._target(word))]
        return found[0] if found else None

    def _work_and_recovery(self) -> list[Node]:
        """`8' @ 95-100% / 2' easy`, `400m, 90s rest`, `30/30`: one step, and what lies between."""
        if (pair := self._bare_on_off()) is not None:
            return pair
        words = self._words()
        split = recovery_at(words)
        steps = [self._step(words[:split], None)]
        if split < len(words):
            steps.append(self._step(words[split:], "recovery"))
        while (token := self._peek()) is not None:
            mark = self._at
            if token.kind == "slash" or token.word in WITH:
                self._at += 1
                if (following := self._peek()) is not None and following.kind == "slash":
                    self._at += 1  # "w/"
                words = self._words()
            elif token.kind == "stop":
                self._at += 1
                words = self._words()
                if not any(word.word in REST for word in words) or not amounts_of(words):
                    self._at = mark
                    break
            elif token.kind == "open":
                self._at += 1
                words = self._words()
                if (closing := self._peek()) is not None and closing.kind == "close":
                    self._at += 1
            else:
                break
            if len(steps) == 2 or not self._extend(steps, words):
                steps.append({"text": self._span(words)})
        return on_off(steps)

    def _bare_on_off(self) -> list[Node] | None:
        """`30/30`, `40/20`: seconds on and off by custom, in the pool as anywhere."""
        three = self._tokens[self._at : self._at + 3]
        if [token.kind for token in three] != ["number", "slash", "number"]:
            return None
        on, off = (three[0].low or 0.0), (three[2].low or 0.0)
        if not (5 <= on <= 60 and 5 <= off <= 60 and on % 5 == 0 and off % 5 == 0):
            return None
        self._at += 3
        rest = self._words()
        self._scores.append(0.9 if not amounts_of(rest) else 0.0)
        node: Node = {"intent": "work", "duration_s": on}
        self._add_targets(node, [t for word in rest if (t := self._target(word))])
        node["text"] = self._span([three[0], *rest])
        return [node, {"intent": "recovery", "duration_s": off, "text": self._span(three[2:])}]

    def _extend(self, steps: list[Node], words: list[Token]) -> bool:
        """A recovery, or more about the step before: `(>110 rpm)`. False: not understood."""
        if amounts_of(words) or any(word.kind == "number" for word in words):
            steps.append(self._step(words, "recovery"))
            return True
        targets = [target for word in words if (target := self._target(word))]
        self._add_targets(steps[-1], targets)
        return bool(targets) or all(word.kind == "word" for word in words)

    def _segment(self, nodes: list[Node], depth: int) -> list[Node]:
        """One step or one piece of text, up to a separator."""
        words = self._words()
        if not words:
            token = self._tokens[self._at]
            self._at += 1
            if token.kind == "open":
                return self._parenthesis(nodes, depth)
            return []
        named = part_of(words)
        if (following := self._peek()) is not None and following.kind == "colon":
            self._at += 1
            if named is not None or all(word.word in HEADINGS for word in words):
                self._intent = named
                return []
            return self._prose(words)
        if not amounts_of(words) and not self._has_pool_number(words):
            if named is not None:
                self._intent = named  # "WU" alone names what follows it
                return []
            return self._prose(words)
        return [self._step(words, self._intent)]

    def _parenthesis(self, nodes: list[Node], depth: int) -> list[Node]:
        """`10 min high cadence (>110 rpm)`: more about the step before, or a step of its own."""
        inner = self._sequence(depth + 1) if depth < _MAX_DEPTH else []
        if (closing := self._peek()) is not None and closing.kind == "close":
            self._at += 1
        last = nodes[-1] if nodes else None
        for node in inner:
            if list(node) == ["text"] and last is not None and "intent" in last:
                targets = [t for token in tokens(node["text"]) if (t := self._target(token))]
                self._add_targets(last, targets)
        steps = [node for node in inner if list(node) != ["text"]]
        if steps and last is not None and "intent" in last:
            self._scores.append(0.0)  # "60 min (20 min Z3)": part of it, or after it?
            return [{"text": node["text"]} for node in steps]
        return steps

    def _prose(self, words: list[Token]) -> list[Node]:
        """Text. One with figures that are neither steps nor targets lowers the confidence."""
        if any(word.kind in {"number", "clock", "duration", "distance"} for word in words):
            self._scores.append(0.0)
        return [{"text": self._span(words)}]

    def _words(self) -> list[Token]:
        """The tokens up to the next separator, repeat or bracket."""
        found: list[Token] = []
        while (token := self._peek()) is not None:
            if separates(token) or token.kind in {"open", "close", "repeat", "colon"}:
                break
            if token.word in WITH:
                break
            found.append(token)
            self._at += 1
        if not found and (token := self._peek()) is not None and token.word in WITH:
            self._at += 1  # a line that begins with "with"
            return [token, *self._words()]
        return found

    def _has_pool_number(self, words: list[Token]) -> bool:
        return self._sport == "swim" and any(is_pool(word) for word in words)

    def _step(self, words: list[Token], role: str | None) -> Node:
        """A step of the words, or a text where they do not make one."""
        amounts = amounts_of(words)
        numbers = [word for word in words if word.kind in {"number", "clock"}]
        send_off = self._send_off(words)
        if send_off is not None:
            numbers.remove(send_off)
        score = 1.0
        if not amounts and self._sport == "swim":
            pool = next((word for word in numbers if is_pool(word)), None)
            if pool is not None:
                numbers.remove(pool)
                amounts = [pool._replace(kind="distance", unit="pool")]
                score = 0.95
        rests = any(word.word in REST for word in words)
        if not amounts and role == "recovery" and len(numbers) == 1:
            amounts, numbers = [numbers[0]._replace(kind="duration")], []
            score = 1.0 if ":" in words[0].word or rests else 0.9
        if len(amounts) != 1 or is_advice(words) or strange(words) > MAX_STRANGE:
            self._scores.append(0.0)
            return {"text": self._span(words)}
        amount, certainty = self._amount(amounts[0])
        if amount is None:
            self._scores.append(0.0)
            return {"text": self._span(words)}
        self._scores.append(score * certainty * (0.6 if numbers else 1.0))
        node: Node = {"intent": intent_of(words, role, rests=rests), **amount}
        if send_off is not None:
            node["send_off_s"] = send_off.low
        self._add_targets(node, [t for word in words if (t := self._target(word))])
        if "target" not in node and (effort := effort_of(words)):
            node["target"] = effort
        node["text"] = self._span(words)
        return node

    def _send_off(self, words: list[Token]) -> Token | None:
        """`on 1:45` of a swim set."""
        for before, after in pairwise(words):
            if before.word in SEND_OFF and after.kind == "clock":
                return after
        return None

    def _amount(self, token: Token) -> tuple[Node | None, float]:
        """{"duration_s"} or {"distance_m"} and how sure it is; None for what may be either."""
        low, high = token.low, token.high
        if low is None or high is None or low <= 0:
            return None, 0.0
        if token.kind == "duration":
            return spanned("duration", low, high), 1.0
        if token.unit == "pool":
            return spanned("distance", low * self._pool_unit, high * self._pool_unit), 1.0
        if token.unit == "m" and high < 100 and self._sport in {"bike", "run", "brick"}:
            # Nobody rides 10 metres; but runners do stride 20 of them, or minutes.
            if self._sport == "bike":
                return spanned("duration", low * 60, high * 60), 0.85
            if high < 50:
                return None, 0.0
        return spanned("distance", low, high), 1.0

    def _target(self, token: Token) -> Node | None:
        kind = token.kind
        if kind not in {"pace", "percent", "power", "hr", "cadence", "rpe", "zone"}:
            return None
        node: Node = {"kind": kind, "low": token.low, "high": token.high, "unit": token.unit}
        if kind == "percent":
            node |= referred(token.unit, self._sport)
        if kind == "zone" and token.word:
            node["metric"] = token.word
        return node

    def _add_targets(self, node: Node, targets: list[Node]) -> None:
        """The first that is no cadence is the step's target, others stand beside it."""
        weak = {"cadence", "effort"}
        for target in targets:
            present = node.get("target")
            if present is None:
                node["target"] = target
            elif present["kind"] in weak and target["kind"] not in weak:
                node["target"] = target
                node.setdefault("also", []).append(present)
            else:
                node.setdefault("also", []).append(target)

    def _span(self, words: list[Token]) -> str:
        return self._line[words[0].start : words[-1].end].strip() if words else ""

    def _text(self, first: Token) -> str:
        last = self._tokens[self._at - 1]
        return self._line[first.start : last.end].strip()
