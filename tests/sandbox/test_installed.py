"""How a sandbox finds the emulators of installed packages."""

from __future__ import annotations

import pytest

from rampkit.errors import ConfigurationError
from rampkit.sandbox import Sandbox

EMULATOR = """
from rampkit.sandbox import Emulator

class Shop(Emulator):
    code = "shop"
    def routes(self): return []
    def controls(self): return []
    def connections(self): return []
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a distribution that offers one emulator, the only one there is."""
    monkeypatch.setattr("sys.path", [str(tmp_path)])

    def _install(value, source=EMULATOR, module="shop_emulator"):
        (tmp_path / f"{module}.py").write_text(source)
        metadata = tmp_path / "shop-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: shop\nVersion: 1.0\n")
        (metadata / "entry_points.txt").write_text(f"[rampkit.emulators]\nshop = {value}\n")

    return _install


def test_installed_emulator_is_hosted(install):
    """Whatever a package names in the entry-point group is hosted."""
    install("shop_emulator:Shop")

    assert Sandbox().emulator("shop").code == "shop"


def test_nothing_installed_is_said(monkeypatch, tmp_path):
    """A sandbox without any emulator says which entry-point group is empty."""
    monkeypatch.setattr("sys.path", [str(tmp_path)])

    with pytest.raises(ConfigurationError, match=r"'rampkit\.emulators'"):
        Sandbox()


def test_emulator_that_cannot_be_loaded_is_named(install):
    """An emulator whose import fails is named with the reason."""
    install("jammed_emulator:Shop", source="raise RuntimeError('jammed')", module="jammed_emulator")

    with pytest.raises(ConfigurationError, match=r"'shop' \(jammed_emulator:Shop\) cannot be loaded: jammed"):
        Sandbox()


def test_what_is_no_emulator_is_refused(install):
    """An entry point that names something else is refused."""
    install("other_emulator:Shop", source="Shop = dict", module="other_emulator")

    with pytest.raises(ConfigurationError, match="not a subclass of Emulator"):
        Sandbox()
