"""rampkit: many crypto on/off-ramp providers behind one typed interface.

```python
from rampkit import Amount, Pair, QuoteRequest, Router

request = QuoteRequest(pair=Pair("BRL", "USDC_BASE"), amount=Amount("500", "BRL"), country="BR")
with Router([GnosisProvider(...), RipioProvider(..., country="BR")]) as router:
    print(router.quotes(request))
```

Every public name below is imported on first use, so that `import rampkit` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rampkit.lazily import lazy

if TYPE_CHECKING:
    from rampkit.capabilities import Operation, Route
    from rampkit.errors import ConfigurationError, InvalidInputError, OutcomeUnknownError, RampError
    from rampkit.journal.journal import Journal
    from rampkit.journal.memory import MemoryJournal
    from rampkit.journal.sql import SqlJournal
    from rampkit.models.accounts import AccountPair, BankAccount, CryptoAddress, DepositAccount
    from rampkit.models.actions import Action
    from rampkit.models.assets import Asset, Direction, Pair
    from rampkit.models.customers import Customer, CustomerLink, TermsAcceptance
    from rampkit.models.intents import Intent, IntentRequest
    from rampkit.models.money import Amount
    from rampkit.models.quotes import Quote, QuoteComparison, QuoteRequest
    from rampkit.models.rails import PaymentMethod, Rail
    from rampkit.models.statuses import Status
    from rampkit.provider import Environment, RampProvider
    from rampkit.router.async_router import AsyncRouter
    from rampkit.router.router import Router
    from rampkit.routing.policy import Policy
    from rampkit.session.async_session import AsyncSession
    from rampkit.session.session import Session
    from rampkit.session.settings import SessionSettings

__all__ = [
    "AccountPair",
    "Action",
    "Amount",
    "Asset",
    "AsyncRouter",
    "AsyncSession",
    "BankAccount",
    "ConfigurationError",
    "CryptoAddress",
    "Customer",
    "CustomerLink",
    "DepositAccount",
    "Direction",
    "Environment",
    "Intent",
    "IntentRequest",
    "InvalidInputError",
    "Journal",
    "MemoryJournal",
    "Operation",
    "OutcomeUnknownError",
    "Pair",
    "PaymentMethod",
    "Policy",
    "Quote",
    "QuoteComparison",
    "QuoteRequest",
    "Rail",
    "RampError",
    "RampProvider",
    "Route",
    "Router",
    "Session",
    "SessionSettings",
    "SqlJournal",
    "Status",
    "TermsAcceptance",
]

_HOMES = {
    "rampkit.capabilities": ("Operation", "Route"),
    "rampkit.errors": ("ConfigurationError", "InvalidInputError", "OutcomeUnknownError", "RampError"),
    "rampkit.journal.journal": ("Journal",),
    "rampkit.journal.memory": ("MemoryJournal",),
    "rampkit.journal.sql": ("SqlJournal",),
    "rampkit.models.accounts": ("AccountPair", "BankAccount", "CryptoAddress", "DepositAccount"),
    "rampkit.models.actions": ("Action",),
    "rampkit.models.assets": ("Asset", "Direction", "Pair"),
    "rampkit.models.customers": ("Customer", "CustomerLink", "TermsAcceptance"),
    "rampkit.models.intents": ("Intent", "IntentRequest"),
    "rampkit.models.money": ("Amount",),
    "rampkit.models.quotes": ("Quote", "QuoteComparison", "QuoteRequest"),
    "rampkit.models.rails": ("PaymentMethod", "Rail"),
    "rampkit.models.statuses": ("Status",),
    "rampkit.provider": ("Environment", "RampProvider"),
    "rampkit.router.async_router": ("AsyncRouter",),
    "rampkit.router.router": ("Router",),
    "rampkit.routing.policy": ("Policy",),
    "rampkit.session.async_session": ("AsyncSession",),
    "rampkit.session.session": ("Session",),
    "rampkit.session.settings": ("SessionSettings",),
}
__getattr__, __dir__ = lazy(__name__, _HOMES)
