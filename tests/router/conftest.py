"""Both faces of the router, driven alike, over one sandbox."""

from __future__ import annotations

import asyncio
import inspect

import pytest

from rampkit import AsyncRouter, MemoryJournal, Router
from rampkit_gnosis import GnosisProvider
from rampkit_ripio import RipioProvider

KINDS = {"gnosis": GnosisProvider, "ripio": RipioProvider}


class Driven:
    """An `AsyncRouter` whose coroutines are awaited by a loop of its own: looks like a `Router`."""

    def __init__(self, *args, **options):
        self._runner = asyncio.Runner()
        self._router = AsyncRouter(*args, **options)

    def __getattr__(self, name):
        attribute = getattr(self._router, name)
        if not inspect.iscoroutinefunction(attribute):
            return attribute
        return lambda *args, **options: self._runner.run(attribute(*args, **options))

    def close(self):
        self._runner.run(self._router.aclose())
        self._runner.close()


FACES = {"sync": Router, "async": Driven}


@pytest.fixture
def make_router(sandbox, sandbox_settings):
    """Makes routers over all sandbox connections (or those named), in either face."""
    made = []

    def make(face="sync", *, only=None, journal=None, sandbox=sandbox, **options):
        connections = [c for c in sandbox.connections if only is None or c.name in only]
        providers = [KINDS[c.provider](**sandbox.options(c.name)) for c in connections]
        router = FACES[face](
            providers, journal=journal or MemoryJournal(), settings=sandbox_settings, **options
        )
        made.append(router)
        return router

    yield make
    for router in made:
        router.close()


@pytest.fixture(params=["sync", "async"])
def face(request):
    """Which face a test drives."""
    return request.param
