"""What an unsuccessful answer says, whichever of its shapes it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rampkit.errors import BadResponseError
from rampkit.http import Response
from rampkit_ripio.promises import EXECUTED_QUOTE
from rampkit_ripio.shapes import list_in, object_in

__all__ = ["Complaint"]

_WORD = re.compile(r"[A-Za-z0-9_.\-]{1,80}")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]{0,60}")
_EXECUTED = re.compile(rf"(?<![0-9]){EXECUTED_QUOTE}(?![0-9])")
_ENVELOPE = frozenset({"code", "type", "detail", "status", "error", "error_description"})
_OWN = frozenset({"message", "code"})
_MOST_FIELDS = 20
_MOST_TEXT = 1000


@dataclass(frozen=True, slots=True)
class Complaint:
    """The parts of a refusal, each None or empty where the answer lacks it."""

    code: str | None = None
    """Ripio's number, or OAuth's word."""
    type: str | None = None
    text: str | None = None
    """Ripio's own text. May name a person."""
    fields: tuple[str, ...] = ()
    """The fields complained about, as Ripio spells them."""
    whole: str = field(default="", repr=False)
    """All of the answer: a damaged refusal must not pass for a harmless one."""

    @classmethod
    def of(cls, response: Response) -> Complaint:
        """What *response* says, in the documented envelope, OAuth's shape, a bare `detail`, or not at all."""
        payload = _object(response)
        detail = payload.get("detail")
        inner = object_in(detail)
        bare = object_in(None if _ENVELOPE & payload.keys() else payload)
        code = _word(payload.get("code")) or _word(payload.get("error"))
        whole = response.text()
        return cls(
            code=code or (EXECUTED_QUOTE if _EXECUTED.search(whole) else None),
            type=_word(payload.get("type")),
            text=_text(inner.get("message"), detail, payload.get("error_description"), *_texts(inner, bare)),
            fields=tuple(_fields({key: value for key, value in inner.items() if key not in _OWN} or bare)),
            whole=whole,
        )

    def names(self, name: str) -> bool:
        """Whether the answer holds *name* anywhere, in camelCase, snake_case or two words."""
        return _squeezed(name) in _squeezed(self.whole)


def _object(response: Response) -> Mapping[str, Any]:
    try:
        payload = response.json()
    except BadResponseError:
        return {}
    return object_in(payload)


def _word(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value)
    return text if _WORD.fullmatch(text) else None


def _text(*candidates: object) -> str | None:
    texts = (item for item in candidates if isinstance(item, str) and item)
    text = next(texts, None)
    return text[:_MOST_TEXT] if text else None


def _texts(*objects: Mapping[str, Any]) -> Iterator[object]:
    """The complaints per field: a text, or a list of texts, each."""
    for item in objects:
        for value in item.values():
            yield next(iter(list_in(value) or [value]))


def _fields(complaints: Mapping[str, Any]) -> list[str]:
    names = [name for key, value in complaints.items() for name in _places(key, value)]
    return [name for name in names if all(_FIELD.fullmatch(part) for part in name.split("."))][:_MOST_FIELDS]


def _places(key: str, value: object) -> list[str]:
    """The field itself, or the fields inside it that are complained about."""
    return [f"{key}.{name}" for name in object_in(value)] or [key]


def _squeezed(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
