"""A store in a temporary home, on SQLite and on PostgreSQL both, and invented people to put in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rules.letters import Language, Letter, LetterKind, OwnField
from rules.people import Capacity, Claim, Consent, DossierConsent, Identity, Relation, YesNoUnknown
from store.record import Record
from store.sealing import MasterKey
from store.session import Store, create, open_store
from tests.clusters import Cluster

ACTOR = "system:test"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of the record runs on both databases, unless it looks into the files of one."""
    if "database" in metafunc.fixturenames:
        only = {"in_a_file": "sqlite", "on_a_server": "postgresql"}
        marked = [name for marker, name in only.items() if metafunc.definition.get_closest_marker(marker)]
        metafunc.parametrize("database", marked or ["sqlite", "postgresql"], indirect=True)


@dataclass(frozen=True)
class Database:
    """Where a store's record lies: ``url`` is None for the file in its home."""

    url: str | None

    def environment(self) -> Mapping[str, str]:
        """What a process of its own needs to find it."""
        return os.environ | ({} if self.url is None else {"DABI_DATABASE_URL": self.url})


class Clock:
    """A clock that a test moves by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Samples:
    """Invented people, claims and letters."""

    def identity(self, name: str = "Rupali Kalponik") -> Identity:
        return Identity(
            name=name,
            name_bn="রূপালী কাল্পনিক",
            guardian_name="Haran Kalponik",
            relation=Relation.FATHER,
            birth_year=1999,
            village="Mithyagram",
            reply_address="c/o Phool Centre, Kolpopur",
            safe_phone="+91 00000 12345",
            avoid_offices=("gp:south-24-parganas/basanti/mithya",),
        )

    def claimant(self, record: Record, name: str = "Rupali Kalponik", code: str | None = None) -> str:
        return record.add_claimant(self.identity(name), organisation="phool", on=date(2026, 1, 2), code=code)

    def claim(
        self,
        record: Record,
        claimant: str,
        service: str = "ration-card",
        district: str = "nadia",
        organisation: str = "phool",
        collective: str = "utsho",
    ) -> Claim:
        return record.add_claim(
            claimant=claimant,
            service=service,
            priority=1,
            language=Language.BENGALI,
            district=district,
            block="basanti",
            organisation=organisation,
            collective=collective,
            social_worker="Didi Kolpona",
            child_at_offence=YesNoUnknown.UNKNOWN,
            applicant_capacity=Capacity.SELF,
            bpl=True,
            consent=Consent(date(2026, 1, 2), date(2027, 1, 2), True, ("bdo:x",), DossierConsent.CODED),
            details="The card was taken by the dealer.",
            details_bn="ডিলার কার্ডটি নিয়ে গিয়েছেন।",
        )

    def letter(self, store: Store, record: Record, claim: Claim, key: str = "step-1") -> Letter:
        """A letter recorded with its papers in the vault."""
        reference = record.reserve_reference(key, claim.code)
        papers = [
            store.vault.put(f"{kind} {reference}".encode(), claim.claimant) for kind in ("docx", "office", "back")
        ]
        letter = Letter(
            reference=reference,
            kind=LetterKind.APPLICATION,
            claim=claim.code,
            office="bdo:nadia/basanti",
            rung=0,
            language=Language.BENGALI,
            written_on=date(2026, 1, 5),
            pages=2,
            docx=papers[0],
            office_copy=papers[1],
            receipt_copy=papers[2],
            own_fields=(OwnField(1, (0.1, 0.7, 0.4, 0.8)),),
        )
        record.add_letter(letter, key=key, context={"name": "Rupali Kalponik", "on": date(2026, 1, 5)})
        return letter


@pytest.fixture
def samples() -> Samples:
    return Samples()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def key() -> MasterKey:
    return MasterKey.generate()


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory, key: MasterKey) -> Path:
    """A store made once: copying it is quicker than making one per test."""
    home = tmp_path_factory.mktemp("empty") / "home"
    create(home, key)
    return home


@pytest.fixture
def database(
    request: pytest.FixtureRequest, home: Path, key: MasterKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """An empty store of its own for the test, in the file in ``home`` or on the server."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("empty_home"), home)
        yield Database(None)
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    elsewhere = tmp_path_factory.getbasetemp() / "template-home"
    template = cluster.template("empty_store", lambda url: create(elsewhere, key, database_url=url))
    home.mkdir(mode=0o700)
    (home / "vault").mkdir(mode=0o700)
    with cluster.database(template) as url:
        yield Database(url)


@pytest.fixture
def store(home: Path, database: Database, key: MasterKey, clock: Clock) -> Iterator[Store]:
    with open_store(home, key, database_url=database.url, now=clock, busy_seconds=5) as opened:
        yield opened
