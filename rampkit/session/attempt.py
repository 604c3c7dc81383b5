"""One exchange of a request for an answer, all but the I/O."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import httpx

from rampkit.deadline import Deadline
from rampkit.http import Request, Response
from rampkit.session.channel import Channel
from rampkit.session.decoding import Body
from rampkit.session.encoding import encode
from rampkit.session.failures import FAILURES, failure
from rampkit.session.network import enter, leave
from rampkit.session.reports import report_attempt
from rampkit.session.retries import Outcome

__all__ = ["Attempt"]


class Attempt:
    """Wraps the lines that talk to httpx; afterwards `outcome` holds how it ended.

    Inside the block the network obeys the deadline. Failures of the exchange end the block quietly; they are
    translated while they are at hand, so that the error raised later refers to nothing of httpx's.

    Raises:
        InvalidInputError: The request cannot be written down as one HTTP request. Nothing was sent.
    """

    outcome: Outcome

    def __init__(self, channel: Channel, request: Request, deadline: Deadline, *, number: int) -> None:
        self._channel = channel
        self._request = request
        self._deadline = deadline
        self._number = number
        self._remaining = deadline.remaining()
        self._encoded = encode(request, base=channel.base, timeouts=self._timeouts())

    def __enter__(self) -> Self:
        self._exchange = enter(self._deadline)
        self._sent_at = self._channel.settings.clock.now()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        leave(self._exchange)
        if isinstance(error, FAILURES):
            self.outcome = failure(
                error,
                operation=self._request.operation,
                connection=self._channel.name,
                deadline=self._deadline,
            )
        elif error is not None:
            error.__traceback__ = None  # Ctrl-C, for one: the frames below hold headers and bodies
            return False
        elapsed = self._remaining - self._deadline.remaining()
        report_attempt(self._channel.name, self._request, self.outcome, number=self._number, elapsed=elapsed)
        return True

    def encoded(self) -> httpx.Request:
        """What to send.

        Raises:
            httpx.ConnectTimeout: No time is left to send it.
        """
        if self._remaining <= 0:
            raise httpx.ConnectTimeout("")
        return self._encoded

    def receive(self, answer: httpx.Response) -> Body:
        """The head of the answer is here: where to put its body."""
        encoding = answer.headers.get("content-encoding", "")
        return Body(encoding, limit=self._channel.settings.max_body_bytes)

    def finish(self, answer: httpx.Response, body: Body) -> None:
        """The whole answer is here."""
        self.outcome = Response(
            status=answer.status_code,
            headers=dict(answer.headers),
            body=body.finish(),
            sent_at=self._sent_at,
        )

    def _timeouts(self) -> dict[str, float]:
        left = max(0.0, self._remaining)
        connect = min(self._channel.settings.connect_timeout, left)
        return {"connect": connect, "read": left, "write": left, "pool": left}
