"""Stand-in letters for tuning readers alone: plain applications and RTI requests with real receipt strips."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pypdfium2

from rules import strip
from rules.letters import Language, OwnField
from rules.references import new_reference
from rules.strip import Box
from rules.text import Text, date_words
from samples.ink import deal, pick
from samples.truth import Handed, OfficeName
from samples.typeset import Block, Look, to_pdfs
from templates.strip import receipt_copy

S24 = Text("South 24 Parganas", "দক্ষিণ ২৪ পরগনা")
N24 = Text("North 24 Parganas", "উত্তর ২৪ পরগনা")
BLOCKS = (
    (Text("Basanti", "বাসন্তী"), S24, "BST"),
    (Text("Canning-I", "ক্যানিং-১"), S24, "CNG"),
    (Text("Gosaba", "গোসাবা"), S24, "GSB"),
    (Text("Kultali", "কুলতলি"), S24, "KLT"),
    (Text("Sandeshkhali-I", "সন্দেশখালি-১"), N24, "SND"),
    (Text("Hingalganj", "হিঙ্গলগঞ্জ"), N24, "HNG"),
    (Text("Hasnabad", "হাসনাবাদ"), N24, "HSB"),
    (Text("Basirhat-II", "বসিরহাট-২"), N24, "BSR"),
)
_KINDS = (
    (Text("Office of the Block Development Officer", "সমষ্টি উন্নয়ন আধিকারিকের করণ"),
     Text("Block Development Officer", "সমষ্টি উন্নয়ন আধিকারিক"), "BDO"),
    (Text("Office of the Gram Panchayat", "গ্রাম পঞ্চায়েত কার্যালয়"), Text("Pradhan", "প্রধান"), "GP"),
    (Text("Office of the Sub-Divisional Officer", "মহকুমা শাসকের করণ"),
     Text("Sub-Divisional Officer", "মহকুমা শাসক"), "SDO"),
    (Text("Office of the Inspector, Food & Supplies", "খাদ্য পরিদর্শকের করণ"),
     Text("Inspector, Food & Supplies", "খাদ্য পরিদর্শক"), "FS"),
)  # fmt: skip
_SUBJECTS = (
    Text("Prayer for a widow pension", "বিধবা ভাতা মঞ্জুরের আবেদন"),
    Text("Prayer for a new ration card", "নতুন রেশন কার্ডের আবেদন"),
    Text("Prayer for a house under the housing scheme", "আবাস প্রকল্পে ঘরের আবেদন"),
    Text("Application for information under section 6(1) of the RTI Act, 2005",
         "তথ্যের অধিকার আইন, ২০০৫-এর ৬(১) ধারা অনুযায়ী তথ্যের আবেদন"),
)  # fmt: skip
_PEOPLE = (
    Text("Malati Kalpana", "মালতী কল্পনা"),
    Text("Sabina Namunabibi", "সাবিনা নমুনাবিবি"),
    Text("Phulmani Udaharan", "ফুলমণি উদাহরণ"),
    Text("Agnes Drishtanta", "অ্যাগনেস দৃষ্টান্ত"),
)
_MARGINS = (
    strip.TEXT_TOP,
    strip.PAGE_WIDTH - strip.TEXT_RIGHT,
    strip.PAGE_HEIGHT - strip.TEXT_BOTTOM_FIRST,
    strip.TEXT_LEFT,
)
_SIGNATURE = Box(120.0, 196.0, 180.0, 212.0)
_THUMB = Box(92.0, 190.0, 112.0, 214.0)


def office(rng: np.random.Generator) -> OfficeName:
    """One invented post in a real block."""
    block, district, code = pick(rng, BLOCKS)
    name, post, kind = pick(rng, (_KINDS[0], _KINDS[0], *_KINDS[1:]))
    place = Text(f"{block.en}, {district.en}", f"{block.bn}, {district.bn}")
    return OfficeName(Text(f"{name.en}, {block.en}", f"{name.bn}, {block.bn}"), post, place, f"{kind}-{code}")


def handed(seed: int, count: int, out: Path) -> list[Handed]:
    """``count`` stand-in receipt copies; each is also kept as ``out/prints/<reference>.pdf``, with prints.json."""
    rng = np.random.default_rng([seed, 0])
    languages = deal(rng, ((Language.BENGALI, 0.6), (Language.ENGLISH, 0.4)), count)
    made = []
    documents = {}
    for language in languages:
        reference = new_reference(lambda options: pick(rng, options))
        printed_on = date(2026, 1, 5) + timedelta(days=int(rng.integers(0, 34)))
        where, long = office(rng), bool(rng.random() < 0.3)
        documents[reference] = (
            _letter(reference, where, language, printed_on, long, rng),
            Look(_MARGINS),
        )
        made.append((reference, where, printed_on, language))
    pdfs = to_pdfs(documents)
    prints = out / "prints"
    prints.mkdir(mode=0o700, parents=True, exist_ok=True)
    result = []
    for reference, where, printed_on, language in made:
        pdf = receipt_copy(pdfs[reference], reference, language)
        (prints / f"{reference}.pdf").write_bytes(pdf)
        last = len(pypdfium2.PdfDocument(pdf))
        own = tuple(OwnField(last, box.fractions()) for box in (_SIGNATURE, _THUMB)[: 1 + int(rng.integers(2))])
        result.append(Handed(reference, pdf, where, printed_on, own, language))
    _describe(result, out / "prints.json")
    return result


def _describe(handed_in: list[Handed], path: Path) -> None:
    """What a reader's archive would know of each print: reference, day, language, own fields."""
    rows = [
        {
            "reference": one.reference,
            "printed_on": one.printed_on.isoformat(),
            "language": one.language,
            "own_fields": [{"page": field.page, "box": field.box} for field in one.own_fields],
        }
        for one in handed_in
    ]
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _letter(
    reference: str, where: OfficeName, language: Language, day: date, long: bool, rng: np.random.Generator
) -> list[Block]:
    subject, who = pick(rng, _SUBJECTS).of(language), pick(rng, _PEOPLE).of(language)
    to, on = f"{where.post.of(language)}\n{where.place.of(language)}", date_words(day).of(language)
    ward = int(rng.integers(1, 19))
    if language is Language.ENGLISH:
        blocks = [
            Block(f"Date: {on}", "plain"), Block(f"To\nThe {to}", "plain"), Block(f"Subject: {subject}", "bold"),
            Block("Sir/Madam,", "plain"),
            Block(f"I, {who}, care of Post Box {ward}, Namuna Sangha, most respectfully state that I live in the area "
                  "of this office and am entitled to what I ask for here. My papers were shown at the camp of the Gram "
                  f"Panchayat on the {ward}th of last month and have not been returned since."),
            Block("I request you to take my application on record, to give me a receipt with a date and a number, and "
                  "to let me know in writing what has been decided and by whom."),
            Block(f"Yours faithfully,\n{who}", "plain"),
        ]  # fmt: skip
        more = "I further state that the register of this office shows when each paper moved, and I ask for it."
    else:
        blocks = [
            Block(f"তারিখ: {on}", "plain"), Block(f"মাননীয় {to}\nসমীপেষু", "plain"), Block(f"বিষয়: {subject}", "bold"),
            Block("মহাশয়/মহাশয়া,", "plain"),
            Block(f"সবিনয় নিবেদন এই যে, আমি {who}, প্রযত্নে পোস্ট বক্স নং {ward}, নমুনা সংঘ। আমি এই দপ্তরের এলাকার বাসিন্দা এবং "
                  "এই আবেদনে যাহা চাহিতেছি তাহা আমার প্রাপ্য। গত মাসে শিবিরে আমার কাগজপত্র জমা দিয়েছিলাম, এখনও কোনো উত্তর পাইনি।"),
            Block("অতএব মহাশয়ের নিকট বিনীত প্রার্থনা, আমার আবেদনটি নথিভুক্ত করিয়া তারিখ ও নম্বর সহ রসিদ দিতে এবং কী সিদ্ধান্ত হইল "
                  "তাহা লিখিতভাবে জানাইতে আজ্ঞা হয়।"),
            Block(f"বিনীতা,\n{who}", "plain"),
        ]  # fmt: skip
        more = "আরও নিবেদন এই যে, দপ্তরের রেজিস্টারে কোন তারিখে কোন কাগজ কোথায় গিয়াছে তাহা লেখা আছে, আমি সেই তথ্য চাই।"
    if long:
        blocks[-1:-1] = [Block(more)] * 14
    return [*blocks, Block(reference, "small")]
