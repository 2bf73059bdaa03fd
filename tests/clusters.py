"""A real PostgreSQL for the tests: one server a session, and databases copied from a template, which is quick."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from port_for import get_port
from pytest_postgresql.executors import PostgreSQLExecutor
from pytest_postgresql.janitor import DatabaseJanitor

PG_CTL = Path(__file__).parent / "pg_ctl.sh"
HOST = "127.0.0.1"
USER = "postgres"
QUICK = "-c max_connections=40 -c shared_buffers=32MB -c autovacuum=off"  # nothing here outlives the session


class Cluster:
    """A running server; ``database`` lends a database of it as long as its block lasts."""

    def __init__(self, server: PostgreSQLExecutor) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        self._templates: set[str] = set()

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@{HOST}:{self._server.port}/{name}"

    def _janitor(self, name: str, template: str | None = None) -> DatabaseJanitor:
        return DatabaseJanitor(user=USER, host=HOST, port=self._server.port, dbname=name, template_dbname=template)

    def template(self, name: str, fill: Callable[[str], object]) -> str:
        """The database ``name``, filled once by ``fill(url)``, for others to be copied from."""
        if name not in self._templates:
            self._janitor(name).init()
            fill(self.url(name))
            self._templates.add(name)
        return name

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """The address of a database of one's own, empty or a copy of ``template``."""
        janitor = self._janitor(f"copy_{next(self._numbers)}", template)
        janitor.init()
        try:
            yield self.url(janitor.dbname)
        finally:
            janitor.drop()


# Waits until its standard input ends, as it does however the tests end, and leaves neither server nor folder behind.
_KEEPER = 'read -r _; "$1" stop -D "$2/data" -m immediate >/dev/null 2>&1; rm -rf "$2"'


@contextmanager
def running() -> Iterator[Cluster]:
    """A server in a folder of its own, owned by the user postgres where root runs the tests; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dabi-pg-", dir="/tmp"))
    if os.getuid() == 0:
        shutil.chown(folder, USER, USER)
    server = PostgreSQLExecutor(
        executable=str(PG_CTL),
        host=HOST,
        port=get_port(None),
        datadir=str(folder / "data"),
        unixsocketdir=str(folder),
        logfile=str(folder / "log"),
        startparams="-w",
        dbname="none",
        user=USER,
        postgres_options=QUICK,
    )
    keeper = subprocess.Popen(
        ["/bin/sh", "-c", _KEEPER, "keeper", str(PG_CTL), str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        server.start()
        server.wait_for_postgres()
        yield Cluster(server)
    finally:
        server.stop()
        keeper.communicate()
