"""Several workers on one store: threads, journals and processes; leases that run out, and forks."""

from __future__ import annotations

import os

import pytest
from sqlalchemy import text

from rampkit import ConfigurationError


@pytest.fixture(params=["files", "places"], ids=["sqlite", "postgresql"])
def store(request):
    """An empty store that several journals can share."""
    return request.getfixturevalue(request.param)()


def run_out(journal, intent_id):
    """Let the lease of a claim be over, as if its worker had slept."""
    journal._database.write(
        lambda sql: sql.execute(
            text("UPDATE rampkit_claims SET until = 0 WHERE intent_id = :id"), {"id": intent_id}
        )
    )


def test_two_journals_share_claims_records_and_fingerprints(open_journal, store, paper):
    """Whatever one worker has, the other sees."""
    ours, theirs = open_journal(store), open_journal(store)
    claim = ours.claim("i")
    ours.append("i", paper.opened(), fence=claim.fence)

    assert theirs.claim("i") is None
    assert theirs.history("i").wish == paper.wish()
    assert theirs.fingerprint(b"data") == ours.fingerprint(b"data")
    ours.release(claim)
    assert theirs.claim("i").fence > claim.fence


def test_a_lease_that_ran_out_can_be_taken_over(open_journal, store, paper):
    """From then on the old holder decides nothing, gives nothing back, and is still heard as a witness."""
    sleeper, heir = open_journal(store), open_journal(store)
    old = sleeper.claim("i")
    sleeper.append("i", paper.started(), fence=old.fence)
    run_out(sleeper, "i")

    new = heir.claim("i")

    assert new.history.in_doubt() is not None
    for record in (paper.started(number=2), paper.absent(), paper.closed()):
        assert not sleeper.append("i", record, fence=old.fence)
    assert sleeper.append("i", paper.ended("accepted", order_id="o1"), fence=None)
    sleeper.release(old)
    assert sleeper.claim("i") is None
    assert heir.append("i", paper.closed(), fence=new.fence)
    assert heir.history("i").accepted().order_id == "o1"


def test_a_decision_renews_the_lease(open_journal, store, paper):
    """Whoever was heard of is not taken for dead; whoever has given back is not made a holder again."""
    journal = open_journal(store)
    claim = journal.claim("i")
    run_out(journal, "i")
    journal.append("i", paper.opened(), fence=claim.fence)
    assert journal.claim("i") is None

    journal.release(claim)
    journal.append("i", paper.closed(), fence=claim.fence)
    assert journal.claim("i") is not None


@pytest.mark.parametrize("lease", [0, -1, float("nan")])
def test_a_lease_lasts(open_journal, files, lease):
    """One that is over before it begins protects nobody."""
    with pytest.raises(ConfigurationError, match="lease"):
        open_journal(files(), lease=lease)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_opens_its_own_connections(store, open_journal, paper):
    """What it writes is there, and the parent goes on with what it has."""
    journal = open_journal(store)
    claim = journal.claim("i")
    child = os.fork()
    if child == 0:
        good = journal.claim("i") is None and journal.append("i", paper.shown(), fence=None)
        os._exit(0 if good else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert journal.append("i", paper.opened(), fence=claim.fence)
    assert [type(item).__name__ for item in journal.history("i").records] == ["Shown", "Opened"]


def test_a_closed_journal_says_so(open_journal, files, paper):
    """It does not open itself again behind the application's back."""
    with open_journal(files()) as journal:
        claim = journal.claim("i")

    for call in (
        lambda: journal.claim("i"),
        lambda: journal.history("i"),
        lambda: journal.append("i", paper.opened(), fence=claim.fence),
    ):
        with pytest.raises(ConfigurationError, match="was closed"):
            call()
    journal.close()
