"""The command line, run in this process with nothing configured unless a test says so."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from rampkit.__main__ import main
from rampkit.sandbox import Sandbox


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON value on standard output."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch, tmp_path):
    """Neither the environment nor the working folder of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith("RAMPKIT_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capfd) -> Run:
    """Run one command line; nothing may ever print a traceback."""

    def ran(*arguments: str) -> Ran:
        status = main(arguments)
        out, err = capfd.readouterr()
        assert "Traceback" not in out + err
        return Ran(status, out, err)

    return ran


@pytest.fixture
def one_sentence(run) -> Callable[..., str]:
    """Run a command that must refuse: exit status 2, nothing on standard output, one line on the other."""

    def refused(*arguments: str) -> str:
        ran = run(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("rampkit: ")
        assert ran.err.count("\n") == 1
        return ran.err.removeprefix("rampkit: ").strip()

    return refused


@pytest.fixture
def sandbox():
    """A sandbox that runs while the test does."""
    with Sandbox() as served:
        yield served
