"""`rampkit demo`: a purchase and a sale, from the first quote to the last status, told in plain words."""

from __future__ import annotations

from rampkit.cli.sources import settings_in
from rampkit.cli.status import ExitStatus
from rampkit.configuration import build
from rampkit.journal.memory import MemoryJournal
from rampkit.router.router import Router
from rampkit.session.instrumentation import without_reports

__all__ = ["demo"]


def demo() -> int:
    """Watch a purchase and a sale, in the built-in sandbox.

    Needs no credentials and no network, and takes a few seconds.
    """
    # An extra that most commands do not need.
    from rampkit.cli.story import Story  # noqa: PLC0415
    from rampkit.sandbox import Sandbox  # noqa: PLC0415

    with without_reports(), Sandbox() as sandbox:
        connections = [build(settings) for settings in settings_in(sandbox)]
        with Router(connections, journal=MemoryJournal()) as router:
            Story(sandbox, router).tell()
    return ExitStatus.DONE
