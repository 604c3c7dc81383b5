"""Idempotency keys on the three calls that take one."""

from datetime import timedelta

import pytest

REPLAYED = "x-idempotency-replayed"


def test_replay_gives_the_first_answer(caller, jane):
    """Equal key and equal body create one intent and answer the same bytes twice."""
    first, second = (caller.create(jane, key="k1") for _ in range(2))
    assert second.content == first.content
    assert second.status_code == first.status_code == 201
    assert REPLAYED not in first.headers
    assert second.headers[REPLAYED] == "true"
    assert caller.state()["counts"]["intents"] == 1


def test_replay_does_not_follow_the_intent(caller, jane):
    """A replay shows the intent as it was, not as it is."""
    intent_id = caller.create(jane, key="k1").json()["intent"]["id"]
    caller.move(intent_id, "cancel")
    assert caller.create(jane, key="k1").json()["intent"]["status"] == "CREATED"


def test_other_body_is_refused(caller, jane):
    """A key that comes back with another body is 422 and creates nothing."""
    caller.create(jane, key="k1")
    answer = caller.create(jane, key="k1", srcAmount="100.01")
    assert answer.status_code == 422
    assert answer.json()["error"] == "IDEMPOTENCY_KEY_REUSED"
    assert caller.state()["counts"]["intents"] == 1


def test_keys_are_shared_by_all_calls(caller, jane):
    """A key used for one call cannot serve another of the project."""
    intent_id = caller.create(jane, key="k1").json()["intent"]["id"]
    caller.move(intent_id, "approve")
    headers = {**jane, "Idempotency-Key": "k1"}
    assert caller.post(f"/intent/{intent_id}/transaction", headers=headers).status_code == 422


def test_execute_replays(caller, jane):
    """Executing twice under one key is one transaction; without the key it is refused."""
    intent_id = caller.intent(jane)
    caller.move(intent_id, "approve")
    headers = {**jane, "Idempotency-Key": "k2"}
    first, second = (caller.post(f"/intent/{intent_id}/transaction", headers=headers) for _ in range(2))
    assert second.status_code == 202
    assert second.content == first.content
    assert second.headers[REPLAYED] == "true"
    assert caller.post(f"/intent/{intent_id}/transaction", headers=jane).status_code == 400


def test_customer_replays_its_old_token(caller):
    """A replayed customer comes with the token of the first answer, which ages."""
    headers = {"Idempotency-Key": "k3"}
    first = caller.post("/customers", json={"id": "jane"}, headers=headers, auth=caller.basic)
    caller.world.clock.advance(timedelta(hours=2))
    again = caller.post("/customers", json={"id": "jane"}, headers=headers, auth=caller.basic)
    assert again.json()["accessToken"] == first.json()["accessToken"]
    stale = {"Authorization": f"Bearer {again.json()['accessToken']}"}
    assert caller.get("/intent", headers=stale).status_code == 401


def test_keys_are_forgotten_after_a_day(caller):
    """After 24 hours a key is new again."""
    caller.create(caller.customer(), key="k1")
    caller.world.clock.advance(timedelta(hours=24))
    answer = caller.create(caller.customer(), key="k1", srcAmount="7.00")
    assert answer.status_code == 201
    assert caller.state()["counts"]["intents"] == 2


@pytest.mark.parametrize(("length", "status"), [(256, 201), (257, 400)])
def test_key_length(caller, jane, length, status):
    """A key has at most 256 characters."""
    assert caller.create(jane, key="k" * length).status_code == status


def test_refusals_are_not_kept(caller, jane):
    """A refused call may be sent again under its key."""
    intent_id = caller.intent(jane)
    headers = {**jane, "Idempotency-Key": "k1"}
    assert caller.post(f"/intent/{intent_id}/transaction", headers=headers).status_code == 400
    caller.move(intent_id, "approve")
    assert caller.post(f"/intent/{intent_id}/transaction", headers=headers).status_code == 202


def test_older_deployments_ignore_keys(caller, jane):
    """With the switch, a repeated key creates a second intent."""
    caller.flip(idempotency="ignored")
    answers = [caller.create(jane, key="k1") for _ in range(2)]
    assert all(REPLAYED not in each.headers for each in answers)
    assert caller.state()["counts"]["intents"] == 2
