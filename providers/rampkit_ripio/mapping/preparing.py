"""Having a customer's virtual account made ahead of the first on-ramp."""

from __future__ import annotations

from rampkit.http import Commits, Request, Response, path
from rampkit.models import Rail
from rampkit_ripio import assets
from rampkit_ripio.mapping.view import SCOPE, View

__all__ = ["is_under_way", "prepare_request"]

_NOTHING_TO_DO = 200


def prepare_request(customer_id: str, rail: Rail, view: View) -> Request:
    """Have the account of a rail made (page customers/create-deposit-account).

    The page does not show the path of its call: this one is a guess.
    """
    return Request(
        operation="prepare_deposit_account",
        method="POST",
        path=path("api", "v1", "customers", customer_id, "depositAccount", ""),
        json={"paymentMethodType": assets.rail_code(view.country, rail)},
        scope=SCOPE,
        commits=Commits.RECORD,
    )


def is_under_way(response: Response) -> bool:
    """Whether an account is being made: 200 alone says that the rail needs none beforehand."""
    return response.status != _NOTHING_TO_DO
