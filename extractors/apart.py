"""Files that came in, opened in a child process with memory and time limits: what crashes or hangs is not us.

    with Apart(limits) as apart:
        loaded = apart.load(data, "scan 7")        as extractors.pages.load; a file that ends the child is a Problem
        loaded.pages[0]                            made in the child when asked for; PageLost if that ends it

    with Apart(limits, children=2) as apart:
        apart.load_all([(data, "scan 7"), …])      several files, side by side

A child lives for one ``with``; one that ended is replaced.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any

import numpy as np

from extractors.pages import LazyPages, Page, Pages, load
from extractors.text import Word
from rules.errors import Problem
from rules.limits import STANDARD, Limits

PARSER = (sys.executable, "-m", "extractors.parser")
_HOUSE = Path(__file__).parents[1]
_NO_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_LONGEST_ANSWER = 64 * 2**20  # bytes of one answer's line: the words of a page


class PageLost(Exception):
    """A page could not be made: ``problem`` says of which file and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__("a page could not be made")
        self.problem = problem


class _Ended(Exception):
    """The child answered no more, or told that it could not: ``why`` in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Apart:
    """Opens files in ``children`` child processes, each in one; threads may ask at once and are answered in turn."""

    def __init__(self, limits: Limits = STANDARD, program: Sequence[str] = PARSER, children: int = 1) -> None:
        self._children = [_Child(limits, program) for _ in range(children)]
        self._idle: SimpleQueue[_Child] = SimpleQueue()
        for child in self._children:
            self._idle.put(child)

    def __enter__(self) -> Apart:
        for child in self._children:
            child.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.end()

    def load(self, data: bytes, name: str) -> Pages:
        """The pages of one file. What is wrong with it is a Problem naming ``name``; other files are not touched."""
        child = self._idle.get()
        try:
            return child.load(data, name)
        finally:
            self._idle.put(child)

    def load_all(self, files: Iterable[tuple[bytes, str]]) -> list[Pages]:
        """The pages of several files (bytes and name), opened side by side."""
        with ThreadPoolExecutor(len(self._children)) as pool:
            return list(pool.map(lambda file: self.load(*file), files))


class _Child:
    """One child process, which keeps the files that it opened."""

    def __init__(self, limits: Limits, program: Sequence[str]) -> None:
        self._limits = limits
        self._program = program
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._known: set[int] = set()  # files that the present process has opened
        self._files = 0

    def start(self) -> None:
        """Start the process now, so that it is ready when the first file is at hand."""
        with self._lock:
            if self._process is None:
                asked = json.dumps(dataclasses.asdict(self._limits))
                # Of our own environment it gets nothing: no key, no home.
                self._process = subprocess.Popen(  # noqa: S603  # ourselves
                    [*self._program, asked],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={"PYTHONPATH": str(_HOUSE), "PATH": os.defpath, **_NO_THREADS},
                    start_new_session=True,
                )

    def end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
            self._known.clear()
            if process is not None:
                process.kill()
                for pipe in (process.stdin, process.stdout):
                    assert pipe is not None
                    with contextlib.suppress(OSError):  # what was written and not read
                        pipe.close()
                process.wait()

    def load(self, data: bytes, name: str) -> Pages:
        """As ``Apart.load``."""
        if len(data) > self._limits.bytes or not data:  # told without a child
            return load(data, name, self._limits)
        with self._lock:
            number, self._files = self._files, self._files + 1
            try:
                answer = self._load(number, data, name)
            except _Ended as ended:
                return Pages((), (self._refusal(name, ended),))
        problems = tuple(Problem(where, what, remedy) for where, what, remedy in answer["problems"])
        numbers = tuple(int(one) for one in answer["numbers"])
        return Pages(LazyPages([self._maker(number, data, name, at) for at in range(len(numbers))]), problems, numbers)

    def _maker(self, number: int, data: bytes, name: str, at: int) -> Callable[[], Page]:
        def make() -> Page:
            with self._lock:
                try:
                    if number not in self._known:
                        self._load(number, data, name)
                    return self._page(number, at)
                except _Ended as ended:
                    raise PageLost(self._refusal(name, ended)) from None

        return make

    def _refusal(self, name: str, ended: _Ended) -> Problem:
        return Problem(name, f"could not be opened: {ended.why}.", "Look at the original, or scan the paper again.")

    def _load(self, number: int, data: bytes, name: str) -> dict[str, Any]:
        request = {"do": "load", "file": number, "name": name, "bytes": len(data)}
        alone = not self._known
        try:
            answer, _ = self._exchange(request, data)
        except _Ended:
            if alone:
                raise
            self.end()  # others may have left it no room: once more in a fresh one
            answer, _ = self._exchange(request, data)
        self._known.add(number)
        return answer

    def _page(self, number: int, at: int) -> Page:
        answer, image = self._exchange({"do": "page", "file": number, "at": at})
        assert image is not None
        words = answer["words"]
        return Page(int(answer["number"]), image, float(answer["dpi"]), words and tuple(map(_word, words)))

    def _exchange(self, request: dict[str, Any], data: bytes = b"") -> tuple[dict[str, Any], np.ndarray | None]:
        """Ask the child, and give up on it where it crashes, says what is no answer, or takes too long."""
        self.start()
        process = self._process
        assert process is not None
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self._limits.seconds, give_up)
        clock.start()
        try:
            return self._answer(process, request, data)
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            why = f"it took longer than {self._limits.seconds} seconds" if late.is_set() else _why(process)
            self.end()
            raise _Ended(why) from None
        finally:
            clock.cancel()

    def _answer(
        self, process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes
    ) -> tuple[dict[str, Any], np.ndarray | None]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        answer = json.loads(process.stdout.readline(_LONGEST_ANSWER))
        if "error" in answer:
            raise _Ended("it wants too much memory" if answer["error"] == "memory" else "it is damaged")
        if "height" not in answer:
            return answer, None
        height, width = int(answer["height"]), int(answer["width"])
        if not 0 < height * width <= self._limits.pixels:
            raise ValueError("more pixels than allowed")
        image = np.empty((height, width, 3), np.uint8)
        room = image.data.cast("B")
        while len(room):
            got = process.stdout.readinto(room)  # type: ignore[attr-defined]
            if not got:
                raise EOFError
            room = room[got:]
        return answer, image


def _why(process: subprocess.Popen[bytes]) -> str:
    """How the child ended by itself."""
    try:
        code = process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        return "the program that opens files gave no answer"
    return f"the program that opens files crashed ({signal.Signals(-code).name if code < 0 else code})"


def _word(row: list[Any]) -> Word:
    text, (x0, y0, x1, y1), confidence, line = row
    return Word(str(text), (float(x0), float(y0), float(x1), float(y1)), float(confidence), int(line))
