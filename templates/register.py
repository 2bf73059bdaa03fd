"""The submission register of a print run: references only, office by office, to be ticked off.

One box where both copies bear her signature or thumb impression, one where the letter was handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from rules.letters import Language, LetterKind
from rules.office import Office
from rules.text import Text
from templates.sheet import Column, Group, Sheet
from templates.wording import KIND_NAMES, date_in, number_in

_TITLE = Text("Submission register", "জমা দেওয়ার খাতা")
_VOLUME = Text("volume {volume} of the print run", "ছাপার খণ্ড {volume}")
_COLUMNS = (
    Column(Text("Signed", "সই / টিপসই"), 15.0),
    Column(Text("Done", "জমা"), 12.0),
    Column(Text("Letter no.", "পত্র নং"), 31.0),
    Column(Text("Letter", "পত্র"), 34.0),
    Column(Text("Pages", "পৃষ্ঠা"), 14.0),
    Column(Text("Date handed in", "জমার তারিখ"), 25.0),
    Column(Text("Diary / inward no.", "ডায়েরি / ইনওয়ার্ড নং"), 31.0),
    Column(Text("Remarks", "মন্তব্য"), 18.0),
)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One letter of the run; nothing here says whose it is."""

    reference: str
    kind: LetterKind
    office: Office
    pages: int
    volume: int = 1  # of the print run


def register(rows: Sequence[RegisterRow], printed_on: date, language: Language, workdir: Path) -> bytes:
    """The register as a PDF, in the order in which the print run is bound."""
    title = f"{_TITLE.of(language)} · {date_in(language, printed_on)}"
    return Sheet("submission register", title, _COLUMNS, list(_groups(rows, language))).pdf(language, workdir)


def _groups(rows: Sequence[RegisterRow], language: Language) -> Iterator[Group]:
    ordered = sorted(rows, key=lambda row: (row.volume, row.office.counter, row.reference))
    volumes = len({row.volume for row in rows})
    for _, group in groupby(ordered, key=lambda row: (row.volume, row.office.counter)):
        letters = list(group)
        office = letters[0].office
        count = number_in(language, len(letters))
        heading = f"{office.designation.of(language)} · {office.name.of(language)} ({count})"
        if volumes > 1:
            heading += f" · {_VOLUME.of(language).format(volume=number_in(language, letters[0].volume))}"
        cells = [
            ("", "", one.reference, KIND_NAMES[one.kind].of(language), number_in(language, one.pages), "", "", "")
            for one in letters
        ]
        yield Group(heading, cells)
