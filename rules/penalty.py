"""What the Information Commission may impose on an officer, and award to an applicant: possible, never owed.

RTI Act 2005 s.20(1): Rs 250 for each day of delay, at most Rs 25,000, on the officer in person, after a hearing
(law.md 1.2; the amounts are general knowledge); s.19(8)(b): compensation for a loss, of no fixed amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.derivation import ClockState, Derivation
from rules.text import Text, number_words

RUPEES_A_DAY = 250
MOST = 25_000
COMPENSATION = Text(
    "Compensation is possible under s.19(8)(b) of the RTI Act 2005, where the Commission finds a loss.",
    "কমিশন ক্ষতি হয়েছে মনে করলে তথ্যের অধিকার আইন, ২০০৫-এর ১৯(৮)(b) ধারায় ক্ষতিপূরণ সম্ভব।",
)
_REQUESTS = {"rti.reply", "rti.transfer.reply", "rti.apio", "rti.furtherfee", "rti.third.decide"}
_POSSIBLE = Text(
    "Possible penalty: Rs {amount} for {days} days, under s.20(1) of the RTI Act 2005, if the Commission finds no "
    "reasonable cause.",
    "সম্ভাব্য জরিমানা: {days} দিনের জন্য {amount} টাকা, তথ্যের অধিকার আইন, ২০০৫-এর ২০(১) ধারায়, কমিশন যদি যুক্তিসঙ্গত কারণ না পায়।",
)


@dataclass(frozen=True, slots=True)
class PossiblePenalty:
    """Days of delay and the rupees that they may cost the officer."""

    days: int
    rupees: int

    def words(self) -> Text:
        """The sentence, which always says that it is possible only."""
        return _POSSIBLE.filled(amount=_rupees(self.rupees), days=number_words(self.days))


def possible_penalty(clock: Derivation, until: date) -> PossiblePenalty | None:
    """The penalty that delay under a request's clock may bring by ``until`` (the day of the reply, else today).

    None while the time runs or stands still, and for clocks other than a request's.
    """
    if clock.rule not in _REQUESTS or clock.state is not ClockState.RUNNING or clock.due is None:
        return None
    days = (until - clock.due).days
    return PossiblePenalty(days, min(RUPEES_A_DAY * days, MOST)) if days > 0 else None


def _rupees(amount: int) -> Text:
    """25,000 in the digits of each language."""
    said = number_words(amount)
    return said if amount < 1000 else Text(f"{said.en[:-3]},{said.en[-3:]}", f"{said.bn[:-3]},{said.bn[-3:]}")
