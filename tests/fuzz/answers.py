"""Break recorded answers and read them: `python tests/fuzz/answers.py --mutations 20000 --seed 1`.

Nothing but a domain value or a `RampError` may come out, no error may repeat what a person's data could be,
and no order may be called refused unless the provider's own pages prove it. Equal seeds give equal runs;
exits with 1 and the number that reproduces the first failure.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2] / folder) for folder in ("", "providers")]

from fuzz_mutation import CANARY, worse
from fuzz_orders import check_order
from fuzz_recording import Scene, record

from rampkit.errors import AnswerLostError, InvalidInputError, RampError
from rampkit.flows import advance
from rampkit.http import Request, Response
from rampkit.models.model import Model

MOST_REQUESTS = 1100
"""More than any list is long: Ripio's is given up after 1000 pages."""
PROVIDERS = ("gnosis", "ripio")


@dataclass
class Tally:
    """What a campaign met."""

    provider: str
    seed: int
    mutations: int = 0
    values: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    orders: int = 0
    failures: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """As JSON."""
        return {
            name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()
        }


def campaign(scenes: list[Scene], *, seed: int, numbers: Iterable[int]) -> Tally:
    """Spoil and read *scenes*, once for each number; each number alone decides what is done."""
    tally = Tally(scenes[0].provider.code, seed)
    everything = tuple(answer for scene in scenes for answer in scene.answers)
    for number in numbers:
        dice = random.Random(f"{seed}:{number}")  # noqa: S311  # repeatable on purpose
        scene = dice.choice(scenes)
        place = dice.randrange(len(scene.answers))
        kind, bad = worse(scene.answers[place], everything, dice)
        tally.mutations += 1
        tally.kinds[kind] += 1
        tally.calls[scene.name.partition("/")[2].split()[0]] += 1
        for problem in _problems(Spoiled(scene, place, bad), everything, tally, dice):
            tally.failures.append(
                f"--provider {tally.provider} --seed {seed} --only {number}: {scene.name}, {kind}: {problem}"
            )
    return tally


@dataclass(frozen=True)
class Spoiled:
    """A scene with one answer replaced."""

    scene: Scene
    place: int
    answer: Response


def _problems(
    spoiled: Spoiled, everything: tuple[Response, ...], tally: Tally, dice: random.Random
) -> list[str]:
    scene, place, bad = spoiled.scene, spoiled.place, spoiled.answer
    replies = [*scene.answers[:place], bad, *scene.answers[place + 1 :]]
    requests: list[Request] = []
    try:
        outcome = _driven(scene, replies, requests)
    except RampError as error:
        tally.errors[type(error).__name__] += 1
        problems = _of_error(error, scene)
    except BaseException as error:  # noqa: BLE001  # that is what is looked for
        if not _asks_for_more(error, requests):
            return [f"a foreign exception: {_where(error)}"]
        tally.errors[type(error).__name__] += 1
        problems = []
    else:
        tally.values += 1
        problems = _of_value(outcome)
    problems += _of_refusal(scene, requests[min(place, len(requests) - 1)], bad)
    if scene.order is not None:
        tally.orders += 1
        problems += _of_order(scene, bad, everything, dice)
    return problems


def _asks_for_more(error: BaseException, requests: list[Request]) -> bool:
    """Whether a spoiled schema asks for fields that nobody gave."""
    return isinstance(error, InvalidInputError) and requests[-1].operation == "requirements"


def _driven(scene: Scene, replies: list[Response], requests: list[Request]) -> Any:
    with closing(scene.make()) as flow:
        step = advance(flow)
        while isinstance(step, Request):
            requests.append(step)
            if len(requests) > MOST_REQUESTS:
                raise AssertionError("it asks for ever")
            step = advance(flow, replies[min(len(requests), len(replies)) - 1])
        return step.value


def _of_error(error: RampError, scene: Scene) -> list[str]:
    problems: list[str] = []
    shown = f"{error} {error!r} {error.args} {error.message} {error.code}"
    if CANARY in shown or "canary.example" in shown:
        problems.append("the error repeats what the answer held")
    if error.__cause__ is not None or error.__context__ is not None:
        problems.append("the error drags another one along")
    if error.connection != scene.provider.name:
        problems.append(f"{type(error).__name__} names no connection")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301  # our own bytes
    if (str(copy), copy.provider_message) != (str(error), None):
        problems.append("the error does not survive pickling")
    return problems


def _of_value(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [problem for item in value for problem in _of_value(item)]
    if not isinstance(value, Model):
        return []
    try:
        stored = value.model_dump_json()
        again = type(value).model_validate_json(stored).model_dump_json()
    except Exception as error:  # noqa: BLE001  # any at all is a finding
        return [f"a {type(value).__name__} that cannot be stored: {_where(error)}"]
    # As text: an exact number in the provider's own answer comes back spelled out.
    return [] if again == stored else [f"a {type(value).__name__} changes when stored"]


def _of_refusal(scene: Scene, request: Request, bad: Response) -> list[str]:
    try:
        error = scene.provider.parse_error(bad, request)
        return _of_error(error, scene) if isinstance(error, RampError) else ["parse_error returned no error"]
    except BaseException as error:  # noqa: BLE001  # that is what is looked for
        return [f"parse_error raised: {_where(error)}"]


def _of_order(
    scene: Scene, bad: Response, everything: tuple[Response, ...], dice: random.Random
) -> list[str]:
    fate = dice.random()
    first = True

    def reply(request: Request) -> Response | RampError:
        nonlocal first
        if first or fate < 0.3:
            first = False
            return bad
        if fate < 0.6:
            return AnswerLostError("silence", connection=scene.provider.name)
        return worse(dice.choice(everything), everything, dice)[1]

    try:
        return check_order(scene, reply)
    except BaseException as error:  # noqa: BLE001  # that is what is looked for
        return [f"the saga ended in a foreign exception: {_where(error)}"]


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:200]!r}"


def main(arguments: list[str] | None = None) -> int:
    """Run campaigns from the command line; 0 if nothing was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutations", type=int, default=20_000, help="per provider")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--provider", choices=PROVIDERS, help="both if not given")
    parser.add_argument("--only", type=int, help="one mutation, by its number")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    given = parser.parse_args(arguments)
    numbers = range(given.mutations) if given.only is None else [given.only]
    tallies = [
        campaign(record(code), seed=given.seed, numbers=numbers)
        for code in PROVIDERS
        if given.provider in {None, code}
    ]
    if given.json:
        print(json.dumps([tally.told() for tally in tallies], indent=2))  # noqa: T201  # a command's output
    else:
        _print(tallies)
    return 1 if any(tally.failures for tally in tallies) else 0


def _print(tallies: list[Tally]) -> None:
    for tally in tallies:
        errors = ", ".join(f"{count} {name}" for name, count in tally.errors.most_common())
        print(  # noqa: T201  # a command's output
            f"{tally.provider}: {tally.mutations} mutations, {tally.values} values, {errors}; "
            f"{tally.orders} through the saga; {len(tally.failures)} failures"
        )
        for failure in tally.failures[:20]:
            print(f"  {failure}")  # noqa: T201


if __name__ == "__main__":
    raise SystemExit(main())
