"""What a command's exit status says."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """Exit statuses of every command."""

    DONE = 0
    """It worked; for quotes and routes: there is at least one."""
    TROUBLE = 1
    """Something is wrong at a provider, or in rampkit."""
    BAD_INPUT = 2
    """An argument, a setting or the installation is wrong; the message says which."""
    NOTHING = 3
    """It worked, and there is nothing: no offer, no route, no account."""
    IN_DOUBT = 4
    """An answer was lost, and what was asked for may have been done; the message says how to find out."""
    INTERRUPTED = 130
    """Ctrl-C, as shells expect it."""
