"""A sandbox without the packages it needs."""

from __future__ import annotations

import importlib.util
import runpy

import pytest

import rampkit.sandbox
from rampkit.errors import ConfigurationError


def test_missing_extra_is_explained(monkeypatch):
    """Importing the sandbox without its packages names what is missing and the command that installs it."""
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "uvicorn" else find_spec(name)
    )

    with pytest.raises(ConfigurationError, match=r'needs uvicorn; run: pip install "rampkit\[sandbox\]"'):
        runpy.run_path(rampkit.sandbox.__file__)
