"""The command as a process: its entry, its extras, its interruption."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from rampkit.__main__ import main

WISH = ("quotes", "500", "BRL", "USDC_BASE", "--country", "BR")


def started(*arguments: str) -> subprocess.Popen[str]:
    """`python -m rampkit`, with Ctrl-C as a terminal sends it."""
    return subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-W", "error", "-m", "rampkit", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_it_runs_as_a_module():
    """`python -m rampkit` is the same command; JSON goes out alone."""
    process = started(*WISH, "--sandbox", "--json")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert len(json.loads(out)["quotes"]) == 3


def test_ctrl_c_leaves_no_traceback():
    """Whoever gives up waiting gets the prompt back, with the status shells expect."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        process = started(*WISH, "--sandbox-url", f"http://127.0.0.1:{silent.getsockname()[1]}")
        silent.settimeout(60)
        line, _ = silent.accept()
        assert line.recv(4096).startswith(b"GET /_sandbox/connections ")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        line.close()
    assert (process.returncode, out, err) == (130, "", "")


def test_the_sandbox_serves_until_ctrl_c():
    """It tells a program where it is and what to configure, serves it, and ends quietly."""
    process = started("sandbox", "--port", "0", "--json")
    assert process.stdout is not None
    told = ""
    while not told.endswith("\n}\n"):
        told += process.stdout.readline()
    answer = json.loads(told)
    assert set(answer) == {"url", "connections", "environment"}
    assert answer["environment"]["RAMPKIT_GNOSIS_BASE_URL"] == f"{answer['url']}/gnosis/v1"
    assert len(answer["connections"]) == 5
    assert main([*WISH, "--sandbox-url", answer["url"]]) == 0
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_taken_port_is_explained(one_sentence):
    """Somebody else listens there: the sentence says so and how to go on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"cannot listen on port {port}" in one_sentence("sandbox", "--port", port)


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_a_missing_extra_is_explained(capsys, monkeypatch, missing):
    """Without its packages the command names them and the command that installs them."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        "rampkit.__main__.find_spec", lambda name: None if name == missing else find_spec(name)
    )
    assert main(["demo"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", f'The command line needs {missing}; run: pip install "rampkit[cli]"\n')


def test_help_is_short(run):
    """Every command fits a screen and says what it is for."""
    ran = run("--help")
    assert ran.status == 0
    for command in ("demo", "quotes", "routes", "providers", "customer", "accounts", "sandbox", "doctor"):
        assert command in ran.out
        text = run(command, "--help").out
        assert len(text.splitlines()) < 50


def test_no_command_shows_the_help(run):
    """The bare command is a question, not a mistake worth a sentence."""
    ran = run()
    assert ran.status == 2
    assert "Usage: rampkit" in ran.out + ran.err


def test_version(run):
    """The version of the installed package."""
    assert run("--version").out.strip() == f"rampkit {importlib.metadata.version('rampkit')}"
