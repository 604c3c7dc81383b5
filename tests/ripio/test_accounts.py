"""Payout accounts: where an off-ramp pays to."""

from __future__ import annotations

import jsonschema
import pytest

from rampkit.errors import (
    AccountNotReadyError,
    BadResponseError,
    CountryNotServedError,
    InvalidInputError,
    NotFoundError,
    UnavailableError,
    UnsupportedError,
)
from rampkit.http import Commits
from rampkit.models import AccountPair, AccountScheme, AccountStatus, Pair, Rail
from rampkit.testing import answer, replay

FIELD = {"fieldName": "alias_or_cvu_destination", "required": True, "type": "TEXT"}
MISSING = answer(None, status=404)
CVU = "0100000000000000000001"


def test_what_a_payout_account_needs(ripio, desk):
    """C12: both names of the parameter are sent; the answer becomes a schema."""
    flow = ripio.requirements(desk.pair("off_ramp"), country="AR")
    wanted, [request] = replay(flow, [answer([FIELD])])

    assert request.path == "/api/v1/fiatAccounts/requirements/"
    assert request.query == {"paymentMethod": "bank_transfer", "paymentMethodType": "bank_transfer"}
    jsonschema.validate({"alias_or_cvu_destination": CVU}, wanted.destination)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({}, wanted.destination)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"type": "TEXT"}, "x", 1),
        ({"type": "NUMBER"}, "0123", []),
        ({"type": "NUMBER"}, 123, None),
        ({"type": "DATE"}, "2026-01-01", 5),
        ({"type": "TEXT", "choices": [{"value": "A", "label": "a"}, {"value": "B"}]}, "A", "C"),
    ],
)
def test_kinds_of_fields(ripio, desk, field, good, bad):
    """An account number may begin with a zero."""
    flow = ripio.requirements(desk.pair("off_ramp"), country="AR")
    wanted, _ = replay(flow, [answer([{"fieldName": "one", "required": False, **field}])])

    assert wanted.destination["required"] == []
    jsonschema.validate({"one": good}, wanted.destination)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"one": bad}, wanted.destination)


def test_an_unknown_kind_of_field_may_hold_anything(ripio, desk):
    """The set of kinds is open."""
    flow = ripio.requirements(desk.pair("off_ramp"), country="AR")
    wanted, _ = replay(flow, [answer([{"fieldName": "one", "required": True, "type": "FILE"}])])

    assert wanted.destination["properties"] == {"one": {}}


def test_what_a_wallet_needs(ripio, desk):
    """No question to Ripio."""
    wanted, sent = replay(ripio.requirements(desk.pair(), country="ar"), [])

    assert sent == []
    jsonschema.validate({"address": desk.wallet, "network": "ethereum_sepolia"}, wanted.destination)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            {"address": desk.wallet + "00", "network": "ethereum_sepolia"}, wanted.destination
        )


@pytest.mark.parametrize(
    ("pair", "country", "error"),
    [
        ("ARS/USDC_BASE", "BR", CountryNotServedError),
        ("BRL/USDC_BASE", "AR", UnsupportedError),
        ("ARS/USDC_GNOSIS", "AR", UnsupportedError),
    ],
)
def test_requirements_of_what_is_not_served(ripio, pair, country, error):
    """Are not asked for."""
    with pytest.raises(error):
        replay(ripio.requirements(Pair.parse(pair), country=country), [])


def test_colombia_has_to_say_which_rail(ripio_of, desk_of):
    """There are two that pay out."""
    pair = desk_of("CO").pair("off_ramp")
    with pytest.raises(InvalidInputError, match="pse, bre_b"):
        replay(ripio_of("CO").requirements(pair, country="CO"), [])
    with pytest.raises(InvalidInputError, match="not served"):
        replay(ripio_of("CO").requirements(pair, country="CO", rail=Rail.NEQUI), [])
    _, [request] = replay(ripio_of("CO").requirements(pair, country="CO", rail=Rail.BRE_B), [answer([FIELD])])

    assert request.query["paymentMethod"] == "breb"


def test_storing_an_account(ripio, desk):
    """Under the name Argentina has for it."""
    stored, [read, request] = replay(
        ripio.register_accounts(desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp")),
        [answer([FIELD]), answer(desk.payout(), status=201)],
    )

    assert (request.path, request.commits, request.repeatable) == (
        "/api/v1/fiatAccounts/",
        Commits.RECORD,
        False,
    )
    assert (read.path, read.commits) == ("/api/v1/fiatAccounts/requirements/", Commits.NOTHING)
    assert request.json == {
        "customerId": desk.customer_id,
        "paymentMethodType": "bank_transfer",
        "accountFields": {"alias_or_cvu_destination": CVU},
    }
    assert (stored.destination_id, stored.status) == (desk.payout_id, AccountStatus.USABLE)
    assert stored.provider_status == "ENABLED"
    assert CVU not in repr(stored)


def test_an_account_the_person_has_to_look_at(ripio, desk):
    """The holder that was found is what there is to confirm."""
    payload = desk.payout(status="UNCONFIRMED", metadata={"holder": "JUAN PEREZ"})
    stored, _ = replay(
        ripio.register_accounts(desk.link, desk.pair("off_ramp"), desk.accounts("off_ramp")),
        [answer([FIELD]), answer(payload)],
    )

    assert stored.status == AccountStatus.NEEDS_CONFIRMATION
    assert (stored.actions[0].what, stored.actions[0].details) == ("account", {"holder": "JUAN PEREZ"})
    assert "JUAN" not in repr(stored)


@pytest.mark.parametrize(
    ("country", "bank", "fields"),
    [
        ("AR", {"scheme": "cbu", "identifier": " " + CVU}, {"alias_or_cvu_destination": CVU}),
        ("AR", {"scheme": "alias", "identifier": "juan.perez"}, {"alias_or_cvu_destination": "juan.perez"}),
        ("AR", {"scheme": None, "identifier": "juan.perez"}, {"alias_or_cvu_destination": "juan.perez"}),
        (
            "AR",
            {"scheme": None, "identifier": None, "details": {"alias_or_cvu_destination": "x"}},
            {"alias_or_cvu_destination": "x"},
        ),
        (
            "MX",
            {"scheme": "clabe", "identifier": "706180196550550550"},
            {"clabe_destination": "706180196550550550"},
        ),
        (
            "MX",
            {"scheme": None, "identifier": "706180196550550550"},
            {"clabe_destination": "706180196550550550"},
        ),
        ("BR", {"scheme": "pix_key", "identifier": "x@y.z", "details": {"key": "x@y.z"}}, {"key": "x@y.z"}),
        ("CO", {"rail": "pse", "scheme": None, "details": {"bank": "1001"}}, {"bank": "1001"}),
    ],
)
def test_an_account_in_ripios_words(ripio_of, desk_of, country, bank, fields):
    """The identifier where its field is known, else what `requirements` named."""
    desk = desk_of(country)
    accounts = AccountPair(destination=desk.bank(**bank))
    _, [_, request] = replay(
        ripio_of(country).register_accounts(desk.link, desk.pair("off_ramp"), accounts),
        [answer([]), answer(desk.payout())],
    )

    assert request.json["accountFields"] == fields


@pytest.mark.parametrize(
    ("country", "bank", "field"),
    [
        ("AR", {"scheme": None, "identifier": " "}, "accounts.destination.identifier"),
        ("AR", {"scheme": "phone", "identifier": "1112345678"}, "accounts.destination.scheme"),
        ("AR", {"identifier": None}, "accounts.destination.details"),
        ("AR", {"rail": "pix"}, "accounts.destination.rail"),
        ("AR", {"scheme": None, "country": "BR"}, "accounts.destination.country"),
        ("MX", {"scheme": None, "identifier": "1"}, "accounts.destination.identifier"),
        ("MX", {"scheme": "alias", "identifier": "juan.perez"}, "accounts.destination.scheme"),
        ("BR", {"scheme": None, "identifier": None}, "accounts.destination.details"),
        ("CO", {"scheme": None, "details": {"bank": "1001"}}, "accounts.destination.rail"),
    ],
)
def test_an_account_that_cannot_be_one(ripio_of, desk_of, country, bank, field):
    """Is refused before it is sent; its number is in no message."""
    desk = desk_of(country)
    accounts = AccountPair(destination=desk.bank(**bank))
    with pytest.raises(InvalidInputError) as caught:
        replay(ripio_of(country).register_accounts(desk.link, desk.pair("off_ramp"), accounts), [])

    assert caught.value.field == field
    assert CVU not in str(caught.value)


def test_the_only_scheme_of_a_country_need_not_be_named(ripio_of, desk_of):
    """A CLABE is checked as one all the same."""
    desk = desk_of("MX")
    mistyped = desk.bank(scheme=None, identifier="706180196550550550", check_digits=True)
    flow = ripio_of("MX").register_accounts(
        desk.link, desk.pair("off_ramp"), AccountPair(destination=mistyped)
    )
    with pytest.raises(InvalidInputError, match=r"^accounts\.destination\.identifier: is not a valid CLABE"):
        replay(flow, [])


@pytest.mark.parametrize("accounts", [AccountPair(), None])
def test_an_off_ramp_needs_a_bank_account(ripio, desk, accounts):
    """A wallet will not do."""
    with pytest.raises(InvalidInputError, match="is not a bank account"):
        replay(ripio.register_accounts(desk.link, desk.pair("off_ramp"), accounts or desk.accounts()), [])


def test_an_on_ramp_has_nothing_to_store(ripio, desk):
    """The wallet goes with each order."""
    stored, sent = replay(ripio.register_accounts(desk.link, desk.pair(), desk.accounts()), [])

    assert (stored.status, stored.destination_id, sent) == (AccountStatus.USABLE, None, [])
    assert replay(ripio.get_accounts(desk.link, stored), []) == (stored, [])


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("UNCONFIRMED", AccountStatus.NEEDS_CONFIRMATION),
        ("PROCESSING", AccountStatus.PENDING),
        ("ENABLED", AccountStatus.USABLE),
        ("ACTIVE", AccountStatus.USABLE),
        ("DISABLED", AccountStatus.DISABLED),
        ("SUSPENDED", AccountStatus.DISABLED),
        ("FROZEN", AccountStatus.UNKNOWN),
        (None, AccountStatus.UNKNOWN),
        (5, AccountStatus.UNKNOWN),
    ],
)
def test_every_word_for_an_account(ripio, desk, word, status):
    """C22: an open set; only two of them mean that it can be used."""
    now, [request] = replay(
        ripio.get_accounts(desk.link, desk.registered()), [answer(desk.payout(status=word))]
    )

    assert request.path == f"/api/v1/fiatAccounts/{desk.payout_id}/"
    assert now.status == status


@pytest.mark.parametrize(
    "wrap",
    [lambda item: [item], lambda item: {"count": 1, "next": None, "results": [item]}],
    ids=["C13-array", "C13-page"],
)
def test_an_account_is_found_in_the_list_if_not_by_itself(ripio, desk, wrap):
    """No page describes the call that reads one account."""
    now, [_, request] = replay(
        ripio.get_accounts(desk.link, desk.registered()), [MISSING, answer(wrap(desk.payout()))]
    )

    assert request.query["customerId"] == desk.customer_id
    assert now.destination_id == desk.payout_id


def test_an_account_that_is_nowhere(ripio, desk):
    """Is not found."""
    with pytest.raises(NotFoundError):
        replay(ripio.get_accounts(desk.link, desk.registered()), [MISSING, answer([])])


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"alias_or_cvu_destination": CVU, "bank": "x"}, AccountStatus.USABLE),
        ({"alias_or_cvu_destination": "other"}, AccountStatus.UNKNOWN),
        (None, AccountStatus.UNKNOWN),
    ],
)
def test_an_account_in_doubt_is_known_by_its_fields(ripio, desk, fields, expected):
    """Not seeing it proves nothing."""
    doubtful = desk.registered(destination_id=None, status=AccountStatus.UNKNOWN)
    now, _ = replay(
        ripio.get_accounts(desk.link, doubtful), [answer([desk.payout(fiatAccountFields=fields)])]
    )

    assert now.status == expected


@pytest.mark.parametrize(
    "change", [{"fiatAccountId": "other"}, {"customerId": "other"}, {"fiatAccountId": None}]
)
def test_another_account_is_not_taken_for_this_one(ripio, desk, change):
    """Money would go to somebody else."""
    with pytest.raises(BadResponseError):
        replay(ripio.get_accounts(desk.link, desk.registered()), [answer(desk.payout(**change))])


def test_confirming(ripio, desk):
    """C41: the answer may lack the rail, and C23: the path is plural."""
    payload = desk.payout(status="PROCESSING")
    del payload["paymentMethodType"]
    flow = ripio.confirm_accounts(desk.link, desk.registered())
    now, [look, request] = replay(flow, [answer(desk.payout(status="UNCONFIRMED")), answer(payload)])

    assert (look.method, look.path) == ("GET", f"/api/v1/fiatAccounts/{desk.payout_id}/")
    assert (request.method, request.path) == ("POST", f"/api/v1/fiatAccounts/{desk.payout_id}/confirm/")
    assert (request.json, request.commits) == (None, Commits.RECORD)
    assert now.status == AccountStatus.PENDING


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("PROCESSING", AccountStatus.PENDING),
        ("ENABLED", AccountStatus.USABLE),
        ("ACTIVE", AccountStatus.USABLE),
        ("DISABLED", AccountStatus.DISABLED),
    ],
)
def test_an_account_that_waits_for_no_confirmation(ripio, desk, word, status):
    """Is told as it is: it was confirmed already, perhaps by the call whose answer was lost."""
    flow = ripio.confirm_accounts(desk.link, desk.registered())
    now, sent = replay(flow, [answer(desk.payout(status=word))])

    assert (now.status, now.provider_status) == (status, word)
    assert [request.method for request in sent] == ["GET"]


@pytest.mark.parametrize("word", ["UNCONFIRMED", "NEWS"])
def test_an_account_that_only_the_list_shows_is_confirmed(ripio, desk, word):
    """No page describes the call that reads one account, nor every word of its status."""
    seen = [MISSING, answer([desk.payout(status=word)])]
    flow = ripio.confirm_accounts(desk.link, desk.registered())
    now, sent = replay(flow, [*seen, answer(desk.payout(status="PROCESSING"))])

    assert [request.method for request in sent] == ["GET", "GET", "POST"]
    assert {request.operation for request in sent} == {"confirm_accounts"}
    assert now.status == AccountStatus.PENDING


@pytest.mark.parametrize("listed", [answer([]), MISSING], ids=["not-listed", "no-such-call"])
def test_an_account_that_cannot_be_read_is_confirmed(ripio, desk, listed):
    """The one call that has a page decides, whatever was read before."""
    flow = ripio.confirm_accounts(desk.link, desk.registered(status=AccountStatus.USABLE))
    _, sent = replay(flow, [MISSING, listed, answer(desk.payout(status="PROCESSING"))])

    assert [request.method for request in sent] == ["GET", "GET", "POST"]


def test_nothing_to_confirm(ripio, desk):
    """Without an id."""
    with pytest.raises(AccountNotReadyError):
        replay(ripio.confirm_accounts(desk.link, desk.registered(destination_id=None)), [])


def test_somebody_elses_same_account_is_not_ours(ripio, desk):
    """Two people may have stored it, and no page says that the list obeys its filter."""
    doubtful = desk.registered(destination_id=None, status=AccountStatus.UNKNOWN)
    listed = [desk.payout(customerId="other", fiatAccountId="theirs"), desk.payout()]
    now, _ = replay(ripio.get_accounts(desk.link, doubtful), [answer(listed)])

    assert now.destination_id == desk.payout_id


BANK = [
    {"fieldName": "bank_code", "required": True, "type": "TEXT", "choices": [{"value": "1001"}]},
    {"fieldName": "account_number", "required": True, "type": "TEXT"},
    {"fieldName": "holder", "required": False, "type": "TEXT"},
]
DISPUTED = {"code": 20000, "type": "ValidationError", "detail": {"message": "m", "paymentMethod": ["x"]}}


def stored_with(ripio, desk, asked, **bank):
    """The fields that are sent, where Ripio asks for these."""
    accounts = desk.accounts("off_ramp", **bank)
    flow = ripio.register_accounts(desk.link, desk.pair("off_ramp"), accounts)
    _, sent = replay(flow, [asked, answer(desk.payout())])
    return sent[-1].json["accountFields"]


def test_every_wrong_or_missing_field_at_once(ripio_of, desk_of):
    """And nothing of the account has left: the fields are all that was asked for. No value is repeated."""
    details = {"bank_code": "canary", "holder": 5}
    bank = {"rail": "pse", "scheme": None, "identifier": None, "details": details}
    with pytest.raises(InvalidInputError) as caught:
        stored_with(ripio_of("CO"), desk_of("CO"), answer(BANK), **bank)

    where = "accounts.destination.details"
    assert {problem.field for problem in caught.value.fields} == {
        f"{where}.bank_code",
        f"{where}.account_number",
        f"{where}.holder",
    }
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("country", "field", "bank"),
    [
        ("BR", "any_name_for_a_pix_key", {"scheme": "pix_key", "identifier": "x@y.example"}),
        ("CO", "any_name_for_a_key", {"rail": "bre_b", "scheme": "bre_b_key", "identifier": "@ABC123"}),
        ("AR", "a_new_name", {"scheme": "alias", "identifier": "juan.perez"}),
    ],
)
def test_the_one_field_is_the_identifier(ripio_of, desk_of, country, field, bank):
    """Whatever it is called: the names of Brazil and Colombia are on no page."""
    asked = answer([{"fieldName": field, "required": True, "type": "TEXT"}])

    assert stored_with(ripio_of(country), desk_of(country), asked, **bank) == {field: bank["identifier"]}


def test_what_is_given_by_name_stays_as_it_is(ripio, desk):
    """Beside an identifier, too."""
    details = {"alias_or_cvu_destination": "juan.perez", "more": "1"}

    assert stored_with(ripio, desk, answer([FIELD]), details=details) == details


@pytest.mark.parametrize("refusal", [answer(DISPUTED, status=400), MISSING])
def test_fields_that_are_not_told(ripio, desk, refusal):
    """Judge nothing: the pages dispute how to ask for them, so Ripio itself says what is wrong."""
    assert stored_with(ripio, desk, refusal) == {"alias_or_cvu_destination": CVU}


def test_fields_that_are_not_told_of_a_country_without_a_known_one(ripio_of, desk_of):
    """Leave nothing to send."""
    desk = desk_of("BR")
    accounts = desk.accounts("off_ramp", scheme="pix_key", identifier="x@y.example")
    with pytest.raises(InvalidInputError, match="`requirements` names"):
        replay(ripio_of("BR").register_accounts(desk.link, desk.pair("off_ramp"), accounts), [MISSING])


def test_an_outage_stores_nothing(ripio, desk):
    """What cannot be checked for the moment can wait."""
    with pytest.raises(UnavailableError):
        stored_with(ripio, desk, answer(None, status=503))


@pytest.mark.parametrize(
    "wrap",
    [
        lambda items: items,
        lambda items: {"count": 9, "next": None, "results": items},
        lambda items: {"transactions": items},
        lambda items: {"items": items},
        lambda items: {"data": items},
    ],
    ids=["array", "results", "transactions", "items", "data"],
)
def test_the_accounts_of_a_customer(ripio, desk, wrap):
    """C13: in every shape of a list; nobody else's, in case the list does not obey its filter."""
    items = [desk.payout(), desk.payout(customerId="other", fiatAccountId="theirs")]
    [account], [request] = replay(ripio.list_accounts(desk.link), [answer(wrap(items))])

    assert (request.path, request.query["customerId"]) == ("/api/v1/fiatAccounts/", desk.customer_id)
    assert (account.account_id, account.status, account.rail) == (
        desk.payout_id,
        AccountStatus.USABLE,
        Rail.TRANSFERS_3_0,
    )
    assert (account.account.identifier, account.account.scheme) == (CVU, None)
    assert account.created_at is not None
    assert CVU not in repr(account)


@pytest.mark.parametrize(
    ("country", "fields", "read"),
    [
        ("AR", {"alias_or_cvu_destination": "juan.perez"}, (AccountScheme.ALIAS, "juan.perez", {})),
        ("AR", {"alias_or_cvu_destination": CVU, "x": "y"}, (None, CVU, {"x": "y"})),
        (
            "MX",
            {"clabe_destination": "706180196550550550"},
            (AccountScheme.CLABE, "706180196550550550", {}),
        ),
        ("MX", {"clabe_destination": "***0550"}, (None, None, {"clabe_destination": "***0550"})),
        ("MX", {"clabe_destination": 5}, (None, None, {"clabe_destination": 5})),
        ("BR", {"pix": "x@y.example"}, (None, None, {"pix": "x@y.example"})),
    ],
)
def test_an_account_as_far_as_it_can_be_read(ripio_of, desk_of, country, fields, read):
    """By its identifier where the field is known, else by all of its fields."""
    payload = desk_of(country).payout(fiatAccountFields=fields)
    [stored], _ = replay(ripio_of(country).list_accounts(desk_of(country).link), [answer([payload])])

    assert (stored.account.scheme, stored.account.identifier, stored.account.details) == read


def test_a_stored_account_that_waits_for_the_person(ripio, desk):
    """Tells what to look at; the rail may have its old name, and fields may be missing."""
    payload = desk.payout(status="UNCONFIRMED", metadata={"holder": "JUAN PEREZ"}, fiatAccountFields=None)
    payload["accountType"] = "CBU_ALIAS_AR"
    del payload["paymentMethodType"]
    [stored], _ = replay(ripio.list_accounts(desk.link), [answer([payload])])

    assert (stored.status, stored.account) == (AccountStatus.NEEDS_CONFIRMATION, None)
    assert (stored.actions[0].what, stored.actions[0].details) == ("account", {"holder": "JUAN PEREZ"})
    assert stored.rail == Rail.TRANSFERS_3_0


def test_an_account_in_doubt_that_nothing_names(ripio, desk):
    """Is none of those that are there."""
    accounts = desk.accounts("off_ramp", scheme=None, identifier=None)
    doubtful = desk.registered(destination_id=None, status=AccountStatus.UNKNOWN, accounts=accounts)
    now, _ = replay(ripio.get_accounts(desk.link, doubtful), [answer([desk.payout()])])

    assert now.status == AccountStatus.UNKNOWN
