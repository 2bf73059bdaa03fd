"""Dossiers: a district's unresolved claims, of those who agreed to it, bound for the District Magistrate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import regex

from flows import jobs
from flows.answers import precedents_for
from flows.cases import Case
from flows.compile_dossier.cases import Annexures, Chosen, case_sheet, demands, legal_notes, rti_states, waiting
from flows.track_deadlines.steps import survey
from flows.wiring import Dabi
from flows.write_letters.output import write_beside
from rules.areas import Area
from rules.errors import UsageError
from rules.events import Event, EventKind, Fact
from rules.ladder import names
from rules.letters import Language, Letter, LetterKind
from rules.next_step import Steps
from rules.people import DossierConsent
from rules.responsiveness import quarter_words
from rules.text import Text, fold, in_scripts
from store.keys import HOUSE
from templates.bind import count_pages
from templates.dossier import Printed, print_dossier
from templates.dossier_data import DossierData, Edition, Precedent

JOURNEY = "compile_dossier"
ACTOR = f"system:{JOURNEY}"
# The posts of a collective's office-bearers: they sign, never a survivor as such.
_POSTS = (Text("President", "সভানেত্রী"), Text("Secretary", "সম্পাদিকা"), Text("Treasurer", "কোষাধ্যক্ষা"))
_NOT_IN_NAMES = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_NAME = 40  # letters of a collective in a file's name
_ALL = Text("Women's collectives of the district", "জেলার মহিলা সংগঠনসমূহ")


def plan(dabi: Dabi, job: str) -> list[jobs.Chunk]:
    """One dossier a chunk: the district asked for, or every district on a schedule."""
    asked = jobs.request_of(dabi, JOURNEY, job).get("district")
    if asked:
        return [[_district(dabi, asked).id]]
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return [[district] for district in sorted({claim.district for claim in record.claims()})]


def _district(dabi: Dabi, text: str) -> Area:
    found = dabi.catalogue.offices.areas.find_district(text)
    if found is None:
        known = ", ".join(area.name.en for area in dabi.catalogue.offices.areas.districts)
        raise UsageError(f"'{text[:40]}' is no known district. Write one of: {known}.")
    return found


def compile_chunk(dabi: Dabi, job: str, districts: jobs.Chunk) -> dict[str, int]:
    """Compile one dossier for each district; its PDF goes to the out folder and into the vault."""
    request = jobs.request_of(dabi, JOURNEY, job)
    parts = []
    for district in districts:
        made = _compiled(dabi, job, district)
        if made is not None:  # an earlier run of this job was stopped behind it
            parts.append(_put_out(dabi, request, district, made))
            continue
        data = gather(dabi, request, _district(dabi, district))
        if not data.claims:
            parts.append({"empty": 1})
            continue
        if data.edition is Edition.DM:
            data = replace(data, reference=_reference(dabi, job, district))
        with dabi.workdir() as workdir:
            printed = print_dossier(data, workdir, dabi.letters)
        parts.append(_put_out(dabi, request, district, _record(dabi, job, district, data, printed)))
    return jobs.total(parts)


def _compiled(dabi: Dabi, job: str, district: str) -> Event | None:
    """The event of a dossier that this job has made already."""
    with dabi.store.begin(ACTOR, read_only=True) as record:
        made = record.events(kinds=[EventKind.DOSSIER_COMPILED])
    return next((e for e in made if (e.facts.get("job"), e.facts.get("district")) == (job, district)), None)


def _put_out(dabi: Dabi, request: jobs.Request, district: str, made: Event) -> dict[str, int]:
    """The dossier from the vault into the out folder, and what is counted of it."""
    pdf = dabi.store.vault.get(str(made.facts["paper"]), ACTOR)
    path = path_in(request, district)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_beside(path, pdf)
    return {"dossiers": 1, "cases": int(made.facts["claims"] or 0), "pages": count_pages(pdf)}


def _key(job: str, district: str) -> str:
    return f"dossier:{job}:{district}"


def _reference(dabi: Dabi, job: str, district: str) -> str:
    with dabi.store.begin(ACTOR) as record:
        reference = record.reserve_reference(_key(job, district), None)
        record.commit()
    return reference


def _record(dabi: Dabi, job: str, district: str, data: DossierData, printed: Printed) -> Event:
    """Keep the dossier, and its memorandum as a letter, in one transaction; the event that says so."""
    vault = dabi.store.vault
    facts: dict[str, Fact] = {"job": job, "district": district, "edition": data.edition.value}
    facts["claims"] = len(data.cases) or len(data.claims)
    with dabi.store.begin(ACTOR) as record:
        memorandum = printed.memorandum
        if memorandum is not None:
            letter = Letter(
                reference=data.reference,
                kind=LetterKind.MEMORANDUM,
                claim=None,
                office=f"dm:{district}",
                rung=0,
                language=data.language,
                written_on=data.on,
                pages=memorandum.pages,
                docx=vault.put(memorandum.docx, HOUSE),
                office_copy=vault.put(memorandum.office_copy, HOUSE),
                receipt_copy=vault.put(memorandum.receipt_copy, HOUSE),
                own_fields=memorandum.own_fields,
            )
            record.add_letter(letter, key=_key(job, district), context={})
            printed_facts: dict[str, Fact] = {"kind": letter.kind.value, "office": letter.office, "rung": 0}
            record.append(Event(EventKind.LETTER_PRINTED, data.on, None, letter.reference, printed_facts))
        facts["paper"] = vault.put(printed.pdf, HOUSE)
        made = record.append(Event(EventKind.DOSSIER_COMPILED, data.on, facts=facts))
        record.commit()
    return made


def gather(dabi: Dabi, request: jobs.Request, district: Area) -> DossierData:
    """Everything that one dossier says. People are in it by code, and only those who agreed to be."""
    language, edition = _language(request), _edition(request)
    collective = request.get("collective")
    surveyed = survey(dabi, request.on).found
    chosen = [
        (case, steps)
        for case, steps in surveyed
        if case.claim.district == district.id
        and (not collective or _is_of(case, collective))
        and case.claim.consent.dossier is not DossierConsent.NONE
        and case.claim.consent.in_force(request.on)
        and case.unresolved(request.on)
    ]
    annexures = Annexures(dabi, language)
    sheets = tuple(case_sheet(dabi, case, steps, annexures, request.on, language) for case, steps in chosen)
    with dabi.store.begin(ACTOR, read_only=True) as record:
        head = record.head()
    dm = dabi.catalogue.offices.office(f"dm:{district.id}")
    return DossierData(
        district=district.name,
        office_address=(dm.name.of(language), dm.address.of(language)),
        collective=_named(chosen, language) if collective else _ALL.of(language),
        registration="",
        reply_address=_reply_address(chosen),
        on=request.on,
        language=language,
        edition=edition,
        record_head=head.hash,
        claims=tuple(waiting(dabi, case, request.on, language) for case, _ in chosen),
        demands=demands(dabi, chosen, request.on, language),
        cases=sheets,
        annexures=annexures.listed,
        law=legal_notes(dabi, chosen, language),
        precedents=_precedents(dabi, chosen, [case for case, _ in surveyed], request, language),
        rti_states=rti_states([*chosen, *_asked_there(chosen, surveyed)], language),
        office_bearers=tuple(post.of(language) for post in _POSTS),
        copies_to=_copies_to(dabi, chosen, language),
    )


def _asked_there(chosen: Chosen, surveyed: Chosen) -> list[tuple[Case, Steps]]:
    """What citizens have asked in general of the offices of these claims, about their services."""
    there = {(letter.office, case.claim.service) for case, _ in chosen for letter in case.letters}
    asked = [(case, steps, case.matter) for case, steps in surveyed if case.matter is not None]
    return [(case, steps) for case, steps, one in asked if (one.request.office, one.service) in there]


def _precedents(
    dabi: Dabi, chosen: Chosen, among: Sequence[Case], request: jobs.Request, language: Language
) -> tuple[Precedent, ...]:
    """Where the same was granted, by office and quarter, and by number only of a general order."""
    offices, services = dabi.catalogue.offices, dabi.catalogue.services
    return tuple(
        Precedent(
            services[one.service].name.of(language),
            offices.office(one.office).name.of(language),
            quarter_words(one.quarter).of(language),
            one.memo_no,
        )
        for one in precedents_for([case for case, _ in chosen], among, request.on, dabi.catalogue)
    )


def _is_of(case: Case, collective: str) -> bool:
    """Whether a claim is of a collective, which may be named whole or in one script."""
    name = in_scripts(case.claim.collective)
    return fold(collective) in {fold(case.claim.collective), fold(name.en), fold(name.bn)}


def _named(chosen: Chosen, language: Language) -> str:
    """The collective's name in the dossier's script, as the claims have it."""
    if not chosen:
        return ""
    name = in_scripts(chosen[0][0].claim.collective)
    return name.of(language) or name.en or name.bn


def _reply_address(chosen: Chosen) -> str:
    """Where the collective is answered: the address that most of its claimants use, never a home of one of them."""
    addresses = Counter(case.identity.reply_address for case, _ in chosen)
    shared = [address for address, number in addresses.most_common() if number > 1]
    return shared[0] if shared else ""


def _copies_to(dabi: Dabi, chosen: Chosen, language: Language) -> tuple[str, ...]:
    """Offices that get a copy: those above the offices where claims wait, below the District Magistrate, and none that
    one of the claimants avoids: it would read of her claim there."""
    offices = {
        rung.office.id: rung.office for case, _ in chosen for rung in case.ladder if rung.office.kind in ("sdo", "bdo")
    }
    avoided = tuple(entry for case, _ in chosen for entry in case.identity.avoid_offices)
    offices = {key: office for key, office in offices.items() if not names(office, avoided, dabi.catalogue)}
    return tuple(
        f"{office.designation.of(language)}, {office.address.of(language)}" for _, office in sorted(offices.items())
    )


def path_in(request: jobs.Request, district: str) -> Path:
    """Where the dossier of a district goes: what tells it from others of the same day stands in its name."""
    scripts = str(request.get("collective") or "").split("/")  # in both scripts: the first that it has
    collective = next(filter(None, (_NOT_IN_NAMES.sub("-", fold(name)).strip("-")[:_NAME] for name in scripts)), "")
    parts = [
        "dossier",
        district,
        collective,
        _edition(request).value,
        _language(request).value,
        request.on.isoformat(),
    ]
    return request.out / f"{'-'.join(filter(None, parts))}.pdf"


def _edition(request: jobs.Request) -> Edition:
    return Edition(request.get("edition") or Edition.DM)


def _language(request: jobs.Request) -> Language:
    return Language(request.get("language") or Language.BENGALI)


def paths(dabi: Dabi, job: str) -> list[Path]:
    """The dossiers that a job has made."""
    request = jobs.request_of(dabi, JOURNEY, job)
    every = [path_in(request, district) for [district] in plan(dabi, job) if _compiled(dabi, job, district)]
    return [path for path in every if path.exists()]


def run(dabi: Dabi, job: str) -> dict[str, int]:
    """The whole journey in this process, as the command line runs it."""
    with jobs.leased(dabi, JOURNEY, job) as held:
        return jobs.finish(dabi, JOURNEY, held, jobs.total([compile_chunk(dabi, held, c) for c in plan(dabi, held)]))
