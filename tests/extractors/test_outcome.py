"""What a reply decides, in the office's own words only."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import regex

from extractors.layout import anatomy
from extractors.outcome import LOST_LINE, decide, find_outcome
from extractors.running import Sheet
from extractors.text import PageText
from rules import catalogue
from rules.findings import Outcome
from rules.rows import Cue
from rules.text import fold

SheetOf = Callable[..., Sheet]
EN = ("Memo No. 4/BDO    Dated : 12.03.2026", "Sub : Your prayer", "Madam,")
BN = ("স্মারক নং ৪/বিডিও    তারিখ : ১২.০৩.২০২৬", "বিষয় : আপনার আবেদন", "মহাশয়া,")


INTERIM = [
    "Interim relief of Rs. 10,000/- is granted to the applicant pending enquiry.",
    "অন্তর্বর্তী সাহায্য হিসাবে ১০,০০০ টাকা মঞ্জুর করা হইল।",
    "Interim compensation cannot be granted at this stage.",
]


@pytest.mark.parametrize("said", INTERIM)
def test_interim_relief_waits_for_a_person(said: str) -> None:
    """Whether that is all, or the claim itself is decided as well, is not read off the words."""
    hits = [(cue.outcome, cue.weight) for cue in catalogue.load().cues if regex.search(cue.pattern, fold(said))]
    outcome, why = decide(hits)
    assert outcome is None
    assert "interim_granted" in why


@pytest.fixture(scope="module")
def cues() -> tuple[Cue, ...]:
    return catalogue.load().cues


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The pension prayed for has been sanctioned in your favour with effect from 1.4.2026.", "granted"),
        ("Your prayer has been enquired into and the same has been approved by the competent authority.", "granted"),
        ("You had prayed that the pension be granted at an early date. The prayer cannot be granted.", "refused"),
        ("The application is hence rejected.", "refused"),
        ("আপনার আবেদন WA করা সম্ভব নহে এবং উহা নাকচ করা হইল।", "refused"),
        ("Your application seeking. information is hereby transferred u/s 6(3) of the Act to the SPIO.", "transferred"),
        ("The information is exempted under section 8(1)(j) of the Act and cannot be furnished.", "refused"),
        ("Your petition is transferred u/s 6(3) of the RTI Act, 2005 to the SPIO.", "transferred"),
        (
            "Your application, in original, is therefore forwarded to the SDO for taking necessary action at that end.",
            "transferred",
        ),
        ("You are requested to deposit Rs. 36/- being the cost of 18 pages.", "fee_demanded"),
        ("The information sought for by you is furnished below.", "information_supplied"),
        ("No such record is available in this office. The information therefore cannot be supplied.", "not_held"),
        (
            "Information against point nos. 1 and 2 of your application is enclosed herewith. Information against "
            "point no. 3 is exempted under section 8(1)(j) of the Act.",
            "partly_supplied",
        ),
        ("You are requested to submit the following documents within fifteen days.", "documents_wanted"),
        ("Your application is under process. You will be informed as and when it is sanctioned.", "under_process"),
        (
            "The matter has neither been sanctioned nor been rejected. It is under active consideration.",
            "under_process",
        ),
        ("A hearing in the matter has been fixed on 17/04/2026 at 11 A.M.", "hearing_fixed"),
        ("আপনার আবেদনটি তদন্তান্তে মঞ্জুর করা হইয়াছে।", "granted"),
        ("আপনি বিধবা ভাতা মঞ্জুর করিবার জন্য আবেদন করিয়াছিলেন। উহা নাকচ করা হইল।", "refused"),
        ("বিষয়টি তদন্তাধীন থাকায় আইনের ৮(১)(এইচ) ধারা অনুসারে তথ্য দেওয়া সম্ভব নয়।", "refused"),
        ("আপনার আবেদনপত্রটি প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য মহকুমা শাসকের নিকট প্রেরিত হইল।", "transferred"),
        ("মঞ্জুর করার ক্ষমতা এই দপ্তরের না থাকায় আবেদনটি মহকুমা শাসক-এর কাছে হস্তান্তর করা হল।", "transferred"),
        ("মোট ৩৬ টাকা জমা দিবার জন্য অনুরোধ করা হইতেছে।", "fee_demanded"),
        ("আপনার আবেদনটি বর্তমানে প্রক্রিয়াধীন। আবেদন মঞ্জুর হইলে আপনাকে জানানো হইবে।", "under_process"),
        ("শুনানির দিন ধার্য করা হইল।", "hearing_fixed"),
        ("প্রার্থিত তথ্য এতদ্‌সঙ্গে প্রেরিত হইল।", "information_supplied"),
        ("The caste certificate in your favour has been issued and may be collected from the counter.", "granted"),
        ("Your pension has been sanctioned vide order no. 114 dated 10.03.2026.", "granted"),
        ("The claim for compensation has been rejected by the Authority in its meeting held on 04.03.2026.", "refused"),
        ("We regret our inability to accept your prayer. The application stands rejected.", "refused"),
        ("আপনি উক্ত প্রকল্পের যোগ্য নহেন বলিয়া আবেদন বাতিল করা হইল।", "refused"),
        ("আপনার নামে আবাস প্রকল্পের ঘর মঞ্জুর করা হইল।", "granted"),
        # as read from scans: a seal's edge between two words, a vowel sign as a mark, a bracket lost
        ("The copies of the register pages are enclosed @ herewith, free of cost.", "information_supplied"),
        ("উহা নাকচ কর! হইল।", "refused"),
        ("আবেদনটি ৬৩) ধারা অনুযায়ী মহকুমা শাসক-এর নিকট হস্তান্তর কর! হইল।", "transferred"),
        ("প্রার্থিত তথ্য (৪ পৃষ্ঠা) এতদ্সঙ্গে সংযুক্ত করা হল।", "information_supplied"),
        ("আবেদন মঞ্জুর করার আগে জন্ম শংসাপত্র প্রয়োজন | উক্ত নথি শীঘ্র জমা দিন।", "documents_wanted"),
        ("আপনার আবেদনপত্র পরীক্ষা করিয়া দেখা গেল যে উহা অসম্পূর্ণ।", "documents_wanted"),
        ("পুর্বে আপনাকে জানানো হয়েছিল বিষয়টি বিবেচনাধিন। বর্তমানে আপনার আবেদন অনুমোদিত হয়েছে।", "granted"),
        ("যাচাই করিয়া দেখা গেল যে আবেদনটি অসম্পুর্ণ।", "documents_wanted"),
    ],
)
def test_the_office_s_own_words_decide(sheet_of: SheetOf, cues: tuple[Cue, ...], body: str, expected: str) -> None:
    """Sadhu and chalit, English and Bengali: one outcome, as a careful clerk would read it."""
    sheet = sheet_of(*(EN if body.isascii() else BN), body)
    finding, _, reasons = find_outcome(anatomy([sheet]), [sheet], cues)
    assert (finding.value, reasons) == (expected, [])
    assert finding.confidence == 0.95


@pytest.mark.parametrize(
    "body",
    [
        "With reference to your application praying for sanction of widow pension the undersigned is to call upon you.",
        "You have requested that the pension has been sanctioned be confirmed.",
        'You wrote: "the application is hence rejected". Kindly state your address.',
        "If the application is rejected you may appeal.",
        "The pension has been sanctioned. The application is hence rejected.",
        "Information against point no. 3 cannot be furnished. Point no. 1 lies with the dealing hand.",
        "আপনি বিধবা ভাতা মঞ্জুর করার অনুরোধ করেছেন।",
        "আবেদন মঞ্জুর করা হইলে আপনাকে জানানো হইবে।",
        "আপনার আবেদন নাকচ করা হয়নি।",
        "The records were searched. No gach record is avai1able. The information therefore cannot be supplied.",
        "In this matter an order has been issued vide No. RD 158 dated 06.04.2021.",
        "The weather is fine.",
        # another matter than hers
        "A reminder has been issued to the Gram Panchayat for early submission of report.",
        "The scheme has been approved by the State Government. Eligible persons may apply afresh.",
        "The dealing clerk has been transferred to another office. Your file will be traced.",
        "The amount has been transferred to your bank account on 03.03.2026.",
        "The objection raised against your claim has been rejected.",
        "A format is enclosed herewith for submission of the particulars.",
        "Under the guidelines an income taxpayer is not eligible. You are requested to give a declaration.",
        "The pension has been sanctioned to 14 widows of your village. The list is displayed.",
        "Your prayer for exemption from fees has been allowed.",
        "উক্ত প্রকল্পটি রাজ্য সরকার কর্তৃক অনুমোদিত হইয়াছে। আগামী মাস হইতে ফর্ম বিলি করা হইবে।",
        "অভিযুক্তের জামিন মঞ্জুর করা হইয়াছে।",
        "ডিলারের আপত্তি খারিজ করা হইল। আপনার নাম বহাল রহিল।",
        # what was before
        "A new ration card was issued on 12.11.2019 in your name. No fresh card can be issued.",
        "You were requested to deposit Rs. 30/- but no payment has been made. Hence the application is closed.",
        "The hearing was fixed on 02.03.2026 in presence of both sides. Next hearing is fixed on 16.04.2026.",
        "Your application was transferred to this office under section 6(3) by the District Magistrate.",
        "টাকা জমা দিতে অনুরোধ করা হইয়াছিল, আপনি দিয়াছেন।",
        # left open, or taken back
        "Your house has been sanctioned subject to submission of the land document within 30 days.",
        "Your application has been approved for field verification. The Inspector will visit your house.",
        "The certificate cannot be issued without the report of the Pradhan, which has been called for.",
        "Your pension has been approved by this office and the proposal sent to the District Magistrate for sanction.",
        "The hearing scheduled on 12.03.2026 is postponed to 26.03.2026 at the same time and venue.",
        "The information asked for is enclosed herewith, but item 2 relates to another office.",
        "The file is not available in this office at present; efforts are on to locate it.",
        "আপনার আবেদন শর্তসাপেক্ষে মঞ্জুর করা হইল। বয়সের প্রমাণপত্র দাখিল করিতে হইবে।",
        "পূর্ববর্তী নামঞ্জুর আদেশ প্রত্যাহার করা হইল।",
        "আপনার শাশুড়ির বিধবা ভাতা মঞ্জুর করা হইয়াছে। আপনার নাম তালিকায় নাই।",
        "আপনার আবেদন খারিজ করা হইয়াছে এই মর্মে কোনো আদেশ এই দপ্তর হইতে দেওয়া হয় নাই।",
        # denied
        "It is not correct that your application has been rejected.",
        "No application has been rejected by this office.",
        "No hearing is scheduled on 12.04.2026.",
        "You need not attend the hearing on 12.04.2026.",
        "The documents submitted are in order. Please do not submit any more documents.",
        "The matter is no longer under consideration.",
        "There is no such provision for payment in the scheme. No such document need be filed by you.",
        "On enquiry a ration card has been issued to the household. A second card is not admissible.",
        "আবেদন এখন আর প্রক্রিয়াধীন নহে।",
        # another's, a part, held back
        "Two of the three cards have been issued.",
        "The prayer of the opposite party for time is rejected.",
        "The compensation has been awarded but payment is stopped by the order of the High Court.",
        "The application form is not available in this office; get it online.",
        "ঘর অন্য একজনকে মঞ্জুর করা হইয়াছে।",
        "আপনার ভাতা মঞ্জুর করা হইয়াছে, কিন্তু হাইকোর্টের আদেশে প্রদান বন্ধ আছে।",
    ],
)
def test_words_of_a_decision_that_are_not_one_decide_nothing(
    sheet_of: SheetOf, cues: tuple[Cue, ...], body: str
) -> None:
    """Our own words, an "if", a "not", two answers at once, another matter or earlier days: a person is asked."""
    sheet = sheet_of(*(EN if body.isascii() else BN), body)
    finding, _, reasons = find_outcome(anatomy([sheet]), [sheet], cues)
    assert finding.value == Outcome.UNKNOWN
    assert [reason.field for reason in reasons] == ["outcome"]


@pytest.mark.parametrize("salutation", [("Madam, 6",), ("eo wm,",), ()])
def test_a_misread_salutation_swallows_no_sentence(
    sheet_of: SheetOf, cues: tuple[Cue, ...], salutation: tuple[str, ...]
) -> None:
    """With the first sentence lost to the reference lines, "no such record" would be taken for a refusal."""
    lines = (*EN[:2], "Ref : Your application dated 02/02/2026", *salutation)
    body = ("The records have been searched. No such record regarding", "housing is available in this office.")
    sheet = sheet_of(*lines, *body, "The information therefore cannot be supplied.")
    finding, _, _ = find_outcome(anatomy([sheet]), [sheet], cues)
    assert finding.value == Outcome.NOT_HELD


def test_a_note_of_copies_transfers_nothing(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Copies are sent on "for necessary action" too; where their heading was misread that is no transfer."""
    sheet = sheet_of(*BN, "অবগতি ও প্রয়োজনীয় ব্যবস্থা গ্রহণের জন্য MASA প্রেরিত হইল :")
    finding, _, _ = find_outcome(anatomy([sheet]), [sheet], cues)
    assert finding.value == Outcome.UNKNOWN


def test_the_subject_line_is_no_answer(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """What stands beside "Sub" and "Ref" names the matter and decides nothing."""
    sheet = sheet_of(
        EN[0], "Sub : Your application is hence rejected", "Madam,", "Please call at this office on Monday."
    )
    assert find_outcome(anatomy([sheet]), [sheet], cues)[0].value == Outcome.UNKNOWN


def test_a_general_notification_is_no_answer(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """What is ordered for everyone decides nobody's claim."""
    sheet = sheet_of(EN[0], "NOTIFICATION", "Whereas the package rates have been approved by the competent authority.")
    assert find_outcome(anatomy([sheet]), [sheet], cues)[0].value == Outcome.UNKNOWN


def test_where_to_appeal_is_found(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """The sentence with the appeal is kept whole."""
    body = "The claim is hence rejected. You may prefer first appeal within 30 days before the Sub-Divisional Officer."
    sheet = sheet_of(*EN, body)
    [line] = find_outcome(anatomy([sheet]), [sheet], cues)[1]
    assert line.value.startswith("You may prefer first appeal")


def test_hints_alone_decide_only_together() -> None:
    """One hint is not enough; two of one kind are; two of different kinds are a contradiction."""
    assert decide([("granted", 2)])[0] is None
    assert decide([("granted", 2), ("granted", 2)])[0] == "granted"
    assert decide([("granted", 2), ("granted", 2), ("refused", 2), ("refused", 2)])[0] is None
    assert decide([("hearing_fixed", 3), ("under_process", 3)])[0] == "hearing_fixed"
    assert decide([("receipt", 3)])[0] is None


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("The information sought for is furnished below.", "information_supplied"),
        ("Your prayer is as follows.", "granted"),
    ],
)
def test_a_figure_within_an_answer_decides_nothing(
    sheet_of: SheetOf, cues: tuple[Cue, ...], opening: str, expected: str
) -> None:
    """Where a letter supplies information, "granted in 12 cases" is that information; else it is what it says."""
    points = ("(a) 128 applications were received.", "(b) The relief was sanctioned and the same has been granted.")
    sheet = sheet_of(*EN, opening, *points)
    assert find_outcome(anatomy([sheet]), [sheet], cues)[0].value == expected


def test_a_point_that_is_refused_is_still_seen(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Information on one point and a refusal of another is information in part."""
    points = ("(a) 128 applications were received.", "(b) It cannot be furnished under section 8(1)(j) of the Act.")
    sheet = sheet_of(*EN, "The information sought for is furnished below.", *points)
    assert find_outcome(anatomy([sheet]), [sheet], cues)[0].value == "partly_supplied"


def test_a_line_that_could_not_be_read_may_say_something_else(sheet_of: SheetOf, cues: tuple[Cue, ...]) -> None:
    """Where it said that a part is enclosed, a refusal of the rest alone would be recorded; a speck is no line."""
    refusal = "point no. 3 is exempted under section 8(1)(j) of the Act and cannot be furnished."
    for lost, expected, reasons in (
        ("Seen eee ore ae nes tie Sie ee es cot eae enna seo aes nie", "unknown", [LOST_LINE]),
        ("eee", "refused", []),
    ):
        sheet = sheet_of(*EN, lost, refusal)
        words = [replace(w, confidence=0.4) if w.text in lost.split() else w for w in sheet.text.words]
        sheet = replace(sheet, text=PageText(tuple(words)))
        outcome, _, why = find_outcome(anatomy([sheet]), [sheet], cues)
        assert (outcome.value, [one.reason for one in why]) == (expected, reasons)
