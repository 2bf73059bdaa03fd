"""The words of a dossier: what its templates are filled with, digits and dates in the edition's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from rules.letters import Language
from rules.rows import Basis
from rules.statistics import PublicTable, Table, public_summary, summarise
from rules.suppression import SMALL, Hidden, Shown
from rules.text import Text, bengali_digits, date_words, number_words
from templates.dossier_data import Annexure, CaseSheet, DossierData, DueDate, Edition, LegalNote

Context = dict[str, object]
REPORT_DAYS = 30  # within which an action-taken report is asked for
PARTS = ("memorandum", "summary", "statement", "chronology", "law", "index", "annexures")
BODY_PARTS = PARTS[1:-1]  # of which there is always a heading; annexures may be none
NO_PAGE = "000"  # as wide as a page number may get, until it is known
NONE = "–"
SIGNATURES = ("first", "second", "third", "fourth", "fifth", "sixth")

PART_TITLES = {
    "memorandum": Text("Memorandum", "স্মারকলিপি"),
    "summary": Text("Summary tables", "সারসংক্ষেপ: সারণি"),
    "statement": Text("Statement of claims", "দাবির তালিকা"),
    "chronology": Text("Chronology of each claim", "প্রতিটি দাবির ঘটনাক্রম"),
    "law": Text("Legal note", "আইনি টীকা"),
    "index": Text("Index of annexures", "সংযুক্তির সূচি"),
    "annexures": Text("Annexures", "সংযুক্তি"),
}
PUBLIC_TITLES = {
    "partservice": Text("By service and age", "পরিষেবা ও সময় অনুযায়ী"),
    "partblock": Text("By block", "ব্লক অনুযায়ী"),
    "partlevel": Text("By level", "স্তর অনুযায়ী"),
    "partlaw": Text("The law", "আইন"),
}
COVER = Text("Cover", "প্রচ্ছদ")
_DUE = {
    Basis.STATUTE: Text("due on {on}", "নির্ধারিত তারিখ {on}"),
    Basis.NOTIFIED: Text("due on {on}", "নির্ধারিত তারিখ {on}"),
    Basis.GUIDELINE: Text("expected by {on}", "{on}-এর মধ্যে হওয়ার কথা"),
    Basis.CONVENTION: Text("requested by {on}", "{on}-এর মধ্যে অনুরোধ"),
}
_NO_LIMIT = Text("no limit is running", "কোনও সময়সীমা চলছে না")
_TITLE = Text("Unresolved claims, {district}", "অমীমাংসিত দাবি, {district}")


def short_date(day: date, language: Language) -> str:
    """A date for a table: 01.02.2026, ০১.০২.২০২৬."""
    plain = f"{day:%d.%m.%Y}"
    return bengali_digits(plain) if language is Language.BENGALI else plain


def number(value: int, language: Language) -> str:
    return number_words(value).of(language)


def front(data: DossierData, pages: Mapping[str, int]) -> Context:
    """The cover: whose, to whom, the figures, and on which page each part begins."""
    language = data.language
    return {
        **_heading(data),
        "facts": {
            "claims": number(len(data.cases), language),
            "blocks": number(_blocks(data), language),
            "overdue": number(_overdue(data), language),
            "longest": number(_longest(data), language),
        },
        "pages": {part: _page(pages, part, language) for part in PARTS} | ({} if data.annexures else {"annexures": ""}),
    }


def memorandum(data: DossierData, total: int | None) -> Context:
    """The memorandum. ``total`` is the number of pages of the whole dossier, None while it is not known."""
    language = data.language
    over = [case.due for case in data.cases if case.days_overdue > 0]
    breaches = Counter(due.provision for due in over if due.basis is not Basis.CONVENTION)
    requested = len(over) - breaches.total()
    return {
        "reference": data.reference or NONE,
        "date": date_words(data.on).of(language),
        "as_on": date_words(data.on).of(language),
        "collective": data.collective,
        "registration": data.registration,
        "reply_address": data.reply_address,
        "district": data.district.of(language),
        "office_address": list(data.office_address),
        "claims": number(len(data.cases), language),
        "blocks": number(_blocks(data), language),
        "overdue": number(_overdue(data), language),
        "longest": number(_longest(data), language),
        "points": number(len(data.demands), language),
        "breaches": [{"provision": key, "number": number(many, language)} for key, many in breaches.most_common()],
        "requested": number(requested, language) if requested else "",
        "demands": [
            {
                "number": number(position, language),
                "text": demand.text,
                "officer": demand.officer,
                "by": short_date(demand.by, language),
            }
            for position, demand in enumerate(data.demands, start=1)
        ],
        "report_by": date_words(data.on + timedelta(days=REPORT_DAYS)).of(language),
        "dossier_pages": NO_PAGE if total is None else number(total, language),
        "signatories": dict(zip_longest(SIGNATURES, data.office_bearers, fillvalue="")),
        "copies_to": list(data.copies_to),
    }


def body(data: DossierData, pages: Mapping[str, int]) -> Context:
    """Tables, statement, chronologies, legal note, index and annexures."""
    language = data.language
    summary = summarise(data.claims)
    return {
        "as_on": date_words(data.on).of(language),
        "by_service": _ageing(summary.by_service_and_block, ("service", "block"), language),
        "by_level": _ageing(summary.by_level, ("level",), language),
        "rti": [{"label": label, "number": number(many, language)} for label, many in data.rti_states],
        "cases": [_case(position, case, language) for position, case in enumerate(data.cases, start=1)],
        "precedents": [
            {"service": row.service, "office": row.office, "quarter": row.quarter, "order": row.order or NONE}
            for row in data.precedents
        ],
        "law": _law(data.law),
        "annexures": [
            _annexure(position, annexure, pages, language) for position, annexure in enumerate(data.annexures, start=1)
        ],
    }


def public(data: DossierData) -> Context:
    """The public edition: counts alone, none of them under five."""
    summary, language = public_summary(data.claims), data.language
    return {
        **_heading(data),
        "by_service": _published(summary.by_service, language),
        "by_block": _published(summary.by_block, language),
        "by_level": _published(summary.by_level, language),
        "law": _law(data.law),
    }


def folio(data: DossierData, headed: Sequence[bool]) -> Context:
    """Running heads and page numbers; ``headed`` says of each page whether it has a head and the note below."""
    language = data.language
    return {
        "title": _TITLE.filled(district=data.district).of(language),
        "date": date_words(data.on).of(language),
        "total": number(len(headed), language),
        "pages": [
            {"number": number(position, language), "headed": has_head}
            for position, has_head in enumerate(headed, start=1)
        ],
        "confidential": data.edition is Edition.DM,
    }


def due_words(due: DueDate, language: Language) -> str:
    """When it was due or asked for; only a limit in law or in a notification is called due."""
    if due.on is None:
        return _NO_LIMIT.of(language)
    return _DUE[due.basis].of(language).format(on=short_date(due.on, language))


def _heading(data: DossierData) -> Context:
    return {
        "collective": data.collective,
        "registration": data.registration,
        "district": data.district.of(data.language),
        "as_on": date_words(data.on).of(data.language),
        "record_seal": data.record_head,
    }


def _blocks(data: DossierData) -> int:
    return len({case.block for case in data.cases})


def _overdue(data: DossierData) -> int:
    return sum(case.days_overdue > 0 for case in data.cases)


def _longest(data: DossierData) -> int:
    return max(((data.on - case.filed_on).days for case in data.cases), default=0)


def _page(pages: Mapping[str, int], part: str, language: Language) -> str:
    return number(pages[part], language) if part in pages else NO_PAGE


def _ageing(table: Table, names: Sequence[str], language: Language) -> Context:
    lines: list[Context] = []
    above = ""
    for row in table.rows:
        first = "" if row.labels[0] == above and len(names) > 1 else row.labels[0]
        counts = [number(many, language) for many in (*row.counts, row.total)]
        lines.append({**dict(zip(names, (first, *row.labels[1:]), strict=True)), "counts": counts})
        above = row.labels[0]
    return {"rows": lines, "totals": [number(many, language) for many in (*table.totals, table.total)]}


def _published(table: PublicTable, language: Language) -> Context:
    def shown(cell: Shown) -> str:
        if cell is Hidden.SMALL:
            return f"<{number(SMALL, language)}"
        return NONE if cell is Hidden.WITHHELD else number(cell, language)

    lines = [[shown(cell) for cell in cells] for cells in table.cells]
    rows = [{"label": label, "counts": line} for label, line in zip(table.labels, lines[:-1], strict=True)]
    return {"rows": rows, "totals": lines[-1]}


def _case(position: int, case: CaseSheet, language: Language) -> Context:
    return {
        "number": number(position, language),
        "code": case.code,
        "service": case.service,
        "block": case.block,
        "office": case.office,
        "level": case.level,
        "filed_on": short_date(case.filed_on, language),
        "proof": case.proof or NONE,
        "due": due_words(case.due, language),
        "basis": case.due.provision or NONE,
        "days_overdue": number(case.days_overdue, language) if case.days_overdue > 0 else NONE,
        "reminders": number(case.reminders, language),
        "reply": case.reply or NONE,
        "relief": case.relief,
        "rows": [
            {
                "on": short_date(row.on, language),
                "what": row.what,
                "office": row.office,
                "proof": row.proof or NONE,
                "annexure": row.annexure or NONE,
            }
            for row in case.chronology
        ],
    }


def _law(rows: Sequence[LegalNote]) -> list[Context]:
    return [
        {"provision": row.provision, "says": row.says, "source": row.source, "verification": row.verification}
        for row in rows
    ]


def _annexure(position: int, annexure: Annexure, pages: Mapping[str, int], language: Language) -> Context:
    return {
        "code": annexure.code,
        "claim": annexure.claim,
        "reference": annexure.reference or NONE,
        "caption": annexure.caption,
        "page": _page(pages, f"annexure{position}", language),
        "picture": annexure.code,
    }
