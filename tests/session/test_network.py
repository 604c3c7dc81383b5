"""The deadline of single network steps."""

from __future__ import annotations

import asyncio

import httpcore
import pytest

from rampkit.session import Deadline
from rampkit.session.network import _AsyncStream, _Stream, enter, leave


class Wire(httpcore.NetworkStream):
    """Takes a second for every write and keeps what it was given."""

    def __init__(self, clock):
        self.clock = clock
        self.writes = []

    def write(self, buffer, timeout=None):
        """Take a second."""
        self.writes.append((len(buffer), timeout))
        self.clock.advance(1)


class AsyncWire(httpcore.AsyncNetworkStream):
    """The same, asynchronous."""

    def __init__(self, clock):
        self.wire = Wire(clock)
        self.writes = self.wire.writes

    async def write(self, buffer, timeout=None):
        """Take a second."""
        self.wire.write(buffer, timeout)


class Line:
    """A stream of either kind, inside an exchange of 1.5 seconds."""

    def __init__(self, kind, clock):
        self.kind = kind
        self.wire = (Wire if kind == "sync" else AsyncWire)(clock)
        self.stream = (_Stream if kind == "sync" else _AsyncStream)(self.wire)

    def write(self, *buffers):
        """Write *buffers* one after the other."""
        if self.kind == "sync":
            for buffer in buffers:
                self.stream.write(buffer, 10)
            return

        async def all_of_them():
            for buffer in buffers:
                await self.stream.write(buffer, 10)

        asyncio.run(all_of_them())


@pytest.fixture(params=["sync", "async"])
def line(request, clock):
    """A stream of either kind."""
    token = enter(Deadline.after(1.5, clock))
    yield Line(request.param, clock)
    leave(token)


def test_each_step_gets_what_is_left(line):
    """Every write may take what remains of the whole, never more."""
    line.write(b"head", b"body")

    assert line.wire.writes == [(4, 1.5), (4, 0.5)]


def test_too_late_for_the_first_byte(line, clock):
    """With no time left nothing is written, and the failure is one that proves it."""
    clock.advance(2)
    with pytest.raises(httpcore.ConnectTimeout):
        line.write(b"head")

    assert line.wire.writes == []


def test_too_late_for_the_rest(line):
    """Once a byte has left, running out of time proves nothing any more."""
    with pytest.raises(httpcore.WriteTimeout):
        line.write(b"head", b"body", b"more")


def test_large_writes_are_sliced(clock):
    """A synchronous write limits each of its system calls, not only the first."""
    token = enter(Deadline.after(1.5, clock))
    wire = Wire(clock)
    with pytest.raises(httpcore.WriteTimeout):
        _Stream(wire).write(bytes(10_000), 10)
    leave(token)

    assert wire.writes == [(4096, 1.5), (4096, 0.5)]


def test_other_traffic_keeps_its_own_limits(clock):
    """Outside an exchange of ours a stream behaves as httpcore made it."""
    wire = Wire(clock)
    _Stream(wire).write(b"x", 10)

    assert wire.writes == [(1, 10)]
