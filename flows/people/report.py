"""What is held about one person, gathered for her alone."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from flows.wiring import KOLKATA, Dabi
from rules.errors import UsageError
from rules.history import effective
from rules.letters import Language
from rules.people import Claim
from rules.text import Text
from store.record import Record
from templates.access_report import AccessReport, Happened, Held, Looked, access_report
from templates.dossier_words import happened
from templates.wording import KIND_NAMES

_WHO = {
    "system": Text("the programme itself", "প্রোগ্রাম নিজে"),
    "person": Text("whoever works here", "এখানকার কর্মী"),
    "social-worker": Text("a social worker", "সমাজকর্মী"),
    "coordinator": Text("a coordinator", "সমন্বয়কারী"),
    "operator": Text("an operator", "স্ক্যানের কর্মী"),
    "administrator": Text("an administrator", "প্রশাসক"),
}
_OTHER = Text("somebody else", "অন্য কেউ")
WHY = {
    "write_letters": Text("to write letters for you", "আপনার চিঠি লিখতে"),
    "track_deadlines": Text("to watch the time limits", "সময়সীমা দেখতে"),
    "match_replies": Text("to match a reply to your letter", "উত্তর কোন চিঠির তা মেলাতে"),
    "compile_dossier": Text("to compile a dossier", "দলিল তৈরি করতে"),
    "import_claims": Text("to see whether you are on record already", "আপনার নাম আগে থেকে আছে কি না দেখতে"),
    "count_answers": Text("to count how offices answer", "দপ্তরগুলি কত দিনে উত্তর দেয় তা গুনতে"),
    "form": Text("to make a form for you", "আপনার জন্য ফর্ম তৈরি করতে"),
    "reprint": Text("to print a letter again", "একটি চিঠি আবার ছাপতে"),
    "edited_letter": Text("to print a letter as it was edited", "বদলানো একটি চিঠি ছাপতে"),
    "costs": Text("to reckon fees and postage", "ফি ও ডাকমাশুলের হিসাব করতে"),
    "take_in_scans": Text("to read a reply to your request", "আপনার আবেদনের উত্তর পড়তে"),
    "look at a paper": Text("to look at a paper that answers your letter", "আপনার চিঠির জবাবে আসা কাগজ দেখতে"),
    "rotate key": Text("to change the store's key", "তথ্যভাণ্ডারের চাবি বদলাতে"),
    "access report": Text("to make this paper", "এই কাগজ তৈরি করতে"),
    "look up a name": Text("to look for your name", "আপনার নাম খুঁজতে"),
    "look up a phone": Text("to look for your telephone", "আপনার ফোন নম্বর খুঁজতে"),
    "breach report": Text("to know whom to warn of a leak", "তথ্য ফাঁস হলে কাকে জানাতে হবে তা দেখতে"),
}
PURPOSE = "access report"


def report_on(dabi: Dabi, claimant: str, on: date, language: Language, out: Path) -> Path:
    """Write the report into ``out``, under her code; the reading of her name is itself on the access chain.

    UsageError for a code that is not on record, or of one who was erased.
    """
    code = claimant.strip().upper()
    with dabi.store.begin(dabi.actor) as record:
        known = {person.code for person in record.claimants()}
        identity = record.identities([code], PURPOSE).get(code) if code in known else None
        if identity is None:
            gone = "was erased: nothing of her is held but codes and dates" if code in known else "is not on record"
            raise UsageError(f"The claimant {code[:12]} {gone}. See 'dabi claims list'.")
        claims = record.claims(claimants=[code])
        report = AccessReport(
            code=code,
            identity=identity,
            claims=tuple(_held(dabi, claim) for claim in claims),
            happened=_happened(record, claims),
            looked=_looked(record, code),
            papers=_papers(record, claims),
        )
        record.commit()
    with dabi.workdir() as workdir:
        data = access_report(report, on, language, workdir)
    path = out / f"{code}-{on.isoformat()}.pdf"
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def _held(dabi: Dabi, claim: Claim) -> Held:
    service = dabi.catalogue.services.get(claim.service)
    named = claim.consent.name_to_offices
    offices = None if named is None else tuple(Text(office, office) for office in named)
    return Held(claim, service.name if service else Text(claim.service, claim.service), offices)


def _happened(record: Record, claims: list[Claim]) -> tuple[Happened, ...]:
    codes = [claim.code for claim in claims]
    letters = {letter.reference: letter for letter in record.letters(claims=codes)}
    written = [Happened(one.written_on, KIND_NAMES[one.kind], one.reference) for one in letters.values()]
    told = []
    for event in effective(record.events(claims=codes)):
        letter = letters.get(event.letter or "")
        said = happened(event, letter.kind if letter else None)
        if said is not None:
            told.append(Happened(event.on, said, event.letter or ""))
    return tuple(sorted([*written, *told], key=lambda one: one.on))


def _looked(record: Record, code: str) -> tuple[Looked, ...]:
    counted = Counter(
        (access.recorded_at.astimezone(KOLKATA).date(), access.actor.partition(":")[0], access.purpose)
        for access in record.accesses(claimant=code)
    )
    return tuple(
        Looked(day, _WHO.get(role, _OTHER), WHY.get(purpose, Text(purpose, purpose)), times)
        for (day, role, purpose), times in sorted(counted.items())
    )


def _papers(record: Record, claims: list[Claim]) -> int:
    letters = record.letters(claims=[claim.code for claim in claims])
    scans = {document.scan for letter in letters for document in record.documents(letter=letter.reference)}
    return len(letters) + len(scans)
