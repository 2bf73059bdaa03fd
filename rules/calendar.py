"""Days on which offices are closed, from dated data; a year without a list is said, never passed over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

import regex

from rules.errors import Problem
from rules.text import WEEKDAYS_BN, WEEKDAYS_EN, Text, fold, nfc, weekday_words

_SATURDAY, _SUNDAY = 5, 6
_UNVERIFIED = "general-knowledge"
_DAY = timedelta(days=1)
_DAY_FIRST = regex.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_COLUMNS = {
    "date": "on", "তারিখ": "on", "list": "list", "তালিকা": "list", "holiday": "en", "ছুটি (ইংরেজি)": "en",
    "holiday bn": "bn", "ছুটি": "bn", "notification": "notification", "বিজ্ঞপ্তি": "notification",
    "weekday": "weekday", "day": "weekday", "বার": "weekday", "source": "source", "verification": "verification",
}  # fmt: skip
_NEEDED = {"on": "date", "list": "list", "en": "holiday", "bn": "holiday_bn", "notification": "notification"}
_STARS = regex.compile(r"\(?\*\*\)?")
_STATES = ("sourced", "secondary", "general-knowledge", "derived")
_LISTS = {"i": "I", "ii": "II", "iii": "III", "1": "I", "2": "II", "3": "III"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """One day of a government list: I (public holidays, N.I. Act), II (State order), III (one community)."""

    on: date
    name: Text
    list: str
    notification: str
    verification: str = ""
    saturday: bool = False  # (**): for offices where Saturday is not a full holiday
    held: bool = True  # else doubtful or called off: it closes nothing


class Calendar:
    """West Bengal government holidays. A year counts as loaded when it has days of List I."""

    def __init__(self, holidays: Iterable[Holiday]) -> None:
        self._days: dict[date, list[Holiday]] = {}
        self._told: dict[date, list[Holiday]] = {}
        for holiday in holidays:
            self._told.setdefault(holiday.on, []).append(holiday)
            if holiday.held:
                self._days.setdefault(holiday.on, []).append(holiday)
        self.years = frozenset(day.year for day, held in self._days.items() if any(h.list == "I" for h in held))

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The days of one year, in order, also those that are doubtful or called off."""
        return tuple(h for day in sorted(self._told) if day.year == year for h in self._told[day])

    def public_holiday(self, day: date, *, list_ii: bool = False) -> Text | None:
        """Why a day is not counted under the Right to Public Services Act: Sunday or List I (law.md 2 [S21]).

        Whether the State's own holidays of List II count as public ones is open: ``list_ii`` takes them for such.
        """
        if day.weekday() == _SUNDAY:
            return weekday_words(day)
        lists = ("I", "II") if list_ii else ("I",)
        return next((h.name for h in self._days.get(day, ()) if h.list in lists), None)

    def doubtful(self, days: Iterable[date]) -> tuple[Holiday, ...]:
        """The holidays of some days that nobody has verified, held or not, where nothing else closes the day."""
        found = []
        for day in days:
            told = [h for h in self._told.get(day, ()) if h.list in ("I", "II")]
            if day.weekday() != _SUNDAY and told and all(h.verification == _UNVERIFIED for h in told):
                found.append(told[0])
        return tuple(found)

    def closed(self, day: date) -> Text | None:
        """Why offices are closed on a day: Saturday, Sunday, List I or List II; None if they are open.

        Saturday counts as closed because most State offices keep it as a full holiday (law.md 8), and in what
        we call ripe the office has the benefit of the doubt.
        """
        held = next((h.name for h in self._days.get(day, ()) if h.list in ("I", "II")), None)
        if held is not None:
            return held
        return weekday_words(day) if day.weekday() in (_SATURDAY, _SUNDAY) else None

    def open_on_or_after(self, day: date) -> date:
        """The first day from ``day`` on on which offices are open."""
        while self.closed(day) is not None:
            day += _DAY
        return day

    def missing(self, first: date, last: date) -> tuple[int, ...]:
        """The years between two days for which no list is loaded."""
        return tuple(year for year in range(first.year, last.year + 1) if year not in self.years)


@dataclass(frozen=True, slots=True)
class YearList:
    """A government's list of one year, read from a file: its rows for calendar.yaml, or what is wrong with it."""

    year: int
    rows: str
    called_off: tuple[date, ...]  # known so far as holidays, and not in the list
    problems: tuple[Problem, ...]


def holiday_rows(grid: Sequence[Sequence[str]], file: str, known: Calendar) -> YearList:
    """A government's list of one year, which takes the place of what is ``known`` of that year; no rows where anything
    is wrong.

    ``grid``: the cells of a table, row by row, under the headings date (DD.MM.YYYY or YYYY-MM-DD), list (I, II or III;
    with (**) as in the list), holiday, holiday_bn, notification, and as one likes weekday (checked against the date),
    source and verification; or their Bengali names.
    """
    columns = [_COLUMNS.get(fold(heading), "") for heading in (grid[0] if grid else ())]
    missing = [heading for column, heading in _NEEDED.items() if column not in columns]
    if missing:
        lacking = [Problem(file, f"has no column {heading}.", "Add it.", heading) for heading in missing]
        return YearList(0, "", (), tuple(lacking))
    problems: list[Problem] = []
    rows: dict[tuple[date, str, str], dict[str, str]] = {}
    for number, line in enumerate(grid[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        where = f"{file} row {number}"
        cells = {column: nfc(cell.strip()) for column, cell in zip_longest(columns, line, fillvalue="") if column}
        found, on = _holiday(cells, where)
        problems += found
        key = (on or date.min, cells["list"], cells["en"])
        if on is not None and key in rows:
            problems.append(Problem(where, "stands twice in this file.", "Keep one of the two rows."))
        rows[key] = cells
    if not rows:
        return YearList(0, "", (), (Problem(file, "holds no days.", "Add one row for each holiday."),))
    years = {on.year for on, _, _ in rows if on != date.min}
    if len(years) > 1:
        told = ", ".join(map(str, sorted(years)))
        problems.append(Problem(file, f"holds days of several years: {told}.", "Give one file for each year."))
    if not any(cells["list"] == "I" for cells in rows.values()):
        remedy = "Add the public holidays: without them the year does not count as loaded."
        problems.append(Problem(file, "holds no day of List I.", remedy))
    if problems:
        return YearList(0, "", (), tuple(problems))
    year, days = years.pop(), {on for on, _, _ in rows}
    earlier = [h for h in known.holidays(year) if (h.on, h.list, h.name.en) not in rows]
    written = [(on, _row(on, cells)) for (on, _, _), cells in rows.items()]
    written += [(holiday.on, _called_off(holiday, file)) for holiday in earlier]
    called_off = {holiday.on for holiday in earlier if holiday.held} - days
    return YearList(year, "".join(row for _, row in sorted(written)), tuple(sorted(called_off)), ())


def _holiday(cells: dict[str, str], where: str) -> tuple[list[Problem], date | None]:
    """What is wrong with one row, and its day; the list is put into its Roman figure."""
    problems = [
        Problem(where, "is empty.", "Fill it in.", heading) for column, heading in _NEEDED.items() if not cells[column]
    ]
    for column in ("list", "en", "bn"):
        if _STARS.search(cells[column]):
            cells["saturday"] = "yes"
            cells[column] = _STARS.sub("", cells[column]).strip()
    if cells["list"]:
        roman = _LISTS.get(fold(cells["list"]).removeprefix("list").strip(" -"))
        if roman is None:
            problems.append(Problem(where, f"'{cells['list'][:20]}' is no list.", "Write I, II or III.", "list"))
        cells["list"] = roman or cells["list"]
    state = fold(cells.get("verification", "")).replace(" ", "-")
    if state and state not in _STATES:
        remedy = f"Write one of: {', '.join(_STATES)}; or leave it empty."
        problems.append(Problem(where, f"'{state[:20]}' is no state of verification.", remedy, "verification"))
    cells["verification"] = state
    on = _date(cells["on"])
    if on is None and cells["on"]:
        problems.append(Problem(where, f"'{cells['on'][:20]}' is not a date.", "Write DD.MM.YYYY.", "date"))
    said = fold(cells.get("weekday", ""))
    if on is not None and said:
        names = (WEEKDAYS_EN[on.weekday()], WEEKDAYS_EN[on.weekday()][:3], WEEKDAYS_BN[on.weekday()])
        if said not in map(fold, (*names, names[2].removesuffix("বার"))):
            what = f"{on.isoformat()} is a {names[0]}, not '{cells['weekday'][:20]}'."
            problems.append(Problem(where, what, "Correct the date or the weekday.", "weekday"))
    return problems, on


def _called_off(holiday: Holiday, file: str) -> str:
    """A day that was known as a holiday and is not in the new list: told, and closing nothing."""
    fields = {
        "en": holiday.name.en,
        "bn": holiday.name.bn,
        "notification": holiday.notification,
        "source": f"not in {file}",
        "verification": "secondary",
    }
    return _yaml({"on": holiday.on.isoformat(), "list": holiday.list, "held": "false"}, fields)


def _date(text: str) -> date | None:
    plain = fold(text)
    match = _DAY_FIRST.fullmatch(plain)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(plain)
    except ValueError:
        return None


def _row(on: date, cells: Mapping[str, str]) -> str:
    """One row as calendar.yaml has it."""
    fields = {
        "en": cells["en"],
        "bn": cells["bn"],
        "notification": cells["notification"],
        "source": cells.get("source") or cells["notification"],
        "verification": cells.get("verification") or "secondary",
    }
    marked = {"saturday": "true"} if cells.get("saturday") else {}
    return _yaml({"on": on.isoformat(), "list": cells["list"], **marked}, fields)


def _yaml(plain: Mapping[str, str], quoted: Mapping[str, str]) -> str:
    """One row in one line; JSON strings are YAML strings."""
    said = [*plain.items(), *((name, json.dumps(value, ensure_ascii=False)) for name, value in quoted.items())]
    return f"- {{{', '.join(f'{name}: {value}' for name, value in said)}}}\n"
