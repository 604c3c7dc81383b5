"""A library that comes with an extra: missing, it is named, never silently gone without."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from rampkit.errors import ConfigurationError

__all__ = ["needs_extra"]


@contextmanager
def needs_extra(extra: str, *, purpose: str, otherwise: str = "") -> Generator[None]:
    """Import inside it what the *extra* installs.

    Args:
        extra: Name of the extra.
        purpose: What cannot be done without, e.g. `checking the digits of a CLABE`.
        otherwise: The way out for who cannot install it.

    Raises:
        ConfigurationError: It is not installed. Names the library, the command and the way out.
    """
    try:
        yield
    except ImportError as error:
        missing = (error.name or "a library").partition(".")[0]
    else:
        return
    ways = [f"run: pip install 'rampkit[{extra}]'", *([otherwise] if otherwise else [])]
    raise ConfigurationError(f"{purpose} needs {missing}, which is not installed; {', or '.join(ways)}")
