"""What holds for every model: frozen, closed, exact, and clear about what is wrong."""

import copy
import inspect
import pickle
import traceback
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from pydantic import ValidationError

from rampkit import models
from rampkit.errors import InvalidInputError
from rampkit.models import (
    AccountPair,
    Amount,
    BankAccount,
    Customer,
    Event,
    Fee,
    IntentRequest,
    Model,
    OpenUrl,
    Order,
    Return,
)

CANARY = "canary-7f3a"
WALLET = "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"
NOON = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)
ID = UUID("21d8a046-3221-4b43-a301-0f9adcdd9a45")
MODELS = [
    item for _, item in sorted(vars(models).items()) if inspect.isclass(item) and issubclass(item, Model)
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_model_takes_unknown_fields(model):
    """A misspelt field is an error, in every model."""
    with pytest.raises(InvalidInputError):
        model(**{CANARY: 1})
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["frozen"]


def test_a_misspelt_field_is_named():
    """The error says which field there is no such."""
    with pytest.raises(InvalidInputError, match=r"^mail: is not a field of this model$"):
        Customer(id="user-1", country="AR", mail="ana@example.com")


def test_fields_cannot_be_set():
    """A model is a value; the way to another one is named, the new value not."""
    account = BankAccount(country="AR")

    with pytest.raises(InvalidInputError, match=r"^country: cannot be changed; use evolve\(\)") as caught:
        account.country = CANARY
    assert CANARY not in str(caught.value)
    with pytest.raises(InvalidInputError, match=r"^country: cannot be changed"):
        del account.country
    assert account.country == "AR"


def test_the_mapping_of_the_caller_is_copied():
    """Changing what was passed changes no model."""
    details = {"bankCode": "1001"}
    account = BankAccount(country="CO", details=details)
    details["bankCode"] = "9999"

    assert account.details == {"bankCode": "1001"}


def test_models_are_values():
    """Equal fields make equal models with equal hashes, whatever mappings they hold."""
    one = BankAccount(country="CO", identifier="1", details={"bankCode": "1001"})
    same = BankAccount(country="co", identifier="1", details={"bankCode": "1001"})

    assert one == same
    assert hash(one) == hash(same)
    assert len({one, same, BankAccount(country="CO", identifier="2")}) == 2


def test_models_of_different_classes_differ():
    """Equal fields of two classes are two things."""
    assert models.NotAsked(connection="a", provider="b", reason="rejected", message="") != models.Refusal(
        connection="a", provider="b", reason="rejected", message=""
    )


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda: BankAccount(country="zz"), "country"),
        (lambda: BankAccount(country="AR", identifier=5), "identifier"),
        (lambda: AccountPair(source={"country": "zz"}), "source.country"),
        (lambda: AccountPair(destination={"address": "0x1", "network": "base"}), "destination.address"),
        (lambda: AccountPair(destination={"address": WALLET, "network": "x"}), "destination.network"),
        (lambda: AccountPair(destination="0x1"), "destination"),
        (lambda: Fee(kind="tax", amount=1.5), "amount"),
        (lambda: Fee(kind="tax", amount="-1 USD"), "amount"),
        (lambda: Fee(kind="tax", amount="1 USDC"), "amount.asset"),
        (lambda: Fee(kind="tax", amount="1 USDC_NOWHERE"), "amount.asset.network"),
        (lambda: Order(order_id="1", status="completed", reference="x"), "reference"),
        (lambda: Order(order_id="1", status="completed", created_at="yesterday"), "created_at"),
        (lambda: Order(order_id="1", status="completed", created_at="2026-03-29T12:00:00"), "created_at"),
        (
            lambda: Order(order_id="1", status="completed", returns=[{"kind": "refund", "amount": 1.5}]),
            "returns.0.amount",
        ),
        (lambda: Order(order_id="1", status="completed", returns=5), "returns"),
        (lambda: Order(order_id="1", status="completed", actions=[{"kind": "dance"}]), "actions.0"),
        (lambda: Order(order_id="1", status="completed", actions=[{}]), "actions.0"),
        (
            lambda: Order(
                order_id="1",
                status="completed",
                actions=[{"kind": "open_url", "url": "http://x", "host_known": True}],
            ),
            "actions.0.open_url.url",
        ),
        (
            lambda: Event(
                kind="order",
                connection="ripio-ar",
                event_type="X",
                order={
                    "order_id": "1",
                    "status": "created",
                    "transactions": [{"transaction_id": "1", "status": "created", "amount": "x USD"}],
                },
            ),
            "order.transactions.0.amount",
        ),
        (lambda: Customer(id="", country="AR"), "id"),
        (
            lambda: Customer(id="user-1", country="AR", metadata={"limits": [{"day": 1.5}]}),
            "metadata.limits.0.day",
        ),
        (lambda: BankAccount.model_validate({"country": "zz"}), "country"),
        (lambda: BankAccount.model_validate(5), ""),
        (lambda: BankAccount.model_validate_json("[]"), ""),
        (lambda: BankAccount.model_validate_json("{"), ""),
        (lambda: BankAccount.model_validate_json('{"country": "zz"}'), "country"),
    ],
)
def test_errors_are_ours_and_name_the_field(build, path):
    """Whatever is wrong, however deep, is one InvalidInputError with the whole path and a plain sentence."""
    with pytest.raises(InvalidInputError) as caught:
        build()

    assert caught.value.field == path
    assert caught.value.problem
    assert "_" not in caught.value.problem


@pytest.mark.parametrize(
    "build",
    [
        lambda: BankAccount(country=CANARY),
        lambda: BankAccount(country="AR", identifier=[CANARY]),
        lambda: AccountPair(source={"country": CANARY}),
        lambda: AccountPair(destination={"address": CANARY, "network": "base"}),
        lambda: Order(
            order_id="1",
            status="completed",
            actions=[{"kind": "open_url", "url": CANARY, "host_known": True}],
        ),
        lambda: Order(order_id="1", status="completed", created_at=CANARY),
        lambda: Order(order_id="1", status="completed", reference=CANARY),
        lambda: Fee(kind="tax", amount=f"{CANARY} USD"),
        lambda: BankAccount.model_validate({"country": CANARY}),
        lambda: BankAccount.model_validate_json(f'{{"country": "{CANARY}"}}'),
        lambda: BankAccount.model_validate_json(CANARY),
        lambda: BankAccount(country="AR").evolve(country=CANARY),
    ],
)
def test_errors_show_no_value(build):
    """What is wrong is said, the value is not; nor does pydantic's error, which holds it, hang on ours."""
    with pytest.raises(InvalidInputError) as caught:
        build()
    error = caught.value

    assert CANARY not in f"{error!s} {error!r} {error.args}"
    assert (error.__cause__, error.__context__) == (None, None)
    assert CANARY not in "".join(traceback.format_exception(error))


def test_every_problem_is_told():
    """A form can mark each wrong field at once, those of a model in a model too."""
    with pytest.raises(InvalidInputError, match=r"^order_id: is missing \| status: is missing$"):
        Order()

    with pytest.raises(InvalidInputError) as caught:
        AccountPair(source={"country": "zz", "bank": 5}, destination={"address": "0x", "network": "base"})
    assert [problem.field for problem in caught.value.fields] == [
        "source.country",
        "source.bank",
        "destination.address",
    ]


def test_no_pydantic_error_type_gets_out():
    """Callers need one `except`; ours is a ValueError, as pydantic's would be."""
    with pytest.raises(ValueError, match="country") as caught:
        BankAccount(country="zz")
    assert not isinstance(caught.value, ValidationError)


@pytest.mark.parametrize(
    ("outer", "field", "path"),
    [
        ("accounts", "source", "accounts.source"),
        ("amount", "amount", "amount"),
        ("fees.0.amount", "amount", "fees.0.amount"),
        ("amount", "asset", "amount.asset"),
        ("amount", "", "amount"),
        ("", "amount", "amount"),
        ("", "", ""),
    ],
)
def test_paths(outer, field, path):
    """A value that is the whole field adds nothing to the path."""
    error = InvalidInputError(field, "is wrong", remedy="right it").within(outer)

    assert (error.field, error.problem, error.remedy) == (path, "is wrong", "right it")


def test_evolve_gives_a_changed_copy():
    """The old one stays as it is."""
    old = BankAccount(country="AR", scheme="cvu")
    new = old.evolve(identifier="0000465160000000070078")

    assert (old.identifier, new.identifier, new.scheme) == (None, "0000465160000000070078", "cvu")


@pytest.mark.parametrize("changes", [{"amount": 1.5}, {"amount": "-1 USD"}, {"nope": 1}])
@pytest.mark.parametrize(
    "change", [lambda model, by: model.evolve(**by), lambda model, by: model.model_copy(update=by)]
)
def test_changes_are_validated(change, changes):
    """No way to a copy goes around validation."""
    with pytest.raises(InvalidInputError, match=f"^{next(iter(changes))}: "):
        change(Fee(kind="tax"), changes)


def test_model_copy_without_changes():
    """A plain copy is equal."""
    fee = Fee(kind="tax", amount="1.50 BRL")

    assert fee.model_copy() == fee.model_copy(deep=True) == copy.deepcopy(fee) == fee


def test_changes_are_checked_against_the_other_fields():
    """A changed copy is as consistent as a new one."""
    request = IntentRequest(
        customer_id="u", pair="BRL/USDC_BASE", amount="5 BRL", country="BR", at_least="1 USDC_BASE"
    )

    with pytest.raises(InvalidInputError, match=r"^amount: is in USD, which is not part of BRL/USDC_BASE"):
        request.evolve(amount="5 USD")


def test_json_round_trip():
    """A whole tree of models reads back equal from its own JSON."""
    order = Order(
        order_id="1",
        status="delivering",
        reference=ID,
        source_amount="100.00 USD",
        destination_amount=Amount("98.123456789012345678", "ETH_BASE"),
        actions=[OpenUrl(url="https://example.com/x", host_known=True, expires_at=NOON)],
        returns=[Return(kind="refund", amount="1 USD")],
        created_at=NOON,
    )

    assert Order.model_validate_json(order.model_dump_json()) == order


def test_numbers_in_raw_keep_their_digits():
    """Reading JSON goes through no binary float, as pydantic's own reader would."""
    order = Order.model_validate_json(
        '{"order_id": "1", "status": "created", "raw": {"amount": 123456789012345678.25}}'
    )

    assert order.raw == {"amount": Decimal("123456789012345678.25")}


def test_models_survive_pickle():
    """A model can be sent to another process."""
    request = IntentRequest(
        customer_id="u", pair="BRL/USDC_BASE", amount="5 BRL", country="BR", at_least="1 USDC_BASE"
    )

    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301  # our own bytes


def test_times_are_kept_in_utc():
    """A time of another zone is the same moment."""
    local = datetime(2026, 3, 29, 9, 0, tzinfo=timezone(timedelta(hours=-3)))
    order = Order(order_id="1", status="created", created_at=local)

    assert order.created_at == NOON
    assert order.created_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "message"),
    [
        (datetime(2026, 3, 29), r"must carry a time zone; use datetime.now\(UTC\)"),  # noqa: DTZ001  # the point
        ("2026-03-29T12:00:00", "must carry a time zone"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))), "is outside the years 1 to 9999"),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5))), "is outside the years 1 to 9999"),
        ("soon", r"must be a date and time, e\.g\."),
    ],
)
def test_what_is_no_moment(moment, message):
    """A time without a zone could be any of 27 moments."""
    with pytest.raises(InvalidInputError, match=f"^created_at: {message}"):
        Order(order_id="1", status="created", created_at=moment)


@pytest.mark.parametrize(
    "build",
    [
        lambda: BankAccount(country="AR", details={"amount": 1.5}),
        lambda: Customer(id="user-1", country="AR", identity={"income": 1.5}),
        lambda: Customer(id="user-1", country="AR", metadata={"deep": [({"x": float("nan")},)]}),
        lambda: models.QuoteRequest(
            pair="BRL/USDC_BASE", amount="5 BRL", country="BR", provider_options={"ripio": {"fee": 0.5}}
        ),
        lambda: models.SignTransaction(network="base", payload={"value": 1e18}),
    ],
)
def test_floats_are_refused_in_free_fields_too(build):
    """A float among free fields fails where it was written, not while sending."""
    with pytest.raises(InvalidInputError, match="must not be a float; use Decimal or text"):
        build()
