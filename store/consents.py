"""Her consents, given anew, withdrawn, or gone past on one day with a reason; and the gate before her letters.

record.give_consent(claim, consent, *, on)                        each that it holds is an event
record.withdraw_consent(claimant, scope, *, on) -> list[str]      her claims; a withdrawal needs no reason
record.override_consent(claim, scope, reason, *, on)              a right of its own, good for that day
record.overridden(claims, on) -> dict[str, set[ConsentTo]]

A claim of one who was a child at the offence, or may have been, is in a dossier by code alone, whatever was ticked.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from rules.errors import StoreRefuses, UsageError
from rules.events import Event, EventKind
from rules.letters import AGGREGATE, Letter
from rules.people import Consent, ConsentTo, DossierConsent, YesNoUnknown
from rules.roles import Right
from store.events import Events
from store.tables import ClaimRow


def coded_at_most(consent: DossierConsent, child: YesNoUnknown) -> DossierConsent:
    """What a dossier may say of a person who may have been a child: never her name."""
    named = consent is DossierConsent.NAMED and child is not YesNoUnknown.NO
    return DossierConsent.CODED if named else consent


class Consents(Events):
    def give_consent(self, claim: str, consent: Consent, *, on: date) -> None:
        """Put her consents of today in the place of the earlier ones."""
        self.need(Right.TELL)
        row = self._her_claim(claim)
        dossier = coded_at_most(consent.dossier, row.child_at_offence)
        row.consent_on, row.consent_until, row.consent_apply = consent.on, consent.until, consent.apply
        row.consent_offices = None if consent.name_to_offices is None else list(consent.name_to_offices)
        row.consent_dossier = dossier
        held = {
            ConsentTo.APPLY: consent.apply,
            ConsentTo.OFFICES: consent.name_to_offices != (),
            ConsentTo.DOSSIER: dossier is not DossierConsent.NONE,
        }
        for scope, given in held.items():
            kind = EventKind.CONSENT_GIVEN if given else EventKind.CONSENT_WITHDRAWN
            self.append(Event(kind, on, claim, facts={"scope": scope.value}))

    def withdraw_consent(self, claimant: str, scope: ConsentTo, *, on: date) -> list[str]:
        """She takes back one consent, for all her claims; UsageError if she is not on record."""
        self.need(Right.TELL)
        if self._claimant_row(claimant) is None:
            raise UsageError(f"There is no claimant {claimant} on record.")
        query = select(ClaimRow).where(ClaimRow.claimant == claimant, self._bounds()).order_by(ClaimRow.code)
        rows = self._session.scalars(query).all()
        for row in rows:
            match scope:
                case ConsentTo.APPLY:
                    row.consent_apply = False
                case ConsentTo.OFFICES:
                    row.consent_offices = []
                case ConsentTo.DOSSIER:
                    row.consent_dossier = DossierConsent.NONE
            self.append(Event(EventKind.CONSENT_WITHDRAWN, on, row.code, facts={"scope": scope.value}))
        return [row.code for row in rows]

    def override_consent(self, claim: str, scope: ConsentTo, reason: str, *, on: date) -> None:
        """Go past a consent that is missing, on one day, for a reason sealed with the claim; never past her no."""
        self.need(Right.OVERRIDE)
        self._her_claim(claim)
        if scope is ConsentTo.DOSSIER:
            raise UsageError("Nobody is put in a dossier against her will. Ask her, and record her answer.")
        if len(reason.split()) < 3:
            raise UsageError("Say in a sentence why her consent is gone past; it is kept with the claim, sealed.")
        told = self.events(claims=[claim], kinds=[EventKind.CONSENT_GIVEN, EventKind.CONSENT_WITHDRAWN])
        last = next((event for event in reversed(told) if event.facts.get("scope") in (None, scope.value)), None)
        if last is not None and last.kind is EventKind.CONSENT_WITHDRAWN:
            raise UsageError("She has said no, and nobody goes past that. Ask her, and record her answer.")
        said = {"reason": reason.strip()}
        self.append(Event(EventKind.CONSENT_OVERRIDDEN, on, claim, facts={"scope": scope.value}, beside=said))

    def overridden(self, claims: Collection[str], on: date) -> dict[str, set[ConsentTo]]:
        """Which consents are gone past on this day, by claim."""
        found: dict[str, set[ConsentTo]] = {}
        for event in self.events(claims=claims, kinds=[EventKind.CONSENT_OVERRIDDEN]):
            if event.on == on:
                found.setdefault(event.claim or "", set()).add(ConsentTo(str(event.facts["scope"])))
        return found

    def _her_claim(self, claim: str) -> ClaimRow:
        row = self._claim_row(claim)
        if row is None:
            raise UsageError(f"There is no claim {claim} on record.")
        if self._is_erased(row.claimant):
            raise UsageError(f"The claimant {row.claimant} was erased; nothing is recorded of her any more.")
        return row

    def _must_be_agreed(self, letter: Letter) -> None:
        """StoreRefuses for a letter in her name that she has not agreed to; one about no person needs nobody's yes."""
        row = self._claim_row(letter.claim) if letter.claim else None
        if row is None or letter.office_copy is None or letter.variant == AGGREGATE:
            return
        consent = Consent(row.consent_on, row.consent_until, row.consent_apply, None, row.consent_dossier)
        applies = consent.apply and consent.in_force(letter.written_on)
        if applies and row.consent_offices != []:
            return
        past = self.overridden([row.code], letter.written_on).get(row.code, set())
        if not applies and ConsentTo.APPLY not in past:
            what = f"{row.code}: she has not agreed, or not any more, that letters are written for her."
            raise StoreRefuses(f"{what} Ask her, and record her answer with 'dabi people consent'.")
        if row.consent_offices == [] and ConsentTo.OFFICES not in past:
            what = f"{row.code}: she has not agreed that any office learns her name."
            raise StoreRefuses(f"{what} Ask her, and record her answer with 'dabi people consent'.")
