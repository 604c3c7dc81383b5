"""A store that cannot be used says so before anything is sent; one that fails on the way loses nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import event, text

from rampkit import AsyncRouter, ConfigurationError, Router
from rampkit.journal.sql import migrations, sqlite
from rampkit.journal.sql.place import place_of
from rampkit_ripio import RipioProvider


def refusal(call):
    """The error of *call*, which holds nothing of the database's own."""
    with pytest.raises(ConfigurationError) as caught:
        call()
    assert caught.value.__context__ is None
    return str(caught.value)


def filled(open_journal, store, paper):
    """A store with an intent in it, closed."""
    with open_journal(store) as journal:
        claim = journal.claim("i")
        journal.append("i", paper.opened(), fence=claim.fence)
        journal.append("i", paper.started(), fence=claim.fence)
        journal.release(claim)
    return Path(store)


def test_a_directory_that_is_not_there(open_journal, files):
    """No journal is made somewhere else instead."""
    store = files() + "-missing/ramp.db"

    assert "does not exist" in refusal(lambda: open_journal(store))
    assert not Path(store).parent.exists()


def test_a_directory_is_no_journal(open_journal, memory_disk):
    """The message says what to name."""
    assert "is a directory" in refusal(lambda: open_journal(memory_disk))


@pytest.mark.parametrize(
    "where", ["", ":memory:", "sqlite://", "mysql://host/db", "redis://x", "http://[", 7, b"x", None]
)
def test_what_names_no_store(open_journal, where):
    """Neither a file nor a database that can keep a journal; the way out is in the message."""
    assert "'ramp.db'" in refusal(lambda: open_journal(where))


def test_a_file_that_is_no_database(open_journal, files):
    """It is left as it is."""
    store = Path(files())
    store.write_text("dear diary\n" * 500)

    assert "no SQLite database" in refusal(lambda: open_journal(store))
    assert store.read_text() == "dear diary\n" * 500


@pytest.mark.parametrize("left", [0.5, 0.9])
def test_a_cut_file(open_journal, files, paper, left):
    """What a full disk or a broken copy leaves is noticed at once."""
    store = filled(open_journal, files(), paper)
    content = store.read_bytes()
    store.write_bytes(content[: int(len(content) * left)])

    assert "damaged" in refusal(lambda: open_journal(store))


def test_a_damaged_page(open_journal, files, paper):
    """Noticed no later than when the intent is looked at, so before anything is sent for it."""
    store = filled(open_journal, files(), paper)
    content = store.read_bytes()
    place = content.index(b"1.create_order.1") & ~0xFFF
    store.write_bytes(content[:place] + b"\xa5" * 4096 + content[place + 4096 :])

    assert "damaged" in refusal(lambda: open_journal(store).claim("i"))


@pytest.mark.parametrize("damage", ["{", "[]", '{"at": 1}', "null"])
def test_a_damaged_record(open_journal, files, paper, damage):
    """Nobody decides on what cannot be read; other intents are not touched."""
    store = filled(open_journal, files(), paper)
    with sqlite3.connect(store) as raw:
        raw.execute("UPDATE rampkit_records SET public = ?", (damage,))
    raw.close()
    journal = open_journal(store)

    assert "cannot be read" in refusal(lambda: journal.claim("i"))
    assert journal.claim("other") is not None


def test_a_read_only_file(open_journal, files, paper):
    """It could tell what was; it could not say what is about to be sent."""
    store = filled(open_journal, files(), paper)

    message = refusal(lambda: open_journal(f"sqlite:///file:{store}?mode=ro&uri=true"))

    assert "read-only" in message


def test_a_full_disk_at_the_start(open_journal, files, monkeypatch):
    """There is no room for the tables."""
    monkeypatch.setattr(sqlite, "_PRAGMAS", (*sqlite._PRAGMAS, "max_page_count=3"))

    assert "disk is full" in refusal(lambda: open_journal(files()))


def test_a_sqlite_that_is_too_old(open_journal, files, monkeypatch):
    """Said by name, not by a syntax error of the first claim."""
    monkeypatch.setattr(sqlite, "_OLDEST", (99, 1))

    assert "needs SQLite 3.35 or newer" in refusal(lambda: open_journal(files()))


def test_a_file_that_stays_locked(open_journal, files, paper, monkeypatch):
    """Another program holds it: that is waited for, and then said."""
    store = filled(open_journal, files(), paper)
    monkeypatch.setitem(sqlite.OPTIONS, "connect_args", {"timeout": 0})
    other = sqlite3.connect(store)
    other.execute("BEGIN IMMEDIATE")

    assert "kept it locked" in refusal(lambda: open_journal(store))
    other.close()


def limited(journal, pages):
    """Let the disk of *journal* have no more than that many pages."""
    engine = journal._database._pool.engine
    event.listen(engine, "begin", lambda sql: sql.exec_driver_sql(f"PRAGMA max_page_count={pages}"))


def test_a_disk_that_fills_up_in_the_middle(open_journal, files, paper):
    """The record is refused as a whole; with room again, the same journal goes on."""
    journal = open_journal(files())
    claim = journal.claim("i")
    limited(journal, 1)
    long = paper.opened(customer_id="c" * 100_000)

    assert "disk is full" in refusal(lambda: journal.append("i", long, fence=claim.fence))
    assert journal.history("i").records == ()
    limited(journal, 1_000_000)
    assert journal.append("i", long, fence=claim.fence)


def test_an_older_journal_is_brought_forward_and_never_back(open_journal, files, paper, monkeypatch):
    """A newer rampkit takes over what is there; after that the older one refuses."""
    store = filled(open_journal, files(), paper)
    with monkeypatch.context() as newer:
        newer.setattr(
            migrations,
            "_STEPS",
            (lambda sql: sql.execute(text("ALTER TABLE rampkit_records ADD COLUMN note TEXT")),),
        )
        for _ in range(2):
            assert open_journal(store).history("i").wish == paper.wish()

    assert "newer rampkit (schema 2, this one knows 1)" in refusal(lambda: open_journal(store))


def test_what_is_committed_is_on_the_disk(open_journal, files):
    """Every commit is waited for, and the file is its owner's alone."""
    store = files()
    journal = open_journal(store)
    pragmas = ("journal_mode", "synchronous", "secure_delete")

    told = journal._database.read(
        lambda sql: [sql.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in pragmas]
    )

    assert told == ["wal", 2, 1]
    assert [oct(path.stat().st_mode)[-3:] for path in Path(store).parent.iterdir()] == ["600"] * 3


def test_a_server_that_is_not_there(open_journal, memory_disk):
    """The password is in no message."""
    for url in (f"postgresql://rampkit:hidden@/db?host={memory_disk}", "postgres://u:hidden@127.0.0.1:1/db"):
        message = refusal(lambda url=url: open_journal(url))

        assert "cannot be used" in message
        assert "hidden" not in message


def test_a_server_that_takes_no_writes(open_journal, places):
    """A standby, for example."""
    place = place_of(places())
    read_only = place.update_query_dict(
        {"options": f"{place.query['options']} -cdefault_transaction_read_only=on"}
    )

    message = refusal(lambda: open_journal(read_only.render_as_string(hide_password=False)))

    assert "read-only" in message


def test_a_server_that_does_not_wait_for_its_disk(open_journal, places):
    """A journal does."""
    place = place_of(places())
    lazy = place.update_query_dict({"options": f"{place.query['options']} -csynchronous_commit=off"})
    journal = open_journal(lazy.render_as_string(hide_password=False))

    assert journal._database.read(lambda sql: sql.execute(text("SHOW synchronous_commit")).scalar()) == "on"


def test_a_connection_that_is_lost(open_journal, places, paper):
    """In the middle of a write nothing of it stands and the call stops; between calls nobody notices."""
    journal = open_journal(places())
    claim = journal.claim("i")
    killing = text("SELECT pg_terminate_backend(pg_backend_pid())")

    def die(sql):
        sql.execute(text("UPDATE rampkit_claims SET fence = 99"))
        sql.execute(killing)

    assert "cannot be used" in refusal(lambda: journal._database.write(die))
    assert journal.append("i", paper.opened(), fence=claim.fence)
    with open_journal(journal._database.place.render_as_string(hide_password=False)) as other:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        other._database.write(lambda sql: sql.execute(text(others)))
    assert journal.append("i", paper.shown(), fence=None)


MISSING = {
    "sqlalchemy": ("rampkit[journal]", "ramp.db", ()),
    "cryptography": ("rampkit[journal]", "ramp.db", "x"),
    "psycopg": ("rampkit[postgres]", "postgresql://host/db", ()),
}


@pytest.mark.parametrize("library", MISSING)
def test_a_library_that_is_not_installed(monkeypatch, memory_disk, library):
    """The extra that brings it is named, and nothing is kept elsewhere instead."""
    extra, where, seal = MISSING[library]
    monkeypatch.chdir(memory_disk)
    for name in [name for name in sys.modules if name.startswith(("rampkit.journal.sql", library))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(ConfigurationError, match=f"needs {library}") as caught:
        import_module("rampkit.journal.sql").SqlJournal(where, seal=seal)

    assert f"pip install '{extra}'" in str(caught.value)
    assert not Path("ramp.db").exists()


def test_an_async_router_closes_the_journal_it_opened(memory_disk):
    """After whatever was under way is written down."""

    async def used():
        async with AsyncRouter([RipioProvider("id", "secret", country="BR")], journal=store) as router:
            assert await router.list_intents() == ()
        return router

    store = memory_disk / "ramp.db"
    router = asyncio.run(used())

    assert "was closed" in refusal(lambda: router._core.journal.history("i"))


@pytest.mark.parametrize("name", ["ramp.db", "sqlite:///ramp.db", Path("ramp.db")])
def test_a_router_opens_the_journal_it_is_given(monkeypatch, memory_disk, name):
    """At once, so that no program starts without; and closes it."""
    monkeypatch.chdir(memory_disk)
    connection = RipioProvider("id", "secret", country="BR")
    with Router([connection], journal=name) as router:
        assert Path("ramp.db").exists()
        assert router.list_intents() == ()

    assert "was closed" in refusal(router.list_intents)
    assert "does not exist" in refusal(lambda: Router([connection], journal="no/ramp.db"))
    assert "a path, a URL or a journal" in refusal(lambda: Router([connection], journal=object()))
