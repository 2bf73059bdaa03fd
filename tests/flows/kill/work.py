"""Run apart: a journey on the home in the first argument, in a process that ends where the third argument says.

It ends without a word, in the middle of a function, as if the power were gone.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flows.take_in_scans import steps as take_in
from flows.wiring import Dabi, Settings, open_dabi
from flows.write_letters import steps as write
from store.record import Record


def die_at_paper(dabi: Dabi, number: int) -> None:
    """End the process at the ``number``-th paper that is written into the vault, before it is written."""
    folder, seen = dabi.store.vault.folder, []
    write_file = folder.write

    def deadly(address: str, sealed: bytes) -> None:
        seen.append(address)
        if len(seen) == number:
            os._exit(9)
        write_file(address, sealed)

    folder.write = deadly  # type: ignore[method-assign]


def main(folder: Path, job: str, where: str) -> None:
    dabi = open_dabi(Settings(folder / "home", folder / "key", folder / "home" / "inbox", keep_inbox=False))
    if where == "between render and record":
        die_at_paper(dabi, 2)
        write.run(dabi, job)
    elif where == "before binding":
        write.print_run.bind = lambda letters: os._exit(9)
        write.run(dabi, job)
    elif where == "while taking in":
        die_at_paper(dabi, 2)
        take_in.run(dabi, job)
    elif where == "while recording":
        Record.settle_scan = lambda record, scan, state: os._exit(9)  # type: ignore[method-assign]
        take_in.run(dabi, job)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
