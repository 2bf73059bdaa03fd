"""What happened to a claim, in the words of a dossier: one sentence for each kind of event, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from rules.events import Answer, Event, EventKind, FiledBy
from rules.findings import Outcome
from rules.letters import LetterKind
from rules.text import Text
from templates.wording import KIND_NAMES

LETTERS: Mapping[LetterKind, Text] = {
    **{kind: Text(f"{name.en[0].upper()}{name.en[1:]}", name.bn) for kind, name in KIND_NAMES.items()},
    LetterKind.ESCALATION: Text("Letter to the higher office", "ঊর্ধ্বতন দপ্তরে আবেদন"),
    LetterKind.RTI_REQUEST: Text("Request under the RTI Act", "তথ্যের অধিকার আইনে আবেদন"),
    LetterKind.FIRST_APPEAL: Text("First appeal under the RTI Act", "তথ্যের অধিকার আইনে প্রথম আপীল"),
}
OUTCOMES: Mapping[str, Text] = {
    Outcome.GRANTED: Text("granted, not yet in her hands", "মঞ্জুর, এখনও হাতে পৌঁছায়নি"),
    Outcome.REFUSED: Text("refused", "প্রত্যাখ্যাত"),
    Outcome.TRANSFERRED: Text("sent on to another office", "অন্য দপ্তরে প্রেরিত"),
    Outcome.FEE_DEMANDED: Text("a further fee was asked for", "অতিরিক্ত ফি চাওয়া হয়েছে"),
    Outcome.INFORMATION_SUPPLIED: Text("information was given", "তথ্য দেওয়া হয়েছে"),
    Outcome.PARTLY_SUPPLIED: Text("part of the information was given", "আংশিক তথ্য দেওয়া হয়েছে"),
    Outcome.DOCUMENTS_WANTED: Text("further papers were asked for", "আরও নথি চাওয়া হয়েছে"),
    Outcome.UNDER_PROCESS: Text("said to be under process", "প্রক্রিয়াধীন বলা হয়েছে"),
    Outcome.HEARING_FIXED: Text("a hearing was fixed", "শুনানির দিন ধার্য হয়েছে"),
    Outcome.INTERIM_GRANTED: Text("interim relief was ordered", "অন্তর্বর্তী সাহায্যের আদেশ হয়েছে"),
    Outcome.NOT_HELD: Text("the office says it has no such record", "দপ্তর বলেছে এমন নথি নেই"),
}
_FILED: Mapping[str, Text] = {
    FiledBy.HAND: Text("handed in", "হাতে জমা"),
    FiledBy.SPEED_POST: Text("sent by Speed Post", "স্পিড পোস্টে পাঠানো"),
    FiledBy.SPEED_POST_REGISTERED: Text("sent by Speed Post, registered", "রেজিস্টার্ড স্পিড পোস্টে পাঠানো"),
    FiledBy.EMAIL: Text("sent by e-mail", "ই-মেলে পাঠানো"),
    FiledBy.PORTAL: Text("filed on the portal", "পোর্টালে জমা"),
    FiledBy.CAMP: Text("handed in at a camp", "শিবিরে জমা"),
}
_ANSWERS: Mapping[str, Text] = {
    Answer.ABSENT: Text("the officer was not there", "আধিকারিক উপস্থিত ছিলেন না"),
    Answer.COME_BACK: Text("told to come back", "পরে আসতে বলা হয়েছে"),
    Answer.ORAL_PROMISE: Text("a spoken promise", "মৌখিক আশ্বাস"),
    Answer.ORAL_REFUSAL: Text("a spoken refusal", "মৌখিক প্রত্যাখ্যান"),
    Answer.MONEY_ASKED: Text("money was asked for", "টাকা চাওয়া হয়েছে"),
    Answer.THREAT: Text("a threat was made", "ভয় দেখানো হয়েছে"),
}
_SENTENCES: Mapping[EventKind, Text] = {
    EventKind.LETTER_ADOPTED: Text("{letter} handed in before", "{letter}, আগে জমা দেওয়া"),
    EventKind.LETTER_FILED: Text("{letter} {how}", "{letter}, {how}"),
    EventKind.RECEIPT_RECORDED: Text("{letter}: receipt given", "{letter}: প্রাপ্তি স্বীকার"),
    EventKind.RECEIPT_REFUSED: Text("{letter}: the office would not take it", "{letter}: দপ্তর নিতে অস্বীকার করেছে"),
    EventKind.VISIT_RECORDED: Text("Visit to the office: {how}", "দপ্তরে যাওয়া: {how}"),
    EventKind.REPLY_RECORDED: Text("Reply to the {letter}: {how}", "{letter}-এর উত্তর: {how}"),
    EventKind.FEE_PAID: Text("Fee paid", "ফি জমা"),
}
_DIARY = Text("Diary no. {number}", "ডায়েরি নং {number}")
_MEMO = Text("Memo no. {number}", "স্মারক নং {number}")
_STAMP = Text("stamped copy", "সিলমোহর দেওয়া নকল")


def happened(event: Event, letter: LetterKind | None) -> Text | None:
    """The sentence for an event; None for one that a dossier does not tell."""
    sentence = _SENTENCES.get(event.kind)
    if sentence is None:
        return None
    named = LETTERS[letter] if letter else Text("Letter", "চিঠি")
    how = Text("", "")
    match event.kind:
        case EventKind.LETTER_FILED:
            how = _FILED[str(event.facts["by"])]
        case EventKind.VISIT_RECORDED:
            how = _ANSWERS[str(event.facts["answer"])]
        case EventKind.REPLY_RECORDED:
            how = OUTCOMES[str(event.facts["outcome"])]
    return sentence.filled(letter=named, how=how)


def proof(event: Event) -> Text:
    """What shows it: the office's number, or that there is a stamp; empty where nothing does."""
    if event.kind is EventKind.RECEIPT_RECORDED:
        number = event.beside.get("diary_no")
        return _DIARY.filled(number=Text(number, number)) if number else _STAMP
    if event.kind is EventKind.REPLY_RECORDED and event.beside.get("memo_no"):
        number = event.beside["memo_no"]
        return _MEMO.filled(number=Text(number, number))
    return Text("", "")
