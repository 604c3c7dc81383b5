"""Check the emulator against its OpenAPI contract with schemathesis, over loopback.

    python tests/gnosis/emulator/contract.py --examples 50 --seed 1

Every check of schemathesis is on, every call is authenticated as its security scheme asks, and the whole
contract is walked once for each flavour of the emulator: the newest guides, and the shapes of the reference
and of older generations. Exits with 1 when anything fails. pytest does not collect this file.

No check is excused for any operation: what a schema cannot say is given to the generated requests by
`meanings.py`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from rampkit.sandbox.world import World
from rampkit_gnosis.emulator import GnosisEmulator

CONTRACT = Path(__file__).parents[2] / "contracts" / "gnosis.openapi.yaml"

CUSTOMER = "contract"
"""Who all customer calls are made for."""

ORDER = {
    "src": {"currencyCode": "USD", "details": {"countryCode": "US", "rail": "ACH"}},
    "dest": {
        "currencyCode": "USDC_GNO",
        "details": {"address": "0x742d35Cc6634C0532925a3b844Bc9e7595f42aB4"},
    },
    "srcAmount": "100.00",
    "providerId": "bridge",
}
"""An intent every flavour takes."""

COMMON = {
    "signatures": "trusted",  # a generated signature is nobody's
    "auto_complete_executes": "on_request",  # else nothing would be left to execute
}
"""Switches that differ from the defaults in every flavour."""

FLAVOURS = {
    "guides": {},
    "reference": {
        "currency_shape": "object",
        "provider_name": "name",
        "instructions_shape": "array",
        "context_shape": "empty",
        "no_transaction": "absent",
        "created_word": "PENDING",
        "transaction_fields": "reference",
        "quote_arithmetic": "reference",
        "intent_fields": "reference",
        "provider_key": "provider",
        "customer_owner": "absent",
        "old_answers": "g2b",
        "auto_complete": "always",
        "approved": "visible",
    },
    "older": {
        "token_field": "access_token",
        "customer_id": "uuid",
        "status_set": "g2",
        "details_field": "metadata",
        "amount_field": "transferAmount",
        "error_shape": "code",
        "entry_shape": "g2",
        "instructions_shape": "absent",
        "success_word": "COMPLETED",
        "transaction_fields": "g2",
        "payout_schema": "routing",
        "precision": "maximum",
        "pair_companies": "objects",
        "plan_finished": "null",
        "account_label": "text",
        "chain_word": "name",
        "auto_complete": "always",
    },
}
"""Switches that differ from the defaults, flavour by flavour."""


@contextmanager
def served(emulator: GnosisEmulator) -> Iterator[str]:
    """Serve an emulator on a free loopback port and give its address."""
    routes = [Mount("/_sandbox", routes=emulator.controls()), *emulator.routes()]
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="warning")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server, thread)}"
    finally:
        server.should_exit = True
        thread.join()


def _port(server: uvicorn.Server, thread: threading.Thread) -> int:
    started = threading.Event()
    while not server.started and thread.is_alive():
        started.wait(0.01)
    return int(server.servers[0].sockets[0].getsockname()[1])


class Project:
    """The project of a served emulator, with a customer who owns a few intents."""

    def __init__(self, address: str, emulator: GnosisEmulator, flavour: str) -> None:
        options = emulator.connections()[0].options
        self.credentials = (options["client_id"], options["client_secret"])
        self._http = httpx.Client(base_url=address)
        self._post("/_sandbox/switches", {**COMMON, **FLAVOURS[flavour]})
        created = self._post("/v1/customers", {"id": CUSTOMER}, auth=self.credentials)
        self.token = str(created.get("accessToken") or created["access_token"])
        self.intents = [self._intent(*moves) for moves in ((), ("approve",), ("approve", "cancel"))]

    def _intent(self, *moves: str) -> str:
        headers = {"Authorization": f"Bearer {self.token}"}
        intent_id = str(self._post("/v1/intent", ORDER, headers=headers)["intent"]["id"])
        for move in moves:
            # An intent that was approved on creation cannot make the move; any state will do here.
            self._http.post(f"/_sandbox/intents/{intent_id}/{move}")
        return intent_id

    def _post(self, path: str, body: object, **options: Any) -> Any:
        return self._http.post(path, json=body, **options).raise_for_status().json()


def configuration(project: Project) -> str:
    """Write the schemathesis configuration: credentials by scheme, living data, the meanings of requests."""
    name, secret = project.credentials
    lines = [
        f"hooks = {json.dumps(str(Path(__file__).with_name('meanings.py')))}",
        "[auth.openapi]",
        f"basicAuth = {{ username = {json.dumps(name)}, password = {json.dumps(secret)} }}",
        f"customerJwt = {{ bearer = {json.dumps(project.token)} }}",
        "[dictionaries]",
        f"intents = {{ values = {json.dumps(project.intents)} }}",
        "[parameters]",
        '"path.id" = { dictionary = "intents", probability = 0.5 }',
        '"path.intentId" = { dictionary = "intents", probability = 0.5 }',
    ]
    return "\n".join(lines)


def walk(flavour: str, examples: int, seed: int) -> int:
    """Walk the whole contract once; return the exit status of schemathesis."""
    emulator = GnosisEmulator(World(seed=seed))
    with served(emulator) as address, tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "schemathesis.toml"
        project = Project(address, emulator, flavour)
        settings.write_text(configuration(project))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={settings}",
            "run",
            str(CONTRACT),
            f"--url={address}/v1",
            "--checks=all",
            f"--max-examples={examples}",
            f"--seed={seed}",
            "--continue-on-failure",
        ]
        # Run in the folder that goes away, for hypothesis leaves its database where it runs.
        told = {"address": address, "token": project.token, "customer": CUSTOMER}
        environment = {**os.environ, "GNOSIS_EMULATOR": json.dumps(told)}
        return subprocess.run(command, check=False, cwd=folder, env=environment).returncode  # noqa: S603


def main() -> int:
    """Walk the contract in every flavour asked for."""
    parser = argparse.ArgumentParser(description="Check the Gnosis Ramp emulator against its contract.")
    parser.add_argument("--examples", type=int, default=50, help="test cases for each operation")
    parser.add_argument("--seed", type=int, default=1, help="seed of schemathesis and of the emulator")
    parser.add_argument("--flavour", choices=list(FLAVOURS), action="append", help="only these; default all")
    chosen = parser.parse_args()
    flavours = chosen.flavour or list(FLAVOURS)
    failed = [each for each in flavours if walk(each, chosen.examples, chosen.seed) != 0]
    for flavour in failed:
        sys.stderr.write(f"The flavour '{flavour}' does not keep the contract.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
