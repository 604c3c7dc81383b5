"""Sockets on the only address a sandbox listens on."""

from __future__ import annotations

import os
import socket

HOST = "127.0.0.1"
"""Loopback: the credentials of a sandbox are public."""


def bound_socket(port: int = 0) -> socket.socket:
    """A TCP socket bound to *port* on loopback, any free one if 0; nobody listens on it yet.

    Raises:
        OSError: The port is taken.
    """
    # asyncio switches off Nagle's algorithm, which holds answers back for 40 ms, only where a socket names
    # its protocol.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        # On Windows this option would let two programs listen on one port.
        if port and os.name == "posix":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


def url_of(bound: socket.socket) -> str:
    """The address of a bound socket, without a trailing slash."""
    return f"http://{HOST}:{bound.getsockname()[1]}"
