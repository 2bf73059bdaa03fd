"""A claim on a day, as the rules of the next step look at it, and the shapes of what they find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from rules import step_words as say
from rules.catalogue import Catalogue
from rules.derivation import ClockState, Derivation
from rules.events import Event, EventKind
from rules.general import GeneralRequest, Generals
from rules.grounds import Ground
from rules.history import REFUSALS, ClaimHistory, LetterHistory, Reply, held_by
from rules.ladder import Rung, shuns
from rules.letter_clock import clock_of
from rules.letters import AGGREGATE, NEEDS_GO, NEEDS_LAWYER, LetterKind
from rules.office import Office
from rules.people import Claim
from rules.status import CLAIM_KINDS, MAIN_KINDS, LetterStatus, answer_of, granted, letter_status
from rules.text import Text, date_words, joined, number_words

_when = attrgetter("on", "seq")


class Why(NamedTuple):
    """A sentence of ``step_words`` and the values in its braces; worded when asked for."""

    pattern: Text
    values: tuple[tuple[str, Text | date], ...] = ()

    @property
    def code(self) -> str:
        """The sentence's name, such as "silent"."""
        return say.CODES[self.pattern]

    def words(self) -> Text:
        """The sentence with its dates in words."""
        texts = {name: date_words(value) if isinstance(value, date) else value for name, value in self.values}
        return self.pattern.filled(**texts)


def why(pattern: Text, **values: Text | date) -> Why:
    return Why(pattern, tuple(values.items()))


class Doer(StrEnum):
    """Whose turn it is."""

    CLAIMANT = "claimant"
    CITIZEN = "citizen"  # someone else, in her or his own name
    LAWYER = "lawyer"
    SOCIAL_WORKER = "social-worker"
    OFFICE = "office"


class Overdue(NamedTuple):
    """A letter, or a grant, whose time is over; ``days`` since its last day."""

    claim: str
    letter: str
    office: str
    clock: Derivation
    days: int


class Proposal(NamedTuple):
    """A letter that may be written now. ``clock`` is that of the letter whose silence or refusal leads here.

    ``limit`` is our own limit for the step, with its window; ``late`` where that has closed; ``left``: the days that
    are left of it, once its first warning has come. ``grounds`` of an appeal or complaint; ``copies``: offices that get
    one, none of which she avoids; ``note``: what the ladder says.
    """

    # claim:kind:rung:trigger, the same for the same step on any day; numbered after a print was taken back.
    # Of a general request it is the same for all claims that ask for it.
    key: str
    claim: str
    kind: LetterKind
    office: str
    rung: int
    trigger: int
    clock: Derivation | None
    cites: tuple[str, ...]
    variant: str  # of an RTI matter: AGGREGATE or OWN_FILE; else empty
    why: Why
    limit: Derivation | None = None
    late: bool = False
    grounds: tuple[Ground, ...] = ()
    copies: tuple[str, ...] = ()
    note: Text | None = None
    needs_go: bool = False
    has_go: bool = False
    needs_lawyer: bool = False
    has_lawyer: bool = False
    left: int | None = None

    @property
    def by(self) -> Doer:
        """Who signs it: a general request is another's, an application to a court her lawyer's."""
        if self.kind is LetterKind.MAGISTRATE_APPLICATION:
            return Doer.LAWYER
        return Doer.CITIZEN if self.variant == AGGREGATE else Doer.CLAIMANT

    @property
    def ready(self) -> bool:
        """Whether it may be drafted: her go and a lawyer's approval are there, where they are needed."""
        return (self.has_go or not self.needs_go) and (self.has_lawyer or not self.needs_lawyer)

    @property
    def reason(self) -> Text:
        """Why, and until when: of two limits both, the safe one first."""
        said = [self.why.words()]
        if self.limit is not None and self.limit.closes is not None:
            pattern = say.WINDOW_OVER if self.late else say.WINDOW
            said.append(pattern.filled(closes=date_words(self.limit.closes)))
            if self.left is not None:
                said.append(say.LAST_DAY if self.left == 0 else say.DAYS_LEFT.filled(days=number_words(self.left)))
            if self.limit.outer is not None:
                said.append(say.WINDOW_OUTER.filled(outer=date_words(self.limit.outer)))
        return joined(said, " ")


class Waiting(NamedTuple):
    """What is waited for, or has to be done first; ``until`` where a day is known."""

    claim: str
    letter: str | None
    office: str | None
    until: date | None
    why: Why

    @property
    def by(self) -> Doer:
        """Who has to act or to say something before it goes on."""
        return _WAITS_FOR.get(self.why.pattern, Doer.OFFICE)

    @property
    def reason(self) -> Text:
        return self.why.words()


_WAITS_FOR = {
    **dict.fromkeys((say.HAND_IN, say.SEND, say.SENT_ON, say.CHECK_REPLY, say.FEE), Doer.SOCIAL_WORKER),
    **dict.fromkeys((say.CHECK_REPLY_SEEMS, say.NO_APPELLATE, say.RURAL, say.INTERIM_OWED), Doer.SOCIAL_WORKER),
    **dict.fromkeys((say.COURT, say.WRIT, say.LAWYER_FIRST, say.THROUGH_LAWYER), Doer.LAWYER),
    **dict.fromkeys(
        (
            say.GRANTED, say.THREAT, say.HELD, say.WITHHELD, say.CONSENT_WITHDRAWN, say.AVOIDED, say.ENDED,
            say.NO_OFFICE, say.LADDER_ENDS, say.LEFT_OUT, say.HEARING, say.INTERIM,
        ),
        Doer.CLAIMANT,
    ),
}  # fmt: skip


class Steps(NamedTuple):
    overdue: tuple[Overdue, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    waiting: tuple[Waiting, ...] = ()


@dataclass(eq=False)
class View:
    """One claim on one day; how each letter stands is found once."""

    claim: Claim
    ladder: tuple[Rung, ...]
    history: ClaimHistory
    today: date
    catalogue: Catalogue
    avoid: tuple[str, ...]
    general: Generals = field(default_factory=dict)  # every general request, whoever made it
    male: bool = False  # whether the claimant is known to be a man or a boy
    holding: Event | None = field(init=False)  # the threat, or her wish to wait, that holds everything
    grant: Reply | None = field(init=False)  # the grant that stands
    own: list[LetterHistory] = field(init=False)  # the claim's letters, RTI matters and carriers apart, as written
    mains: list[LetterHistory] = field(init=False)  # those of the ladder
    main: LetterHistory | None = field(init=False)  # the one that stands highest on it, the latest of several
    next_rung: Rung | None = field(init=False)  # the first office above all those that were written to
    silent: list[LetterHistory] = field(init=False)  # whose time is over without an answer; reminders with their letter

    def __post_init__(self) -> None:
        self.holding, self.grant = held_by(self.history, self.today), granted(self.history)
        self._places = {rung.office.id: place for place, rung in enumerate(self.ladder)}
        self._clocks: dict[str, Derivation | None] = {}
        self._statuses: dict[str, LetterStatus] = {}
        self.own, self.mains, self.main, above = [], [], None, 0
        silent = []
        for one in self.history.letters:
            letter = one.letter
            clock = clock_of(one, self.claim, self.ladder, self.catalogue)
            status = letter_status(one, clock, self.today)
            self._clocks[letter.reference], self._statuses[letter.reference] = clock, status
            if status is LetterStatus.SILENT and letter.kind is not LetterKind.REMINDER:
                silent.append(one)
            if letter.kind in CLAIM_KINDS:
                self.own.append(one)
            if letter.kind in MAIN_KINDS:
                self.mains.append(one)
                if (height := self.position(one) + 1) >= above:
                    self.main, above = one, height
        self.next_rung = self.ladder[above] if above < len(self.ladder) else None
        self.silent = [one for one in silent if one.letter.kind not in CLAIM_KINDS or self.answer(one) is None]
        printed = self.history.of(EventKind.LETTER_PRINTED)
        self._printed = {(event.facts.get("kind"), event.facts.get("trigger")) for event in printed}
        given, withheld = self.history.of(EventKind.GO_GIVEN), self.history.of(EventKind.GO_WITHHELD)
        self._words = sorted((*given, *withheld), key=_when) if withheld else given

    def clock(self, history: LetterHistory) -> Derivation | None:
        return self._clocks[history.letter.reference]

    def status(self, history: LetterHistory) -> LetterStatus:
        return self._statuses[history.letter.reference]

    def position(self, history: LetterHistory) -> int:
        """Where a letter's office stands on the ladder; one that is not on it stands by the rung it was given.

        What was sent down to a lower office keeps its own height.
        """
        at = self._places.get(history.letter.office)
        if at is None:
            at = sum(rung.index <= history.letter.rung for rung in self.ladder) - 1
        return max(at, self._places.get(history.seat, at))

    def rung_of(self, history: LetterHistory) -> int:
        """The rung's own number, counted on the whole ladder."""
        place = self._places.get(history.letter.office)
        return history.letter.rung if place is None else self.ladder[place].index

    @cached_property
    def loose_replies(self) -> tuple[Reply, ...]:
        """Answers on the claim that belong to no letter."""
        of_letters = {reply.seq for history in self.history.letters for reply in history.replies}
        return tuple(reply for reply in self.history.replies if reply.seq not in of_letters)

    def reminders(self, main: LetterHistory) -> tuple[LetterHistory, ...]:
        """The reminders of a letter."""
        written = self.history.of_kind(LetterKind.REMINDER)
        if not written:
            return ()
        letter, at = main.letter, (main.letter.office, main.seat)
        return tuple(
            found for found in written if found.letter.office in at and found.letter.written_on >= letter.written_on
        )

    def answer(self, main: LetterHistory) -> Reply | None:
        """The reply that governs a letter and its reminders; one told without a letter is the last one's."""
        if not self.history.replies:
            return None
        replies = [answer_of(found, self.today) for found in (main, *self.reminders(main))]
        found = [reply for reply in replies if reply is not None]
        if main is self.main:
            found += [r for r in self.loose_replies if r.outcome in REFUSALS and r.on >= main.letter.written_on]
        return max(found, key=lambda reply: (reply.on, reply.seq), default=None)

    def general_to(self, office: str) -> Sequence[GeneralRequest]:
        """The general requests that were ever made to an office about her service, oldest first."""
        return self.general.get((office, self.claim.service), ())

    def answered_by(self, reply: Reply) -> LetterHistory | None:
        """The letter that a reply answers; None where it was told without one."""
        return next((history for history in self.history.letters if reply in history.replies), None)

    def office(self, history: LetterHistory) -> Office:
        """The office that has a letter now, under the name that her own ladder has for it."""
        return self.office_named(history.seat)

    def office_named(self, office: str) -> Office:
        place = self._places.get(office)
        return self.catalogue.offices.office(office) if place is None else self.ladder[place].office

    def office_name(self, history: LetterHistory) -> Text:
        return self.office(history).name

    def avoids(self, office: Office) -> bool:
        """Whether an office must not learn of the claim."""
        return shuns(office, self.avoid, self.ladder, self.catalogue)

    def written(self, kind: LetterKind, trigger: int) -> bool:
        """Whether the step of this kind and trigger has been written."""
        return (kind, trigger) in self._printed

    def last_go(self, kind: LetterKind) -> Event | None:
        """Her last word on a kind of step: a go, or a "wait"."""
        for event in reversed(self._words):
            if event.facts.get("step") in (kind, None):
                return event
        return None

    def has_go(self, kind: LetterKind, office: str = "", since: date = date.min, after: int = 0) -> bool:
        """Whether her last word is a go, said on ``since`` or later and recorded ``after`` a position, that no letter
        of the kind has used up.

        A go that names an office is one for a letter to that ``office`` alone.
        """
        go = self.last_go(kind)
        if go is None or go.kind is not EventKind.GO_GIVEN or go.on < since or go.seq <= after or self._used(go, kind):
            return False
        return office in (go.facts.get("office") or office, "")

    def has_lawyer(self, kind: LetterKind) -> bool:
        """Whether a lawyer has approved a paper of the kind, and none has been written since."""
        approved = [e for e in self.history.of(EventKind.LAWYER_APPROVED) if e.facts.get("step") == kind.value]
        return bool(approved) and not self._used(approved[-1], kind)

    def _used(self, yes: Event, kind: LetterKind) -> bool:
        return any(
            event.facts.get("kind") == kind and _when(event) > _when(yes)
            for event in self.history.of(EventKind.LETTER_PRINTED)
        )

    def waiting(
        self,
        pattern: Text,
        history: LetterHistory | None = None,
        *,
        until_day: date | None = None,
        **values: Text | date,
    ) -> Waiting:
        letter = history.letter if history is not None else None
        return Waiting(
            self.claim.code,
            letter.reference if letter else None,
            history.seat if history is not None else None,
            until_day,
            why(pattern, **values),
        )

    def not_ripe(self, history: LetterHistory) -> Waiting:
        """A letter that its office may still answer; ``until`` is the day we may act."""
        clock = self.clock(history)
        if clock is not None and clock.state is ClockState.PAUSED:
            return self.waiting(say.FEE, history, office=self.office_name(history))
        if clock is None or clock.due is None:
            return self.waiting(say.NO_LIMIT, history, office=self.office_name(history))
        ripe = clock.ripe_on
        return self.waiting(say.NOT_RIPE, history, until_day=ripe, office=self.office_name(history), due=clock.due)

    def proposal(
        self,
        kind: LetterKind,
        office: str,
        rung: int,
        trigger: int,
        because: Why,
        *,
        clock: Derivation | None = None,
        cites: tuple[str, ...] = (),
        variant: str = "",
        limit: Derivation | None = None,
        grounds: tuple[Ground, ...] = (),
        copies: tuple[str, ...] = (),
        note: Text | None = None,
        offered: date = date.min,
        after: int = 0,
        key: str = "",
    ) -> Proposal:
        """A step with its key, unless it has one of its own. ``offered``, ``after``: a yes from before that day or
        position was said to something else."""
        late = limit is not None and limit.closes is not None and limit.closes < self.today
        needs_go = kind in NEEDS_GO
        needs_lawyer = kind in NEEDS_LAWYER or self.catalogue.offices.kind(office.partition(":")[0]).lawyer
        key = key or f"{self.claim.code}:{kind}:{rung}:{trigger}"
        if times := self.history.spoilt.get((kind, trigger)):
            key = f"{key}:{times}"
        return Proposal(
            key, self.claim.code, kind, office, rung, trigger, clock, cites, variant, because, limit, late, grounds,
            copies, note,
            needs_go, needs_go and self.has_go(kind, office, offered, after),
            needs_lawyer, needs_lawyer and self.has_lawyer(kind), self._left(limit),
        )  # fmt: skip

    def _left(self, limit: Derivation | None) -> int | None:
        """The days that are left of a limit of our own, from its first warning to its last day."""
        if limit is None or limit.closes is None or not any(day <= self.today for day in limit.warn_on):
            return None
        left = (limit.closes - self.today).days
        return left if left >= 0 else None
