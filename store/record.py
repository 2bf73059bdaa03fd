"""The record as one sees it inside ``with store.begin(actor) as record``: all its parts in one object.

Where to find what: ``people`` (claimants, claims), ``users``, ``access`` (who read names), ``events``, ``consents``,
``letters`` (references, letters), ``scans`` (scans, documents), ``reviews``, ``jobs``, ``citizens``. Each module's
docstring lists its calls.
"""

from __future__ import annotations

from store.citizens import Citizens
from store.jobs import Jobs
from store.letters import Letters
from store.people import People
from store.reviews import Reviews
from store.scans import Scans
from store.users import Users


class Record(People, Users, Letters, Scans, Reviews, Jobs, Citizens):
    """One transaction of one actor. Nothing it returns is tied to the database."""
