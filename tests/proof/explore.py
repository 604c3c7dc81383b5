"""Try everything that may go wrong, in every order, on the code that creates and executes intents.

    python tests/proof/explore.py                # a table
    python tests/proof/explore.py --json         # one JSON object
    python tests/proof/explore.py --size ci      # a sample of every scenario
    python tests/proof/explore.py --scenario NAME --path 0.3.1    # one trace again, told in words

The code is the real one: the saga, its runner, the journal in memory. Companies, payer, network, time and
death are simulated, and each choice of theirs is taken in every way within the scenario's bounds. Exits with
1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent))

from choices import Choices
from scenarios import CONTROL, SCENARIOS, Scenario, Trace

SAMPLES = {"small": 8, "ci": 300, "full": None}
"""Most traces of each scenario; None: all of them, or as many as the scenario says."""
SHOWN = 3
"""Violations of a scenario that are told in full."""


def sampled(scenario: Scenario, count: int, seed: int) -> Iterator[Trace]:
    """Distinct traces taken by chance: at most *count*."""
    chance, seen = Random(seed), set()
    for _ in range(count):
        trace = scenario.played(Choices(chance=chance))
        if trace.path not in seen:
            seen.add(trace.path)
            yield trace


def explored(name: str, *, size: str = "full", seed: int = 1) -> dict[str, object]:
    """The figures of one scenario."""
    scenario = {**SCENARIOS, CONTROL.name: CONTROL}[name]
    count = scenario.sample if SAMPLES[size] is None else SAMPLES[size]
    began = time.perf_counter()
    traces, broken = 0, []
    for trace in scenario.traces() if count is None else sampled(scenario, count, seed):
        traces += 1
        if trace.broken:
            broken.append(trace)
    return {
        "scenario": name,
        "companies": scenario.manners,
        "bounds": asdict(scenario.bounds),
        "exhaustive": count is None,
        "traces": traces,
        "violations": len(broken),
        "first_violations": [told(name, trace) for trace in broken[:SHOWN]],
        "seconds": round(time.perf_counter() - began, 1),
    }


def told(name: str, trace: Trace) -> dict[str, object]:
    """A violation, its choices, and how to see it again."""
    path = ".".join(str(index) for index in trace.path)
    return {
        "broken": trace.broken,
        "choices": trace.choices,
        "again": f"python tests/proof/explore.py --scenario {name} --path {path}",
    }


def all_explored(size: str, processes: int, seed: int) -> dict[str, object]:
    """The figures of all scenarios, and of everything together."""
    began = time.perf_counter()
    with multiprocessing.Pool(processes) as pool:
        work = partial(explored, size=size, seed=seed)
        found = sorted(
            pool.imap_unordered(work, SCENARIOS), key=lambda one: list(SCENARIOS).index(one["scenario"])
        )
    return {
        "traces": sum(one["traces"] for one in found),
        "violations": sum(one["violations"] for one in found),
        "seconds": round(time.perf_counter() - began, 1),
        "size": size,
        "seed": seed,
        "scenarios": found,
    }


def first_violation(size: str, seed: int) -> dict[str, object]:
    """The figures up to the first scenario in which a promise was broken."""
    for name in SCENARIOS:
        one = explored(name, size=size, seed=seed)
        if one["violations"]:
            break
    return one


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--size", choices=SAMPLES, default="full")
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenario", choices=[*SCENARIOS, CONTROL.name])
    parser.add_argument("--path", help="the numbers of a trace's choices, joined by dots")
    parser.add_argument("--until-first", action="store_true", help="stop at the first broken promise")
    return parser.parse_args()


def table(figures: dict[str, object]) -> str:
    """The figures for a reader."""
    rows = [
        f"{one['scenario']:36} {one['traces']:>8} traces  {one['violations']:>3} violations  "
        f"{one['seconds']:>6} s  {'all' if one['exhaustive'] else 'sampled'}"
        for one in figures["scenarios"]
    ]
    rows.append(
        f"{'':36} {figures['traces']:>8} traces  {figures['violations']:>3} violations  "
        f"{figures['seconds']:>6} s"
    )
    for one in figures["scenarios"]:
        rows += [json.dumps(violation, indent=2) for violation in one["first_violations"]]
    return "\n".join(rows)


def main() -> int:
    """Explore, and print what was found."""
    asked = arguments()
    if asked.path is not None:
        scenario = {**SCENARIOS, CONTROL.name: CONTROL}[asked.scenario]
        path = [int(index) for index in asked.path.split(".")]
        trace = scenario.played(Choices(path))
        print(json.dumps(told(asked.scenario, trace), indent=2))
        return int(trace.broken is not None)
    if asked.scenario or asked.until_first:
        one = (
            explored(asked.scenario, size=asked.size, seed=asked.seed)
            if asked.scenario
            else first_violation(asked.size, asked.seed)
        )
        figures = {**{name: one[name] for name in ("traces", "violations", "seconds")}, "scenarios": [one]}
    else:
        figures = all_explored(asked.size, asked.processes, asked.seed)
    print(json.dumps(figures) if asked.json else table(figures))
    return int(figures["violations"] > 0)


if __name__ == "__main__":
    sys.exit(main())
