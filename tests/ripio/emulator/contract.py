"""Check the emulator against its OpenAPI contract with schemathesis, over loopback.

    python tests/ripio/emulator/contract.py --examples 50 --seed 1

Every check of schemathesis is on, every call is authenticated as its security scheme asks, and the whole
contract is walked once for each flavour of the emulator: the newest pages, the shapes of the older ones, and
what only public clients know. Afterwards every operation must have succeeded at least once. Exits with 1 when
anything fails. pytest does not collect this file.

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
import yaml
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rampkit.sandbox.world import World
from rampkit_ripio.emulator import RipioEmulator

CONTRACT = Path(__file__).parents[2] / "contracts" / "ripio.openapi.yaml"

WALLET = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"


FLAVOURS = {
    "newest": {},
    "legacy": {"legacy": True, "fraction_digits": 0, "quote_final_from": "net"},
    "clients": {
        "quote_single_use": False,
        "quote_echoes_customer": True,
        "repeated_external_ref": "accept",
        "first_status": "CREATED",
        "order_detail": "order",
        "refund_fields": True,
        "off_ramp_amount": "crypto",
        "off_ramp_orders": "page",
        "session_instructions": "processing",
        "networks": "object",
        "fraction_digits": 3,
        "confirmation_omits_rail": True,
        "kyc_provider_url": True,
        "kyc_field_names": "requirements",
        "check_kyc": "object",
        "token_kind": "jwt",
        "terms_gate": "everywhere",
        "terms_address": "optional",
        "quote_final_from": "gross",
        "quote_fees": "sample",
        "usable_fiat_account": "ACTIVE",
        "stray_failure_reason": True,
        "status_filter": "exact",
        "order_lifetime": 3600,
    },
}
"""Switches that differ from the defaults, flavour by flavour."""


class Ledger:
    """An application that notes which operations succeeded."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.succeeded: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on and note its outcome."""

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 300:
                resource = getattr(scope.get("endpoint"), "resource", None)
                operation = resource and resource.operations.get(scope["method"])
                self.succeeded.add(operation.name if operation else "acquireAccessToken")
            await send(message)

        await self._app(scope, receive, watch)


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve an application on a free loopback port and give its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    started = threading.Event()
    while not server.started and thread.is_alive():
        started.wait(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class Partner:
    """The Argentine account of a served emulator, with something of everything."""

    def __init__(self, address: str, emulator: RipioEmulator, flavour: str) -> None:
        options = emulator.connections()[0].options
        self.credentials = (options["client_id"], options["client_secret"])
        self._http = httpx.Client(base_url=address)
        form = {"grant_type": "client_credentials"}
        token = self._http.post("/oauth2/token/", data=form, auth=self.credentials).json()
        self.token = str(token["accessToken"])
        self._http.headers["Authorization"] = f"Bearer {self.token}"
        self.ids = self._ids()
        self._control("/switches", FLAVOURS[flavour])

    def _control(self, path: str, body: object = None) -> Any:
        return self._http.post(f"/_sandbox{path}", json=body or {}).raise_for_status().json()

    def _post(self, path: str, body: object = None, **more: Any) -> Any:
        return self._http.post(f"/api/v1{path}", json=body, **more).raise_for_status().json()

    def _customer(self) -> str:
        body = {"email": "a@example.com", "type": "INDIVIDUAL"}
        customer_id = str(self._post("/customers/", body)["customerId"])
        terms_id = self._http.get("/api/v1/termsAndConditions/").json()["termsId"]
        consent = {"termsId": terms_id, "ipAddress": "192.0.2.1"}
        self._post(f"/customers/{customer_id}/acceptTerms/", consent)
        self._post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
        return customer_id

    def _ids(self) -> dict[str, list[str]]:
        """Ids by the name of the path's parameter, all of them alive."""
        customer = self._customer()
        fields = {"alias_or_cvu_destination": "0100000000000000000001"}
        rail = {"customerId": customer, "paymentMethodType": "bank_transfer"}
        account = self._post("/fiatAccounts/", {**rail, "accountFields": fields})["fiatAccountId"]
        self._control(f"/fiat-accounts/{account}/enable")
        target = {"chain": "BASE", "currency": "USDC", "depositAddress": WALLET}
        on_ramp = self._post("/onrampSession/", {**rail, **target})["sessionId"]
        off_ramp = self._post("/offrampSession/", {"fiatAccountId": account})["sessionId"]
        orders = [
            self._control(path, {"amount": amount})["transactionId"]
            for path, amount in (
                (f"/onramp-sessions/{on_ramp}/deposit", "2100"),
                (f"/offramp-sessions/{off_ramp}/deposit", "25"),
            )
        ]
        self._control(f"/orders/{orders[0]}/settle")
        code = {"customerId": customer, "qrCode": "test_qr_code", "paymentCurrency": "ARS"}
        form = {"customerId": customer, "summary": "Help", "description": "It hurts."}
        ticket = self._post("/supportTickets/", data=form, files={"files": ("a.txt", b"a")})
        return {
            "customerId": [customer],
            "fiatAccountId": [account],
            "sessionId": [on_ramp, off_ramp],
            "orderId": orders,
            "transactionId": orders,
            "sell_and_pay_id": [self._post("/sellAndPays/", code)["id"]],
            "ticketId": [ticket["ticketId"]],
        }


def configuration(partner: Partner) -> str:
    """The schemathesis configuration: credentials by scheme, living data, the meanings of requests."""
    name, secret = partner.credentials
    lines = [
        f"hooks = {json.dumps(str(Path(__file__).with_name('meanings.py')))}",
        "[auth.openapi]",
        f"ClientBasic = {{ username = {json.dumps(name)}, password = {json.dumps(secret)} }}",
        f"BearerToken = {{ bearer = {json.dumps(partner.token)} }}",
        "[dictionaries]",
        *(f"{name} = {{ values = {json.dumps(ids)} }}" for name, ids in partner.ids.items()),
        "[parameters]",
        *(f'"path.{name}" = {{ dictionary = "{name}", probability = 0.5 }}' for name in partner.ids),
    ]
    return "\n".join(lines)


def walk(flavour: str, examples: int, seed: int) -> bool:
    """Walk the whole contract once; return whether it was kept and every operation succeeded."""
    emulator = RipioEmulator(World(seed=seed))
    mounts = [Mount("/_sandbox", routes=emulator.controls()), Mount("/", routes=emulator.routes())]
    ledger = Ledger(Starlette(routes=mounts))
    with served(ledger) as address, tempfile.TemporaryDirectory() as folder:
        partner = Partner(address, emulator, flavour)
        ledger.succeeded.clear()
        settings = Path(folder) / "schemathesis.toml"
        settings.write_text(configuration(partner))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={settings}",
            "run",
            str(CONTRACT),
            f"--url={address}",
            "--checks=all",
            f"--max-examples={examples}",
            f"--seed={seed}",
            "--continue-on-failure",
        ]
        # Run in the folder that goes away, for hypothesis leaves its database where it runs.
        told = {"address": address, "token": partner.token, "ids": partner.ids}
        environment = {**os.environ, "RIPIO_EMULATOR": json.dumps(told)}
        kept = subprocess.run(command, check=False, cwd=folder, env=environment).returncode == 0  # noqa: S603
    missed = sorted(operations() - ledger.succeeded)
    for name in missed:
        sys.stderr.write(f"{flavour}: {name} never succeeded.\n")
    return kept and not missed


def operations() -> set[str]:
    """The ids of the contract's operations."""
    paths = yaml.safe_load(CONTRACT.read_text())["paths"].values()
    return {
        operation["operationId"]
        for path in paths
        for operation in path.values()
        if "operationId" in operation
    }


def main() -> int:
    """Walk the contract in every flavour asked for."""
    parser = argparse.ArgumentParser(description="Check the Ripio emulator against its contract.")
    parser.add_argument("--examples", type=int, default=50, help="test cases for each operation")
    parser.add_argument("--seed", type=int, default=1, help="seed of schemathesis and of the emulator")
    parser.add_argument("--flavour", choices=list(FLAVOURS), action="append", help="only these; default all")
    chosen = parser.parse_args()
    flavours = chosen.flavour or list(FLAVOURS)
    failed = [each for each in flavours if not walk(each, chosen.examples, chosen.seed)]
    for flavour in failed:
        sys.stderr.write(f"The flavour '{flavour}' does not keep the contract.\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
