"""What people type: a mistyped number is refused before anything is sent."""

import sys

import pytest
from clabe import compute_control_digit
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.ar import cbu
from stdnum.br import cpf
from stdnum.us import rtn

from rampkit.errors import ConfigurationError, InvalidInputError
from rampkit.journal.memory import MemoryJournal
from rampkit.models import AccountPair, BankAccount, CryptoAddress, IntentRequest
from rampkit.saga.identity import accounts_digest

# The documentation's own samples, whose check digits are wrong.
SAMPLES = [
    {"country": "AR", "scheme": "cvu", "identifier": "0100000000000000000001"},
    {"country": "MX", "scheme": "clabe", "identifier": "706180196550550550"},
    {"country": "AR", "holder_tax_id": "20111222330"},
]


def digits(count):
    """Text of that many digits."""
    return st.text("0123456789", min_size=count, max_size=count)


def ending(body, compute):
    """*body* and the digits that *compute* makes of it."""
    return body + compute(body)


def _cbu(body):
    return ending(body[:7], cbu.calc_check_digit) + ending(body[7:], cbu.calc_check_digit)


def _iban(body):
    return f"NL{iban.calc_check_digits(f'NL00ABNA{body}')}ABNA{body}"


# Weights and modulus let none of these miss a single wrong digit, but for a CPF: two remainders of it have
# the same check digit, so there only the check digits themselves are changed.
ONLY_CHECK_DIGITS = {"cpf": 9}
NUMBERS = {
    "cbu": (digits(20).map(_cbu), {"country": "AR", "scheme": "cbu"}, "identifier"),
    "clabe": (
        digits(17).map(lambda body: ending(body, compute_control_digit)),
        {"country": "MX", "scheme": "clabe"},
        "identifier",
    ),
    "iban": (digits(10).map(_iban), {"country": "NL", "scheme": "iban"}, "identifier"),
    "aba": (
        digits(8).map(lambda body: ending(body, rtn.calc_check_digit)),
        {"country": "US"},
        "routing_number",
    ),
    "cpf": (
        digits(9).filter(lambda body: int(body) > 0).map(lambda body: ending(body, cpf._calc_check_digits)),
        {"country": "BR"},
        "holder_tax_id",
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
@given(data=st.data())
def test_one_wrong_digit(name, data):
    """A valid number is kept; with one digit changed it is refused, or accepted where lengths alone count."""
    numbers, facts, field = NUMBERS[name]
    number, first = data.draw(numbers), ONLY_CHECK_DIGITS.get(name, 0)
    place = data.draw(
        st.sampled_from([at for at, char in enumerate(number) if char.isdigit() and at >= first])
    )
    other = data.draw(st.sampled_from([char for char in "0123456789" if char != number[place]]))
    mistyped = number[:place] + other + number[place + 1 :]

    assert getattr(BankAccount(**facts, **{field: number}), field) == number
    with pytest.raises(InvalidInputError, match=f"^{field}: is not a valid .*mistyped") as caught:
        BankAccount(**facts, **{field: mistyped})
    assert mistyped not in str(caught.value)
    assert getattr(BankAccount(**facts, **{field: mistyped}, check_digits=False), field) == mistyped


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        (("AR", "cvu", " 0000465-1 60000000070078 "), "0000465160000000070078"),
        (("MX", "clabe", "706 180 19655055055 2"), "706180196550550552"),
        (("MX", "clabe", "999180196550550550"), "999180196550550550"),  # of an institution nobody listed
        (("DE", "iban", "de89 3704 0044 0532 0130 00"), "DE89370400440532013000"),
        (("JE", "iban", "GB29NWBK60161331926819"), "GB29NWBK60161331926819"),
        (("AR", "alias", "Juan.Perez-1"), "Juan.Perez-1"),
        (("PE", "alias", "x"), "x"),
        (("US", "account_number", "90214477306"), "90214477306"),
        (("GB", "account_number", "x" * 40), "x" * 40),
        (("CO", "bre_b_key", "@ABC123"), "@ABC123"),
        (("CO", "phone", "+57 (300) 123-4567"), "+573001234567"),
        (("BR", "pix_key", "111.444.777-35"), "11144477735"),
        (("BR", "pix_key", "16.727.230/0001-97"), "16727230000197"),
        (("BR", "pix_key", "12ABC34501DE35"), "12ABC34501DE35"),
        (("BR", "pix_key", "Ana.Silva@example.com.br"), "Ana.Silva@example.com.br"),
        (("BR", "pix_key", "+55 (11) 98765-4321"), "+5511987654321"),
        (("BR", "pix_key", "123E4567-E12B-12D1-A456-426655440000"), "123e4567-e12b-12d1-a456-426655440000"),
        (("BR", "a_new_scheme", " as it is "), "as it is"),
        (("BR", None, " as it is "), " as it is "),
    ],
)
def test_what_is_kept(facts, kept):
    """Numbers lose the separators that people type; anything else stays as it is."""
    country, scheme, identifier = facts

    assert BankAccount(country=country, scheme=scheme, identifier=identifier).identifier == kept


@pytest.mark.parametrize(
    ("facts", "field", "problem"),
    [
        ({"country": "AR", "scheme": "cvu", "identifier": "1" * 21}, "identifier", "CVU (22 digits)"),
        ({"country": "AR", "scheme": "cbu", "identifier": "1" * 21 + "O"}, "identifier", "CBU (22 digits)"),
        ({"country": "AR", "scheme": "cbu", "identifier": "\u0661" * 22}, "identifier", "CBU (22 digits)"),
        ({"country": "AR", "scheme": "cvu", "identifier": " "}, "identifier", "is empty"),
        ({"country": "AR", "scheme": "alias", "identifier": "juan"}, "identifier", "6 to 20 letters"),
        ({"country": "AR", "scheme": "alias", "identifier": "juan_perez"}, "identifier", "6 to 20 letters"),
        ({"country": "MX", "scheme": "cvu"}, "scheme", "cvu is not used in MX"),
        ({"country": "AR", "scheme": "clabe"}, "scheme", "clabe is not used in AR"),
        ({"country": "CO", "scheme": "pix_key"}, "scheme", "pix_key is not used in CO"),
        ({"country": "FR", "scheme": "iban", "identifier": "DE89370400440532013000"}, "identifier", "of FR"),
        ({"country": "DE", "scheme": "iban", "identifier": "DE8937040044"}, "identifier", "15 to 34"),
        ({"country": "NL", "scheme": "iban", "identifier": "NL02ABNA01234567"}, "identifier", "valid IBAN"),
        ({"country": "US", "scheme": "account_number", "identifier": "1" * 18}, "identifier", "up to 17"),
        ({"country": "CO", "scheme": "bre_b_key", "identifier": "a b"}, "identifier", "without spaces"),
        ({"country": "BR", "scheme": "pix_key", "identifier": "11987654321"}, "identifier", "valid CPF"),
        ({"country": "BR", "scheme": "pix_key", "identifier": "16727230000198"}, "identifier", "valid CNPJ"),
        ({"country": "BR", "scheme": "pix_key", "identifier": "ana"}, "identifier", "is no Pix key"),
        ({"country": "BR", "scheme": "pix_key", "identifier": "ana@x"}, "identifier", "e-mail address"),
        ({"country": "BR", "scheme": "pix_key", "identifier": "+5511"}, "identifier", "10 or 11 digits"),
        ({"country": "BR", "scheme": "pix_key", "identifier": "+14155550100"}, "identifier", "+55"),
        ({"country": "US", "routing_number": "02100002"}, "routing_number", "9 digits"),
        ({"country": "US", "holder_tax_id": "12-34"}, "holder_tax_id", "9 digits"),
        ({"country": "BR", "holder_tax_id": "1114447773"}, "holder_tax_id", "CPF (11 digits) or CNPJ"),
        ({"country": "AR", "holder_tax_id": "20-26756539-4"}, "holder_tax_id", "valid CUIT"),
        ({"country": "MX", "holder_tax_id": "GODE 563231 GR8"}, "holder_tax_id", "valid RFC"),
        ({"country": "MX", "holder_tax_id": "BOXW310820HNERXN08"}, "holder_tax_id", "valid CURP"),
        ({"country": "CO", "holder_tax_id": "213.123.432-2"}, "holder_tax_id", "valid NIT"),
    ],
)
def test_what_is_refused(facts, field, problem):
    """Field, problem and way out are named, the value never is."""
    with pytest.raises(InvalidInputError) as caught:
        BankAccount(**facts)

    assert (caught.value.field, bool(caught.value.remedy)) == (field, True)
    assert problem in caught.value.problem
    assert field == "scheme" or facts[field] == " " or facts[field] not in str(caught.value)


@pytest.mark.parametrize(
    ("country", "tax_id"),
    [
        ("AR", "20-26756539-3"),
        ("AR", "25267565395"),
        ("BR", "111.444.777-35"),
        ("BR", "12.ABC.345/01DE-35"),
        ("CO", "213.123.432-1"),
        ("CO", "1020304050"),
        ("MX", "GODE 561231 GR8"),
        ("MX", "MAB-930714-8T4"),
        ("MX", "BOXW310820HNERXN09"),
        ("US", "123-45-6789"),
        ("DE", "anything"),
    ],
)
def test_tax_ids_stay_as_typed(country, tax_id):
    """Providers differ about dashes and dots."""
    assert BankAccount(country=country, holder_tax_id=tax_id).holder_tax_id == tax_id


@pytest.mark.parametrize("facts", SAMPLES)
def test_lengths_only(facts):
    """A test account passes where the application says so: for one account, or for all of a request."""
    with pytest.raises(InvalidInputError, match="for a test account pass check_digits=False"):
        BankAccount(**facts)

    account = BankAccount(**facts, check_digits=False)
    pair = AccountPair.model_validate({"destination": facts}, context={"check_digits": False})
    wish = IntentRequest.model_validate(
        {
            "customer_id": "1",
            "pair": "ARS/USDC_BASE",
            "amount": "1 ARS",
            "country": "AR",
            "accounts": {"source": facts},
        }
        | {"at_least": "1 USDC_BASE"},
        context={"check_digits": False},
    )

    assert pair.destination == account == wish.accounts.source == account.evolve(bank=None)
    assert AccountPair.model_validate(pair.model_dump()) == pair


def test_how_strictly_an_account_was_checked_makes_no_other_wish():
    """An intent made with a test account is found again by an application that checks."""
    journal = MemoryJournal()
    facts = {"country": "AR", "scheme": "cvu", "identifier": "0000465160000000070078"}
    pairs = [AccountPair(destination=BankAccount(**facts, check_digits=strict)) for strict in (True, False)]

    assert len({accounts_digest(pair, journal) for pair in pairs}) == 1


TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
LIBRARIES = {
    "stdnum": lambda: BankAccount(country="US", routing_number="021000021"),
    "clabe": lambda: BankAccount(country="MX", scheme="clabe", identifier="706180196550550552"),
    "Crypto": lambda: CryptoAddress(address="0x52908400098527886E0F7030069857D2E4169Ee7", network="base"),
    "base58": lambda: CryptoAddress(address=TRON, network="tron"),
}


def without(monkeypatch, *libraries):
    """A process in which *libraries* are not installed."""
    monkeypatch.delitem(sys.modules, "rampkit.models.identifiers.arithmetic", raising=False)
    loaded = [name for name in sys.modules if name.partition(".")[0] in libraries]
    for module in {*loaded, *libraries}:
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize("library", LIBRARIES)
def test_without_its_library(library, monkeypatch):
    """No digit goes unchecked in silence: the message says what to install."""
    without(monkeypatch, library)

    with pytest.raises(ConfigurationError, match=rf"needs {library}.*pip install 'rampkit\[validation\]'"):
        LIBRARIES[library]()


def test_without_any_library(monkeypatch):
    """Lengths are checked all the same, and lower-case addresses carry no checksum."""
    without(monkeypatch, *LIBRARIES)

    CryptoAddress(address="0x52908400098527886e0f7030069857d2e4169ee7", network="base")
    BankAccount(**SAMPLES[0], check_digits=False)
    with pytest.raises(InvalidInputError, match=r"CVU \(22 digits\)"):
        BankAccount(country="AR", scheme="cvu", identifier="1")
