"""How long a regular expression of a stranger may take, told from its text.

Python's engine tries every way to match: `(a+)+$` takes longer than anybody waits. The bound below is the
number of ways, so what stays under it ends soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["MOST_WAYS", "ways"]

MOST_WAYS = 10_000_000
"""More are not tried: about a second of work."""

_TOKEN = re.compile(
    # A comment, or spaces that mean nothing: what is repeated may stand before them.
    r"(?P<gap>\(\?(?:#|[aiLmsu]*x))|(?P<open>\((?:\?(?:P?<\w+>|<?[=!:]|[aiLmsux]+:|>))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<repeat>(?:[*+?]|\{(?!\})(?P<least>\d*)(?:(?P<comma>,)(?P<most>\d*))?\})[?+]?)"
    r"|(?P<one>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.)",
    re.DOTALL,
)


def ways(pattern: str, length: int) -> int:
    """At most how many ways there are to match a text of *length* characters, or `MOST_WAYS` if more.

    Raises:
        ValueError: Its parentheses do not match, or it has comments or spaces that mean nothing.
    """
    tokens = _TOKEN.finditer(pattern)
    found, closed = _alternatives(tokens, length)
    if closed:
        raise ValueError("unbalanced parenthesis")
    starts = 1 if pattern.startswith("^") and "|" not in pattern else length + 1
    return _capped(found * starts)


def _alternatives(tokens: Iterator[re.Match[str]], length: int) -> tuple[int, bool]:
    """The ways through what stands up to the closing parenthesis; and whether there was one."""
    total, product, last = 0, 1, 1
    for token in tokens:
        match token.lastgroup:
            case "close":
                return _capped(total + product * last), True
            case "bar":
                total, product, last = _capped(total + product * last), 1, 1
            case "open":
                product, (last, closed) = _capped(product * last), _alternatives(tokens, length)
                if not closed:
                    raise ValueError("missing parenthesis")
            case "gap":
                raise ValueError("comment or verbose")
            case "repeat":
                last = _repeated(last, *_bounds(token, length))
            case _:
                product, last = _capped(product * last), 1
    return _capped(total + product * last), False


def _bounds(token: re.Match[str], length: int) -> tuple[int, int]:
    text = token["repeat"]
    if not text.startswith("{"):
        return (1 if text[0] == "+" else 0), (1 if text[0] == "?" else length)
    least = min(int(token["least"] or 0), length)
    if token["comma"] is None:
        return least, least
    return least, min(int(token["most"]), length) if token["most"] else length


def _repeated(once: int, least: int, most: int) -> int:
    """The ways of *least* to *most* times something that has *once* ways."""
    total = 0
    for times in range(least, most + 1):
        total += once**times if times * once.bit_length() < MOST_WAYS.bit_length() * 2 else MOST_WAYS
        if once == 1:
            return max(most - least + 1, 1)
        if total >= MOST_WAYS:
            return MOST_WAYS
    return max(total, 1)


def _capped(number: int) -> int:
    return min(number, MOST_WAYS)
