"""Open enumerations keep the words they do not know."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.errors import InvalidInputError
from rampkit.models import BankAccount, FeeKind, OpenEnum, Rail, RefusalReason, Status


@pytest.mark.parametrize("word", ["pix", "PIX", "Pix"])
def test_known_words_in_any_case(word):
    """A known word is its member, however it is written."""
    assert Rail(word) is Rail.PIX
    assert Rail(word).known


@pytest.mark.parametrize("word", ["khipu", "KHIPU", "Khipu"])
def test_unknown_words_are_kept_in_lower_case(word):
    """A new rail of a provider does not fail, and says that it is new."""
    assert Rail(word) == "khipu"
    assert not Rail(word).known


def test_unknown_words_are_compared_by_text():
    """Two of the same word are equal, in sets and as keys too."""
    assert Rail("khipu") == Rail("KHIPU")
    assert hash(Rail("khipu")) == hash("khipu")
    assert {Rail("khipu"), Rail("Khipu")} == {"khipu"}
    assert Rail("khipu") != Rail.PIX


def test_an_unknown_word_does_not_become_a_member():
    """Looking a word up changes nothing for the next one."""
    Rail("khipu")

    assert "khipu" not in [str(item) for item in Rail]
    assert "khipu" not in Rail.__members__.values()


@pytest.mark.parametrize("word", ["", None, 5, 1.5, True, ["pix"], b"pix"])
def test_what_is_no_word(word):
    """Only text is a word, and not the empty one."""
    with pytest.raises(ValueError, match="is not a valid Rail"):
        Rail(word)


@given(st.text(min_size=1))
def test_any_text_is_kept(text):
    """Whatever a provider writes comes out as text, and is found again."""
    word = Rail(text)

    assert str(word) == word == text.lower()
    assert Rail(str(word)) == word


@pytest.mark.parametrize("rail", [Rail.PIX, Rail("khipu")])
def test_words_survive_pickle_copy_and_json(rail):
    """Known or not, a word stays itself and of its enumeration."""
    copies = [pickle.loads(pickle.dumps(rail)), copy.copy(rail), copy.deepcopy(rail)]  # noqa: S301  # our own

    assert copies == [rail] * 3
    assert {type(item) for item in copies} == {Rail}
    assert json.loads(json.dumps([rail])) == [str(rail)]
    assert f"{rail}" == str(rail) == rail.value


@pytest.mark.parametrize("rail", ["PIX", "Khipu"])
def test_words_in_models(rail):
    """A field takes known and unknown words and gives them back from JSON."""
    account = BankAccount(country="BR", rail=rail)

    assert account.rail == rail.lower()
    assert isinstance(account.rail, Rail)
    assert BankAccount.model_validate_json(account.model_dump_json()) == account


@pytest.mark.parametrize("rail", ["", 5, 1.5, ["pix"]])
def test_what_is_no_word_in_a_model(rail):
    """A field refuses what is no word, in our words."""
    with pytest.raises(InvalidInputError, match=r"^rail: is not one of the words known here$"):
        BankAccount(country="BR", rail=rail)


@pytest.mark.parametrize("kind", [Rail, FeeKind, RefusalReason, Status])
def test_members_are_lower_case(kind):
    """Only then does a word in any case find its member."""
    assert [item.value for item in kind] == [item.value.lower() for item in kind]


def test_the_word_unknown_is_known_where_it_is_a_member():
    """`unknown` is an answer of ours, not a word we failed to understand."""
    assert Status("unknown").known
    assert not Rail("unknown").known


def test_an_enumeration_of_ones_own():
    """The base serves an adapter's own words too."""

    class Colour(OpenEnum):
        RED = "red"

    assert Colour("RED") is Colour.RED
    assert Colour("Blue").value == "blue"
