"""What is held about one person, for herself, to take away or be read out: facts, consents, papers, and who looked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from rules.errors import ToolMissing
from rules.letters import Language
from rules.people import Capacity, Claim, DossierConsent, Identity
from rules.text import Text
from templates import flat_odf, libreoffice
from templates.run_pages import anonymous
from templates.wording import date_in, number_in

_TITLE = Text("What we hold about you", "আপনার সম্পর্কে আমাদের কাছে যা রাখা আছে")
_OPENING = Text(
    "This paper is yours alone. It says what we have kept about you, what you agreed to, what was written for you, and "
    "who has seen your name. If anything is wrong, tell us; we will correct it.",
    "এই কাগজটি শুধু আপনার। আপনার সম্পর্কে কী রাখা আছে, আপনি কীসে সম্মতি দিয়েছেন, আপনার হয়ে কী লেখা হয়েছে এবং কারা আপনার "
    "নাম দেখেছেন, সবই এতে লেখা আছে। কিছু ভুল থাকলে জানান, ঠিক করে দেওয়া হবে।",
)
_SECTIONS = (
    Text("1. Who you are", "১। আপনার পরিচয়"),
    Text("2. Your claims, and what you agreed to", "২। আপনার দাবি, আর আপনি যাতে সম্মতি দিয়েছেন"),
    Text("3. What was written and what happened", "৩। যা লেখা হয়েছে আর যা ঘটেছে"),
    Text("4. Who has seen your name", "৪। কারা আপনার নাম দেখেছেন"),
    Text("5. What you can ask for", "৫। আপনি যা চাইতে পারেন"),
)
_CODE = Text("Your code", "আপনার কোড")
_FIELDS = {
    "name": Text("Name in English", "নাম (ইংরেজিতে)"),
    "name_bn": Text("Name", "নাম"),
    "gender": Text("Gender", "লিঙ্গ"),
    "guardian_name": Text("Guardian, in English", "অভিভাবক (ইংরেজিতে)"),
    "guardian_name_bn": Text("Guardian", "অভিভাবক"),
    "relation": Text("Relation", "সম্পর্ক"),
    "birth_year": Text("Year of birth", "জন্মের বছর"),
    "village": Text("Village", "গ্রাম"),
    "post_office": Text("Post office", "ডাকঘর"),
    "police_station": Text("Police station", "থানা"),
    "gram_panchayat": Text("Gram panchayat", "গ্রাম পঞ্চায়েত"),
    "health_unit": Text("Health unit", "স্বাস্থ্যকেন্দ্র"),
    "pin": Text("PIN", "পিন"),
    "reply_address": Text("Where letters may reach you", "যে ঠিকানায় চিঠি পাঠানো যায়"),
    "safe_phone": Text("Safe telephone", "নিরাপদ ফোন নম্বর"),
    "papers_kept_by": Text("Who keeps your papers", "আপনার কাগজ যাঁর কাছে থাকে"),
    "avoid_offices": Text("Offices that must not learn of it", "যে দপ্তরকে জানানো চলবে না"),
}
_RELATIONS = {
    "father": Text("father", "বাবা"),
    "mother": Text("mother", "মা"),
    "husband": Text("husband", "স্বামী"),
    "guardian": Text("guardian", "অভিভাবক"),
}
_GENDERS = {"female": Text("female", "মহিলা"), "male": Text("male", "পুরুষ")}
_CAPACITIES = {
    Capacity.SELF: Text("you yourself", "আপনি নিজে"),
    Capacity.GUARDIAN: Text("your guardian", "আপনার অভিভাবক"),
    Capacity.CWC: Text("the Child Welfare Committee", "শিশু কল্যাণ সমিতি"),
}
_YES, _NO = Text("yes", "হ্যাঁ"), Text("no", "না")
_DOSSIERS = {
    DossierConsent.NONE: Text("no", "না"),
    DossierConsent.CODED: Text("yes, by code, without your name", "হ্যাঁ, কোড দিয়ে, নাম ছাড়া"),
    DossierConsent.NAMED: Text("yes, your name in a sealed cover", "হ্যাঁ, নাম থাকবে মুখবন্ধ খামে"),
}
_ALL_OFFICES = Text("every office that the claim goes to", "দাবি যে যে দপ্তরে যাবে, সবক’টি")
_NO_OFFICE = Text("none", "কোনওটি নয়")
_CLAIM = {
    "details": Text("In your own words", "আপনার নিজের কথায়"),
    "social_worker": Text("Who works on it", "যিনি কাজটি করছেন"),
    "applicant": Text("Who applies", "যিনি আবেদন করছেন"),
    "since": Text("Agreed on", "সম্মতির তারিখ"),
    "until": Text("Agreed until", "সম্মতির মেয়াদ"),
    "apply": Text("We may apply for you", "আপনার হয়ে আবেদন লেখা চলবে"),
    "offices": Text("Offices that may learn your name", "যে দপ্তর আপনার নাম জানতে পারে"),
    "dossier": Text("In a dossier for the District Magistrate", "জেলা শাসকের কাছে জমার দলিলে থাকা"),
}
_NO_END = Text("until you say otherwise", "যতদিন না আপনি বারণ করেন")
_HAPPENED = (Text("Date", "তারিখ"), Text("What", "কী"), Text("Paper", "কাগজ"))
_LOOKED = (Text("Date", "তারিখ"), Text("Who", "কে"), Text("What for", "কেন"), Text("Times", "কতবার"))
_NOTHING = Text("Nothing yet.", "এখনও কিছু নেই।")
_RIGHTS = (
    Text(
        "To have anything here corrected or added to.",
        "এখানকার কোনও তথ্য ঠিক করা বা যোগ করা।",
    ),
    Text(
        "To take back what you agreed to, for all of it or a part; from that day nothing more is written.",
        "আপনার সম্মতি পুরোটা বা কিছুটা ফিরিয়ে নেওয়া; সেদিন থেকে আর কিছু লেখা হবে না।",
    ),
    Text(
        "To be erased. What can tell who you are is then destroyed for good; dates and numbers of papers stay.",
        "আপনার তথ্য মুছে ফেলা। যা থেকে আপনাকে চেনা যায় তা চিরকালের মতো নষ্ট করা হবে; শুধু তারিখ আর কাগজের নম্বর থাকবে।",
    ),
    Text(
        "To complain to us, and after that to the Data Protection Board of India.",
        "আমাদের কাছে অভিযোগ জানানো, তারপর ভারতের ডেটা প্রোটেকশন বোর্ডের কাছে।",
    ),
)
_MARGIN, _WIDTH = 20.0, 170.0


@dataclass(frozen=True, slots=True)
class Held:
    """One claim as she is told of it."""

    claim: Claim
    service: Text
    offices: tuple[Text, ...] | None  # None: all


@dataclass(frozen=True, slots=True)
class Happened:
    on: date
    what: Text
    paper: str


@dataclass(frozen=True, slots=True)
class Looked:
    """How often one kind of person or journey read her name on one day, and for what."""

    on: date
    who: Text
    why: Text
    times: int


@dataclass(frozen=True, slots=True)
class AccessReport:
    code: str
    identity: Identity
    claims: tuple[Held, ...]
    happened: tuple[Happened, ...]
    looked: tuple[Looked, ...]
    papers: int  # letters and scans of hers in the vault


_PAPERS = Text("Letters and scans of yours that are kept: {count}.", "আপনার যত চিঠি ও স্ক্যান রাখা আছে: {count}টি।")


def access_report(report: AccessReport, on: date, language: Language, workdir: Path) -> bytes:
    """The report as a PDF; it names nobody but her, and says nowhere why she is known to us."""
    with tempfile.TemporaryDirectory(prefix="report-", dir=workdir) as folder:
        source = Path(folder) / "report.fodt"
        body = "".join(_body(report, on, language))
        source.write_text(flat_odf.document(_styles(), body, margin=_MARGIN), encoding="utf-8")
        converted = libreoffice.to_pdf([source], Path(folder))
        if converted.failed:
            raise ToolMissing("LibreOffice", "it made no PDF of the report.", "Run 'dabi doctor'.")
        return anonymous(converted.pdfs[source].read_bytes())


def _body(report: AccessReport, on: date, language: Language) -> Iterator[str]:
    yield _paragraph("title", f"{_TITLE.of(language)} · {date_in(language, on)}")
    yield _paragraph("text", _OPENING.of(language))
    yield _paragraph("head", _SECTIONS[0].of(language))
    yield _table([(_CODE.of(language), report.code), *_identity(report.identity, language)], (55.0, 115.0))
    yield _paragraph("head", _SECTIONS[1].of(language))
    for held in report.claims:
        yield _paragraph("claim", f"{held.service.of(language)} · {held.claim.code}")
        yield _table(list(_claim(held, language)), (55.0, 115.0))
    yield _paragraph("head", _SECTIONS[2].of(language))
    count = number_in(language, report.papers)
    yield _paragraph("text", _PAPERS.of(language).format(count=count))
    happened = [(date_in(language, one.on), one.what.of(language), one.paper) for one in report.happened]
    yield from _listed(_HAPPENED, happened, (38.0, 94.0, 38.0), language)
    yield _paragraph("head", _SECTIONS[3].of(language))
    looked = [
        (date_in(language, one.on), one.who.of(language), one.why.of(language), number_in(language, one.times))
        for one in report.looked
    ]
    yield from _listed(_LOOKED, looked, (38.0, 52.0, 62.0, 18.0), language)
    yield _paragraph("head", _SECTIONS[4].of(language))
    yield from (_paragraph("text", f"• {right.of(language)}") for right in _RIGHTS)


def _identity(identity: Identity, language: Language) -> Iterator[tuple[str, str]]:
    for name, label in _FIELDS.items():
        value = getattr(identity, name)
        if name == "relation" and value is not None:
            value = _RELATIONS[value.value].of(language)
        elif name == "gender" and value in _GENDERS:
            value = _GENDERS[value].of(language)
        elif name == "birth_year" and value is not None:
            value = number_in(language, value)
        elif name == "avoid_offices":
            value = "; ".join(value)
        if value:
            yield label.of(language), str(value)


def _claim(held: Held, language: Language) -> Iterator[tuple[str, str]]:
    claim, consent = held.claim, held.claim.consent
    details = claim.details_bn if language is Language.BENGALI and claim.details_bn else claim.details
    offices = _ALL_OFFICES.of(language)
    if held.offices is not None:
        offices = "; ".join(office.of(language) for office in held.offices) or _NO_OFFICE.of(language)
    told = {
        "details": details or claim.details_bn,
        "social_worker": claim.social_worker,
        "applicant": _CAPACITIES[claim.applicant_capacity].of(language),
        "since": date_in(language, consent.on),
        "until": date_in(language, consent.until) if consent.until else _NO_END.of(language),
        "apply": (_YES if consent.apply else _NO).of(language),
        "offices": offices,
        "dossier": _DOSSIERS[consent.dossier].of(language),
    }
    yield from ((_CLAIM[name].of(language), value) for name, value in told.items() if value)


def _listed(
    heads: Sequence[Text], rows: Sequence[tuple[str, ...]], widths: Sequence[float], language: Language
) -> Iterator[str]:
    if rows:
        yield _table([tuple(head.of(language) for head in heads), *rows], widths)
    else:
        yield _paragraph("text", _NOTHING.of(language))


def _table(rows: Sequence[tuple[str, ...]], widths: Sequence[float]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{int(width)}"/>' for width in widths)
    filled = ("".join(map(_cell, row)) for row in rows)
    inside = "".join(f'<table:table-row table:style-name="row">{cells}</table:table-row>' for cells in filled)
    return f'<table:table table:style-name="table">{columns}{inside}</table:table>'


def _cell(text: str) -> str:
    return f'<table:table-cell table:style-name="box">{_paragraph("cell", text)}</table:table-cell>'


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def _styles() -> str:
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for width in (18, 38, 52, 55, 62, 94, 115)
    )
    paragraphs = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
        f'fo:margin-top="{above}mm" fo:margin-bottom="{below}mm" fo:keep-with-next="{keep}"/><style:text-properties '
        f'fo:font-size="{size}pt" style:font-size-complex="{size}pt" fo:font-weight="{weight}" '
        f'style:font-weight-complex="{weight}"/></style:style>'
        for name, size, weight, above, below, keep in (
            ("title", 15, "bold", 0, 3, "always"),
            ("head", 12, "bold", 6, 2, "always"),
            ("claim", 11, "bold", 3, 1.5, "always"),
            ("text", 11, "normal", 0, 1.5, "auto"),
            ("cell", 10.5, "normal", 0, 0, "auto"),
        )
    )
    return f"""{columns}{paragraphs}
<style:style style:name="table" style:family="table"><style:table-properties style:width="{_WIDTH}mm"
 table:align="left"/></style:style>
<style:style style:name="row" style:family="table-row"><style:table-row-properties
 fo:keep-together="always"/></style:style>
<style:style style:name="box" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"
 fo:padding="1.2mm"/></style:style>
"""
