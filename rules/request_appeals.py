"""The appeals on a request for information: whether one is open, on which grounds, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.derivation import Derivation
from rules.findings import Outcome
from rules.grounds import Element, Ground, of_reply, of_silence
from rules.history import LetterHistory, Reply
from rules.letter_clock import clock_of_matter, start_of
from rules.status import LetterStatus, answer_of, letter_status

_REFUSING = frozenset({LetterStatus.REFUSED, LetterStatus.PARTLY_SUPPLIED})


@dataclass(frozen=True, slots=True)
class RequestAppeal:
    """RTI Act s.19(1) or (3). ``answer``: the reply or order appealed against, None for silence; ``clock``: of what it
    was to answer; ``limit``: our own last day."""

    grounds: tuple[Ground, ...]
    clock: Derivation
    limit: Derivation
    answer: Reply | None

    @property
    def unread(self) -> bool:
        """Whether nobody has held the reply against the checklist yet: grounds may be missing."""
        return self.answer is not None and self.answer.lacks is None


def appeal_on(request: LetterHistory, today: date, catalogue: Catalogue) -> RequestAppeal | None:
    """The appeal that is open against a citizen's own request about figures; None where none is.

    Silence, a refusal and information in part are appealed against; a full answer where somebody has told that it
    leaves a question unanswered.
    """
    clock = clock_of_matter(request, catalogue)
    if clock is None or clock.due is None:
        return None
    status, answer = letter_status(request, clock, today), answer_of(request, today)
    if status is LetterStatus.SILENT:
        limit = derive("rti.fa.file", clock.due, catalogue)
        return RequestAppeal(of_silence(), clock, limit, None)
    if answer is None or not (status in _REFUSING or _leaves_open(answer)):
        return None
    limit = derive("rti.fa.file", clock.due, catalogue, decided=answer.on)
    return RequestAppeal(of_reply(answer, clock, own_file=False, bpl=False), clock, limit, answer)


def second_appeal_on(
    request: LetterHistory, appeal: LetterHistory, today: date, catalogue: Catalogue
) -> RequestAppeal | None:
    """The second appeal that is open against what became of the first ``appeal`` on a request; None where none is.

    Silence, a refusal and an order by which information comes in part only; an order for it once it was not obeyed.
    """
    clock, started, given = clock_of_matter(appeal, catalogue), start_of(appeal), answer_of(request, today)
    if clock is None or started is None:
        return None
    if given is not None and given.outcome is Outcome.INFORMATION_SUPPLIED and not _leaves_open(given):
        return None
    order = answer_of(appeal, today)
    match letter_status(appeal, clock, today):
        case LetterStatus.SILENT:
            order, ground = None, Ground.APPEAL_SILENCE
        case LetterStatus.REFUSED | LetterStatus.PARTLY_SUPPLIED:
            ground = Ground.APPEAL_REFUSED
        case LetterStatus.GRANTED if order is not None and (obeyed_by(order, catalogue).ripe_on or date.max) <= today:
            ground = Ground.APPEAL_NOT_OBEYED
        case _:
            return None
    start = started[0]
    filed, decided = min(appeal.filed_on or start, start), order.on if order is not None else None
    limit = derive("rti.sa.file", start, catalogue, filed=filed, decided=decided)
    return RequestAppeal((ground,), clock, limit, order)


def obeyed_by(order: Reply, catalogue: Catalogue) -> Derivation:
    """How long an order of the appellate authority that names no time is waited for: our own convention."""
    return derive("letter.first", order.on, catalogue)


def _leaves_open(answer: Reply) -> bool:
    return answer.outcome is Outcome.INFORMATION_SUPPLIED and Element.ANSWERS.value in (answer.lacks or ())
