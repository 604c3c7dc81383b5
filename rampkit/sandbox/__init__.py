"""Faithful imitations of the providers, in memory, for tests and for trying things out."""
# ruff: noqa: E402  # what the imports need is looked for first

from importlib.util import find_spec

from rampkit.errors import ConfigurationError

_missing = [name for name in ("python_multipart", "starlette", "uvicorn") if find_spec(name) is None]
if _missing:
    raise ConfigurationError(f'The sandbox needs {", ".join(_missing)}; run: pip install "rampkit[sandbox]"')

from rampkit.sandbox.control import ControlError
from rampkit.sandbox.emulator import Emulator, SandboxConnection
from rampkit.sandbox.faults import Fault
from rampkit.sandbox.foreground import serve
from rampkit.sandbox.hostile import HostileServer
from rampkit.sandbox.payments import Payment, PaymentRefusedError, Receipt
from rampkit.sandbox.sandbox import Sandbox
from rampkit.sandbox.world import Delivery, SandboxClock, World

__all__ = [
    "ControlError",
    "Delivery",
    "Emulator",
    "Fault",
    "HostileServer",
    "Payment",
    "PaymentRefusedError",
    "Receipt",
    "Sandbox",
    "SandboxClock",
    "SandboxConnection",
    "World",
    "serve",
]
