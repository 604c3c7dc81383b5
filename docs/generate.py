"""Write the tables of the reference that come from the code: `python docs/generate.py`.

A page marks the place of a table with two comments; what is between them is replaced. `tests/test_docs.py`
checks that every table is current.
"""
# ruff: noqa: INP001  # a script, not a package

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tables import commands, connections, operations, providers, words

DOCS = Path(__file__).parent
Sections = Mapping[str, Callable[[], str]]

SECTIONS: Mapping[str, Sections] = {
    "reference/errors.md": {
        "errors": words.error_table,
        "outside": words.outside_table,
        "next-steps": words.next_step_table,
    },
    "reference/refusals.md": {"refusals": words.refusal_table},
    "reference/statuses.md": {"statuses": words.status_table, "legs": words.leg_table},
    "reference/capabilities.md": {
        "operations": connections.operation_table,
        "routes": connections.route_table,
        "rates": connections.rate_table,
        "doubt": connections.doubt_table,
    },
    "reference/configuration.md": {
        "gnosis": partial(connections.settings_table, "gnosis"),
        "ripio": partial(connections.settings_table, "ripio"),
    },
    "reference/cli.md": {"commands": commands.command_pages},
    "reference/operations.md": {
        "gnosis": partial(operations.contract_table, "gnosis"),
        "ripio": partial(operations.contract_table, "ripio"),
    },
    **{f"reference/providers/{code}.md": sections for code, sections in providers.SECTIONS.items()},
}


def renewed(page: str, sections: Sections) -> str:
    """The page with its tables as they have to be."""
    text = (DOCS / page).read_text(encoding="utf-8")
    for name, make in sections.items():
        begin, end = f"<!-- generated: {name} -->", "<!-- end -->"
        pattern = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
        if len(pattern.findall(text)) != 1:
            raise LookupError(f"{page} has no place for {name}: {begin} ... {end}")
        head, tail = pattern.split(text)
        text = f"{head}{begin}\n\n{make()}\n\n{end}{tail}"
    return text


def outdated() -> list[str]:
    """The pages whose tables are not what the code says."""
    return [
        page
        for page, sections in SECTIONS.items()
        if renewed(page, sections) != (DOCS / page).read_text(encoding="utf-8")
    ]


if __name__ == "__main__":
    for page in outdated():
        print(page)  # noqa: T201  # says what it changed
        (DOCS / page).write_text(renewed(page, SECTIONS[page]), encoding="utf-8")
