"""What names a person: sealed, or not kept; dropped on demand; and never needed to read an order again."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from rampkit import AccountPair, BankAccount, ConfigurationError, CryptoAddress, DepositAccount
from rampkit.models import AccountStatus, RegisteredAccounts, ScanCode

PLANTED = "planted-person"
ADDRESS = "0x" + "12" * 20
ACCOUNTS = AccountPair(
    source=BankAccount(country="BR", holder_name=PLANTED, identifier=PLANTED),
    destination=CryptoAddress(address=ADDRESS, network="base"),
)
CODE = ScanCode(code="pay-here", format="pix_br_code")


def fill(journal, paper):
    """Write something personal wherever it may stand."""
    link = paper.link.evolve(raw={"name": PLANTED})
    registered = RegisteredAccounts(
        connection="a",
        pair=paper.pair,
        accounts=ACCOUNTS,
        status=AccountStatus.USABLE,
        source_id="src-1",
        raw=[PLANTED],
    )
    started = paper.started()
    order = started.order.evolve(
        customer=link,
        accounts=ACCOUNTS,
        registered=registered,
        quote=started.order.quote.evolve(raw={"for": PLANTED}),
        redirect_url=f"https://{PLANTED}.example",
        options={"note": PLANTED},
    )
    claim = journal.claim("i")
    journal.append("i", paper.opened(), fence=claim.fence)
    journal.append("i", paper.started(order=order), fence=claim.fence)
    seen = paper.observed(raw={"to": PLANTED}, failure_reason=PLANTED, actions=(CODE,))
    journal.append("i", seen, fence=None)
    journal.release(claim)
    journal.save_link(link)
    journal.save_accounts("c", "digest", registered)
    journal.save_deposit_account("c", deposit_account(paper))
    return order


def deposit_account(paper):
    """A standing account with a target that names a person."""
    return DepositAccount(
        connection="a",
        deposit_account_id="d1",
        customer_id="theirs",
        pair=paper.pair,
        status=AccountStatus.USABLE,
        target=ACCOUNTS.source,
        actions=(CODE,),
    )


def on_disk(store):
    """Every byte of the file and its companions."""
    return b"".join(path.read_bytes() for path in Path(store).parent.glob(f"{Path(store).name}*"))


@pytest.mark.parametrize("sealed", [True, False])
def test_nothing_on_disk_names_a_person(open_journal, files, paper, key, sealed):
    """Neither a name nor an account nor an address can be read in the file; ids and amounts can."""
    store = files()
    fill(open_journal(store, seal=key if sealed else ()), paper)

    written = on_disk(store)

    assert PLANTED.encode() not in written
    assert ADDRESS[2:].encode() not in written
    assert b"o1" in written
    assert b"500 BRL" in written


def test_under_a_seal_everything_comes_back(open_journal, files, paper, key):
    """From another process's view too: the same journal opened again has every field."""
    store = files()
    order = fill(open_journal(store, seal=key), paper)

    journal = open_journal(store, seal=key)

    assert journal.history("i").attempts[0].asked == order
    assert journal.history("i").attempts[0].whole
    assert journal.link("a", "c") == order.customer
    assert journal.accounts("a", "c", paper.pair, "digest") == order.registered
    assert journal.deposit_account("a", "c", paper.pair) == deposit_account(paper)
    assert journal.history("i").attempts[0].last_order.raw == {"to": PLANTED}


def test_without_a_seal_an_order_can_still_be_read(open_journal, files, paper):
    """Ids, pair, amounts and how to pay are there; accounts, options and raw answers are not."""
    store = files()
    order = fill(open_journal(store), paper)

    attempt = open_journal(store).history("i").attempts[0]
    asked = attempt.asked

    assert not attempt.whole
    assert (asked.reference, asked.idempotency_key) == (order.reference, order.idempotency_key)
    assert asked.quote == order.quote.evolve(raw=None)
    assert asked.customer == order.customer.evolve(raw=None)
    assert asked.accounts == AccountPair()
    assert (asked.options, asked.redirect_url) == ({}, None)
    assert asked.registered.source_id == "src-1"
    assert attempt.last_order.actions == (CODE,)
    assert attempt.last_order.raw is None


def test_without_a_seal_an_unchanged_order_is_written_once(open_journal, files, paper):
    """What is not kept of it cannot make it look new; what has changed is written."""
    journal = open_journal(files())
    fill(journal, paper)
    for seconds, status in ((5, "awaiting_payment"), (6, "processing"), (7, "processing")):
        seen = paper.observed(status, seconds, raw={"at": seconds}, actions=(CODE,))
        assert journal.append("i", seen, fence=None)

    told = journal.history("i").attempts[0].observations

    assert [item.order.status for item in told] == ["awaiting_payment", "processing"]


def test_a_sealed_journal_is_opened_by_its_key_alone(open_journal, files, paper, key):
    """Another key, or none, is refused before anything is done."""
    store = files()
    fill(open_journal(store, seal=key), paper)

    for wrong in (Fernet.generate_key().decode(), ()):
        with pytest.raises(ConfigurationError, match="sealed with a key that it was not given"):
            open_journal(store, seal=wrong)


@pytest.mark.parametrize("bad", ["", "short", "ü" * 44, ["fine?"]])
def test_a_bad_key_is_refused_without_being_shown(open_journal, files, bad):
    """The message says what a key is."""
    with pytest.raises(ConfigurationError, match="32 random bytes") as caught:
        open_journal(files(), seal=bad)

    assert caught.value.__context__ is None


def test_a_key_that_is_not_set_is_no_wish_for_none(open_journal, files):
    """An environment variable that was forgotten must not drop what should be kept."""
    with pytest.raises(ConfigurationError, match="is it set"):
        open_journal(files(), seal=None)


def test_keys_can_be_changed(open_journal, files, paper, key):
    """The newest key seals, older ones open; once everything is sealed anew, the newest alone is enough."""
    store, newer = files(), Fernet.generate_key().decode()
    journal = open_journal(store, seal=key)
    order = fill(journal, paper)
    digest = journal.fingerprint(b"data")

    both = open_journal(store, seal=[newer, key])
    assert both.history("i").attempts[0].asked == order
    assert both.reseal() > 4
    alone = open_journal(store, seal=newer)

    assert alone.history("i").attempts[0].asked == order
    assert alone.fingerprint(b"data") == digest
    with pytest.raises(ConfigurationError, match="key"):
        journal.history("i")


def test_a_journal_can_be_sealed_later(open_journal, files, paper, key):
    """What was readable before is sealed too, the key of the fingerprints at once."""
    store = files()
    plain = open_journal(store)
    fill(plain, paper)
    digest = plain.fingerprint(b"data")

    sealed = open_journal(store, seal=key)
    assert sealed.fingerprint(b"data") == digest
    sealed.reseal()

    assert CODE.code.encode() not in on_disk(store)
    assert sealed.history("i").attempts[0].last_order.actions == (CODE,)
    with pytest.raises(ConfigurationError, match="no key to seal with"):
        plain.reseal()


def test_a_forgotten_customer_is_on_the_disk_no_longer(open_journal, files, paper):
    """Not even in a log file or in a page that is free."""
    store = files()
    journal = open_journal(store)
    fill(journal, paper)
    assert CODE.code.encode() in on_disk(store)

    journal.forget_customer("c")

    assert CODE.code.encode() not in on_disk(store)


def test_a_customer_can_be_forgotten(journal, paper):
    """Personal data go; what was ordered, what became of it and whose it was stay; others are not touched."""
    fill(journal, paper)
    other = paper.link.evolve(customer_id="other", raw={"name": PLANTED})
    journal.save_link(other)

    journal.forget_customer("c")

    attempt = journal.history("i").attempts[0]
    assert PLANTED not in repr([item.order.model_dump() for item in (attempt.first, *attempt.observations)])
    assert not attempt.whole
    assert attempt.order_id == "o1"
    assert journal.history("i").wish == paper.wish()
    assert journal.link("a", "c") == paper.link
    assert journal.accounts("a", "c", paper.pair, "digest").source_id == "src-1"
    assert journal.deposit_account("a", "c", paper.pair).target is None
    assert journal.link("a", "other") == other
