"""What a run of letters leaves in a folder: each letter, all of them bound in office order, register and cash sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path

from flows.cases import addressees
from flows.wiring import Dabi
from flows.write_letters.costs import cash_rows
from rules.letters import Language, Letter
from rules.office import Office
from templates import cash, print_run
from templates.register import RegisterRow, register

ACTOR = "system:write_letters"
PRINT_RUN, REGISTER, CASH_SHEET = "print-run.pdf", "register.pdf", "cash-sheet.pdf"


def put_out_run(dabi: Dabi, letters: Sequence[Letter], on: date, out: Path, actor: str) -> None:
    """The letters as ``put_out`` puts them out, and beside them their register and, where they cost, a cash sheet."""
    offices = _addressees(dabi, letters)
    rows = [
        RegisterRow(one.reference, one.kind, offices[one.reference], one.pages, volume)
        for volume, one in _in_volumes(letters, offices)
    ]
    costs = _costs(dabi, letters, offices, actor)
    bengali = any(letter.language is Language.BENGALI for letter in letters)
    language = Language.BENGALI if bengali else Language.ENGLISH
    with dabi.workdir() as workdir, ThreadPoolExecutor(max_workers=1) as pool:
        # LibreOffice sets them on another core while the papers are opened and bound.
        listed = pool.submit(register, rows, on, language, workdir)
        counted = pool.submit(cash.sheet, costs, on, language, workdir) if costs else None
        _put_out(dabi, letters, offices, out)
        write_beside(out / REGISTER, listed.result())
        if counted is not None:
            write_beside(out / CASH_SHEET, counted.result())


def costs_of(dabi: Dabi, letters: Sequence[Letter], actor: str) -> list[cash.CashRow]:
    """What a run will cost; the look at sums that stand in letters is ``actor``'s."""
    return _costs(dabi, letters, _addressees(dabi, letters), actor)


def _costs(dabi: Dabi, letters: Sequence[Letter], offices: Mapping[str, Office], actor: str) -> list[cash.CashRow]:
    with dabi.store.begin(actor) as record:
        rows = cash_rows(dabi, record, letters, offices)
        record.commit()
    return rows


def put_out(dabi: Dabi, letters: Sequence[Letter], out: Path) -> None:
    """Each letter's .docx and PDF, and a print run of them in office order, from the vault into a folder."""
    _put_out(dabi, letters, _addressees(dabi, letters), out)


def _addressees(dabi: Dabi, letters: Sequence[Letter]) -> Mapping[str, Office]:
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return addressees(dabi.catalogue, record, letters)


def _put_out(dabi: Dabi, letters: Sequence[Letter], offices: Mapping[str, Office], out: Path) -> None:
    folder = out / "letters"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with dabi.store.begin(ACTOR, read_only=True):  # one for all of them
        in_order = _in_volumes(letters, offices)
        papers = [paper or "" for _, one in in_order for paper in (one.docx, one.office_copy, one.receipt_copy)]
        kept = dabi.store.vault.get_all(papers, ACTOR)
        volume = 1
        for volume, its in groupby(in_order, key=itemgetter(0)):
            bound = print_run.bind(_write_letter(one, next(kept), next(kept), next(kept), folder) for _, one in its)
            write_beside(out / volume_name(volume), bound)
    for beyond in count(volume + 1):  # of a longer run that used the same folder
        if not (out / volume_name(beyond)).exists():
            break
        _make_way(out / volume_name(beyond))


def volume_name(volume: int) -> str:
    """The file in which that volume of a print run is; a run of a ream or less is one."""
    return PRINT_RUN if volume == 1 else f"print-run-volume-{volume}.pdf"


def volume_names(dabi: Dabi, letters: Sequence[Letter]) -> list[str]:
    """The files that the print run of these letters is cut into."""
    last, _ = _in_volumes(letters, _addressees(dabi, letters))[-1]
    return [volume_name(volume) for volume in range(1, last + 1)]


def _in_volumes(letters: Sequence[Letter], offices: Mapping[str, Office]) -> list[tuple[int, Letter]]:
    """The letters in office order, each with the volume of the print run in which it is bound."""
    in_order = sorted(letters, key=lambda letter: (offices[letter.reference].counter, letter.reference))
    numbers = print_run.volumes((offices[one.reference].counter, one.pages) for one in in_order)
    return list(zip(numbers, in_order, strict=True))


def _write_letter(
    letter: Letter, docx: bytes, office_copy: bytes, receipt_copy: bytes, folder: Path
) -> tuple[bytes, bytes]:
    """Write the papers of a letter of ours into a folder; its copies, as they are bound, are given back."""
    _write(folder / f"{letter.reference}.docx", docx)
    _write(folder / f"{letter.reference}.pdf", office_copy)
    _write(folder / f"{letter.reference}-receipt.pdf", receipt_copy)
    return office_copy, receipt_copy


def write_beside(path: Path, data: bytes) -> None:
    """Write a file whose name another run may have used in this folder; that one is renamed, as print-run-1.pdf."""
    if path.exists() and path.read_bytes() != data:
        _make_way(path)
    _write(path, data)


def _make_way(path: Path) -> None:
    numbers = (path.with_stem(f"{path.stem}-{number}") for number in count(1))
    path.rename(next(free for free in numbers if not free.exists()))


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.touch(mode=0o600)
    part.write_bytes(data)
    part.replace(path)
