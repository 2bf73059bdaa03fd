"""An invented dossier for tests: a dozen claims over four blocks, nobody in it real."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

from PIL import Image, ImageDraw

from rules.letters import Language
from rules.rows import Basis
from rules.statistics import Waiting
from rules.text import Text, bengali_digits
from templates.dossier_data import (
    Annexure,
    CaseSheet,
    ChronologyRow,
    Demand,
    DossierData,
    DueDate,
    Edition,
    LegalNote,
    Precedent,
)

ON = date(2026, 11, 23)
DISTRICT = Text("South 24 Parganas", "দক্ষিণ ২৪ পরগনা")
_RATION = Text("Ration card (new, in her own name)", "রেশন কার্ড (নতুন, নিজের নামে)")
_WIDOW = Text("Widow pension", "বিধবা ভাতা")
_AID = Text("Legal aid", "আইনি সহায়তা")
_COMPENSATION = Text("Victim compensation", "ক্ষতিপূরণ")
_BLOCKS = {
    "basanti": Text("Basanti", "বাসন্তী"),
    "canning": Text("Canning I", "ক্যানিং ১"),
    "gosaba": Text("Gosaba", "গোসাবা"),
    "kultali": Text("Kultali", "কুলতলি"),
}
_LEVELS = (
    Text("Gram Panchayat", "গ্রাম পঞ্চায়েত"),
    Text("Block", "ব্লক"),
    Text("Sub-division", "মহকুমা"),
    Text("District", "জেলা"),
)
# code, service, block, rung, days since filing, basis, days over, reminders
_CASES = (
    ("SN-7K4Q9X-1", _RATION, "basanti", 2, 143, Basis.CONVENTION, 113, 2),
    ("SN-7K4Q9X-2", _WIDOW, "basanti", 1, 96, Basis.CONVENTION, 66, 1),
    ("SN-M3RT8C-1", _RATION, "basanti", 1, 88, Basis.CONVENTION, 58, 1),
    ("SN-QW62HD-1", _COMPENSATION, "canning", 3, 131, Basis.GUIDELINE, 71, 2),
    ("SN-B9N5VF-1", _AID, "canning", 3, 47, Basis.NOTIFIED, 17, 0),
    ("SN-E4XK7J-1", _RATION, "canning", 1, 72, Basis.CONVENTION, 42, 1),
    ("SN-T8G3PY-1", _WIDOW, "gosaba", 1, 64, Basis.CONVENTION, 34, 1),
    ("SN-H2C6ZR-1", _RATION, "gosaba", 0, 28, Basis.CONVENTION, 0, 0),
    ("SN-J5D9WM-1", _RATION, "gosaba", 1, 101, Basis.STATUTE, 41, 1),
    ("SN-V6F4LA-1", _COMPENSATION, "kultali", 3, 119, Basis.GUIDELINE, 59, 1),
    ("SN-A3S8UE-1", _WIDOW, "kultali", 1, 33, Basis.CONVENTION, 3, 0),
    ("SN-K9Y2BN-1", _RATION, "kultali", 0, 12, Basis.CONVENTION, 0, 0),
)
_PROVISIONS = {
    Basis.STATUTE: Text("RTI Act 2005 s.7(1)", "তথ্যের অধিকার আইন ২০০৫, ধারা ৭(১)"),
    Basis.NOTIFIED: Text("Legal Services Regulations 2010, reg. 7", "আইনি পরিষেবা প্রবিধান ২০১০, প্রবিধান ৭"),
    Basis.GUIDELINE: Text("decision within 60 days, compensation scheme", "ক্ষতিপূরণ প্রকল্প, ৬০ দিনে সিদ্ধান্ত"),
    Basis.CONVENTION: Text("30 days asked for in the letter", "চিঠিতে ৩০ দিন চাওয়া হয়েছিল"),
}
_REFERENCES = ("7K4Q-9XM2-A", "M3RT-8CQW-Z", "62HD-B9N5-V")


def stamp(number: int, office: str = "BDO, SAMPLE") -> bytes:
    """A picture of a ring or a box of ink with a number in it, as a crop of a receipt copy would be."""
    ink = [(32, 52, 150), (98, 40, 140), (170, 30, 40), (40, 40, 44)][number % 4]
    size = (700, 420) if number % 3 else (900, 330)
    picture = Image.new("RGB", size, (250, 249, 245))
    pen = ImageDraw.Draw(picture)
    if number % 2:
        pen.ellipse((60, 30, 60 + size[1] - 60, size[1] - 30), outline=ink, width=7)
        pen.ellipse((90, 60, 30 + size[1] - 60, size[1] - 60), outline=ink, width=3)
        pen.text((120, size[1] // 2 - 15), office, fill=ink, font_size=28)
    else:
        pen.rectangle((40, 40, size[0] - 160, size[1] - 60), outline=ink, width=6)
        pen.text((70, 70), f"RECEIVED  {office}", fill=ink, font_size=34)
        pen.text((70, 150), f"Diary No. {1200 + number}", fill=ink, font_size=40)
    pen.text((size[0] - 230, size[1] - 70), f"{1 + number % 28:02d}/09/26", fill=(30, 30, 90), font_size=40)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def dossier(language: Language = Language.BENGALI, edition: Edition = Edition.DM, cases: int = 12) -> DossierData:
    """The dossier of the first ``cases`` of the invented claims."""

    def of(en: str, bn: str) -> str:
        return bn if language is Language.BENGALI else en

    chosen = _CASES[:cases]
    annexures: list[Annexure] = []
    sheets = [_sheet(language, position, row, annexures) for position, row in enumerate(chosen)]
    return DossierData(
        district=DISTRICT,
        office_address=(DISTRICT.of(language), of("Alipore, Kolkata 700 027", "আলিপুর, কলকাতা ৭০০ ০২৭")),
        collective=of("Namuna Mahila Samiti (sample)", "নমুনা মহিলা সমিতি (কাল্পনিক)"),
        registration=of("Registration no. NAMUNA/000 of 2019", "নিবন্ধন নং নমুনা/০০০, ২০১৯"),
        reply_address=of("Post Box 12 (sample), Canning 743 329", "ডাকবাক্স ১২ (নমুনা), ক্যানিং ৭৪৩ ৩২৯"),
        on=ON,
        language=language,
        edition=edition,
        record_head="9f2c4e7a1b5d8036c4aa17e09b3f5d6281e4c07f9ad2b6531c8e40f7a9d3b215",
        claims=tuple(
            Waiting(service.of(language), _BLOCKS[block].of(language), _LEVELS[rung].of(language), rung, days)
            for _, service, block, rung, days, *_ in chosen
        ),
        demands=_demands(language),
        cases=tuple(sheets),
        annexures=tuple(annexures),
        law=_law(language),
        precedents=(
            Precedent(
                _RATION.of(language),
                of("Food Inspector, Sonarpur", "খাদ্য পরিদর্শক, সোনারপুর"),
                of("July–Sept. 2026", "জুলাই–সেপ্টেম্বর ২০২৬"),
            ),
        ),
        rti_states=(
            (of("Reply awaited, within 30 days", "উত্তরের অপেক্ষা, ৩০ দিনের মধ্যে"), 2),
            (of("No reply in 30 days", "৩০ দিনে উত্তর নেই"), 1),
        ),
        office_bearers=(of("President", "সভানেত্রী"), of("Secretary", "সম্পাদিকা"), of("Treasurer", "কোষাধ্যক্ষা")),
        copies_to=(
            of("Sub-Divisional Officer, Canning", "মহকুমা শাসক, ক্যানিং"),
            of("Secretary, District Legal Services Authority", "সচিব, জেলা আইনি পরিষেবা কর্তৃপক্ষ"),
        ),
        reference="7K4Q-9XM2-A",
    )


def _sheet(
    language: Language,
    position: int,
    row: tuple[str, Text, str, int, int, Basis, int, int],
    annexures: list[Annexure],
) -> CaseSheet:
    code, service, block, rung, days, basis, over, reminders = row
    bengali = language is Language.BENGALI
    filed = ON - timedelta(days=days)
    place = _BLOCKS[block].of(language)

    def annex(office: str, on: date) -> str:
        name = f"A-{len(annexures) + 1:02d}"
        words = f"{office}-এর প্রাপ্তির সিল" if bengali else f"Receipt stamp of the office: {office}"
        reference = _REFERENCES[len(annexures) % 3]
        annexures.append(Annexure(name, code, reference, words, stamp(len(annexures))))
        return name

    first = f"{place} গ্রাম পঞ্চায়েত (নমুনা)" if bengali else f"{place} Gram Panchayat (sample)"
    block_office = f"সমষ্টি উন্নয়ন আধিকারিক, {place}" if bengali else f"Block Development Officer, {place}"
    higher = (
        ("মহকুমা শাসক, ক্যানিং" if bengali else "Sub-Divisional Officer, Canning")
        if rung == 2
        else ("জেলা আইনি পরিষেবা কর্তৃপক্ষ" if bengali else "District Legal Services Authority")
    )
    diary = f"ডায়েরি নং {bengali_digits(str(1201 + position))}" if bengali else f"Diary no. {1201 + position}"
    rows = [ChronologyRow(filed, "আবেদন জমা" if bengali else "Application handed in", first, diary, annex(first, filed))]
    if reminders:
        on = filed + timedelta(days=32)
        rows.append(
            ChronologyRow(
                on,
                "তাগাদাপত্র জমা" if bengali else "Reminder handed in",
                first,
                "স্পিড পোস্ট EW000000000IN (নমুনা)" if bengali else "Speed Post EW000000000IN (sample)",
            )
        )
    if rung:
        on = filed + timedelta(days=min(days - 1, 40))
        where = block_office if rung == 1 else higher
        rows.append(
            ChronologyRow(
                on,
                "ঊর্ধ্বতন দপ্তরে আবেদন; আগের চিঠির তারিখ ও ডায়েরি নম্বর উল্লেখ করে"
                if bengali
                else "Taken to the higher office, citing the earlier letter",
                where,
                "সিল, নম্বর ছাড়া" if bengali else "Stamp without number",
                annex(where, on),
            )
        )
    if position == 3:
        rows.append(
            ChronologyRow(
                filed + timedelta(days=70),
                "উত্তর: “প্রক্রিয়াধীন”" if bengali else "Reply: “under process”",
                higher,
                "স্মারক নং ১২৩/নমুনা, ০৯.০৯.২০২৬" if bengali else "Memo No. 123/NAMUNA dt. 09.09.2026",
            )
        )
    return CaseSheet(
        code=code,
        service=service.of(language),
        block=place,
        office=first if rung == 0 else block_office if rung == 1 else higher,
        level=_LEVELS[rung].of(language),
        filed_on=filed,
        proof=diary,
        due=DueDate(
            ON - timedelta(days=over) if over else ON + timedelta(days=9), basis, _PROVISIONS[basis].of(language)
        ),
        days_overdue=over,
        reminders=reminders,
        reply=("স্মারক নং ১২৩/নমুনা, ০৯.০৯.২০২৬" if bengali else "Memo No. 123/NAMUNA dt. 09.09.2026")
        if position == 3
        else "",
        relief=f"{service.of(language)} মঞ্জুর করে লিখিতভাবে জানানো"
        if bengali
        else f"Sanction of the {service.of(language)[0].lower()}{service.of(language)[1:]}, with a written decision",
        chronology=tuple(rows),
    )


def _demands(language: Language) -> tuple[Demand, ...]:
    by = (ON + timedelta(days=15), ON + timedelta(days=30))
    if language is Language.BENGALI:
        return (
            Demand(
                "বাসন্তী, ক্যানিং ১, গোসাবা ও কুলতলি ব্লকের রেশন কার্ডের ছয়টি আবেদনের নিষ্পত্তি করে কার্ড দেওয়া হোক।",
                "জেলা খাদ্য নিয়ামক",
                by[0],
            ),
            Demand(
                "বিধবা ভাতার আবেদনগুলিতে লিখিত সিদ্ধান্ত জানানো হোক; নথি কম থাকলে এক বারে জানানো হোক।",
                "সমষ্টি উন্নয়ন আধিকারিক, সংশ্লিষ্ট ব্লক",
                by[0],
            ),
            Demand(
                "ক্ষতিপূরণের দুটি আবেদন কোন পর্যায়ে আছে তা জানানো এবং অন্তর্বর্তী সহায়তার সিদ্ধান্ত নেওয়া হোক।",
                "সচিব, জেলা আইনি পরিষেবা কর্তৃপক্ষ",
                by[1],
            ),
            Demand(
                "প্রতিটি দপ্তর প্রতিটি আবেদনের প্রাপ্তি স্বীকার করে তারিখ ও ডায়েরি নম্বর দিক।", "মহকুমা শাসক, ক্যানিং ও বারুইপুর", by[1]
            ),
        )
    return (
        Demand(
            "Dispose of the six applications for ration cards in the four blocks named, and issue the cards.",
            "District Controller, Food & Supplies",
            by[0],
        ),
        Demand(
            "Give written decisions on the widow pension applications; if papers are wanting, say so once and in full.",
            "Block Development Officers concerned",
            by[0],
        ),
        Demand(
            "Say at what stage the two compensation applications are, and decide on interim relief.",
            "Secretary, District Legal Services Authority",
            by[1],
        ),
        Demand(
            "Let every office acknowledge every application with date and diary number.",
            "Sub-Divisional Officers, Canning and Baruipur",
            by[1],
        ),
    )


def _law(language: Language) -> tuple[LegalNote, ...]:
    if language is Language.BENGALI:
        return (
            LegalNote(
                "তথ্যের অধিকার আইন ২০০৫, ধারা ৭(১)",
                "আবেদন পাওয়ার ৩০ দিনের মধ্যে তথ্য দিতে হবে বা কারণ জানিয়ে প্রত্যাখ্যান করতে হবে।",
                "আইনের পাঠ",
                "উৎসে পড়া",
            ),
            LegalNote(
                "তথ্যের অধিকার আইন ২০০৫, ধারা ১৯(১)", "উত্তর না পেলে ৩০ দিনের মধ্যে প্রথম আপিল করা যায়।", "আইনের পাঠ", "উৎসে পড়া"
            ),
            LegalNote(
                "পশ্চিমবঙ্গ জনপরিষেবা অধিকার আইন ২০১৩",
                "বিজ্ঞাপিত পরিষেবায় সময়সীমা গোনা হয় সরকারি ছুটি বাদ দিয়ে।",
                "ক্রেতা সুরক্ষা দপ্তর",
                "পরোক্ষ উৎস",
            ),
        )
    return (
        LegalNote(
            "RTI Act 2005 s.7(1)",
            "Information is given, or refused with reasons, within 30 days of receipt of the request.",
            "text of the Act",
            "read at the source",
        ),
        LegalNote(
            "RTI Act 2005 s.19(1)",
            "A first appeal lies within 30 days where no reply comes.",
            "text of the Act",
            "read at the source",
        ),
        LegalNote(
            "West Bengal Right to Public Services Act 2013",
            "In notified services the days allowed are counted without public holidays.",
            "Consumer Affairs Department",
            "secondary source",
        ),
    )


def public(language: Language = Language.ENGLISH) -> DossierData:
    """The public edition of a district with more claims, some groups of which are small."""
    data = dossier(language, Edition.PUBLIC)
    return replace(data, claims=data.claims * 4 + data.claims[:3])
