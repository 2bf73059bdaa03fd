"""Who may do what: rights, the roles that people have, and the rights that each journey needs and no more.

A right is about the record as a whole; which rows of it a person sees is her scope (organisation, collective). Both are
enforced where the record is asked (``store``), on the command line as in a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """The values finish the sentence "… may not": they are what a refusal says."""

    CLAIMS = "see claims and letters by their codes"
    NAMES = "read names"
    EVENTS = "see what happened"
    PAPERS = "see scans and what was read or said"
    ENTER = "enter people and claims"
    TELL = "record what happened"
    WRITE = "write letters"
    TAKE_IN = "take in scans and settle what waits"
    TRACK = "track deadlines"
    DOSSIER = "compile dossiers"
    ORDER = "give a journey its standing order"
    AUDIT = "see who read whose name"
    ERASE = "erase people or report on them"
    OVERRIDE = "go past a missing consent"
    CONFIRM = "confirm what nobody has verified yet"
    TABLES = "change the tables of offices and of the law"
    USERS = "add or change users"
    KEEP = "back up the store or change its key"
    VERIFY = "check the whole record"


class Role(StrEnum):
    SOCIAL_WORKER = "social-worker"
    OPERATOR = "operator"
    COLLECTIVE = "collective"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


EVERY_RIGHT = frozenset(Right)
_SEES = {Right.CLAIMS, Right.EVENTS}
_SOCIAL_WORK = _SEES | {Right.NAMES, Right.PAPERS, Right.ENTER, Right.TELL, Right.WRITE, Right.TRACK}
_OPERATING = _SEES | {Right.PAPERS, Right.TELL, Right.TAKE_IN}

# Going past a missing consent comes with no role: it is given to a person by name of the right.
ROLES: Mapping[Role, frozenset[Right]] = {
    Role.SOCIAL_WORKER: frozenset(_SOCIAL_WORK),
    Role.OPERATOR: frozenset(_OPERATING),
    Role.COLLECTIVE: frozenset(_SEES | {Right.DOSSIER}),
    Role.COORDINATOR: frozenset(
        _SOCIAL_WORK
        | _OPERATING
        | {Right.DOSSIER, Right.ORDER, Right.AUDIT, Right.ERASE, Right.KEEP, Right.VERIFY, Right.CONFIRM, Right.TABLES}
    ),
    Role.AUDITOR: frozenset({Right.EVENTS, Right.AUDIT, Right.VERIFY}),
    Role.ADMINISTRATOR: frozenset({Right.USERS, Right.KEEP, Right.VERIFY, Right.ORDER, Right.TABLES}),
}
BOUND_TO_ORGANISATION = frozenset({Role.SOCIAL_WORKER, Role.OPERATOR, Role.COORDINATOR})
BOUND_TO_COLLECTIVE = frozenset({Role.COLLECTIVE})

_ON_PAPER = _SEES | {Right.NAMES, Right.PAPERS, Right.TELL, Right.WRITE}
JOURNEYS: Mapping[str, frozenset[Right]] = {
    "import_claims": frozenset(_SEES | {Right.NAMES, Right.PAPERS, Right.ENTER, Right.TELL, Right.WRITE}),
    "write_letters": frozenset(_ON_PAPER),
    "take_in_scans": frozenset(_OPERATING | {Right.NAMES}),
    "track_deadlines": frozenset(_ON_PAPER | {Right.TRACK}),
    "compile_dossier": frozenset(_ON_PAPER | {Right.DOSSIER}),
    "answers": frozenset(_SEES | {Right.NAMES}),
    "sign_in": frozenset(),
    "backup": frozenset({Right.KEEP}),
    "erasure": frozenset({Right.CLAIMS, Right.EVENTS, Right.TELL, Right.ERASE}),
    "restore": frozenset({Right.CLAIMS, Right.EVENTS, Right.TELL, Right.ERASE, Right.VERIFY}),
    "verify": frozenset(_SEES),
}
# What a person must be allowed to do before a journey does it for her.
ASKED_FOR: Mapping[str, Right] = {
    "write_letters": Right.WRITE,
    "take_in_scans": Right.TAKE_IN,
    "track_deadlines": Right.TRACK,
    "compile_dossier": Right.DOSSIER,
    "campaign": Right.WRITE,
}
