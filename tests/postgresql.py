"""A PostgreSQL of this system's own binaries, for as long as a test session or a measurement takes."""

from __future__ import annotations

import itertools
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as where everything else runs as root: it refuses to."""
# Nothing has to survive this machine: what a commit costs on a real disk is measured elsewhere.
SETTINGS = ("listen_addresses=", "shared_buffers=8MB", "max_connections=60", "fsync={fsync}")


def binaries() -> Path | None:
    """Where the newest server of this system is; None if there is none."""
    for name in ("pg_ctl", "postgres"):
        found = shutil.which(name)
        if found and (folder := Path(found).resolve().parent).joinpath("initdb").exists():
            return folder
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=_version)
    return debian[-1].parent if debian else None


def _version(path: Path) -> int:
    return int(re.sub(r"\D.*", "", path.parents[1].name) or 0)


@contextmanager
def server(*, fsync: str = "off") -> Generator[Callable[[], str] | None]:
    """Makes URLs of empty places in a database of its own; None where no server is installed.

    It listens on a socket in a folder of its own, and nowhere else.
    """
    programs = binaries()
    if programs is None:
        yield None
        return
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        _make(programs, home)
        options = " ".join(f"-c {setting.format(fsync=fsync)}" for setting in SETTINGS)
        start = ["-l", f"{home}/log", "-o", f"-k {home} {options}", "start"]
        _run(home, programs / "pg_ctl", "-D", f"{home}/data", "-w", "-s", *start)
        try:
            yield _places(f"postgresql://rampkit@/postgres?host={quote(home)}")
        finally:
            _run(home, programs / "pg_ctl", "-D", f"{home}/data", "-m", "immediate", "-w", "-s", "stop")


def _make(programs: Path, home: str) -> None:
    os.chown(home, *_owner())
    how = ["-A", "trust", "-U", "rampkit", "-E", "UTF8", "--no-locale", "--no-sync"]
    _run(home, programs / "initdb", "-D", f"{home}/data", *how)


def _owner() -> tuple[int, int]:
    if os.getuid() != 0:
        return os.getuid(), os.getgid()
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in UNPRIVILEGED if name in known)
    return entry.pw_uid, entry.pw_gid


def _run(home: str, *command: str | Path) -> None:
    uid, gid = _owner()
    who = {"user": uid, "group": gid, "extra_groups": []} if os.getuid() == 0 else {}
    subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, **who)  # noqa: S603  # found above


def _places(database: str) -> Callable[[], str]:
    import psycopg  # noqa: PLC0415  # only where there is a server

    counter = itertools.count()

    def new_place() -> str:
        name = f"place_{os.getpid()}_{next(counter)}"
        with psycopg.connect(database) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{database}&options={quote(f'-csearch_path={name}')}"

    return new_place
