"""The child process that opens one table or one YAML file which came in: it knows no key, writes no file, and ends.

    python -m confined.data_parser table|yaml '{"bytes": …, "pages": …, …}'

The file's bytes come on standard input; one line of JSON goes to standard output: ``{"rows": [[text, …], …]}``, or
``{"value": …}`` with dates as text, or ``{"problem": [what is wrong, what to do]}``. ``confined.data_files`` is the
other side. It loads little, as it is started for each file.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable, Iterator

from confined.confine import clock_on, confine
from rules.limits import Limits

ROWS = 100_000
UNPACKED = 400_000_000  # bytes of a workbook, as its own list says
_PACKED = b"PK\x03\x04"


class Refused(Exception):
    """What is wrong with a file, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.told = (what, remedy)


def table(data: bytes) -> dict[str, object]:
    """The cells of a csv (UTF-8) or of the first sheet of an xlsx, as text."""
    rows: list[list[str]] = []
    for row in _xlsx(data) if data[:4] == _PACKED else _csv(data):
        if len(rows) > ROWS:
            raise Refused(f"The file has more than {ROWS} rows.", "Split it into smaller files.")
        rows.append(row)
    return {"rows": rows}


def _csv(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("The file is not UTF-8 text.", "Save it as 'CSV UTF-8' or as .xlsx.") from None
    if "\0" in text:
        raise Refused("The file is neither csv nor xlsx.", "Save it as 'CSV UTF-8' or as .xlsx.")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error:
        raise Refused("A quoted text does not end.", "Check the quotation marks.") from None


def _xlsx(data: bytes) -> Iterator[list[str]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise Refused("The workbook is too large when unpacked.", "Split it into smaller files.")
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for row in sheet.iter_rows(values_only=True):
            yield [_plain(value) for value in row]
    except (Refused, MemoryError):
        raise
    except Exception:
        # openpyxl meets a damaged workbook with errors of a dozen kinds, its XML readers' own among them.
        raise Refused("The workbook cannot be opened.", "Save it again as .xlsx or as 'CSV UTF-8'.") from None


def _plain(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def values(data: bytes) -> dict[str, object]:
    """What a YAML file holds; a text that repeats itself by aliases without end is ended by the limits."""
    import yaml

    from rules.plain_yaml import line_of, parse

    try:
        return {"value": parse(data.decode("utf-8-sig"))}
    except UnicodeDecodeError:
        raise Refused("It is not text in UTF-8.", "Save it as UTF-8.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = line_of(error) if isinstance(error, yaml.YAMLError) else None
        raise Refused(f"It is not readable YAML{f' near line {line}' if line else ''}.", "Mend the file.") from None


KINDS: dict[str, Callable[[bytes], dict[str, object]]] = {"table": table, "yaml": values}


def answer(kind: str, data: bytes) -> str:
    """The line that tells what a file holds, or what is wrong with it."""
    try:
        return json.dumps(KINDS[kind](data), ensure_ascii=False, default=str)
    except Refused as refused:
        return json.dumps({"problem": refused.told})
    except (ValueError, TypeError, RecursionError):  # what is no JSON: keys that are no text, a list within itself
        return json.dumps({"problem": ("It holds what no such file holds.", "Mend the file.")})
    except MemoryError:
        return json.dumps({"problem": ("It wants too much memory.", "Split it into smaller files.")})


def main() -> None:
    kind, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogatepass")
    os.dup2(2, 1)  # what a decoder prints must not be taken for an answer
    confine(limits)
    clock_on(limits.seconds)
    answers.write(answer(kind, sys.stdin.buffer.read()) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
