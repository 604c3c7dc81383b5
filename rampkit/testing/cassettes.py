"""Recorded exchanges, to be replayed without a network: vcrpy, set up so that nothing private is written.

```python
cassettes = Cassettes(
    "cassettes",
    source="the provider's sandbox",
    addresses={"https://api.acme.invalid": "https://api.acme.example"},
    hide={"<e-mail>": "ana@example.com", "<client-secret>": secret},
    record=False,
)
with cassettes.use("get_order"), Session(provider) as session:
    order = session.run(provider.get_order(ref))
```

What differs from vcrpy's own settings: requests match by method, address, kept headers and exact body; both
directions keep the headers of a list and lose all others; texts to hide are found in every encoding; what is
private is cut before anything is matched; a recording that is not played out fails; vcrpy's own log, which
tells all, is silent. A recording proves the shape of answers, never the behaviour under failure.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Collection, Generator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from rampkit.errors import ConfigurationError

if find_spec("vcr") is None:
    raise ConfigurationError('Cassettes need vcrpy; run: pip install "rampkit[testing]"')

from rampkit.testing.cutting import Cutter
from rampkit.testing.disguise import Disguise
from rampkit.testing.scanning import Finding, scan

__all__ = ["CassetteError", "Cassettes", "Finding", "scan"]

# vcrpy has no types.
_vcr: Any = import_module("vcr")
_errors: Any = import_module("vcr.errors")
_yaml: Any = import_module("vcr.serializers.yamlserializer")

_MATCHED = ("method", "scheme", "host", "port", "path", "query", "headers", "raw_body")
"""Not `body`: vcrpy compares JSON through binary floats, for which 1.10 and 1.1000000000000001 are equal."""

_TALKATIVE = ("vcr.cassette", "vcr.matchers", "vcr.request", "vcr.stubs.httpx_stubs")


class CassetteError(AssertionError):
    """A recording and the code under test do not agree; shows nothing that recordings hide."""


class Cassettes:
    """The recordings in one folder.

    Without `record` nothing is sent: what was not recorded raises `CassetteError`. With it everything is
    sent, and each recording is replaced if its block ends well.

    Args:
        folder: Where the recordings are.
        source: Where they come from, for their first line.
        addresses: By the beginning of an address as recordings show it, its beginning while recording; any
            other address is not recorded.
        hide: Secrets and personal data, by their stand-ins. Hidden in recordings, there again in what is
            replayed, where they would otherwise be missed.
        secret_fields: Names of fields, in either direction, whose values are cut for good, besides the usual
            ones; a provider's are in `RampProvider.secret_fields`.
        record: Whether to record.

    Raises:
        ConfigurationError: vcrpy is not installed, or something to hide is too short to be found.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        source: str,
        addresses: Mapping[str, str] | None = None,
        hide: Mapping[str, str] | None = None,
        secret_fields: Collection[str] = (),
        record: bool = False,
    ) -> None:
        self.folder = Path(folder)
        """Where the recordings are."""
        self.record = record
        """Whether to record."""
        self._disguise = Disguise(hide or {})
        self._cutter = Cutter(addresses or {}, secret_fields)
        self._settings = self._vcr(source)

    def path(self, name: str) -> Path:
        """Where the recording *name* is."""
        return self.folder / f"{name}.yaml"

    @contextmanager
    def use(self, name: str) -> Generator[Any]:
        """Record or replay what is sent in this block; gives vcrpy's own cassette.

        Raises:
            CassetteError: Something was asked for that is not in the recording, or not everything that is.
        """
        try:
            with _silence(), self._settings.use_cassette(self.path(name)) as cassette:
                yield cassette
                self._require_all_played(cassette)
                return
        except _errors.CannotOverwriteExistingCassetteException as error:
            problem = self._disguise.hide(self._cutter.text(str(error)))
            _emptied(error)
        raise CassetteError(problem)

    def _require_all_played(self, cassette: Any) -> None:
        left = len(cassette) - cassette.play_count
        if left and not self.record:
            raise CassetteError(f"{cassette.path}: {left} of {len(cassette)} answers were never asked for")

    def _vcr(self, source: str) -> Any:
        settings = _vcr.VCR(
            record_mode="all" if self.record else "none",
            match_on=_MATCHED,
            serializer="commented",
            decode_compressed_response=True,
            drop_unused_requests=self.record,
            record_on_exception=False,
            before_record_request=self._kept_request,
            before_record_response=self._kept_response,
            before_save_interaction=self._hidden,
            after_load_interaction=self._shown,
        )
        settings.register_serializer("commented", _Commented(source))
        return settings

    def _kept_request(self, request: Any) -> Any:
        """*request* as it is matched: hidden already, so that no spelling of what is hidden can differ."""
        uri = self._cutter.uri(request.uri, only_known=self.record)
        if uri is None:
            return None
        request.uri = self._disguise.hide(uri)
        headers = self._cutter.request_headers(request.headers)
        request.headers = {name: self._disguise.hide(value) for name, value in headers.items()}
        request.body = _each_text(_each_text(request.body, self._cutter.text), self._disguise.hide)
        return request

    def _kept_response(self, response: dict[str, Any]) -> dict[str, Any]:
        body = _each_text(response["body"]["string"], self._cutter.text)
        headers = self._cutter.response_headers(response["headers"])
        return {**response, "headers": headers, "body": {"string": body}}

    def _hidden(self, request: Any, response: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        return request, _each_text(response, self._disguise.hide)

    def _shown(self, request: Any, response: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        return request, _each_text(response, self._disguise.show)


def _emptied(error: Exception) -> None:
    """Let *error*, which Python keeps as the context of the next one, hold nothing of the request."""
    vars(error).clear()
    error.args = ()
    error.__context__ = error.__traceback__ = None


class _Commented:
    """vcrpy's YAML, below a line that says where it comes from."""

    def __init__(self, source: str) -> None:
        self._comment = f"# Recorded from {source}\n"

    def serialize(self, cassette: dict[str, Any]) -> str:
        return self._comment + str(_yaml.serialize(cassette))

    def deserialize(self, text: str) -> Any:
        return _yaml.deserialize(text)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """*value* with every text in it changed, at any depth; bytes that are no text stay as they are."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, bytes):
        return change(value.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    if isinstance(value, dict):
        items = cast("dict[str, Any]", value).items()
        return {key: _each_text(item, change) for key, item in items}
    if isinstance(value, list):
        return [_each_text(item, change) for item in cast("list[object]", value)]
    return value


@contextmanager
def _silence() -> Generator[None]:
    """Keep vcrpy quiet: it logs addresses and answers before anything is cut from them."""
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    for logger in loggers:
        logger.addFilter(_nothing)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(_nothing)


def _nothing(_: logging.LogRecord) -> bool:
    return False
