"""Which connections are set up, and what is set for each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from rampkit.configuration.environment import add_variables
from rampkit.configuration.settings import ConnectionSettings
from rampkit.configuration.toml import FILE, drafts_in
from rampkit.registry import available

__all__ = ["find_connections"]


def find_connections(
    environ: Mapping[str, str] | None = None, file: Path | str | None = None
) -> tuple[ConnectionSettings, ...]:
    """Every connection that is set up, by name in alphabetical order. Builds none of them.

    Args:
        environ: The environment; that of the process if None.
        file: The file, which must exist; if None, `rampkit.toml` in the working folder, if there is one.

    Raises:
        ConfigurationError: A setting is unknown, of the wrong type, or of no installed provider.
    """
    written = os.environ if environ is None else environ
    variables = {name: text.strip() for name, text in written.items() if text.strip()}
    codes = tuple(available())
    path = FILE if file is None else Path(file)
    drafts = drafts_in(path, variables) if file is not None or path.exists() else {}
    add_variables(drafts, variables, codes)
    return tuple(draft.settled(codes) for draft in sorted(drafts.values(), key=lambda draft: draft.name))
