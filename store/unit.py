"""What every part of the record stands on: one transaction, its keys, its actor and the time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cached_property

import regex
from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, not_, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from rules.errors import NotAllowed, UsageError
from rules.roles import Right
from store.keys import HOUSE, Keyring, chunks
from store.sealing import DataKey
from store.standing import Standing, standing_of
from store.tables import ClaimantRow, ClaimRow, DocumentLetterRow, DocumentRow, LetterRow, ReferenceRow, ScanRow

Now = Callable[[], datetime]
# "system:take_in_scans", "operator:u-17": a role and an id, never a name.
_ACTOR = regex.compile(r"[a-z][a-z_-]*:[A-Za-z0-9][A-Za-z0-9._-]*")


def utc_now() -> datetime:
    return datetime.now(UTC)


def check_actor(actor: str) -> str:
    """``actor`` if it is of the form role:id, such as ``system:write_letters``; UsageError if not."""
    if not _ACTOR.fullmatch(actor) or len(actor) > 64:
        raise UsageError("An actor is a role and an id, such as 'operator:u-17' or 'system:track_deadlines'.")
    return actor


class Unit:
    """The base of ``Record``; the parts of the record are classes on top of it.

    Each call says first which right it needs, and looks only at rows that exist for its actor. ``behalf`` is the person
    for whom a journey works.
    """

    def __init__(self, session: Session, keys: Keyring, actor: str, now: Now, behalf: str | None = None) -> None:
        self._session = session
        self._keys = keys
        self._now = now
        self._behalf = behalf
        self._claim_rows: dict[str, ClaimRow] = {}  # held, or the session would forget and fetch them again each time
        self.actor = check_actor(actor)

    @cached_property
    def _standing(self) -> Standing:
        return standing_of(self._session, self.actor, self._behalf)

    def may(self, right: Right) -> bool:
        return right in self._standing.rights

    def need(self, right: Right) -> None:
        """NotAllowed if the actor has not this right."""
        if not self.may(right):
            raise NotAllowed(self.actor, right.value)

    @property
    def organisation(self) -> str | None:
        """The organisation outside which nothing exists for the actor; None where none bounds her."""
        return self._standing.organisation

    def within(self, organisation: str) -> bool:
        """Whether what is an organisation's own, and of no claim, is for the actor."""
        return self._standing.collective is None and self._standing.organisation in (None, organisation)

    def _moment(self) -> datetime:
        return self._now().astimezone(UTC)

    def commit(self) -> None:
        """Keep what was done so far. Leaving the block without it undoes everything since the last commit."""
        self._session.commit()

    def _bounds(self) -> ColumnElement[bool]:
        """Which claims exist for the actor."""
        bounds: list[ColumnElement[bool]] = [true()]
        if self._standing.organisation is not None:
            bounds.append(ClaimRow.organisation == self._standing.organisation)
        if self._standing.collective is not None:
            bounds.append(ClaimRow.collective == self._standing.collective)
        return and_(*bounds)

    def _of_claim(self, column: InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
        """Which rows that name a claim in ``column`` exist: those of no claim, and those of a claim that does."""
        if not self._standing.bounded:
            return true()
        return or_(column.is_(None), column.in_(select(ClaimRow.code).where(self._bounds())))

    def _of_letter(self, column: InstrumentedAttribute[str | None], *, shared: bool = False) -> ColumnElement[bool]:
        """The same of a column that names a letter by its reference.

        ``shared``: with what other organisations' citizens ask in general, which serves claims of hers too.
        """
        if not self._standing.bounded:
            return true()
        others = self._letters_of_claims() if shared else self._foreign_letters()
        return or_(column.is_(None), column.not_in(others))

    def _nobody_elses(self) -> ColumnElement[bool]:
        """Which letters are no other organisation's citizen's."""
        if not self._standing.bounded:
            return true()
        no_citizens = LetterRow.organisation.is_(None)
        if self._standing.collective is not None:
            return no_citizens
        return or_(no_citizens, LetterRow.organisation == self._standing.organisation)

    def _own_scans(self) -> ColumnElement[bool]:
        """Which scans are the actor's to look through, unmatched papers and all.

        Those that her organisation handed in, and of a common inbox those that hold a letter of hers or nobody's.
        """
        if not self._standing.bounded:
            return true()
        matched = select(DocumentRow.scan).join(DocumentLetterRow, DocumentLetterRow.document == DocumentRow.id)
        others = ScanRow.id.in_(matched.where(DocumentLetterRow.letter.in_(self._foreign_letters())))
        hers = ScanRow.id.in_(matched.where(DocumentLetterRow.letter.not_in(self._foreign_letters())))
        common = and_(ScanRow.organisation.is_(None), or_(hers, not_(others)))
        if self._standing.organisation is None:
            return common
        return or_(ScanRow.organisation == self._standing.organisation, common)

    def _foreign_letters(self) -> CompoundSelect[tuple[str]]:
        """The letters that do not exist for the actor: of claims that do not, and of other organisations' citizens."""
        return union_all(self._letters_of_claims(), select(LetterRow.reference).where(not_(self._nobody_elses())))

    def _letters_of_claims(self) -> Select[tuple[str]]:
        """Those of claims that do not exist for the actor."""
        theirs = select(ClaimRow.code).where(not_(self._bounds()))
        return select(ReferenceRow.reference).where(ReferenceRow.claim.in_(theirs))

    def _people(self) -> ColumnElement[bool]:
        """Which claimants exist: the organisation's own, and those with a claim that exists."""
        if not self._standing.bounded:
            return true()
        with_claim = ClaimantRow.code.in_(select(ClaimRow.claimant).where(self._bounds()))
        if self._standing.organisation is None or self._standing.collective is not None:
            return with_claim
        return or_(ClaimantRow.organisation == self._standing.organisation, with_claim)

    def _claim_row(self, claim: str) -> ClaimRow | None:
        """The claim, if it exists for the actor."""
        row = self._session.get(ClaimRow, claim)
        if row is not None:
            self._claim_rows[claim] = row
        bound = self._standing
        if row is None or bound.organisation not in (None, row.organisation):
            return None
        return row if bound.collective in (None, row.collective) else None

    def _hold_claims(self, claims: Iterable[str | None]) -> None:
        """Fetch many claims in few queries."""
        for some in chunks({claim for claim in claims if claim is not None and claim not in self._claim_rows}):
            for row in self._session.scalars(select(ClaimRow).where(ClaimRow.code.in_(some))):
                self._claim_rows[row.code] = row

    def _claimant_row(self, claimant: str) -> ClaimantRow | None:
        """The person, if she exists for the actor."""
        return self._session.scalar(select(ClaimantRow).where(ClaimantRow.code == claimant, self._people()))

    def _reference_row(self, reference: str) -> ReferenceRow | None:
        """The reference, unless it is of a claim that does not exist for the actor or of another's citizen."""
        row = self._session.get(ReferenceRow, reference)
        if row is None:
            return None
        if row.claim is not None:
            return row if self._claim_row(row.claim) is not None else None
        letter = self._session.get(LetterRow, reference)
        whose = letter.organisation if letter is not None else None
        return row if whose is None or self.within(whose) else None

    def _claimant_of(self, claim: str | None, letter: str | None = None) -> str | None:
        """Whose a claim or letter is; None for an aggregate letter or one bound to no claim yet."""
        if claim is None and letter is not None:
            reserved = self._session.get(ReferenceRow, letter)
            claim = reserved.claim if reserved else None
        row = self._session.get(ClaimRow, claim) if claim else None
        return row.claimant if row else None

    def _is_erased(self, owner: str) -> bool:
        """Whether ``owner`` is a person who was erased: her key is gone by intent."""
        row = self._session.get(ClaimantRow, owner)
        return row is not None and row.erased_on is not None

    def _key_of(self, claimant: str | None) -> tuple[str, DataKey]:
        """The name of the key's owner and the key: hers, or the house's where it is about no one person."""
        owner = claimant or HOUSE
        return owner, self._keys.key(owner)
