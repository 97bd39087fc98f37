"""What the athlete changes from the dashboard: written in a worker, on a connection of its own, so
that a sync that holds the mirror never stops the screen."""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mirror.database import Mirror, explain, open_mirror
from mirror.errors import MirrorError
from mirror.home import mirror_path

if TYPE_CHECKING:
    from tui.app import TrainingBrainApp

type Job = Callable[[Mirror], str]


def write(app: "TrainingBrainApp", job: Job) -> None:
    """Runs `job` beside the screen, shows the sentence it returns, and the screens anew.

    A ValueError (a value that cannot be) or a MirrorError becomes a toast; nothing is written then.
    """
    app.run_worker(
        partial(_run, app, job),
        thread=True,
        exit_on_error=False,
        group="write",
        description="write",
    )


def _run(app: "TrainingBrainApp", job: Job) -> None:
    path = mirror_path(app.base)
    try:
        with open_mirror(path) as mirror:
            sentence = job(mirror)
    except sqlite3.Error as error:
        app.call_from_thread(_refused, app, str(explain(error, path)))
    except (ValueError, MirrorError) as error:
        app.call_from_thread(_refused, app, str(error))
    else:
        app.call_from_thread(_done, app, sentence)


def _done(app: "TrainingBrainApp", sentence: str) -> None:
    app.notify(sentence, markup=False)
    app.action_reload()


def _refused(app: "TrainingBrainApp", sentence: str) -> None:
    app.notify(sentence, severity="error", timeout=8, markup=False)
