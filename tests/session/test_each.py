"""Paged lists: every item once, each page when it is due."""

from __future__ import annotations

from functools import partial
from itertools import islice

import httpx
import pytest

from rampkit.errors import ConfigurationError, UnavailableError
from rampkit.http import Commits, Request
from rampkit.pages import Page

PAGES = {"/v1/list/0": ["a", "b"], "/v1/list/1": [], "/v1/list/2": ["c"]}


def listing(number=0, **options):
    """A flow of one page, as an adapter writes it."""
    response = yield Request(operation="list", path=f"/list/{number}", **options)
    if not response.ok:
        raise UnavailableError("no such page", connection="acme")
    last = f"/v1/list/{number + 1}" not in PAGES
    return Page(tuple(response.json()), None if last else partial(listing, number + 1))


def taken(face, flow, count=None):
    """The first *count* items, or all."""

    async def collected():
        items = []
        async for item in face.session.each(flow):
            items.append(item)
            if len(items) == count:
                break
        return items

    if hasattr(face, "runner"):
        return face.runner.run(collected())
    return list(islice(face.session.each(flow), count))


@pytest.fixture
def asked():
    """The paths that were asked for."""
    return []


@pytest.fixture
def face(answering, asked):
    """A session whose provider has three pages."""

    def handler(request):
        asked.append(request.url.path)
        found = PAGES.get(request.url.path)
        return httpx.Response(200, json=found) if found is not None else httpx.Response(500)

    return answering(handler, attempts=1)


def test_all_items_of_all_pages_come_in_order(face, asked):
    """An empty page in between ends nothing."""
    assert taken(face, listing()) == ["a", "b", "c"]
    assert asked == list(PAGES)


def test_a_page_nobody_needs_is_not_asked_for(face, asked):
    """Whoever stops after the first page has sent one request."""
    assert taken(face, listing(), 2) == ["a", "b"]
    assert asked == ["/v1/list/0"]


def test_nothing_is_sent_before_the_first_item_is_taken(face, asked):
    """Making the iterator costs nothing."""
    face.session.each(listing())

    assert asked == []


def test_a_page_that_fails_ends_the_list_in_its_error(face):
    """What came before has been given; a list that stops early never looks complete."""
    with pytest.raises(UnavailableError, match="no such page"):
        taken(face, listing(7))


def test_a_list_orders_nothing(face, asked):
    """An adapter's mistake does not move money."""
    with pytest.raises(ConfigurationError, match="through the journal alone"):
        taken(face, listing(commits=Commits.ORDER))
    assert asked == []


def test_a_page_is_a_sequence_of_its_items():
    """It can be looped over, indexed, sliced and compared."""
    page = Page(("a", "b", "c"), total=7)

    assert (list(page), len(page), page[0], page[1:], "b" in page) == (
        ["a", "b", "c"],
        3,
        "a",
        ("b", "c"),
        True,
    )
    assert page == Page(("a", "b", "c"), total=7)
