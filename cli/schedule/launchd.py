"""The property list of a launchd agent (launchd.plist(5))."""

import plistlib
from typing import Any
from xml.parsers.expat import ExpatError

from cli.schedule.job import Entry, Job

LABEL = "local.training-brain.sync"


def plist(job: Job) -> bytes:
    agent: dict[str, Any] = {
        "Label": LABEL,
        "ProgramArguments": [job.script, "--sync"],
        "StartInterval": job.every * 60,
        "RunAtLoad": True,
        "ProcessType": "Background",
        "StandardErrorPath": job.log,
    }
    if job.environment:
        agent["EnvironmentVariables"] = job.environment
    return plistlib.dumps(agent)


def read(data: bytes) -> Entry:
    """A damaged list gives an entry of which nothing is known."""
    try:
        agent = plistlib.loads(data)
    except (plistlib.InvalidFileException, ExpatError, ValueError):
        agent = None
    if not isinstance(agent, dict):
        return Entry(None, {}, None, "a damaged property list")
    words, seconds = agent.get("ProgramArguments"), agent.get("StartInterval")
    told = agent.get("EnvironmentVariables")
    return Entry(
        script=str(words[0]) if isinstance(words, list) and words else None,
        environment={str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {},
        every=seconds // 60 if isinstance(seconds, int) else None,
        when=f"StartInterval {seconds}",
    )
