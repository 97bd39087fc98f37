"""A progress bar on stderr, with rate and time left, for commands that take a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from sync import progress as events


class _Rate(ProgressColumn):
    """Items a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f}/s" if speed else "")


@contextmanager
def progress_bar() -> Iterator[events.Progress]:
    """A listener for the events of an import or a sync; draws until the block ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        total = 0

        def listen(event: events.Event) -> None:
            nonlocal total
            match event:
                case events.Started(what, items):
                    total = items
                    bar.update(task, description=what, total=total)
                case events.Found(more):
                    total += more
                    bar.update(task, total=total)
                case events.Done():
                    bar.advance(task)
                case events.Note(text):
                    bar.console.print(text)

        yield listen
