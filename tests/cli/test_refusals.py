"""Bad input and bad configuration: one clear sentence on standard error, status 2, never a traceback."""

from __future__ import annotations

import errno

import pytest

import rampkit.cli.quotes
from rampkit.errors import UnavailableError

GOOD = {"amount": "500", "source": "BRL", "destination": "USDC_BASE", "country": "BR"}


def line(*more: str, **changes: str) -> list[str]:
    """A `quotes` command with *changes*."""
    words = GOOD | changes
    return [
        "quotes",
        words["amount"],
        words["source"],
        words["destination"],
        "--country",
        words["country"],
        *more,
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "-5"}, "amount is negative; send an amount greater than zero"),
        ({"amount": "-.5"}, "amount is negative; send an amount greater than zero"),
        ({"amount": "0"}, "amount is zero; send an amount greater than zero"),
        ({"amount": "NaN"}, "amount is not a number; write plain digits with a point, e.g. 10.50"),
        ({"amount": "inf"}, "amount is not a number; write plain digits with a point, e.g. 10.50"),
        ({"amount": "1,000"}, "amount is not a number; write plain digits with a point, e.g. 10.50"),
        ({"amount": "5.123"}, "amount has more decimals than BRL has (2); round it yourself first"),
        (
            {"source": "XYZ"},
            "source: XYZ is not an ISO 4217 currency, and a token needs its network; write e.g. XYZ_BASE",
        ),
        (
            {"source": "DAI"},
            "source: DAI is not an ISO 4217 currency, and a token needs its network; write e.g. DAI_BASE",
        ),
        ({"country": "XX"}, "country is not an ISO 3166-1 country code; write two letters, e.g. BR"),
        ({"country": "BRA"}, "country is not an ISO 3166-1 country code; write two letters, e.g. BR"),
    ],
)
def test_bad_values_are_named(one_sentence, changes, sentence):
    """The sentence names the argument, what is wrong with it and what to write instead."""
    assert one_sentence(*line("--sandbox", **changes)) == sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (line("--sandbox", destination="USDC"), "a token needs its network; write e.g. USDC_BASE"),
        (line("--sandbox", destination="USD"), "destination is fiat like the source"),
        (line("--sandbox", destination="BRL"), "destination is the same as the source"),
        (line("--sandbox", "--region", "US-NY"), "region is not a part of BR; write BR-..."),
        (line("--sandbox", "--rail", ""), "rail is empty"),
        (line("--sandbox", "--fixed", "middle"), "'middle' is not one of"),
        (line("--sandbox", "--timeout", "0"), "must be a number above zero"),
        (line("--sandbox", "--timeout", "nan"), "must be a number above zero"),
        (
            line("--sandbox", "--connection", "ripio-xx"),
            "'ripio-xx' is no connection here; name some of gnosis, ripio-ar",
        ),
        (line("--sandbox", "--config", "x.toml"), "exclude each other; give one of them, or none"),
        (line("--sandbox-url", "here"), "--sandbox-url is no address; write e.g. http://127.0.0.1:8700"),
        (line("--contry", "BR"), "No such option: --contry"),
        (["quotes", "500", "BRL", "USDC_BASE"], "Missing option '--country'"),
        (["quotes", "500", "BRL"], "see `rampkit quotes --help`"),
        (["qoutes"], "No such command 'qoutes'"),
        (["routes", "--sandbox", "--source", "USDC"], "source: USDC is not an ISO 4217 currency"),
        (["routes", "--sandbox", "--country", "nowhere"], "country is not an ISO 3166-1 country code"),
    ],
)
def test_bad_arguments_are_explained(one_sentence, arguments, words):
    """Whatever is wrong with a command line is said in one sentence, with the way out."""
    assert words in one_sentence(*arguments)


def test_nothing_configured_shows_the_ways_to_begin(one_sentence):
    """Without any connection the sentence names a variable, the file and the sandbox."""
    sentence = one_sentence(*line())
    assert all(word in sentence for word in ("RAMPKIT_GNOSIS_CLIENT_ID", "rampkit.toml", "--sandbox"))


def test_a_missing_secret_names_its_variable(one_sentence, monkeypatch):
    """Half a configuration is refused by the name of the missing half."""
    monkeypatch.setenv("RAMPKIT_GNOSIS_CLIENT_ID", "id")
    assert "RAMPKIT_GNOSIS_CLIENT_SECRET is not set" in one_sentence(*line())


@pytest.mark.parametrize(
    ("text", "words"),
    [("connections = 3", "rampkit.toml"), ("[connections.gnosis", "is not TOML"), ("x = 1", "means nothing")],
)
def test_a_bad_file_is_named(one_sentence, tmp_path, text, words):
    """The sentence names the file and what is wrong in it."""
    (tmp_path / "rampkit.toml").write_text(text)
    assert words in one_sentence(*line())


def test_a_missing_file_is_named(one_sentence):
    """A file that was asked for must exist."""
    assert "nowhere.toml cannot be read" in one_sentence(*line("--config", "nowhere.toml"))


def test_no_sandbox_at_the_address(one_sentence):
    """Nothing answers on port 1 of this machine."""
    sentence = one_sentence(*line("--sandbox-url", "http://127.0.0.1:1"))
    assert sentence == "no sandbox answers at http://127.0.0.1:1; start one with `rampkit sandbox`"


class UnforeseenError(Exception):
    """Its text may hold anything."""


def test_a_fault_of_ours_shows_no_text(run, monkeypatch):
    """An error nobody foresaw is told by its class alone: its text may hold a credential."""

    def broken(*_: object, **__: object) -> None:
        raise UnforeseenError("the secret is 12345")

    monkeypatch.setattr(rampkit.cli.quotes, "Router", broken)
    ran = run(*line("--sandbox"))
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("rampkit: unexpected UnforeseenError")
    assert "12345" not in ran.err
    with pytest.raises(UnforeseenError):
        run("--traceback", *line("--sandbox"))


def test_an_error_of_a_provider_is_told_in_our_words(run, monkeypatch):
    """What a provider wrote may name a person, so it stays out."""

    def refused(*_: object, **__: object) -> None:
        raise UnavailableError("it is closed", connection="gnosis", status=503, provider_message="for Ana")

    monkeypatch.setattr(rampkit.cli.quotes, "Router", refused)
    ran = run(*line("--sandbox"))
    assert (ran.status, ran.err) == (1, "rampkit: gnosis: it is closed [HTTP 503]\n")


def test_a_full_disk_is_no_fault_of_ours(run, monkeypatch):
    """Where the output cannot be written, that is what is said."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(rampkit.cli.quotes, "show", full)
    ran = run(*line("--sandbox"))
    assert (ran.status, ran.err) == (1, "rampkit: the output cannot be written: No space left on device\n")
