"""What any journal promises, whatever it is kept in."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rampkit import AccountPair, CryptoAddress, DepositAccount, Pair
from rampkit.errors import AccountNotReadyError
from rampkit.models import AccountStatus, LinkStatus, RegisteredAccounts

THREADS = 16
TURNS = 5
WALLET = CryptoAddress(address="0x" + "12" * 20, network="base")


def together(work):
    """What sixteen threads get that all start at once; an error is a result."""
    start = threading.Barrier(THREADS)

    def run(number):
        start.wait()
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001  # the test judges it
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_a_claim_is_exclusive(journal):
    """While one worker has it, nobody else gets it; other intents are not touched."""
    claim = journal.claim("i")

    assert journal.claim("i") is None
    assert journal.claim("other") is not None
    journal.release(claim)
    assert journal.claim("i") is not None


def test_one_of_sixteen_threads_gets_a_claim(journal):
    """However many ask at once."""
    for number in range(8):
        claims = together(lambda _, number=number: journal.claim(f"i{number}"))

        assert sum(claim is not None for claim in claims) == 1


def test_fences_only_grow(journal):
    """Each claim's fence is above every earlier one's of the same intent."""
    fences = []
    for _ in range(5):
        claim = journal.claim("i")
        fences.append(claim.fence)
        journal.release(claim)

    assert fences == sorted(set(fences))


def test_a_claim_brings_the_history_of_its_moment(journal, paper):
    """What was written before is in it."""
    claim = journal.claim("i")
    journal.append("i", paper.opened(), fence=claim.fence)
    journal.release(claim)

    assert journal.claim("i").history.wish == paper.wish()


def test_giving_back_an_old_claim_takes_nothing_from_its_successor(journal):
    """A worker that was away for long cannot free what is no longer its own."""
    first = journal.claim("i")
    journal.release(first)
    second = journal.claim("i")
    journal.release(first)

    assert journal.claim("i") is None
    journal.release(second)
    journal.release(second)
    assert journal.claim("i") is not None


@pytest.mark.parametrize("kind", ["opened", "started", "absent", "closed"])
def test_a_decision_needs_the_latest_fence(journal, paper, kind):
    """Under an old fence, a made-up one or none it is refused and leaves no trace."""
    record = getattr(paper, kind)()
    old = journal.claim("i")
    journal.release(old)
    new = journal.claim("i")

    assert not journal.append("i", record, fence=old.fence)
    assert not journal.append("i", record, fence=None)
    assert not journal.append("i", record, fence=new.fence + 1)
    assert journal.history("i").records == ()
    assert journal.append("i", record, fence=new.fence)
    assert journal.history("i").records == (record,)


def test_nobody_decides_without_a_claim(journal, paper):
    """Not even about an intent that nobody has ever claimed."""
    for fence in (None, 0, 1):
        assert not journal.append("i", paper.started(), fence=fence)

    assert journal.history("i").records == ()
    assert journal.intent_ids() == []


@pytest.mark.parametrize("fence", [None, 0, 99])
def test_evidence_is_always_written(journal, paper, fence):
    """An answer that comes late, to a worker that has lost its claim, still counts."""
    old = journal.claim("i")
    journal.append("i", paper.started(), fence=old.fence)
    journal.release(old)
    journal.claim("i")
    evidence = [paper.ended("accepted", order_id="o1"), paper.observed(), paper.shown()]

    assert all(journal.append("i", record, fence=fence) for record in evidence)
    assert journal.history("i").accepted().order_id == "o1"
    assert journal.history("i").accepted().shown


def test_a_decision_is_still_open_to_whoever_gave_the_claim_back_last(journal, paper):
    """A claim that was given back is good until somebody else takes one."""
    claim = journal.claim("i")
    journal.release(claim)

    assert journal.append("i", paper.opened(), fence=claim.fence)
    journal.claim("i")
    assert not journal.append("i", paper.closed(), fence=claim.fence)


def test_what_is_written_stays_as_it_is(journal, paper):
    """A history is a picture of one moment; records of other intents are in none but their own."""
    claim = journal.claim("i")
    journal.append("i", paper.opened(), fence=claim.fence)
    before = journal.history("i")
    journal.append("i", paper.started(), fence=claim.fence)

    assert len(before.records) == 1
    assert [type(item).__name__ for item in journal.history("i").records] == ["Opened", "Started"]
    assert journal.history("other").records == ()


def test_intents_are_listed_oldest_first(journal, paper):
    """All of them, or one customer's."""
    for name, customer in (("z", "ana"), ("a", "luz"), ("m", "ana")):
        claim = journal.claim(name)
        journal.append(name, paper.opened(customer_id=customer), fence=claim.fence)

    assert list(journal.intent_ids()) == ["z", "a", "m"]
    assert list(journal.intent_ids(customer_id="ana")) == ["z", "m"]
    assert list(journal.intent_ids(customer_id="nobody")) == []


def hold(journal, paper, intent_id, **changes):
    """Start on a deposit account for an intent."""
    claim = journal.claim(intent_id)
    started = paper.started(deposit_account_id="d1", **changes)
    try:
        assert journal.append(intent_id, started, fence=claim.fence)
    finally:
        journal.release(claim)


def test_a_deposit_account_serves_one_open_intent(journal, paper):
    """A second intent is refused with nothing written; another account, or another connection's, is free."""
    hold(journal, paper, "first")

    with pytest.raises(AccountNotReadyError, match="held by another open intent"):
        hold(journal, paper, "second")
    hold(journal, paper, "third", connection="b")
    hold(journal, paper, "first", number=2)

    assert journal.history("second").records == ()


ENDS = {
    "completed": ["accepted", "completed"],
    "failed": ["accepted", "failed"],
    "canceled": ["accepted", "canceled"],
    "expired": ["accepted", "expired"],
    "refunded": ["accepted", "refunded"],
    "rejected": ["rejected", None],
    "not_sent": ["not_sent", None],
}


@pytest.mark.parametrize(("outcome", "status"), ENDS.values(), ids=ENDS.keys())
def test_a_deposit_account_is_free_once_its_intent_has_ended(journal, paper, outcome, status):
    """Delivered, refused, or never sent: the next intent may have it."""
    hold(journal, paper, "first")
    journal.append("first", paper.ended(outcome, order_id="o1"), fence=None)
    if status is not None:
        journal.append("first", paper.observed("awaiting_payment", 3), fence=None)
        with pytest.raises(AccountNotReadyError):
            hold(journal, paper, "second")
        journal.append("first", paper.observed(status, 4), fence=None)

    hold(journal, paper, "second")

    assert journal.history("second").in_doubt() is not None


def test_of_sixteen_threads_one_gets_a_deposit_account(journal, paper):
    """Also when all of them start at once, each on an intent of its own."""
    results = together(lambda number: hold(journal, paper, f"i{number}"))

    assert results.count(None) == 1
    assert sum(isinstance(result, AccountNotReadyError) for result in results) == THREADS - 1


def test_links_come_back_as_they_were_kept(journal, paper):
    """The newest one per connection and customer."""
    other = paper.link.evolve(connection="b")
    for link in (paper.link.evolve(status=LinkStatus.PENDING), other, paper.link):
        journal.save_link(link)

    assert journal.link("a", "c") == paper.link
    assert journal.link("a", "nobody") is None
    assert sorted(journal.links("c"), key=lambda link: link.connection) == [paper.link, other]
    assert list(journal.links("nobody")) == []


def test_a_link_can_be_forgotten(journal, paper):
    """Only that of one customer at one connection; forgetting what is not there is no mistake."""
    other = paper.link.evolve(connection="b")
    for link in (paper.link, other):
        journal.save_link(link)
    for _ in range(2):
        journal.forget_link("a", "c")

    assert journal.link("a", "c") is None
    assert list(journal.links("c")) == [other]


def test_accounts_come_back_by_connection_customer_pair_and_digest(journal, paper):
    """And by nothing less."""
    kept = RegisteredAccounts(
        connection="a",
        pair=paper.pair,
        accounts=AccountPair(destination=WALLET),
        status=AccountStatus.PENDING,
    )
    journal.save_accounts("c", "digest", kept)
    journal.save_accounts("c", "digest", kept.evolve(status=AccountStatus.USABLE))

    assert journal.accounts("a", "c", paper.pair, "digest").status == AccountStatus.USABLE
    other = Pair("ARS", "USDC_BASE")
    for key in (
        ("b", "c", paper.pair, "digest"),
        ("a", "x", paper.pair, "digest"),
        ("a", "c", other, "digest"),
        ("a", "c", paper.pair, "x"),
    ):
        assert journal.accounts(*key) is None


def test_deposit_accounts_come_back_by_connection_customer_and_pair(journal, paper):
    """The newest state of each."""
    account = DepositAccount(
        connection="a",
        deposit_account_id="d1",
        customer_id="theirs",
        pair=paper.pair,
        status=AccountStatus.PENDING,
    )
    journal.save_deposit_account("c", account)
    journal.save_deposit_account("c", account.evolve(status=AccountStatus.USABLE))

    assert journal.deposit_account("a", "c", paper.pair).status == AccountStatus.USABLE
    assert journal.deposit_account("b", "c", paper.pair) is None
    assert journal.deposit_account("a", "theirs", paper.pair) is None


def test_fingerprints_are_keyed_and_stable(new_journal):
    """Equal data are recognised by one journal; another one's digests tell nothing."""
    ours, theirs = new_journal(), new_journal()
    data = b"0000003100010000000001"

    assert ours.fingerprint(data) == ours.fingerprint(bytes(data))
    assert ours.fingerprint(data) != ours.fingerprint(data + b"0")
    assert ours.fingerprint(data) != theirs.fingerprint(data)
    assert "000000310001" not in ours.fingerprint(data)
    assert len(ours.fingerprint(b"")) >= 32


def test_sixteen_threads_write_without_losing_a_record(journal, paper):
    """Decisions of the claim's holder and evidence of everybody, all at once."""
    claim = journal.claim("i")
    journal.append("i", paper.started(), fence=claim.fence)

    def work(number):
        for turn in range(TURNS):
            journal.append("i", paper.observed(seconds=number * 100 + turn), fence=None)
            journal.append(f"own{number}", paper.shown(), fence=None)
            journal.save_link(paper.link.evolve(customer_id=f"c{number}"))
            journal.history("i")
            journal.links(f"c{number}")
            journal.intent_ids(customer_id="c")

    assert together(work) == [None] * THREADS
    assert len(journal.history("i").records) == 1 + THREADS * TURNS
    assert [len(journal.history(f"own{number}").records) for number in range(THREADS)] == [TURNS] * THREADS


def test_claims_change_hands_under_contention(journal, paper):
    """Sixteen threads take turns; whoever has the claim is alone, and every decision lands once."""
    inside, most = itertools.count(), []
    holders = set()

    def work(number):
        done = 0
        while done < 2:
            claim = journal.claim("i")
            if claim is None:
                continue
            holders.add(number)
            most.append(len(holders))
            record = paper.started(number=next(inside) + 1)
            assert journal.append("i", record, fence=claim.fence)
            holders.discard(number)
            journal.release(claim)
            done += 1

    assert together(work) == [None] * THREADS
    assert set(most) == {1}
    sends = [record.send for record in journal.history("i").records]
    assert len(set(sends)) == len(sends) == THREADS * 2


def test_its_repr_shows_nothing(journal, paper):
    """A journal holds people's data."""
    journal.save_link(paper.link)

    assert "theirs" not in repr(journal)
