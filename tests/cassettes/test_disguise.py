"""Finding and hiding a text, however it is written."""

from __future__ import annotations

import pytest

from rampkit.errors import ConfigurationError
from rampkit.testing.disguise import Disguise

SECRET = "s3cr3t?/Känguru+9="
NAME = "Ana Ñandú-Lima"
HIDE = {"<secret>": SECRET, "<name>": NAME}


@pytest.mark.parametrize("text", [SECRET, NAME], ids=["secret", "name"])
def test_every_spelling_is_found_and_hidden(text, spelled):
    """Nothing of the text is left, and its stand-in is there."""
    disguise = Disguise(HIDE)

    for spelling in spelled(text).values():
        hidden = disguise.hide(f"before={spelling}&after")
        assert len(disguise.found_in(spelling)) == 1, spelling
        assert disguise.found_in(hidden) == (), spelling
        assert hidden.startswith("before=<"), spelling
        assert hidden.endswith(">&after"), spelling


def test_what_is_hidden_can_be_shown_again():
    """As JSON writes it."""
    disguise = Disguise(HIDE)

    assert disguise.show(disguise.hide(f'{{"name":"{NAME}"}}')) == f'{{"name":"{NAME}"}}'


def test_hiding_twice_changes_nothing():
    """A stand-in is not hidden again."""
    hidden = Disguise(HIDE).hide(f"{NAME} and {SECRET}")

    assert Disguise(HIDE).hide(hidden) == hidden == "<name> and <secret>"


def test_the_longer_text_is_hidden_first():
    """A name that is part of an address does not spoil it."""
    disguise = Disguise({"<name>": "Ana Lima", "<address>": "Ana Lima, 1 High Street"})

    assert disguise.hide("to Ana Lima, 1 High Street") == "to <address>"


@pytest.mark.parametrize("text", ["Ana", "12345"])
def test_short_texts_are_refused(text):
    """They would be found by chance."""
    with pytest.raises(ConfigurationError, match=r"<name>: .* at least 6 characters"):
        Disguise({"<name>": text})


def test_nothing_is_found_in_other_texts():
    """Not in words, numbers or encodings of something else."""
    text = '{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","name":"Another Person","rate":"0.94"} c2VjcmV0'

    assert Disguise(HIDE).hide(text) == text


def test_its_repr_tells_stand_ins_only():
    """Nothing hidden."""
    assert repr(Disguise(HIDE)) == "<Disguise of <secret>, <name>>"
