"""Bodies, decompressed within a limit."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rampkit.session.decoding import Body, UnreadableBodyError

TEXT = b'{"rate": "0.94"}' * 50


def raw_deflate(data):
    """Deflate as some servers send it, without a header."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def read(encoding, data, *, limit=10_000, size=7):
    """*data*, fed in small chunks."""
    body = Body(encoding, limit=limit)
    for start in range(0, len(data), size):
        body.feed(data[start : start + size])
    return body.finish()


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT, mtime=0)),
        (" GZIP ", gzip.compress(TEXT, mtime=0)),
        ("x-gzip", gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_formats(encoding, data, size):
    """Each format that servers send is read, however it is cut into chunks."""
    assert read(encoding, data, size=size) == TEXT


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_nothing(encoding):
    """An empty body is empty, whatever the header says: 204 and HEAD."""
    assert read(encoding, b"") == b""


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "nonsense"])
def test_unasked_formats(encoding):
    """A format that was not asked for is refused."""
    with pytest.raises(UnreadableBodyError, match="not asked for"):
        Body(encoding, limit=1)


@given(st.binary(max_size=300), st.integers(0, 300))
def test_limit_is_exact(data, limit):
    """A body as large as the limit is read, one byte more is refused."""
    for encoding, packed in (("", data), ("gzip", gzip.compress(data))):
        if len(data) <= limit:
            assert read(encoding, packed, limit=limit) == data
        else:
            with pytest.raises(UnreadableBodyError, match="larger"):
                read(encoding, packed, limit=limit)


@pytest.mark.parametrize("missing", [1, 8, 20])
def test_cut_short(missing):
    """A compressed body that ends early is noticed."""
    with pytest.raises(UnreadableBodyError, match="cut short"):
        read("gzip", gzip.compress(TEXT)[:-missing])


@given(st.binary(min_size=1))
def test_junk(data):
    """Junk is read or refused, never anything else."""
    for encoding in ("gzip", "deflate"):
        with suppress(UnreadableBodyError):
            read(encoding, data)
