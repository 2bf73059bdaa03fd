"""Claimants and their claims: who she is, sealed under her own data key, and what she claims.

record.add_claimant(identity, *, organisation, on, code=None) -> str           her code
record.identities(claimants, purpose) -> dict[code, Identity]                  audited; erased people are left out
record.claimants(*, organisation=None) -> list[Claimant]
record.claimants_named(name) -> list[str]; record.claimants_with_phone(phone)  exact, by blind index; audited
record.add_claim(*, claimant, service, priority, …, consent, details="", details_bn="") -> Claim
record.claims(*, codes=None, claimants=None, district=None, collective=None) -> list[Claim]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select

from rules.errors import InputProblems, NotAllowed, Problem, UsageError
from rules.letters import Language
from rules.people import Capacity, Claim, Consent, Identity, YesNoUnknown
from rules.references import is_claimant_code, new_claimant_code
from rules.roles import Right
from store.access import Accesses
from store.codec import pack, pack_as, unpack, unpack_as
from store.consents import coded_at_most
from store.keys import BLIND, chunks
from store.sealing import blind_index, normalise, normalise_phone
from store.tables import BlindIndexRow, ClaimantRow, ClaimRow


@dataclass(frozen=True, slots=True)
class Claimant:
    """A claimant without her name."""

    code: str
    organisation: str
    added_on: date
    erased_on: date | None


class People(Accesses):
    def add_claimant(self, identity: Identity, *, organisation: str, on: date, code: str | None = None) -> str:
        """Record a person and give her code; ``code`` is taken if it is free. InputProblems if it is not."""
        self.need(Right.ENTER)
        self._must_be_within(organisation, None)
        if code is None:
            code = self._free_code()
        elif not is_claimant_code(code):
            raise InputProblems([Problem(code, "is not a claimant code.", "Leave it empty for a new person.")])
        elif self._session.get(ClaimantRow, code) is not None:
            raise InputProblems([Problem(code, "is a person on record already.", "Leave it empty for a new person.")])
        key = self._keys.draw(code)
        sealed = key.seal(pack_as(Identity, identity), f"identity/{code}")
        self._session.add(ClaimantRow(code=code, organisation=organisation, added_on=on, sealed=sealed, erased_on=None))
        self._session.flush()
        self._index(code, identity)
        return code

    def _must_be_within(self, organisation: str, collective: str | None) -> None:
        """Nobody enters people or claims that would not exist for her afterwards."""
        bound = self._standing
        elsewhere = bound.organisation not in (None, organisation)
        if elsewhere or (collective is not None and bound.collective not in (None, collective)):
            raise NotAllowed(self.actor, "enter people or claims of another organisation")

    def _free_code(self) -> str:
        while True:
            code = new_claimant_code()
            if self._session.get(ClaimantRow, code) is None:
                return code

    def _index(self, code: str, identity: Identity) -> None:
        texts = {
            "name": normalise(identity.name),
            "name_bn": normalise(identity.name_bn),
            "phone": normalise_phone(identity.safe_phone),
        }
        secret = self._keys.need(BLIND)
        for field, text in texts.items():
            if text:
                digest = blind_index(secret, field, text)
                self._session.add(BlindIndexRow(claimant=code, field=field, digest=digest))
        self._session.flush()

    def claimants(self, *, organisation: str | None = None) -> list[Claimant]:
        self.need(Right.CLAIMS)
        query = select(ClaimantRow).where(self._people()).order_by(ClaimantRow.code)
        if organisation is not None:
            query = query.where(ClaimantRow.organisation == organisation)
        return [
            Claimant(row.code, row.organisation, row.added_on, row.erased_on) for row in self._session.scalars(query)
        ]

    def identities(self, claimants: Iterable[str], purpose: str) -> dict[str, Identity]:
        """Who these claimants are. One link on the access chain per call; erased people are left out.

        ``purpose`` is a code word (``write_letters``). UsageError for a code that is not on record.
        """
        self.need(Right.NAMES)
        asked = set(claimants)
        self._note_access(asked, purpose)
        self._keys.preload(asked)
        found: dict[str, Identity] = {}
        for some in chunks(asked):
            for row in self._session.scalars(select(ClaimantRow).where(ClaimantRow.code.in_(some), self._people())):
                asked.discard(row.code)
                if row.sealed is not None:
                    data = self._keys.key(row.code).open(row.sealed, f"identity/{row.code}")
                    found[row.code] = unpack_as(Identity, data)
        if asked:
            raise UsageError(f"There is no claimant {min(asked)} on record.")
        return found

    def claimants_named(self, name: str) -> list[str]:
        """Codes of those with exactly this name in either script (case, spacing and joiners apart); audited."""
        return self._look_up({"name": normalise(name), "name_bn": normalise(name)}, "look up a name")

    def claimants_with_phone(self, phone: str) -> list[str]:
        """Codes of those with this safe phone; audited."""
        return self._look_up({"phone": normalise_phone(phone)}, "look up a phone")

    def _look_up(self, texts: dict[str, str], purpose: str) -> list[str]:
        self.need(Right.NAMES)
        secret = self._keys.need(BLIND)
        digests = [blind_index(secret, field, text) for field, text in texts.items() if text]
        query = select(BlindIndexRow.claimant).join(ClaimantRow).where(self._people())
        found = sorted(set(self._session.scalars(query.where(BlindIndexRow.digest.in_(digests)))))
        self._note_access(found, purpose)
        return found

    def add_claim(
        self,
        *,
        claimant: str,
        service: str,
        priority: int,
        language: Language,
        district: str,
        block: str,
        organisation: str,
        collective: str,
        social_worker: str,
        child_at_offence: YesNoUnknown,
        applicant_capacity: Capacity,
        bpl: bool,
        consent: Consent,
        details: str = "",
        details_bn: str = "",
    ) -> Claim:
        """Record a claim under the next number of its claimant. It appends no event: that is the journey's to do.

        InputProblems if she claims this service already; UsageError if she is not on record.
        """
        self.need(Right.ENTER)
        self._must_be_within(organisation, collective)
        if self._claimant_row(claimant) is None:
            raise UsageError(f"There is no claimant {claimant} on record.")
        if self._is_erased(claimant):
            raise UsageError(f"The claimant {claimant} was erased. Record her as a new person, if she wishes it.")
        hers = select(ClaimRow.code).where(ClaimRow.claimant == claimant, ClaimRow.service == service)
        existing = self._session.scalar(hers)
        if existing is not None:
            what = f"claims the service {service} already, as {existing}."
            raise InputProblems([Problem(claimant, what, "Leave this row out, or correct its service.", "service")])
        of_hers = select(func.count()).select_from(ClaimRow).where(ClaimRow.claimant == claimant)
        code = f"{claimant}-{(self._session.scalar(of_hers) or 0) + 1}"
        words = {"details": details, "details_bn": details_bn, "social_worker": social_worker}
        row = ClaimRow(
            code=code,
            claimant=claimant,
            service=service,
            priority=priority,
            language=language,
            district=district,
            block=block,
            organisation=organisation,
            collective=collective,
            child_at_offence=child_at_offence,
            applicant_capacity=applicant_capacity,
            bpl=bpl,
            consent_on=consent.on,
            consent_until=consent.until,
            consent_apply=consent.apply,
            consent_offices=None if consent.name_to_offices is None else list(consent.name_to_offices),
            consent_dossier=coded_at_most(consent.dossier, child_at_offence),
            sealed=self._keys.key(claimant).seal(pack(words), f"claim/{code}"),
        )
        self._session.add(row)
        self._session.flush()
        return self._claim(row)

    def claims(
        self,
        *,
        codes: Collection[str] | None = None,
        claimants: Collection[str] | None = None,
        district: str | None = None,
        collective: str | None = None,
    ) -> list[Claim]:
        """Claims in order of their code.

        An erased person's have lost their details and social worker, which only those see who may read names.
        """
        self.need(Right.CLAIMS)
        query = select(ClaimRow).where(self._bounds())
        if district is not None:
            query = query.where(ClaimRow.district == district)
        if collective is not None:
            query = query.where(ClaimRow.collective == collective)
        rows = [row for part in self._claim_queries(query, codes, claimants) for row in self._session.scalars(part)]
        self._keys.preload({row.claimant for row in rows})
        return sorted((self._claim(row) for row in rows), key=lambda claim: claim.code)

    def _claim_queries(
        self,
        query: Select[tuple[ClaimRow]],
        codes: Collection[str] | None,
        claimants: Collection[str] | None,
    ) -> Iterable[Select[tuple[ClaimRow]]]:
        queries = [query]
        if codes is not None:
            queries = [one.where(ClaimRow.code.in_(some)) for one in queries for some in chunks(set(codes))]
        if claimants is not None:
            queries = [one.where(ClaimRow.claimant.in_(some)) for one in queries for some in chunks(set(claimants))]
        return queries

    def _claim(self, row: ClaimRow) -> Claim:
        words = {"details": "", "details_bn": "", "social_worker": ""}
        key = self._keys.find(row.claimant) if self.may(Right.NAMES) else None
        if row.sealed is not None and key is not None:
            words = unpack(key.open(row.sealed, f"claim/{row.code}"))
        offices = None if row.consent_offices is None else tuple(row.consent_offices)
        return Claim(
            code=row.code,
            claimant=row.claimant,
            service=row.service,
            priority=row.priority,
            language=row.language,
            district=row.district,
            block=row.block,
            organisation=row.organisation,
            collective=row.collective,
            child_at_offence=row.child_at_offence,
            applicant_capacity=row.applicant_capacity,
            bpl=row.bpl,
            consent=Consent(row.consent_on, row.consent_until, row.consent_apply, offices, row.consent_dossier),
            **words,
        )
