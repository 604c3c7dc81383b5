"""Check the emulator against its OpenAPI contract with schemathesis, over loopback.

    python tests/ripio/emulator/contract.py --examples 50 --seed 1

Every check of schemathesis is on, every call is authenticated as its security scheme asks, and the whole
contract is walked once for each flavour of the emulator: the newest pages, the shapes of the older ones, and
what only public clients know. The contract's examples are replaced by living ones (a customer, a quote, an
account the emulator knows), so that the mutations start from calls that work; afterwards every operation must
have succeeded at least once. Deactivation comes in a second round, for it would leave no customer to the
rest. Exits with 1 when anything fails. pytest does not collect this file.

Exemptions, and why:

* `positive_data_acceptance` may also see 400 on the operations of `MEANINGFUL`. Their schemas admit any text
  where only a few have a meaning, or a state from which the call is impossible, and both the pages and the
  contract answer 400 to the rest.
* Error feedback of the fuzzing phase is off: it reads the `detail` of an error envelope as the name of a
  request field, and then expects a rejection when that field is malformed.
"""

from __future__ import annotations

import argparse
import json
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

MEANINGFUL = {
    "createCustomer": "a customerId is taken once",
    "createDepositAccount": "the country has few rails, and KYC must be approved",
    "acceptTerms": "only the active terms can be accepted",
    "submitKyc": "either the country's fields or a redirectUrl must be there",
    "checkKyc": "the customer must be known to Ripio and not approved yet",
    "validateOtp": "the code must have been sent",
    "getFiatAccountRequirements": "the country has few rails",
    "createFiatAccount": "the rail decides which fields there must be, and KYC must be approved",
    "confirmFiatAccount": "an account is confirmed once",
    "createQuote": "few currencies, chains and rails are served, and amounts have limits",
    "createOnRampOrder": "terms, KYC, a live quote, a real address and a new externalRef are needed",
    "createOnRampSession": "terms, KYC, a standing rail, a known token and a real address are needed",
    "createOffRampSession": "terms, KYC and an enabled fiat account are needed",
    "simulateDeposit": "the deposit must name where it goes, in the country's own field",
    "createSellAndPay": "few currencies and chains are served",
    "updateSellAndPay": "few currencies and chains are served, and only before the payment is executed",
    "executeSellAndPay": "a payment is executed once",
}
"""Operations whose valid data may be refused, each with the reason."""

DEADLY = "deactivateCustomer"
"""The operation after which nothing works for a customer."""

LASTING = {"quote_lifetime": 86400}
"""Living examples must not die while they are mutated."""

FLAVOURS = {
    "newest": LASTING,
    "legacy": {**LASTING, "legacy": True, "fraction_digits": 0, "quote_final_from": "net"},
    "clients": {
        **LASTING,
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
        token = self._http.post(
            "/oauth2/token/", data={"grant_type": "client_credentials"}, auth=self.credentials
        ).json()
        self.token = str(token["access_token"])
        self._http.headers["Authorization"] = f"Bearer {self.token}"
        self._terms = self._http.get("/api/v1/termsAndConditions/").json()["termsId"]
        self.paths, self.bodies = self._examples()
        self.control("/switches", FLAVOURS[flavour])

    def control(self, path: str, body: object = None) -> Any:
        """Make a control call."""
        return self._http.post(f"/_sandbox{path}", json=body or {}).raise_for_status().json()

    def _post(self, path: str, body: object = None) -> Any:
        return self._http.post(f"/api/v1{path}", json=body).raise_for_status().json()

    def _stranger(self) -> str:
        return str(self._post("/customers/", {"email": "a@example.com", "type": "INDIVIDUAL"})["customerId"])

    def _customer(self) -> str:
        customer_id = self._stranger()
        self._post(f"/customers/{customer_id}/acceptTerms/", self._consent)
        self._post(f"/customers/{customer_id}/kyc/", {"redirectUrl": "https://example.com/"})
        return customer_id

    @property
    def _consent(self) -> dict[str, str]:
        return {"termsId": self._terms, "ipAddress": "192.0.2.1", "userAgent": "Mozilla/5.0"}

    def _quote(self) -> str:
        self.control("/switches", LASTING)
        return str(self._post("/quotes/", QUOTE)["quoteId"])

    def _examples(self) -> tuple[dict[str, dict[str, str]], dict[str, Any]]:
        """Ids for the paths and bodies for the operations, all of them alive."""
        customer, closing, reviewed, known, mailed = (
            self._customer(),
            self._stranger(),
            self._stranger(),
            self._stranger(),
            self._stranger(),
        )
        for each in (known, mailed):
            self.control(f"/customers/{each}/reusable-kyc")
        self._post(f"/customers/{mailed}/checkKyc/")
        account = {
            "customerId": customer,
            "paymentMethodType": "bank_transfer",
            "accountFields": {"alias_or_cvu_destination": "0100000000000000000001"},
        }
        enabled, unconfirmed = (self._post("/fiatAccounts/", account)["fiatAccountId"] for _ in range(2))
        self.control(f"/fiat-accounts/{enabled}/enable")
        wallet = "0x4e88BBeFF059BDDF5BF90ee0816E86eDf4214b32"
        order = {
            "customerId": customer,
            "quoteId": self._quote(),
            "depositAddress": wallet,
            "externalRef": "e6c4f1ec-899f-43b5-8479-c2529e3f9c70",
        }
        order_id = self._post("/onramp/", order)["transaction"]["transactionId"]
        for move in ("pay", "settle"):
            self.control(f"/orders/{order_id}/{move}")
        session = {
            "customerId": customer,
            "paymentMethodType": "bank_transfer",
            "chain": "BASE",
            "currency": "USDC",
            "depositAddress": wallet,
        }
        on_ramp = self._post("/onrampSession/", session)
        off_ramp = self._post("/offrampSession/", {"fiatAccountId": enabled})["sessionId"]
        crypto = {"chain": "BASE", "currency": "USDC", "amount": "100"}
        off_ramp_order = self.control(f"/offramp-sessions/{off_ramp}/deposit", crypto)["transactionId"]
        payment = {
            "customerId": customer,
            "externalRef": "sp-12345-2024",
            "qrCode": "test_qr_code",
            "paymentCurrency": "ARS",
            "depositCurrency": "USDC",
            "depositNetwork": "ETHEREUM",
            "refundAddress": wallet,
        }
        executed, changed = (self._post("/sellAndPays/", payment)["id"] for _ in range(2))
        ticket = {"customerId": customer, "summary": "Help", "description": "It hurts."}
        raised = self._http.post(
            "/api/v1/supportTickets/", data=ticket, files={"files": ("a.txt", b"a")}
        ).json()
        paths = {
            "": {
                "customerId": customer,
                "fiatAccountId": enabled,
                "sessionId": off_ramp,
                "orderId": order_id,
                "transactionId": order_id,
                "sell_and_pay_id": changed,
                "ticketId": raised["ticketId"],
            },
            "/api/v1/customers/{customerId}/deactivate/": {"customerId": closing},
            "/api/v1/customers/{customerId}/kyc/": {"customerId": reviewed},
            "/api/v1/customers/{customerId}/kyb/": {"customerId": reviewed},
            "/api/v1/customers/{customerId}/checkKyc/": {"customerId": known},
            "/api/v1/customers/{customerId}/otp/": {"customerId": mailed},
            "/api/v1/fiatAccounts/{fiatAccountId}/confirm/": {"fiatAccountId": unconfirmed},
            "/api/v1/onrampSession/{sessionId}/": {"sessionId": on_ramp["sessionId"]},
            "/api/v1/offramp/{orderId}/": {"orderId": off_ramp_order},
            "/api/v1/sellAndPays/{sell_and_pay_id}/execute": {"sell_and_pay_id": executed},
        }
        fresh = {**order, "quoteId": self._quote(), "externalRef": "0b8cbb1c-6a3d-4f55-9a56-4f0a0e7d1b7e"}
        bodies = {
            "acceptTerms": self._consent,
            "submitKyc": {"redirectUrl": "https://www.example.com/"},
            "createFiatAccount": account,
            "createQuote": {**QUOTE, "customerId": customer},
            "createOnRampOrder": fresh,
            "createOnRampSession": session,
            "createOffRampSession": {"fiatAccountId": enabled},
            "simulateDeposit": {
                "paymentMethodType": "bank_transfer",
                "amount": 2100,
                "alias_or_cvu": on_ramp["fiatPaymentInstructions"]["cvu"],
            },
            "createSellAndPay": payment,
            "createSupportTicket": ticket,
        }
        return paths, bodies


QUOTE = {
    "fromCurrency": "ARS",
    "toCurrency": "USDC",
    "fromAmount": "150000",
    "chain": "BASE",
    "paymentMethodType": "bank_transfer",
}
"""A quote the Argentine account gives."""


def enlivened(partner: Partner) -> tuple[dict[str, Any], set[str]]:
    """The contract with living examples, and its operation ids."""
    contract = yaml.safe_load(CONTRACT.read_text())
    names: set[str] = set()
    for path, item in contract["paths"].items():
        living = {**partner.paths[""], **partner.paths.get(path, {})}
        for reference in item.pop("parameters", []):
            name = contract["components"]["parameters"][reference["$ref"].rpartition("/")[2]]["name"]
            schema = {"type": "string"}
            parameter = {
                "name": name,
                "in": "path",
                "required": True,
                "schema": schema,
                "example": living[name],
            }
            item.setdefault("parameters", []).append(parameter)
        for operation in item.values():
            if isinstance(operation, dict):
                names.add(operation["operationId"])
                _give_example(operation, partner.bodies)
    return contract, names


def _give_example(operation: dict[str, Any], bodies: dict[str, Any]) -> None:
    if operation["operationId"] in bodies:
        for content in operation["requestBody"]["content"].values():
            content.pop("examples", None)
            content["example"] = bodies[operation["operationId"]]


def configuration(partner: Partner) -> str:
    """The schemathesis configuration: credentials by scheme, exemptions by operation."""
    name, secret = partner.credentials
    lines = [
        "[auth.openapi]",
        f"ClientBasic = {{ username = {json.dumps(name)}, password = {json.dumps(secret)} }}",
        f"BearerToken = {{ bearer = {json.dumps(partner.token)} }}",
        "[phases.fuzzing]",
        "error-feedback.enabled = false",
    ]
    for operation in MEANINGFUL:
        lines += [
            "[[operations]]",
            f'include-operation-id = "{operation}"',
            'checks.positive_data_acceptance.expected-statuses = ["2xx", 400, 401, 403, 404, 409]',
        ]
    return "\n".join(lines)


def walk(flavour: str, examples: int, seed: int) -> bool:
    """Walk the whole contract once; return whether it was kept and every operation succeeded."""
    emulator = RipioEmulator(World(seed=seed))
    mounts = [Mount("/_sandbox", routes=emulator.controls()), Mount("/", routes=emulator.routes())]
    ledger = Ledger(Starlette(routes=mounts))
    with served(ledger) as address, tempfile.TemporaryDirectory() as folder:
        partner = Partner(address, emulator, flavour)
        contract, names = enlivened(partner)
        ledger.succeeded.clear()
        settings, schema = Path(folder) / "schemathesis.toml", Path(folder) / "contract.json"
        settings.write_text(configuration(partner))
        schema.write_text(json.dumps(contract))
        command = [
            str(Path(sys.executable).with_name("schemathesis")),
            f"--config-file={settings}",
            "run",
            str(schema),
            f"--url={address}",
            "--checks=all",
            f"--max-examples={examples}",
            f"--seed={seed}",
            "--continue-on-failure",
        ]
        # Run in the folder that goes away, for hypothesis leaves its database where it runs.
        kept = [
            subprocess.run([*command, choice], check=False, cwd=folder).returncode == 0  # noqa: S603
            for choice in (f"--exclude-operation-id={DEADLY}", f"--include-operation-id={DEADLY}")
        ]
    for name in sorted(names - ledger.succeeded):
        sys.stderr.write(f"{flavour}: {name} never succeeded.\n")
    return all(kept) and names <= ledger.succeeded


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
