"""What each way of failing to exchange a request for an answer means."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from types import MappingProxyType

import httpx

from rampkit.deadline import Deadline
from rampkit.errors import AnswerLostError, BadResponseError, DeadlineExceededError, NotSentError, RampError
from rampkit.session.decoding import UnreadableBodyError

__all__ = ["FAILURES", "MEANINGS", "failure", "too_late"]

MEANINGS: Mapping[type[Exception], type[RampError]] = MappingProxyType(
    {
        # Proved: these arise before the first byte of a request is written.
        httpx.ConnectError: NotSentError,
        httpx.ConnectTimeout: NotSentError,
        httpx.PoolTimeout: NotSentError,
        httpx.UnsupportedProtocol: NotSentError,
        httpx.InvalidURL: NotSentError,
        # After these the provider may have handled the request.
        httpx.ReadTimeout: AnswerLostError,
        httpx.WriteTimeout: AnswerLostError,
        httpx.ReadError: AnswerLostError,
        httpx.WriteError: AnswerLostError,
        httpx.CloseError: AnswerLostError,
        httpx.RemoteProtocolError: AnswerLostError,
        httpx.DecodingError: AnswerLostError,
        httpx.TooManyRedirects: AnswerLostError,
        httpx.HTTPStatusError: AnswerLostError,
        # Nearly always raised before anything was sent, but nothing proves it.
        httpx.ProxyError: AnswerLostError,
        httpx.LocalProtocolError: AnswerLostError,
        # Mistakes in the use of a stream: unheard of here, and then nothing is known.
        httpx.StreamError: AnswerLostError,
        httpx.StreamConsumed: AnswerLostError,
        httpx.StreamClosed: AnswerLostError,
        httpx.ResponseNotRead: AnswerLostError,
        httpx.RequestNotRead: AnswerLostError,
        httpx.CookieConflict: AnswerLostError,
        # Whatever a later httpx adds below these is a doubt until it gets a row of its own.
        httpx.HTTPError: AnswerLostError,
        httpx.RequestError: AnswerLostError,
        httpx.TransportError: AnswerLostError,
        httpx.TimeoutException: AnswerLostError,
        httpx.NetworkError: AnswerLostError,
        httpx.ProtocolError: AnswerLostError,
        # What httpx or httpcore forget to translate.
        OSError: AnswerLostError,
        ValueError: AnswerLostError,
        RuntimeError: AnswerLostError,
        UnreadableBodyError: BadResponseError,
    }
)
"""By exception class, the nearest ancestor counting."""

FAILURES = tuple(MEANINGS)
"""What to catch around an exchange."""


def failure(error: Exception, *, operation: str, connection: str, deadline: Deadline) -> RampError:
    """What *error* means, as an error of ours that holds nothing of it.

    The frames and attributes of httpx's own exceptions carry headers and bodies.
    """
    meaning = next(MEANINGS[kind] for kind in type(error).__mro__ if kind in MEANINGS)
    if meaning is NotSentError and deadline.remaining() <= 0:
        return too_late(operation, connection=connection)
    return meaning(_message(error, meaning), connection=connection, operation=operation)


def too_late(operation: str, *, connection: str) -> DeadlineExceededError:
    """The error for a request that time left no room for."""
    return DeadlineExceededError(
        "the time for the call was over before the request could be sent",
        connection=connection,
        operation=operation,
    )


def _message(error: Exception, meaning: type[RampError]) -> str:
    if isinstance(error, UnreadableBodyError):
        return f"the answer {error}"
    if meaning is NotSentError:
        return f"cannot be reached: {_obstacle(error)}; nothing was sent"
    if isinstance(error, httpx.TimeoutException):
        return "it was asked, and had not answered when the time was over"
    return f"the request was sent and the answer was lost ({type(error).__name__})"


def _obstacle(error: Exception) -> str:
    """What stood in the way, in words that hold nothing of the request."""
    if isinstance(error, httpx.PoolTimeout):
        return "all its connections were busy"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return "its address is not usable"
    causes = _causes(error)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "the TLS handshake failed"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "its name does not resolve"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "the connection was refused"
    return (
        "no connection could be made in time" if isinstance(error, httpx.ConnectTimeout) else "no connection"
    )


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
