"""Code of a worker process of the web server, which answers one question after the other until the server ends.

The function `main` of the worker process reads pickled Python objects from standard input. First, `main` reads the name
of a kind of question, such as "plan", for which it computes data in advance. Second, `main` reads a pickled tuple of
the graphs by name and the path of the profile of the person. Then a thread of the worker process reads pickled objects,
each of which is a question or None, until the server ends. If the server sends None, the worker process stops its
current search. For each question, the worker process writes a line with the HTTP status and the length of the answer,
and then the answer.
"""

import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import BinaryIO

from mlgraph.web.answers import OK, Answer, Answers, Question


def main() -> None:
    """Answer the questions of the web server that arrive over standard input, until the process ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl-C, the server ends this process
    questions, stopped = SimpleQueue[Question](), Event()
    kind, (graphs, profile) = pickle.load(sys.stdin.buffer), pickle.load(sys.stdin.buffer)
    Thread(target=_read, args=(sys.stdin.buffer, questions, stopped), daemon=True).start()
    answers = {name: Answers(graph, profile) for name, graph in graphs.items()}
    for each in answers.values():
        each.prepare(kind)
    gc.freeze()
    with suppress(BrokenPipeError):
        _write(Answer(OK, b""))
        while True:
            question = questions.get()
            _write(answers[question.graph].answer(question, stopped.is_set))


def _read(source: BinaryIO, questions: SimpleQueue[Question], stopped: Event) -> None:
    """Queue the questions that arrive over a pipe, and end the process as soon as the server has closed the pipe."""
    with suppress(EOFError):
        while True:
            question = pickle.load(source)
            if question is None:
                stopped.set()
            else:
                stopped.clear()
                questions.put(question)
    os._exit(0)


def _write(answer: Answer) -> None:
    sys.stdout.buffer.write(b"%d %d\n%b" % (answer.status, len(answer.content), answer.content))
    sys.stdout.buffer.flush()
