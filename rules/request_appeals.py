"""The first appeal on a request for information that belongs to no claim: whether there is one, on which grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.catalogue import Catalogue
from rules.clocks import derive
from rules.derivation import Derivation
from rules.findings import Outcome
from rules.grounds import Element, Ground, of_reply, of_silence
from rules.history import LetterHistory, Reply
from rules.letter_clock import clock_of_matter
from rules.status import LetterStatus, answer_of, letter_status

_REFUSING = frozenset({LetterStatus.REFUSED, LetterStatus.PARTLY_SUPPLIED})


@dataclass(frozen=True, slots=True)
class RequestAppeal:
    """RTI Act s.19(1). ``answer``: the reply appealed against, None for silence; ``limit``: our own last day."""

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


def _leaves_open(answer: Reply) -> bool:
    return answer.outcome is Outcome.INFORMATION_SUPPLIED and Element.ANSWERS.value in (answer.lacks or ())
