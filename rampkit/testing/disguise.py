"""Finding a text however it is written, and putting another in its place."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from rampkit.errors import ConfigurationError

__all__ = ["Disguise"]

_SHORTEST = 6
"""A shorter text turns up by accident in what is encoded."""
_LAYERS = 3
_SIX_BITS = "[A-Za-z0-9+/_-]*"
_ESCAPE = re.compile(r"""\\+(?:u([0-9a-fA-F]{4})|(["'/\\]))""")
_NAMED_ESCAPES = {"\n": "n", "\r": "r", "\t": "t"}


class Disguise:
    """Hides texts behind stand-ins: plain, percent-encoded, JSON-escaped, in base64 or in hex.

    Case counts in base64 alone, where it has to. Base64 is found wherever in a longer run the text begins:
    `client_secret` is found in the `Basic` credentials it is a part of.

    Args:
        texts: What to look for, by its stand-in, e.g. `{"<e-mail>": "ana@example.com"}`. Write it without
            quotes or backslashes.

    Raises:
        ConfigurationError: A text is too short to be told from chance.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        short = sorted(stand_in for stand_in, text in texts.items() if len(text) < _SHORTEST)
        if short:
            raise ConfigurationError(
                f"{', '.join(short)}: what is to be hidden needs at least {_SHORTEST} characters, "
                "or it would be found where it is not"
            )
        # The longest first: a name may be part of an address.
        ordered = sorted(texts.items(), key=lambda item: -len(item[1]))
        self._hidden = tuple(_Hidden(stand_in, text) for stand_in, text in ordered)

    def __repr__(self) -> str:
        return f"<Disguise of {', '.join(hidden.stand_in for hidden in self._hidden)}>"

    def found_in(self, text: str) -> tuple[str, ...]:
        """The stand-ins of everything that *text* holds, in whatever spelling."""
        readings = "\0".join(_readings(text)).casefold()
        return tuple(hidden.stand_in for hidden in self._hidden if hidden.is_in(text, readings))

    def hide(self, text: str) -> str:
        """*text* with a stand-in wherever something to hide was."""
        found = self.found_in(text)
        for hidden in self._hidden:
            if hidden.stand_in in found:
                text = hidden.encoded.sub(hidden.stand_in, hidden.spelled.sub(hidden.stand_in, text))
        return text

    def show(self, text: str) -> str:
        """*text* with what stood behind the stand-ins, as JSON writes it."""
        for hidden in self._hidden:
            text = text.replace(hidden.stand_in, json.dumps(hidden.text, ensure_ascii=False)[1:-1])
        return text


class _Hidden:
    """One text and everything it can look like."""

    def __init__(self, stand_in: str, text: str) -> None:
        self.stand_in = stand_in
        self.text = text
        self._folded = text.casefold()
        self._hex = text.encode().hex()
        self._base64 = tuple(_base64_of(text.encode()))

    def is_in(self, text: str, readings: str) -> bool:
        return self._folded in readings or self._hex in readings or any(core in text for core in self._base64)

    @cached_property
    def spelled(self) -> re.Pattern[str]:
        """Every way to write the text itself, letter by letter, and in hex."""
        letters = "".join(f"(?:{'|'.join(_spellings(letter))})" for letter in self.text)
        return re.compile(f"{letters}|{self._hex}", re.IGNORECASE)

    @cached_property
    def encoded(self) -> re.Pattern[str]:
        """A whole run of base64 that holds the text: cut in the middle it would decode to a part of it."""
        cores = "|".join(re.escape(core) for core in self._base64)
        return re.compile(f"{_SIX_BITS}(?:{cores}){_SIX_BITS}={{0,2}}")


def _readings(text: str) -> Iterator[str]:
    """*text*, and what it says once its escapes are undone, layer by layer."""
    yield text
    for _ in range(_LAYERS):
        plainer = _ESCAPE.sub(_unescaped, unquote(text, errors="replace"))
        if plainer == text:
            break
        text = plainer
        yield text
    if "+" in text:
        yield text.replace("+", " ")


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else escape[2]


def _spellings(letter: str) -> Iterator[str]:
    yield re.escape(letter)
    yield "".join(f"%(?:25)*{byte:02x}" for byte in letter.encode())
    units = letter.encode("utf-16-be")
    yield "".join(rf"\\+u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
    if letter in _NAMED_ESCAPES:
        yield rf"\\+{_NAMED_ESCAPES[letter]}"
    if letter in "\"'/":
        yield rf"\\+{letter}"
    if letter == " ":
        yield r"\+"


def _base64_of(data: bytes) -> Iterator[str]:
    """What base64 of anything with *data* in it must hold: it can begin at three places in a group."""
    for before in range(3):
        after = -(before + len(data)) % 3
        text = b64encode(bytes(before) + data + bytes(after)).decode()
        core = text[(0, 2, 3)[before] : len(text) - (0, 2, 3)[after]]
        yield core
        yield core.translate(str.maketrans("+/", "-_"))
