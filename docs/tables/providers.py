"""Tables of one provider: what each method does there, what its words and its refusals mean."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import rampkit_gnosis.errors
import rampkit_gnosis.statuses
import rampkit_ripio.errors
import rampkit_ripio.statuses
from rampkit import Direction, Operation, RampProvider
from rampkit.errors import RampError
from rampkit_gnosis.mapping.options import Options
from rampkit_ripio import SellAndPayStatus, SupportTicketStatus
from tables.connections import connections, provider, route_table
from tables.markdown import code, first_paragraph, listed, source, table, yes
from tables.operations import operations
from tables.words import words_of

__all__ = ["SECTIONS", "flows_of"]

_Meaning = tuple[str, type[RampError], str]
"""An answer in words, the error that it is, and the page that says so."""


def flows_of(kind: type[RampProvider]) -> list[str]:
    """The public methods of an adapter that send something, as its mapping onto the provider's calls."""
    names = (name for name in dir(kind) if not name.startswith("_"))
    offered = (name for name in names if getattr(kind, name) is not getattr(RampProvider, name, None))
    return [name for name in offered if _returns_a_flow(getattr(kind, name))]


def _returns_a_flow(member: object) -> bool:
    return str(getattr(member, "__annotations__", {}).get("return", "")).startswith("Flow[")


def _method_table(of: str, *, neutral: bool) -> str:
    """What each method does at this provider, and by which of its calls."""
    kind = provider(of)
    known = [operation.value for operation in Operation]
    own = [name for name in flows_of(kind) if name not in {*known, "authorize"}]
    chosen = [name for name in known if name in flows_of(kind)] if neutral else own
    return table(
        ["Method", "Calls", "What it does here"],
        (
            [code(_called(kind, name)), _calls(of, name), first_paragraph(getattr(kind, name))]
            for name in chosen
        ),
    )


def _called(kind: type[RampProvider], name: str) -> str:
    """A method with the names of its arguments."""
    return f"{name}({', '.join(list(inspect.signature(getattr(kind, name)).parameters)[1:])})"


def _calls(of: str, name: str) -> str:
    return ", ".join(f"`{one.verb} {one.path}`" for one in operations(of) if name in one.methods)


def _promise_table(of: str) -> str:
    """What answers to an order prove."""
    (rules,) = {one.promises().answers for one in connections(of)}
    return table(
        ["Status", "Code", "Of", "Proves", "Source"],
        (
            [
                rule.status,
                code(rule.code) or "any",
                code(rule.operation) or "every order",
                code(rule.verdict),
                source(rule.source),
            ]
            for rule in rules
        ),
    )


def _error_table(meanings: Iterable[_Meaning]) -> str:
    """What an answer means, first match first."""
    return table(
        ["Answer", "Error", "`retryable`", "`failover_safe`", "`next_step`", "Source"],
        (
            [
                answer,
                code(kind.__name__),
                yes(kind.retryable),
                yes(kind.failover_safe),
                code(kind.next_step),
                source(page),
            ]
            for answer, kind, page in meanings
        ),
    )


def _gnosis_errors() -> Iterator[_Meaning]:
    for row in rampkit_gnosis.errors.ROWS:
        words = [_statuses(row.statuses)]
        words += [listed(row.codes)] if row.codes else []
        words += [f"with a text like {_alternatives(row.text.pattern)}"] if row.text else []
        words += ["to a request with an idempotency key"] if row.keyed else []
        yield ", ".join(words), row.kind, row.source


def _ripio_errors() -> Iterator[_Meaning]:
    for row in rampkit_ripio.errors.ROWS:
        words = ["anything" if row.statuses is None else _statuses(row.statuses)]
        words += [code(word) for word in (row.code, row.type) if word]
        words += [f"that names `{row.names}`"] if row.names else []
        words += [f"to `{row.operation}`"] if row.operation else []
        yield ", ".join(words), row.means, row.source


def _alternatives(pattern: str) -> str:
    """The texts that *pattern* looks for, as a reader would write them."""
    plain = pattern.replace(r"\b", "").replace(".*", " ... ")
    return " or ".join(code(text) for text in plain.split("|"))


_EVERY = range(1000)


def _statuses(statuses: object) -> str:
    """Statuses in words."""
    match statuses:
        case range() if statuses == _EVERY:
            return "anything"
        case range() if len(statuses) == 1:
            return str(statuses.start)
        case range():
            return f"{statuses.start} to {statuses.stop - 1}"
        case _:
            return ", ".join(str(status) for status in range(1000) if status in statuses)  # type: ignore[operator]


_STANDING = ["Word", "`status`", "`pay_in`", "`pay_out`", "Source"]


def _gnosis_statuses(states: Mapping[tuple[Direction, str], rampkit_gnosis.statuses.State]) -> str:
    """What a word means, in both directions alike."""
    words = {word: state for (_, word), state in states.items()}
    if any(states[way, word] != state for word, state in words.items() for way in Direction):
        raise LookupError(
            "a word means something else in the other direction: give the table a column for it"
        )
    return table(
        _STANDING,
        (
            [code(word), code(one.status), code(one.pay_in), code(one.pay_out), source(one.source)]
            for word, one in words.items()
        ),
    )


def _ripio_statuses(direction: Direction) -> str:
    """What a word says of an order in this direction."""
    return table(
        _STANDING,
        (
            [code(word), code(one.status), code(one.pay_in), code(one.pay_out), source(one.source)]
            for word, one in rampkit_ripio.statuses.STANDINGS[direction].items()
        ),
    )


def _word_table(words: Mapping[str, object]) -> str:
    """Words and what they are to rampkit."""
    return table(["Word", "`status`"], ([code(word), code(status)] for word, status in words.items()))


def _own_word_table(kind: type) -> str:
    """The statuses of something that only one provider has."""
    return table(["`status`", "Meaning"], ([code(word), told] for word, told in words_of(kind)))


def _option_table(options: type) -> str:
    """The knobs in `provider_options`."""
    fields = options.__pydantic_fields__  # type: ignore[attr-defined]
    told = dict(words_of(options))
    return table(["Option", "Meaning"], ([code(name), told[name]] for name in fields))


SECTIONS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "gnosis": {
        "routes": partial(route_table, "gnosis"),
        "neutral": partial(_method_table, "gnosis", neutral=True),
        "own": partial(_method_table, "gnosis", neutral=False),
        "promises": partial(_promise_table, "gnosis"),
        "intents": lambda: _gnosis_statuses(rampkit_gnosis.statuses.INTENTS),
        "transactions": lambda: _gnosis_statuses(rampkit_gnosis.statuses.TRANSACTIONS),
        "errors": lambda: _error_table(_gnosis_errors()),
        "options": partial(_option_table, Options),
    },
    "ripio": {
        "routes": partial(route_table, "ripio"),
        "neutral": partial(_method_table, "ripio", neutral=True),
        "own": partial(_method_table, "ripio", neutral=False),
        "promises": partial(_promise_table, "ripio"),
        "on-ramp": partial(_ripio_statuses, Direction.ON_RAMP),
        "off-ramp": partial(_ripio_statuses, Direction.OFF_RAMP),
        "accounts": lambda: _word_table(rampkit_ripio.statuses.ACCOUNTS),
        "verifications": lambda: _word_table(rampkit_ripio.statuses.VERIFICATIONS),
        "sell-and-pay": partial(_own_word_table, SellAndPayStatus),
        "tickets": partial(_own_word_table, SupportTicketStatus),
        "errors": lambda: _error_table(_ripio_errors()),
    },
}
