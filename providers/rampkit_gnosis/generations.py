"""The shapes the API has had: the connection's is what is sent; what comes back is read in all of them."""

from __future__ import annotations

from enum import StrEnum

from rampkit.errors import ConfigurationError

__all__ = ["Generation"]


class Generation(StrEnum):
    """A shape of the API."""

    G1 = "g1"
    """2025-11: customers known by their OIDC tokens alone, accounts stored one by one, no list of pairs."""
    G2 = "g2"
    """2026-02: accounts stored beforehand and named by id, one redirect URL, neither prices nor keys."""
    G2B = "g2b"
    """As `g2`, with one redirect URL after compliance and one after payment."""
    G3 = "g3"
    """2026-03: accounts inline, indicative prices, idempotency keys."""

    @classmethod
    def named(cls, name: str, *, connection: str) -> Generation:
        """The generation called *name*.

        Raises:
            ConfigurationError: There is no such generation here.
        """
        known = ", ".join(repr(item.value) for item in cls)
        if name not in {item.value for item in cls}:
            raise ConfigurationError(f"connection {connection}: generation must be one of {known}")
        return cls(name)

    @property
    def inline(self) -> bool:
        """Whether an order carries its accounts itself; otherwise they are registered beforehand."""
        return self is Generation.G3

    @property
    def keyed(self) -> bool:
        """Whether the API promises to honour `Idempotency-Key`; older ones may ignore it."""
        return self is Generation.G3

    @property
    def listed(self) -> bool:
        """Whether the API tells pairs and companies, and takes a company and automatic execution."""
        return self is not Generation.G1

    @property
    def redirect_field(self) -> str:
        """What the page is called that the person goes to after compliance."""
        return "redirectUrl" if self in {Generation.G1, Generation.G2} else "onboardingRedirectUrl"
