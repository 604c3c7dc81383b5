"""What is shipped: every adapter whole, typed and registered; nothing of the machine it was made on."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import EntryPoint, distribution, entry_points, version
from pathlib import Path
from typing import Any

import pytest

from rampkit import Operation, RampProvider
from rampkit.provider import overridden
from rampkit.sandbox import Emulator

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = sorted(path.name for path in (ROOT / "providers").iterdir() if path.is_dir())
GROUPS = {"rampkit.providers": RampProvider, "rampkit.emulators": Emulator}
VISIBLE = {"LICENSE", "README.md", "cassettes", "docs", "providers", "pyproject.toml", "rampkit", "tests"}
LOCK_FILES = re.compile(r"(^|/)([\w-]+\.lock|[\w-]+-lock\.(json|yaml)|requirements[\w.-]*\.txt)$")
# Written so that this file does not find itself.
MACHINE = re.compile(
    r"(extra-)?index-url|find-links|trusted-host|(files\.)?pythonhosted\.org|pypi\.org/simple"
    r"|(?<![\w./])/(hom[e]/\w|Use[r]s/\w|roo[t]|wor[k])/?|[A-Z]:\\Users"
)


def test_folders_are_adapters():
    """Every folder in providers/ is a package called rampkit_<code>."""
    assert FOLDERS
    assert all(re.fullmatch(r"rampkit_[a-z][a-z0-9_]*", name) for name in FOLDERS)
    assert all((ROOT / "providers" / name / "__init__.py").is_file() for name in FOLDERS)


def test_shipped():
    """The wheel holds rampkit and every adapter."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert wheel["packages"] == ["rampkit", *(f"providers/{name}" for name in FOLDERS)]


@pytest.mark.parametrize("package", ["rampkit", *(f"providers/{name}" for name in FOLDERS)])
def test_typed(package):
    """Type checkers believe the annotations."""
    assert (ROOT / package / "py.typed").is_file()


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("package", FOLDERS)
def test_registered(package, group):
    """Every adapter and its emulator are found under the provider's code, and are what they claim to be."""
    code = package.removeprefix("rampkit_")
    declared = PROJECT["project"]["entry-points"][group]
    (entry,) = (entry for entry in entry_points(group=group) if entry.name == code)
    kind = entry.load()

    assert declared[code] == entry.value
    assert issubclass(kind, GROUPS[group])
    assert kind.code == code


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_else_registered(group):
    """No entry point is left of an adapter that is gone."""
    assert sorted(PROJECT["project"]["entry-points"][group]) == [
        name.removeprefix("rampkit_") for name in FOLDERS
    ]


def installed_providers() -> list[EntryPoint]:
    """Every adapter of this environment, those of other distributions included."""
    return sorted(entry_points(group="rampkit.providers"), key=lambda entry: entry.name)


@pytest.mark.parametrize("entry", installed_providers(), ids=lambda entry: entry.name)
def test_declared_operations(entry):
    """An adapter offers exactly the operations it overrides."""
    kind = entry.load()

    assert kind.operations - overridden(kind) == set()
    assert overridden(kind) - kind.operations == set()


def test_a_wrong_declaration_is_found():
    """An operation that is declared and not overridden, or the reverse, is noticed."""

    class Forgetful(RampProvider):
        operations = frozenset({Operation.QUOTES})

        def get_order(self, order, /):
            return (yield)

    assert Forgetful.operations - overridden(Forgetful) == {Operation.QUOTES}
    assert overridden(Forgetful) - Forgetful.operations == {Operation.GET_ORDER}


def test_one_version():
    """The version stands in pyproject.toml and nowhere else."""
    number = PROJECT["project"]["version"]
    written = [
        path
        for path in tracked("rampkit", "providers")
        if re.search(rf"\b{re.escape(number)}\b", text_of(path))
    ]

    assert version("rampkit") == number
    assert written == []


def test_extras():
    """The README's two commands install extras that exist."""
    extras = set(PROJECT["project"]["optional-dependencies"])
    named = re.findall(r"\.\[([\w,]+)\]", (ROOT / "README.md").read_text(encoding="utf-8"))

    assert named
    assert {extra for group in named for extra in group.split(",")} <= extras


def test_metadata():
    """Somebody who looks the package up finds what it is, what it needs and what it may be used for."""
    metadata = distribution("rampkit").metadata

    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Description-Content-Type"] == "text/markdown"


def tracked(*folders: str) -> list[str]:
    """Every file that git knows or would take, below *folders* or everywhere."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    if answer.returncode:
        pytest.skip("not a git checkout")
    return [path for path in answer.stdout.splitlines() if (ROOT / path).is_file()]


def text_of(path: str) -> str:
    """The file's text; empty for pictures and the like."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_root():
    """What a visitor sees first is what belongs there."""
    seen = {path.split("/")[0] for path in tracked()}

    assert {name for name in seen if not name.startswith(".")} <= VISIBLE


def test_no_lock_files():
    """A library pins nothing; lock files also record where somebody's packages came from."""
    assert [path for path in tracked() if LOCK_FILES.search(path)] == []


def test_nothing_of_this_machine():
    """No index address and no path of somebody's machine is committed."""
    found = [
        f"{path}:{number}"
        for path in tracked()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if MACHINE.search(line) and path != "tests/test_packaging.py"
    ]

    assert found == []


@pytest.mark.parametrize(
    "line",
    ["index-url = https://mirror.example/simple", "cd /" + "work/x", "/ho" + "me/ana/x", "/ro" + "ot/.cache"],
)
def test_traces_are_recognised(line):
    """The search finds what it is for."""
    assert MACHINE.search(line)


@pytest.mark.parametrize("path", ["uv.lock", "a/poetry.lock", "docs/package-lock.json", "requirements.txt"])
def test_lock_files_are_recognised(path):
    """The search finds what it is for."""
    assert LOCK_FILES.search(path)
