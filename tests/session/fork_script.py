"""Run by `test_lifecycle`: one session on both sides of a fork."""

from __future__ import annotations

import os
import sys

from rampkit.http import Request, send
from rampkit.session import Session


class Provider:
    """A connection without credentials."""

    rate_limits = ()
    name = "acme"
    base_url = sys.argv[1]


session = Session(Provider())
request = Request(operation="get_quote", path="/quote")
session.run(send(request))
home = session._homes.current()
for lock in (home.tokens._lock, home.budget._lock, home.transports._lock):
    lock.acquire()
child = os.fork()
if child == 0:
    session.run(send(request))
    session.close()
    os._exit(0)
for lock in (home.tokens._lock, home.budget._lock, home.transports._lock):
    lock.release()
_, status = os.waitpid(child, 0)
session.run(send(request))
session.close()
sys.exit(os.waitstatus_to_exitcode(status))
