"""How a run ended, for the exit code, the JSON document and the sources screen alike."""

from datetime import datetime
from typing import Any, Literal, NamedTuple

from sync.engine.contract import Profile

State = Literal[
    "done", "partly", "sign_in", "throttled", "offline", "busy", "cancelled", "not_set_up"
]
#: What each state is to a caller; of several sources the one that stands first here decides.
_CODES: dict[State, int] = {
    "busy": 6,
    "cancelled": 1,
    "sign_in": 3,
    "throttled": 4,
    "offline": 5,
    "partly": 1,
    "done": 0,
    "not_set_up": 0,
}


class SourceResult(NamedTuple):
    """state: how it ended. until: UTC, when throttled. seconds: spent in requests."""

    state: State
    fetched: int = 0
    written: int = 0
    skipped: int = 0
    failed: int = 0
    requests: int = 0
    seconds: float = 0.0
    errors: tuple[str, ...] = ()
    until: datetime | None = None

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "SourceResult":
        until = document["until"]
        return cls(
            **{
                **document,
                "errors": tuple(document["errors"]),
                "until": datetime.fromisoformat(until) if until else None,
            }
        )

    def to_json(self) -> dict[str, Any]:
        return {
            **self._asdict(),
            "seconds": round(self.seconds, 1),
            "errors": list(self.errors),
            "until": self.until.isoformat(timespec="seconds") if self.until else None,
        }


class RunResult(NamedTuple):
    """message: one sentence for people, with the way out where there is one to take. hub: None
    where none is set up."""

    run_id: str
    profile: Profile
    state: State
    message: str
    started_at: datetime
    seconds: float
    sources: dict[str, SourceResult]
    hub: SourceResult | None = None

    @property
    def exit_code(self) -> int:
        return 3 if self.state == "not_set_up" else _CODES[self.state]

    def to_json(self) -> dict[str, Any]:
        return {
            "run_id": self.run_id,
            "profile": self.profile,
            "outcome": self.state,
            "exit_code": self.exit_code,
            "message": self.message,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "sources": {name: result.to_json() for name, result in self.sources.items()},
            **({"hub": self.hub.to_json()} if self.hub is not None else {}),
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> "RunResult":
        """What `to_json` made."""
        sources = document["sources"].items()
        hub = document.get("hub")
        return cls(
            document["run_id"],
            document["profile"],
            document["outcome"],
            document["message"],
            datetime.fromisoformat(document["started_at"]),
            document["seconds"],
            {name: SourceResult.from_json(result) for name, result in sources},
            SourceResult.from_json(hub) if hub is not None else None,
        )


def worst(results: dict[str, SourceResult]) -> State:
    """The state of the run: nothing due, nothing set up, or the worst of what was asked."""
    if not results:
        return "done"
    states = {result.state for result in results.values()}
    if states <= {"not_set_up"}:
        return "not_set_up"
    return next(state for state in _CODES if state in states)
