"""What safety costs: `create_intent` with a journal on disk, as a ratio to one in memory.

    python tests/bench/journal.py                 # a table
    python tests/bench/journal.py --json          # one JSON object
    python tests/bench/journal.py --rounds 9 --intents 40

A whole call of `Router`, against an emulated provider on loopback: quote, order, and every record of it. All
journals take turns in each round, and ratios are formed inside one round; the median over the rounds counts.
Wall time, because waiting for the disk is what it is about. PostgreSQL, started for this from the system's
own binaries, waits for the disk too; where there is none, the row is left out.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from postgresql import server

from rampkit import (
    AccountPair,
    Amount,
    CryptoAddress,
    Customer,
    IntentRequest,
    Journal,
    MemoryJournal,
    Pair,
    Router,
    SqlJournal,
    TermsAcceptance,
)
from rampkit.sandbox import Sandbox
from rampkit_ripio import RipioProvider

KEY = "bm90IGEgc2VjcmV0LCBidXQgMzIgYnl0ZXMgbG9uZyE="
CUSTOMER = Customer(id="user-1", country="BR", email="ana@example.com")
WISH = IntentRequest(
    customer_id=CUSTOMER.id,
    pair=Pair("BRL", "USDC_BASE"),
    amount=Amount("500", "BRL"),
    country="BR",
    accounts=AccountPair(destination=CryptoAddress(address="0x" + "12" * 20, network="base")),
    at_least=Amount("1", "USDC_BASE"),
)


@contextmanager
def journals(folder: str) -> Iterator[dict[str, Journal]]:
    """Every kind of journal there is on this machine; files on the disk of *folder*."""
    with ExitStack() as stack:
        found: dict[str, Journal] = {
            "memory": MemoryJournal(),
            "sqlite": stack.enter_context(SqlJournal(f"{folder}/open.db")),
            "sqlite, sealed": stack.enter_context(SqlJournal(f"{folder}/sealed.db", seal=KEY)),
        }
        new_place = stack.enter_context(server(fsync="on"))
        if new_place is not None:
            found["postgresql"] = stack.enter_context(SqlJournal(new_place()))
        yield found


def measured(rounds: int, intents: int, folder: str) -> dict[str, list[float]]:
    """Milliseconds for one intent, by journal, one figure a round."""
    with Sandbox() as sandbox, journals(folder) as found, ExitStack() as stack:
        calls: dict[str, Callable[[], object]] = {}
        for name, journal in found.items():
            connection = RipioProvider(**sandbox.options("ripio-br"))
            calls[name] = _creating(stack.enter_context(Router([connection], journal=journal)), name)
        figures: dict[str, list[float]] = {name: [] for name in calls}
        for number in range(-1, rounds):
            names = list(calls)
            for name in names[number % len(names) :] + names[: number % len(names)]:
                figure = _timed(calls[name], intents)
                figures[name] += [figure] if number >= 0 else []  # the first round warms up
        return figures


def _creating(router: Router, name: str) -> Callable[[], object]:
    customer = CUSTOMER.evolve(id=f"user of {name}", email=f"{abs(hash(name))}@example.com")
    (connection,) = router.connections
    router.create_customer(customer, connection=connection)
    router.accept_terms(customer.id, TermsAcceptance(ip_address="203.0.113.7"), connection=connection)
    router.verify_customer(customer, connection=connection, redirect_url="https://app.example/back")
    wish, counter = WISH.evolve(customer_id=customer.id), itertools.count()
    return lambda: router.create_intent(wish, id=f"{name}-{next(counter)}")


def _timed(call: Callable[[], object], times: int) -> float:
    start = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - start) / times * 1e3


def report(figures: dict[str, list[float]]) -> dict[str, Any]:
    """Medians: milliseconds for one intent, and the ratio to the journal in memory."""
    rows: dict[str, Any] = {}
    for name, times in figures.items():
        ratios = [ours / memory for ours, memory in zip(times, figures["memory"], strict=True)]
        rows[name] = {
            "ms": round(statistics.median(times), 2),
            "ratio": round(statistics.median(ratios), 2),
            "min": round(min(ratios), 2),
            "max": round(max(ratios), 2),
        }
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--intents", type=int, default=30, help="for each journal in each round")
    parser.add_argument("--folder", default=".", help="whose disk the files are on")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with TemporaryDirectory(dir=args.folder) as folder:
        rows = report(measured(args.rounds, args.intents, folder))
    if args.json:
        print(json.dumps({"rounds": args.rounds, "intents": args.intents, "journals": rows}))
        return
    print(f"{'':16} {'ms':>8} {'ratio':>7} {'min-max':>15}")
    for name, row in rows.items():
        print(f"{name:16} {row['ms']:8.2f} {row['ratio']:7.2f} {row['min']:8.2f}-{row['max']:.2f}")


if __name__ == "__main__":
    main()
