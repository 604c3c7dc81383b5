"""What is asked about the accounts of a pair, and whether given ones fit."""

from __future__ import annotations

from rampkit.errors import InvalidInputError, RampError
from rampkit.http import Flow
from rampkit.models import Pair, Rail, Requirements
from rampkit_gnosis.flows.connection import GnosisConnection
from rampkit_gnosis.mapping import requirements
from rampkit_gnosis.mapping.details import Details

__all__ = ["AccountRequirements"]


class AccountRequirements(GnosisConnection):
    """The live JSON Schemas."""

    def requirements(
        self,
        pair: Pair,
        /,
        *,
        country: str,
        rail: Rail | None = None,
        via: str | None = None,
    ) -> Flow[Requirements]:
        """Ask for the JSON Schemas of both accounts, which change without notice.

        The fields go into `BankAccount.details` or the options `src_details` and `dest_details`. Older
        generations ignore `rail` and `via`; only the first needs the country, and asks for each account by
        itself.
        """
        if self._generation.listed:
            request = requirements.pair_request(pair, self._generation, self._here, rail=rail, via=via)
            response = yield from self._ask(request)
            return requirements.parse_requirements(response, pair, self._generation, self._here)
        source = yield from self._ask(requirements.end_request(pair.source, country, self._here))
        destination = yield from self._ask(requirements.end_request(pair.destination, country, self._here))
        return requirements.parse_ends(source, destination, pair, self._here)

    def _check(
        self, pair: Pair, details: Details, *, country: str, rail: Rail | None = None, via: str | None = None
    ) -> Flow[None]:
        """See whether what is about to be sent fits the live requirements.

        Where these cannot be read, nothing is checked: Gnosis Ramp looks again by itself, and an order must
        not be lost because a question that nobody has to ask goes without an answer.

        Raises:
            InvalidInputError: It does not fit; `fields` names every problem of both accounts.
            ConfigurationError: The library that reads schemas is not installed.
        """
        try:
            asked = yield from self.requirements(pair, country=country, rail=rail, via=via)
            asked.check(source=details[0], destination=details[1])
        except InvalidInputError as error:
            problem = error.within("accounts")
        except RampError:
            return
        else:
            return
        raise problem
