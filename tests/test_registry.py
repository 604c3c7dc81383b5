"""How installed providers are found and imported."""

from __future__ import annotations

import sys

import pytest

from rampkit.errors import ConfigurationError
from rampkit.registry import available, load

PROVIDER = """
from rampkit.provider import RampProvider

class Shop(RampProvider):
    code = "shop"
    title = "Shop"
    operations = frozenset()
    def routes(self): return ()
    def authorize(self, scope): raise NotImplementedError
    def sign(self, request, token): return request
    def parse_error(self, response, request): raise NotImplementedError
"""


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install distributions that offer one provider each; nothing else is installed."""
    monkeypatch.setattr("sys.path", [str(tmp_path)])

    def make(target="shop_provider:Shop", source=PROVIDER, code="shop", package="shop"):
        module = target.partition(":")[0]
        (tmp_path / f"{module}.py").write_text(source)
        monkeypatch.delitem(sys.modules, module, raising=False)
        metadata = tmp_path / f"{package}-1.2.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.2\n")
        (metadata / "entry_points.txt").write_text(f"[rampkit.providers]\n{code} = {target}\n")

    return make


def test_installed_providers_are_listed_without_importing_them(install):
    """The list names code, class, package and version, and runs no code of theirs."""
    install(source="raise RuntimeError('imported')")
    install("other_provider:Other", code="bazaar", package="bazaar")

    found = available()

    assert list(found) == ["bazaar", "shop"]
    assert found["shop"].target == "shop_provider:Shop"
    assert (found["shop"].package, found["shop"].version) == ("shop", "1.2")


def test_a_provider_is_imported_by_its_code(install):
    """The class behind a code is the one its entry point names."""
    install()

    assert load("shop").title == "Shop"


def test_a_mistyped_code_gets_a_hint(install):
    """A code close to an installed one is recognised."""
    install()

    with pytest.raises(
        ConfigurationError, match=r"'shpo' is not installed \(there is shop\); did you mean 'shop'"
    ):
        load("shpo")


def test_an_unknown_code_says_how_to_get_it(install):
    """The way out names the entry-point group, and no package somebody else may have registered."""
    install()

    with pytest.raises(
        ConfigurationError, match=r"pip install the package that offers it in 'rampkit\.provid"
    ):
        load("mercado")


def test_an_installation_without_providers_is_said(install):
    """Where there is not even a built-in provider, rampkit itself is not installed properly."""
    with pytest.raises(ConfigurationError, match="nor is any other; install rampkit itself again"):
        load("shop")


def test_a_provider_that_cannot_be_imported_is_named(install):
    """An import that fails names the provider and the reason."""
    install("jammed_provider:Shop", source="raise RuntimeError('jammed')")

    with pytest.raises(
        ConfigurationError, match=r"'shop' \(jammed_provider:Shop\) cannot be imported: jammed"
    ):
        load("shop")


def test_what_is_no_provider_is_refused(install):
    """An entry point that names something else is refused."""
    install("odd_provider:Shop", source="Shop = dict")

    with pytest.raises(ConfigurationError, match="is not a subclass of RampProvider"):
        load("shop")


def test_a_provider_answers_to_its_own_code_only(install):
    """Rows and variables carry the class's code, so the entry point must have the same name."""
    install(code="store")

    with pytest.raises(ConfigurationError, match="calls itself 'shop'"):
        load("store")


def test_two_packages_cannot_share_a_code(install):
    """Which of two providers would handle the money is not left to chance."""
    install()
    install("other_provider:Shop", package="other")

    with pytest.raises(ConfigurationError, match="two packages offer provider 'shop'"):
        available()
