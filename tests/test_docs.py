"""The documentation: every example runs and prints what it says, every table is current."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from rampkit.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]

FENCE = re.compile(
    r"(?:<!-- not run: (?P<reason>[^\n]+?) -->\n\n?)?"
    r"^(?P<indent> *)```(?P<language>\w+)\n(?P<code>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
SHOWN = re.compile(r"\s*```text\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A Python block of a page, and the output that stands below it."""

    line: int
    code: str
    output: str | None
    skipped: str | None


def examples_of(text: str) -> Iterator[Example]:
    """The Python blocks of a page, those in comments (what a page takes for granted) included."""
    for found in FENCE.finditer(text):
        if found["language"] != "python":
            continue
        shown = SHOWN.match(text, found.end())
        line = text[: found.start("code")].count("\n")
        indent = found["indent"]
        code = re.sub(rf"^{indent}", "", found["code"], flags=re.MULTILINE)
        yield Example(line, code, shown["output"] if shown else None, found["reason"])


def run_all(page: Path, text: str) -> list[str]:
    """Run the examples of a page one after the other, as a reader would; what is wrong with their output."""
    names: dict[str, object] = {"__name__": f"example_{page.stem.replace('-', '_')}"}
    wrong: list[str] = []
    for example in examples_of(text):
        if example.skipped is not None:
            continue
        printed = io.StringIO()
        code = compile("\n" * example.line + example.code, str(page), "exec", dont_inherit=True)
        with contextlib.redirect_stdout(printed):
            exec(code, names)  # noqa: S102  # the project's own examples
        if example.output is not None and printed.getvalue() != example.output:
            wrong.append(f"line {example.line}: prints\n{printed.getvalue()}\nand not\n{example.output}")
    return wrong


def with_examples() -> list[Path]:
    """The pages that show Python."""
    return [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", with_examples(), ids=lambda page: str(page.relative_to(ROOT)))
def test_examples(page, tmp_path, monkeypatch):
    """Every example of a page runs, and prints what the page says."""
    monkeypatch.chdir(tmp_path)

    assert run_all(page, page.read_text(encoding="utf-8")) == []


def test_every_control_of_the_sandbox_is_named():
    """Who drives the sandbox from a test finds the words for it in one place."""
    page = (DOCS / "how-to" / "use-the-sandbox.md").read_text(encoding="utf-8")
    with Sandbox() as sandbox:
        routes = [route for code in ("gnosis", "ripio") for route in sandbox.emulator(code).controls()]
    words = {word for route in routes for word in re.sub(r"{.*?}", "", route.path).split("/") if word}

    assert {word for word in words if not re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`", page)} == set()


@pytest.mark.parametrize("page", with_examples(), ids=lambda page: str(page.relative_to(ROOT)))
def test_syntax(page):
    """An example that cannot be run here can be read by Python all the same."""
    for example in examples_of(page.read_text(encoding="utf-8")):
        compile(example.code, str(page), "exec")


def test_a_wrong_example_is_found():
    """Output that differs and code that fails are noticed."""
    page = Path("page.md")
    fence = "```"

    assert run_all(page, f"{fence}python\nprint(1)\n{fence}\n\n{fence}text\n2\n{fence}\n")
    assert not run_all(page, f"<!-- not run: a reason -->\n\n{fence}python\nprint(unknown)\n{fence}\n")
    with pytest.raises(NameError):
        run_all(page, f"{fence}python\nprint(unknown)\n{fence}\n")


@pytest.fixture(scope="module")
def tables():
    """Gives a module of `docs`, whose tables are no package of rampkit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        yield import_module
    for name in [name for name in sys.modules if name.partition(".")[0] in {"generate", "tables"}]:
        del sys.modules[name]


def test_tables_are_current(tables):
    """What the reference says of the code is what the code says: else run `python docs/generate.py`."""
    assert tables("generate").outdated() == []


CODES = pytest.mark.parametrize("code", ["gnosis", "ripio"])


def misplaced(row, flows: set[str]) -> Iterator[str]:
    """What is wrong with the row of an operation."""
    proofs = bool(row.recordings) + bool(row.tests)
    if bool(row.methods) is bool(row.refusal):
        yield "is to be called by methods, or refused with a reason"
    if not set(row.methods) <= flows:
        yield f"names no calls of the adapter: {set(row.methods) - flows}"
    if row.methods and proofs != 1:
        yield "is to be proved by recordings, or else by one file of tests"
    if row.tests and not (ROOT / row.tests).is_file():
        yield f"is proved by a file that is not there: {row.tests}"


@CODES
def test_every_operation_of_a_contract_has_its_place(tables, code):
    """It is imitated; and it is either called by methods that exist and proved, or refused with a reason."""
    operations = tables("tables.operations")
    rows = operations.operations(code)
    flows = set(tables("tables.providers").flows_of(tables("tables.connections").provider(code)))

    assert [f"{row.name} {problem}" for row in rows for problem in misplaced(row, flows)] == []
    assert {row.name for row in rows} == operations.imitated(code)


@CODES
def test_every_call_of_an_adapter_has_an_operation(tables, code):
    """No method calls what the table does not know, and the table names nothing the contract lacks."""
    operations = tables("tables.operations")
    flows = set(tables("tables.providers").flows_of(tables("tables.connections").provider(code)))

    assert {method for row in operations.operations(code) for method in row.methods} == flows
    assert operations.placed(code) == {row.name for row in operations.operations(code)}


def test_what_no_emulator_plays_is_not_called_imitated(tables, monkeypatch):
    """A call that nobody answers is noticed."""
    operations = tables("tables.operations")
    nothing = ({"name": "nothing", "verb": "GET", "path": "/api/v1/nothing/", "confidence": "none"},)
    monkeypatch.setattr(operations, "_contract", lambda _: nothing)

    assert (
        operations.imitated.__wrapped__("ripio") == operations.imitated.__wrapped__("gnosis") == frozenset()
    )


def test_the_readmes_commands():
    """Both commands stand alone on a line that can be pasted, and set everything up."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^python3 -m venv \.venv && (.+)$", text, re.MULTILINE)

    assert [command.rpartition("/")[2] for command in commands] == ["rampkit demo", "pytest"]
    assert all(re.match(r"\.venv/bin/pip install -e '\.\[[\w,]+\]' && ", command) for command in commands)


def test_the_readmes_links():
    """Every link of the README into the repository leads somewhere."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_event_is_described():
    """What rampkit logs stands in the guide, with its level."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "rampkit").rglob("*.py")]
    logged = {
        (event, level.upper())
        for text in sources
        for level, event in re.findall(r"(?<!_)\blog\.(debug|info|warning|error)\(\s*\"(\w+)\"", text)
    }
    guide = (DOCS / "how-to" / "logging.md").read_text(encoding="utf-8")

    assert logged
    assert set(re.findall(r"^\| `(\w+)` \| ([A-Z]+) \|", guide, re.MULTILINE)) == logged


def test_every_page_is_reachable():
    """The table of contents names every page."""
    contents = (DOCS / "mkdocs.yml").read_text(encoding="utf-8")
    missing = [
        page
        for page in (str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md"))
        if not re.search(rf"(?<![\w/-]){re.escape(page)}$", contents, re.MULTILINE)
    ]

    assert missing == []


def test_the_changelog_knows_this_version():
    """The installed version has an entry."""
    assert f"## [{version('rampkit')}]" in (DOCS / "changelog.md").read_text(encoding="utf-8")
