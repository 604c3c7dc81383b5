"""A secret shows itself to nobody who does not ask for it."""

import copy
import io
import json
import logging
import pickle
import pprint
import traceback

import pytest
import structlog

from rampkit.errors import ConfigurationError
from rampkit.http import Token
from rampkit.secrets import Secret

CANARY = "canary-7f3a"


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        format,
        ascii,
        pprint.pformat,
        lambda secret: f"{secret} {secret!r} {secret:>40} {secret!s:^9}",
        lambda secret: "%s %r" % (secret, secret),  # noqa: UP031  # the point
        lambda secret: "{} {!r} {:20}".format(secret, secret, secret),  # noqa: UP032  # the point
        lambda secret: str([secret, {secret: secret}, Token(secret)]),
        lambda secret: json.dumps({"key": secret}, default=str),
        lambda secret: " ".join(dir(secret)),
    ],
)
def test_no_printout_shows_it(show):
    """Whichever way it is turned to text, it is three stars."""
    assert CANARY not in show(Secret(CANARY))


def test_only_asking_reveals_it():
    """`reveal` is the one door."""
    assert Secret(CANARY).reveal() == CANARY


def test_it_has_no_dictionary():
    """`vars` is what debuggers and error reporters read."""
    with pytest.raises(TypeError):
        vars(Secret(CANARY))


def test_json_does_not_know_it():
    """Without a default of somebody's own, JSON fails rather than tells."""
    with pytest.raises(TypeError, match="Secret is not JSON serializable"):
        json.dumps(Secret(CANARY))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused(protocol):
    """A pickle is a file somebody else may read."""
    with pytest.raises(
        TypeError, match="a Secret is not picklable; pass credentials by configuration"
    ) as caught:
        pickle.dumps({"deep": [Secret(CANARY)]}, protocol)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    "read", [Secret.__getstate__, Secret.__reduce__, lambda secret: secret.__reduce_ex__(4)]
)
def test_no_protocol_of_copying_reads_it(read):
    """Libraries that store objects their own way use these."""
    with pytest.raises(TypeError, match="not picklable"):
        read(Secret(CANARY))


def test_a_copy_is_the_same_object():
    """Copying a configuration works and makes no second secret."""
    secret = Secret(CANARY)

    assert copy.copy(secret) is secret
    assert copy.deepcopy({"key": [secret]})["key"][0] is secret


def test_secrets_are_compared_by_text():
    """Two of the same text are equal, also when the text is no good Unicode; text itself is not a secret."""
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("\ud800") == Secret("\ud800")
    assert Secret("a") != "a"
    assert hash(Secret("a")) == hash(Secret("a"))
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2


def test_an_empty_secret_is_false():
    """So a missing one is easily noticed."""
    assert not Secret("")
    assert Secret("a")


def test_a_secret_of_a_secret_is_one_secret():
    """Wrapping twice changes nothing."""
    assert Secret(Secret(CANARY)).reveal() == CANARY


@pytest.mark.parametrize("value", [None, 5, b"canary", ["canary"]])
def test_a_credential_must_be_text(value):
    """An environment variable that is not set is noticed at once; the value is not repeated."""
    with pytest.raises(
        ConfigurationError, match=r"a credential must be text, not \w+; is it set\?"
    ) as caught:
        Secret(value)
    assert "canary" not in str(caught.value)


def _fail(secret):
    key = secret
    raise RuntimeError("something else went wrong", bool(key))


def test_tracebacks_with_local_variables_do_not_show_it():
    """Structlog prints the locals of every frame; the secret among them stays three stars."""
    printed = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(printed),
        processors=[structlog.processors.dict_tracebacks, structlog.processors.JSONRenderer()],
    )
    try:
        _fail(Secret(CANARY))
    except RuntimeError:
        log.exception("failed")

    assert "Secret('***')" in printed.getvalue()
    assert CANARY not in printed.getvalue().replace("CANARY", "")


def test_the_standard_library_does_not_show_it(caplog):
    """Neither a log record nor a captured traceback holds it."""
    try:
        _fail(Secret(CANARY))
    except RuntimeError as error:
        logging.getLogger("application").exception("failed with %s", Secret(CANARY))
        captured = traceback.TracebackException.from_exception(error, capture_locals=True)

    assert CANARY not in caplog.text
    assert "Secret('***')" in "".join(str(frame.locals) for frame in captured.stack)
