"""How an application lets go of a connection without an answer, which ASGI itself cannot say."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Receive, Scope, Send

_EXTENSION = "rampkit.sandbox.drop"


class ConnectionDropped(ConnectionError):  # noqa: N818  # named like its siblings in the standard library
    """What a dropped connection looks like where there is none: the application was called in process."""


def droppable(app: ASGIApp, abort: Callable[[], None]) -> ASGIApp:
    """Lend *app* the means to end the connection it serves: *abort*."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("extensions", {})[_EXTENSION] = {"abort": abort}
        await app(scope, receive, send)

    return served


async def drop(scope: Scope, receive: Receive) -> None:
    """End the connection of this request; its client never gets an answer.

    Raises:
        ConnectionDropped: The application was called in process, so there is no connection.
    """
    means = scope.get("extensions", {}).get(_EXTENSION)
    if means is None:
        raise ConnectionDropped("The sandbox dropped the connection.")
    means["abort"]()
    await until_gone(receive)


async def until_gone(receive: Receive) -> None:
    """Wait until the client has closed the connection, reading whatever it still sends."""
    while (await receive())["type"] != "http.disconnect":
        pass
