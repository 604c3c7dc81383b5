"""What rampkit costs on top of raw httpx: ratios of CPU time, formed inside one round, median of several.

    python tests/bench/overhead.py                 # a table
    python tests/bench/overhead.py --json          # one JSON object
    python tests/bench/overhead.py --rounds 9 --calls 2000

Each contestant runs in a fresh process, all of them once per round in rotating order, so that noise hits
every one alike. CPU time of the client process is the number to trust; wall time also holds the server's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from contestants import CONTESTANTS, WIDTH, bench_provider  # noqa: E402

CALLS = [  # name, what is measured, against what, the goal
    ("sync_quote", "rampkit", "httpx", 1.20),
    ("sync_quote_floor", "rampkit", "floor", 1.00),
    ("async_quote", "rampkit-async", "httpx-async", 1.15),
    ("async_quote_floor", "rampkit-async", "floor-async", 1.00),
    ("eight_at_once", "rampkit-eight", "httpx-eight", 0.75),
]
FOUR = "import httpx, pydantic, stamina, structlog"
IMPORTS = [
    ("import_rampkit", "import rampkit", 1.15),
    ("import_router", "from rampkit import Router", 1.60),
]
STARTUP = """
import sys, time, json
def rss():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4 / 1024
before = rss()
start = time.process_time()
exec(sys.argv[1])
print(json.dumps({"cpu_ms": (time.process_time() - start) * 1e3, "rss_mb": rss() - before,
                  "adapters": sum(name.startswith("rampkit_") for name in sys.modules)}))
"""


def worker(name: str, base: str, calls: int) -> float:
    """CPU microseconds per call of one contestant in this process."""
    setup = CONTESTANTS[name]
    if asyncio.iscoroutinefunction(setup):
        return asyncio.run(_measured_async(setup, base, calls))
    call = setup(base)
    for _ in range(max(20, calls // 5)):
        assert call()
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) / calls * 1e6


async def _measured_async(setup: Callable[[str], Any], base: str, calls: int) -> float:
    call = await setup(base)
    for _ in range(max(20, calls // 5)):
        assert await call()
    start = time.process_time()
    for _ in range(calls):
        await call()
    return (time.process_time() - start) / calls * 1e6


def building(rounds: int) -> list[float]:
    """Ratio, per round, of building a router with ten connections to building one `httpx.Client()`."""
    import httpx

    from rampkit import Router

    providers = [bench_provider("https://api.example.com", f"bench-{number}") for number in range(10)]
    ratios = []
    for _ in range(rounds):
        start = time.process_time()
        httpx.Client().close()
        one = time.process_time() - start
        start = time.process_time()
        Router(providers).close()
        ratios.append((time.process_time() - start) / one)
    return ratios


def compete(rounds: int, calls: int) -> dict[str, list[float]]:
    """CPU microseconds per call of every contestant, one figure a round."""
    names = sorted({name for _, ours, theirs, _ in CALLS for name in (ours, theirs)})
    figures: dict[str, list[float]] = {name: [] for name in names}
    with subprocess.Popen(
        [sys.executable, str(HERE / "server.py")], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        base = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        try:
            for number in range(rounds):
                shift = number % len(names)
                for name in names[shift:] + names[:shift]:
                    count = calls // WIDTH if name.endswith("eight") else calls
                    figures[name].append(_in_fresh_process(name, base, count))
        finally:
            server.terminate()
    return figures


def _in_fresh_process(name: str, base: str, calls: int) -> float:
    command = [sys.executable, __file__, "--worker", name, "--base", base, "--calls", str(calls)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def startup(statement: str) -> dict[str, float]:
    """CPU milliseconds and megabytes that one import costs a fresh process."""
    command = [sys.executable, "-c", STARTUP, statement]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def report(rounds: int, calls: int) -> dict[str, Any]:
    """Every figure: median ratio, its spread, the goal, and whether it is met."""
    rows: dict[str, Any] = {}
    figures = compete(rounds, calls)
    for key, ours, theirs, goal in CALLS:
        ratios = [a / b for a, b in zip(figures[ours], figures[theirs], strict=True)]
        rows[key] = _row(ratios, goal) | {"us_per_call": round(statistics.median(figures[ours]), 1)}
    for key, statement, goal in IMPORTS:
        for one in (FOUR, statement):
            startup(one)  # compile the byte code first
        pairs = [(startup(statement), startup(FOUR)) for _ in range(rounds)]
        ratios = [ours["cpu_ms"] / four["cpu_ms"] for ours, four in pairs]
        memory = statistics.median(ours["rss_mb"] - four["rss_mb"] for ours, four in pairs)
        loaded = max(ours["adapters"] for ours, _ in pairs)
        rows[key] = _row(ratios, goal) | {"extra_mb": round(memory, 1), "adapters_loaded": loaded}
    rows["ten_connections"] = _row(building(max(rounds, 5)), 1.30)
    return {"python": sys.version.split()[0], "rounds": rounds, "calls": calls, "ratios": rows}


def _row(ratios: list[float], goal: float) -> dict[str, Any]:
    median = statistics.median(ratios)
    return {
        "ratio": round(median, 3),
        "min": round(min(ratios), 3),
        "max": round(max(ratios), 3),
        "goal": goal,
        "met": median <= goal,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--base", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        print(worker(args.worker, args.base, args.calls))
        return
    figures = report(args.rounds, args.calls)
    if args.json:
        print(json.dumps(figures))
        return
    print(f"{'':20} {'ratio':>7} {'min-max':>15} {'goal':>6}")
    for name, row in figures["ratios"].items():
        spread = f"{row['min']:.2f}-{row['max']:.2f}"
        verdict = "" if row["met"] else "missed"
        print(f"{name:20} {row['ratio']:7.3f} {spread:>15} {row['goal']:6.2f}  {verdict}")


if __name__ == "__main__":
    main()
