"""A process that makes files ready: orders come in by stdin, answers go out by stdout.

Started by sync/sources/files/crew.py. It ends when its stdin does, so it outlives nobody, and it
holds nothing that is not stored already or made anew from the file.
"""

import os
import pickle
import signal
import sys

from sync.ready import Book, Order, make_ready


def main() -> None:
    # Ctrl-C is the writer's to hear: it stops between two files.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library's print must not get in between
    book: Book = pickle.load(orders)  # noqa: S301 - from the process that started this one
    while True:
        try:
            order: Order = pickle.load(orders)  # noqa: S301 - likewise
        except EOFError:
            return
        pickle.dump(make_ready(order, book), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
