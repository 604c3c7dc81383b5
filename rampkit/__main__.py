"""The command `rampkit`, also as `python -m rampkit`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

__all__ = ["main"]

_NEEDED = ("rich", "typer")
_BAD_SETUP = 2
_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status.

    Args:
        arguments: What follows the program's name; those of the process if not given.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        message = f'The command line needs {" and ".join(missing)}; run: pip install "rampkit[cli]"'
        print(message, file=sys.stderr)  # noqa: T201  # printing is what a command does
        return _BAD_SETUP
    try:
        from rampkit.cli.app import run  # noqa: PLC0415  # what it imports was looked for first

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
