"""Addresses: a mistyped one is refused before anything is sent."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.models import CryptoAddress, check_address, network, networks
from rampkit.models.addresses import checksummed

# https://eips.ethereum.org/EIPS/eip-55, "Test Cases"
EIP_55 = [
    "0x52908400098527886E0F7030069857D2E4169EE7",
    "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
    "0xde709f2102306220921060314715629080e2fb77",
    "0x27b1fdb04752bbc536007a920d24acb045561c26",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
    "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
]
BASE = network("base")
digits = st.text("0123456789abcdef", min_size=40, max_size=40)


@pytest.mark.parametrize("address", EIP_55)
def test_the_vectors_of_eip_55(address):
    """The standard's own examples carry the checksum we compute, and are accepted."""
    assert checksummed(address.lower()) == address
    assert check_address(address, BASE) == address


@given(digits)
def test_one_case_is_no_claim(address):
    """All lower or all upper case carries no checksum and is accepted as it is."""
    assert check_address("0x" + address, BASE) == "0x" + address
    assert check_address("0x" + address.upper(), BASE) == "0x" + address.upper()


@given(digits, st.integers(0, 39))
def test_one_flipped_letter_is_refused(address, place):
    """A checksummed address with the case of one letter turned is a mistyped one."""
    good = checksummed("0x" + address)[2:]
    bad = good[:place] + good[place].swapcase() + good[place + 1 :]
    assume(bad != good)
    assume(bad not in {bad.lower(), bad.upper()})

    with pytest.raises(
        InvalidInputError, match=r"address: has a wrong EIP-55 checksum.*on base; copy it from"
    ):
        check_address("0x" + bad, BASE)


@given(digits)
def test_a_checksummed_address_is_kept(address):
    """The right checksum is accepted and the case kept."""
    good = checksummed("0x" + address)

    assert check_address(f" {good}\n", BASE) == good


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("solana", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
        ("solana", "11111111111111111111111111111111"),
        ("stellar", "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN"),
        ("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
        ("bitcoin", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
        ("bitcoin", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        ("bitcoin", "bc1p5d7rjq7g6rdk2yhzks9smlaqtedr4dekq08ge8ztwac72sfr9rusxg3297"),
        ("gnosis", "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"),
    ],
)
def test_addresses_of_other_networks(name, address):
    """Each kind of network has its own form."""
    assert check_address(address, network(name)) == address


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("base", "0X" + "1" * 40),
        ("base", "1" * 40),
        ("base", "0x" + "1" * 39),
        ("base", "0x" + "1" * 41),
        ("base", "0x" + "g" * 40),
        ("base", "vitalik.eth"),
        ("base", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("tron", "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6"),
        ("tron", "AR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        ("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj60"),
        ("solana", "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"),
        ("solana", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v0"),
        ("stellar", "SA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN"),
        ("stellar", "GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZV"),
        ("bitcoin", "0x742d35cc6634c0532925a3b844bc9e7595f42ab4"),
        ("bitcoin", "tb1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ],
)
def test_addresses_of_another_network_are_refused(name, address):
    """An address that cannot be one of the network is refused, the network named, the address not."""
    with pytest.raises(InvalidInputError, match=f"address: .* on {name}; copy it from the wallet") as caught:
        check_address(address, network(name))
    assert address not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "address", "place"),
    [("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", place) for place in range(1, 34)]
    + [("bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", place) for place in range(1, 34)],
)
def test_one_mistyped_character_is_refused(name, address, place):
    """Money sent to a mistyped address is lost: where an address carries a checksum, it has to add up."""
    other = "2" if address[place] != "2" else "3"

    with pytest.raises(InvalidInputError, match=f"address: .* on {name}; copy it from the wallet"):
        check_address(address[:place] + other + address[place + 1 :], network(name))


def test_the_newer_bitcoin_addresses_are_not_taken_for_the_older_form():
    """They may consist of nothing but characters the older form has too."""
    address = "bc1q" + "z" * 38

    assert check_address(address, network("bitcoin")) == address


def test_an_address_of_solana_is_a_whole_key():
    """As many characters as an address can have are still none if they stand for more bytes."""
    with pytest.raises(InvalidInputError, match=r"address: is not an address .* on solana"):
        check_address("z" * 44, network("solana"))


@pytest.mark.parametrize("item", networks(), ids=str)
def test_nothing_is_no_address(item):
    """An empty text is an address of no network."""
    with pytest.raises(InvalidInputError, match="address: is not an address"):
        check_address(" ", item)


def test_a_crypto_address_knows_its_network():
    """The model checks the address when it is made, and keeps rampkit's name of the network."""
    wallet = CryptoAddress(address=f" {EIP_55[4]} ", network="GNO")

    assert (wallet.address, wallet.network) == (EIP_55[4], "gnosis")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"address": EIP_55[4]}, "^network: is missing"),
        ({"network": "base"}, "^address: is missing"),
        ({"address": EIP_55[4], "network": "nowhere"}, "^network: is not a network rampkit knows"),
        ({"address": EIP_55[4], "network": "tron"}, "^address: is not an address .* on tron"),
        ({"address": None, "network": "base"}, "^address: is not an address .* on base"),
        ({"address": EIP_55[4], "network": "base", "tag": "1"}, "^tag: is not a field of this model"),
    ],
)
def test_a_crypto_address_that_is_none(fields, message):
    """The field at fault is named."""
    with pytest.raises(InvalidInputError, match=message):
        CryptoAddress(**fields)
