"""Letters from proposals: what may be written is planned, written by the chunk, and bound into one print run.

Each step may be run again after a crash: a reference belongs to its proposal forever, a letter on record is not written
twice, and the print run is made anew from the vault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from flows import jobs
from flows.cases import Case, asking_case, citizens_cases, load_cases, load_matters
from flows.wiring import Dabi
from flows.write_letters import spacing
from flows.write_letters.contexts import context_of
from flows.write_letters.output import ACTOR, CASH_SHEET, REGISTER, costs_of, put_out_run, volume_names
from flows.write_letters.printed import Printed, put_on_record
from flows.write_letters.refusals import agreed, refusal
from rules.errors import InputProblems, Problem
from rules.events import Fact
from rules.general import asked_of, generals
from rules.letters import AGGREGATE, Letter, LetterKind
from rules.next_step import Proposal
from rules.people import Claim
from rules.pooling import Pool
from rules.stated_limits import facts_of, limit_stated, own_facts
from store.keys import HOUSE
from store.record import Record
from store.states import ItemState
from templates import print_run
from templates.check import faults
from templates.print_run import LetterRequest, Rendered

JOURNEY = "write_letters"
CHUNK = 1000  # letters a chunk: what stands in them is in memory together


def plan(dabi: Dabi, job: str, kinds: frozenset[LetterKind] = frozenset(LetterKind)) -> list[jobs.Chunk]:
    """Note what is to be written as items of the job, and give back what is not yet done, in chunks."""
    request = jobs.request_of(dabi, JOURNEY, job)
    on = request.on
    with dabi.store.begin(ACTOR) as record:
        if not record.items(job):
            cases = _cases(dabi, record, _chosen(record, request), on)
            pairs = [pair for pair in _proposed(dabi, record, cases, request) if pair[1].kind in kinds]
            states = {
                proposal.key: ItemState.PENDING if refusal(dabi, case, proposal, on) is None else ItemState.FAILED
                for case, proposal in (spacing.spread(record, pairs, on) if request.get("spread") else pairs)
            }
            record.mark_items(job, states)
            record.commit()
        pending = [key for key, state in record.items(job).items() if state is ItemState.PENDING]
    return jobs.chunks(pending, CHUNK)


def _cases(dabi: Dabi, record: Record, claims: Iterable[Claim], on: date) -> list[Case]:
    """The cases of these claims as of today, with the general requests of all."""
    general = generals(load_matters(dabi.catalogue, record), on)
    return agreed(record, load_cases(dabi.catalogue, record, claims, JOURNEY, general), on)


def _chosen(record: Record, request: jobs.Request) -> list[Claim]:
    """The claims that the request speaks of: claim codes, claimant codes, or all."""
    codes: Sequence[str] = request.get("claims") or [row["claim"] for row in request.get("batch") or []]
    if not codes:
        return record.claims()
    wanted = set(codes)
    found = [claim for claim in record.claims() if claim.code in wanted or claim.claimant in wanted]
    missing = wanted - {claim.code for claim in found} - {claim.claimant for claim in found}
    if missing:
        raise InputProblems(
            [
                Problem(code, "There is no such claim or claimant.", "See 'dabi claims list'.")
                for code in sorted(missing)
            ]
        )
    return found


def _proposed(dabi: Dabi, record: Record, cases: Iterable[Case], request: jobs.Request) -> list[tuple[Case, Proposal]]:
    """Every step that is ripe, of the kinds asked for; what waits for her go or a lawyer is left to the worklist.

    Of the general requests to one office about one service there is one; what citizens' requests lead to is written
    where no claims were asked for by name.
    """
    asked = [(row["claim"], row["letter"]) for row in request.get("batch") or []]

    def wanted(claim: Claim, kind: LetterKind) -> bool:
        return not asked or any(code in (claim.code, claim.claimant) and letter in ("", kind) for code, letter in asked)

    named = bool(asked or request.get("claims"))
    matters = [] if named else citizens_cases(dabi.catalogue, record, load_matters(dabi.catalogue, record))
    pairs = [
        (case, proposal)
        for case in (*cases, *matters)
        for proposal in case.steps(request.on, dabi.catalogue).proposals
        if wanted(case.claim, proposal.kind) and proposal.ready
    ]
    return _pooled(dabi, record, pairs, request.on)


def _pooled(
    dabi: Dabi, record: Record, pairs: Collection[tuple[Case, Proposal]], on: date
) -> list[tuple[Case, Proposal]]:
    """The same steps, and in the place of those that ask in general one for each office and service, a citizen's."""
    citizens = record.citizens()
    pool = Pool(on, citizens)
    own = [(case, step) for case, proposal in pairs for step in pool.take(case.claim, [proposal])]
    places = {case.claim.code: case.place for case, _ in pairs}
    asking = [(asking_case(dabi.catalogue, citizens, one, places[one.lead.code], on), one) for one in pool.pooled()]
    return own + [(case, one.proposal) for case, one in asking]


def problems(dabi: Dabi, job: str) -> list[Problem]:
    """Why the failed items of a job were not written."""
    request = jobs.request_of(dabi, JOURNEY, job)
    on = request.on
    with dabi.store.begin(ACTOR) as record:
        failed = {key for key, state in record.items(job).items() if state is ItemState.FAILED}
        cases = _cases(dabi, record, _chosen(record, request), on) if failed else []
        pairs = [(c, p) for c, p in _proposed(dabi, record, cases, request) if p.key in failed]
        found: list[Problem] = []
        unmade: dict[str, LetterRequest] = {}
        for case, proposal in pairs:
            reason = refusal(dabi, case, proposal, on)
            context, wrong = ({}, [reason]) if reason is not None else context_of(dabi, case, proposal, on)
            found += wrong
            if not wrong:
                reference = record.reserve_reference(proposal.key, case.of_claim)
                unmade[case.claim.code] = LetterRequest(reference, proposal.kind, case.claim.language, context)
    return found + _unmade(dabi, unmade)


def _unmade(dabi: Dabi, requests: Mapping[str, LetterRequest]) -> list[Problem]:
    """Why letters that may be written could not be made: the template is at fault, or what stands in the letter."""
    used = {(kind, one.language) for one in requests.values() for kind in one.kinds}
    broken = {key: faults(dabi.letters, *key) for key in used}
    sound = {claim: one for claim, one in requests.items() if not any(broken[kind, one.language] for kind in one.kinds)}
    found = [problem for wrong in broken.values() for problem in wrong]
    if not sound:
        return found
    with dabi.workdir() as workdir:
        wrong = print_run.render(list(sound.values()), workdir, dabi.letters).problems
    for claim, request in sound.items():
        its = [replace(problem, where=claim) for problem in wrong if problem.where == request.reference]
        found += its or [Problem(claim, "Its letter was not made in that run, and can be made now.", "Write it again.")]
    return found


def nothing_ripe(dabi: Dabi, job: str) -> list[str]:
    """The codes that were asked for by name and for which there is nothing to write now."""
    request = jobs.request_of(dabi, JOURNEY, job)
    on = request.on
    asked = [(code, "") for code in request.get("claims") or []]
    asked += [(row["claim"], row["letter"]) for row in request.get("batch") or []]
    with dabi.store.begin(ACTOR) as record:
        keys = [(key.split(":"), asked_of(key)) for key in record.items(job)]
        found = [(parts[0], parts[1]) for parts, general in keys if general is None]
        generally = {general for _, general in keys if general is not None}
        named = {code for code, _ in asked}
        claims = [claim for claim in record.claims() if named & {claim.code, claim.claimant}]
        services = {service for _, service in generally}
        served = [claim for claim in claims if claim.service in services]
        for case in agreed(record, load_cases(dabi.catalogue, record, served, JOURNEY), on):
            # What it would ask in general, had nobody yet.
            steps = case.steps(on, dabi.catalogue).proposals
            to = {(one.office, case.claim.service) for one in steps if one.variant == AGGREGATE}
            found += [(case.claim.code, LetterKind.RTI_REQUEST.value)] if to & generally else []
        record.commit()
    of = {claim.code: claim.claimant for claim in claims}
    ripe = {(code, letter) for claim, kind in found for code in (claim, of.get(claim)) for letter in ("", kind)}
    return [code for code, letter in asked if (code, letter) not in ripe]


def write_chunk(dabi: Dabi, job: str, keys: jobs.Chunk) -> dict[str, int]:
    """Write the letters of these proposals and record them, a part of them in each transaction; others are failed."""
    request = jobs.request_of(dabi, JOURNEY, job)
    on = request.on
    with dabi.store.begin(ACTOR) as record:
        wanted = _wanted(dabi, record, set(keys), request)
        contexts: dict[str, dict[str, object]] = {}
        for key, (case, proposal) in wanted.items():
            # A job may have been stopped for days: what she has taken back since holds.
            if refusal(dabi, case, proposal, on) is None:
                context, wrong = context_of(dabi, case, proposal, on)
                if not wrong:
                    contexts[key] = context
        references = record.reserve_references({key: wanted[key][0].of_claim for key in contexts})
        record.mark_items(job, {key: ItemState.FAILED for key in wanted if key not in contexts})
        record.commit()  # references are allotted for good before anything is printed
    requests = {
        reference: LetterRequest(reference, wanted[key][1].kind, wanted[key][0].claim.language, contexts[key])
        for key, reference in references.items()
    }
    keys_of = {reference: key for key, reference in references.items()}
    with dabi.workdir() as workdir:
        for part in print_run.render_by_parts(list(requests.values()), workdir, dabi.letters):
            with dabi.store.begin(ACTOR) as record:
                made = [
                    _printed(dabi, *wanted[keys_of[one.reference]], requests[one.reference], one, on)
                    for one in part.rendered
                ]
                put_on_record(dabi, record, made)
                record.mark_items(job, {one.key: ItemState.DONE for one in made})
                record.commit()
    with dabi.store.begin(ACTOR) as record:
        states = record.items(job, keys=keys)
        # Not made; or not proposed any more: it was written by a run that was stopped, or she said wait.
        pending = [key for key, state in states.items() if state is ItemState.PENDING]
        kept = record.references_of([key for key in pending if key not in references])
        on_record = {letter.reference for letter in record.letters(references=set(kept.values()), shared=True)}
        ends = {key: ItemState.DONE if kept.get(key) in on_record else ItemState.FAILED for key in pending}
        record.mark_items(job, ends)
        states |= ends
        record.commit()
    ended = list(states.values())
    return {"written": ended.count(ItemState.DONE), "not_written": ended.count(ItemState.FAILED)}


def _wanted(dabi: Dabi, record: Record, keys: set[str], request: jobs.Request) -> dict[str, tuple[Case, Proposal]]:
    """The steps of these keys as they are proposed now; without those that are proposed no more."""
    named = {key.split(":")[0] for key in keys}
    services = {asked[1] for key in keys if (asked := asked_of(key)) is not None}
    claims = record.claims(codes=named)
    if services:
        claims = [one for one in _chosen(record, request) if one.code in named or one.service in services]
    pairs = _proposed(dabi, record, _cases(dabi, record, claims, request.on), request)
    return {proposal.key: (case, proposal) for case, proposal in pairs if proposal.key in keys}


def _printed(
    dabi: Dabi, case: Case, proposal: Proposal, request: LetterRequest, rendered: Rendered, on: date
) -> Printed:
    letter = Letter(
        reference=request.reference,
        kind=proposal.kind,
        claim=case.of_claim,
        office=proposal.office,
        rung=proposal.rung,
        language=request.language,
        written_on=on,
        pages=rendered.pages,
        docx=None,
        office_copy=None,
        receipt_copy=None,
        cites=proposal.cites,
        variant=proposal.variant,
    )
    facts: dict[str, Fact] = {
        "kind": proposal.kind.value,
        "office": proposal.office,
        "rung": proposal.rung,
        "variant": proposal.variant,
    }
    beside = {}
    if case.of_citizen and case.matter is None:  # what led to it is another's
        facts["service"] = case.claim.service
        beside = {"citizen": case.claim.social_worker}
    else:
        limit = limit_stated(proposal, case.steps(on, dabi.catalogue), case.letters)
        facts |= {"trigger": proposal.trigger, **facts_of(limit), **own_facts(proposal.limit, proposal.clock)}
    organisation = case.claim.organisation if case.of_citizen else None
    if organisation is not None:
        facts["organisation"] = organisation
    owner = case.claim.claimant or HOUSE
    return Printed(letter, proposal.key, request.context, rendered, owner, facts, beside, organisation)


def _letters_of(dabi: Dabi, job: str) -> list[Letter]:
    """The letters that a job has written."""
    with dabi.store.begin(ACTOR, read_only=True) as record:
        done = [key for key, state in record.items(job).items() if state is ItemState.DONE]
        return record.letters(references=set(record.references_of(done).values()))


def bind_run(dabi: Dabi, job: str) -> None:
    """Each letter, the print run in office order, the register and the cash sheet, in the job's out folder."""
    request = jobs.request_of(dabi, JOURNEY, job)
    letters = _letters_of(dabi, job)
    if letters:
        put_out_run(dabi, letters, request.on, request.out, ACTOR)


def crowds(dabi: Dabi, job: str) -> list[spacing.Crowd]:
    """The panchayats that the job's letters make see too many within seven days."""
    letters, on = _letters_of(dabi, job), jobs.request_of(dabi, JOURNEY, job).on
    with dabi.store.begin(ACTOR, read_only=True) as record:
        return spacing.crowds(record, letters, on)


def files(dabi: Dabi, job: str) -> dict[str, Path]:
    """What the job left in its out folder; nothing where it wrote no letter, whatever other runs left there."""
    letters = _letters_of(dabi, job)
    if not letters:
        return {}
    out = jobs.request_of(dabi, JOURNEY, job).out
    named = (
        {Path(name).stem.replace("-", "_"): out / name for name in volume_names(dabi, letters)}
        | {
            "register": out / REGISTER,
            "letters": out / "letters",
        }
        | ({"cash_sheet": out / CASH_SHEET} if costs_of(dabi, letters, ACTOR) else {})
    )
    return {name: path for name, path in named.items() if path.exists()}


def written(dabi: Dabi, job: str) -> list[str]:
    """References of the letters that the job wrote."""
    return [letter.reference for letter in _letters_of(dabi, job)]


def run(dabi: Dabi, job: str) -> dict[str, int]:
    """The whole journey in this process, as the command line runs it."""
    with jobs.leased(dabi, JOURNEY, job) as held:
        parts = [write_chunk(dabi, held, chunk) for chunk in plan(dabi, held)]
        bind_run(dabi, held)
        return jobs.finish(dabi, JOURNEY, held, jobs.total(parts))
