"""Processes that make files ready beside the one who writes the mirror, one for each core.

Processes, since decoding and analysis hold the interpreter; of our own, since the standard
library's pool neither survives the death of one of its workers nor dies with its owner.
"""

import os
import pickle
import subprocess
import sys
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread

from sync.ready import Answer, Book, Order, Refused, make_ready

#: The writer keeps up with about this many.
_MOST = 4

#: A workload of less does not pay for starting them (a quarter of a second each).
_WORTH_IT = 100

#: Files under way: enough that nobody waits, few enough to fit into memory.
_AHEAD = 3
_AHEAD_BYTES = 64 * 1024 * 1024

_COMMAND = [sys.executable, "-P", "-m", "sync.sources.files.worker"]

type _Task = tuple[Order, Future[Answer]]


def workers_for(files: int) -> int:
    """How many workers so many files are worth, 0 = none."""
    if sys.platform == "linux":
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return min(cores, _MOST) if cores > 1 and files >= _WORTH_IT else 0


class Alone:
    """Does it at once, in this process."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def submit(self, order: Order) -> Future[Answer]:
        answer: Future[Answer] = Future()
        answer.set_result(make_ready(order, self._book))
        return answer

    def full(self, *_: object) -> bool:
        return True

    def __enter__(self) -> "Alone":
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Crew:
    """`with Crew(book, 2) as crew: crew.submit(order).result()`.

    A worker that dies fails the file it was at and is replaced.
    """

    def __init__(self, book: Book, workers: int) -> None:
        self._book = book
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._closing = False
        self._enough = workers * _AHEAD
        self._threads = [Thread(target=self._serve, daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def submit(self, order: Order) -> Future[Answer]:
        future: Future[Answer] = Future()
        self._tasks.put((order, future))
        return future

    def full(self, files: int, size: int) -> bool:
        """Whether with so many files and bytes under way there is enough to do."""
        return files >= self._enough or size > _AHEAD_BYTES

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, *_: object) -> None:
        """Waits for the files that workers are at; what still stands in line is dropped."""
        self._closing = True
        for _thread in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        """One thread for each worker: it hands over one file and waits for the answer."""
        worker: _Worker | None = None
        while (task := self._tasks.get()) is not None:
            order, future = task
            if self._closing:
                future.cancel()
                continue
            try:
                worker, answer = self._answered(worker, order)
            except BaseException as error:  # the writer waits for this future: it shall raise there
                future.set_exception(error)
            else:
                future.set_result(answer)
        if worker is not None:
            worker.end()

    def _answered(self, worker: "_Worker | None", order: Order) -> "tuple[_Worker | None, Answer]":
        """The answer, and the worker that is still there for the next one."""
        try:
            worker = worker or _Worker(self._book)
        except OSError:  # no process to be had: more slowly here then
            return None, make_ready(order, self._book)
        answer = worker.ask(order)
        if answer is None:
            return None, Refused("failed", worker.obituary())
        return worker, answer


type Hands = Crew | Alone


class _Worker:
    def __init__(self, book: Book) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # No product of matrices is asked for; its threads would only be started.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._orders, self._answers = self._process.stdin, self._process.stdout
        self._first: Book | None = book

    def ask(self, order: Order) -> Answer | None:
        """None where the worker died of it."""
        try:
            if self._first is not None:
                pickle.dump(self._first, self._orders, pickle.HIGHEST_PROTOCOL)
                self._first = None
            pickle.dump(order, self._orders, pickle.HIGHEST_PROTOCOL)
            self._orders.flush()
            answer: Answer = pickle.load(self._answers)  # noqa: S301 - our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
        return answer

    def obituary(self) -> str:
        """How it came to die, as the reason of a failed file."""
        self.end()
        code = self._process.returncode
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"reading it ended the process that did ({how}); import it alone to try again"

    def end(self) -> None:
        with suppress(BrokenPipeError):  # it is dead already
            self._orders.close()
        self._process.wait()
        self._answers.close()
