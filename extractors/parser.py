"""The child process that opens files which came in: it knows no key, writes no file, and ends with its parent.

    python -m extractors.parser '{"bytes": …, "pages": …, "pixels": …, "memory": …, "seconds": …}'

Requests come on standard input and answers go to standard output: one line of JSON, then as many plain bytes as it
says. ``{"do": "load", "file": n, "name": …, "bytes": …}`` opens a file; ``{"do": "page", "file": n, "at": …}`` makes a
page of it. ``extractors.apart`` is the other side.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any, BinaryIO

import cv2

from confined.confine import clock_on, confine
from extractors import pages
from rules.limits import Limits


def _loaded(opened: pages.Pages) -> dict[str, Any]:
    problems = [[problem.where, problem.what, problem.remedy] for problem in opened.problems]
    return {"numbers": opened.numbers, "problems": problems}


def _made(page: pages.Page) -> dict[str, Any]:
    words = None if page.words is None else [[word.text, word.box, word.confidence, word.line] for word in page.words]
    height, width, _ = page.image.shape
    return {"number": page.number, "height": height, "width": width, "dpi": page.dpi, "words": words}


def serve(requests: BinaryIO, answers: BinaryIO, limits: Limits) -> None:
    """Answer until there is no further request."""
    opened: dict[int, pages.Pages] = {}
    for line in requests:
        asked = json.loads(line)
        clock_on(limits.seconds)
        picture: bytes | memoryview = b""
        answer: dict[str, Any]
        try:
            if asked["do"] == "load":
                data = requests.read(asked["bytes"])
                opened[asked["file"]] = pages.load(data, asked["name"], limits)
                answer = _loaded(opened[asked["file"]])
            else:
                whole = opened[asked["file"]].pages
                assert isinstance(whole, pages.LazyPages)
                page = whole.take(asked["at"])  # the parent keeps it
                answer, picture = _made(page), page.image.data.cast("B")
        except MemoryError:
            answer = {"error": "memory"}
        except cv2.error as error:
            answer = {"error": "memory" if "memory" in str(error) else "damaged"}
        except Exception:  # decoders meet damage with errors of every kind
            answer = {"error": "damaged"}
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.write(picture)
        answers.flush()


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    # What decoders print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    cv2.setNumThreads(1)
    confine(limits)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers, limits)


if __name__ == "__main__":
    main()
