"""Cutting packages of any length into their releases."""

import io
import json
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.ocds import stream
from procurement.ocds.stream import Cutter, Unreadable, pieces

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)
objects = st.dictionaries(st.text(max_size=6), json_values, max_size=4)


def cut(content: bytes, size: int = 0) -> list[stream.Piece]:
    """The pieces, the content handed over in portions of this size."""
    if not size:
        return list(pieces(io.BytesIO(content)))
    cutter = Cutter()
    found = [piece for at in range(0, len(content), size) for piece in cutter.feed(content[at : at + size])]
    cutter.close()
    return found


@given(releases=st.lists(objects, max_size=4), rest=objects, size=st.integers(0, 9), indent=st.sampled_from([None, 1]))
def test_whatever_the_releases_hold_they_come_out_as_they_are(releases, rest, size, indent):
    package = {"publisher": {"name": "P"}, **{f"x{key}": value for key, value in rest.items()}, "releases": releases}
    content = json.dumps(package, indent=indent).encode()

    found = cut(content, size)

    assert [json.loads(piece.content) for piece in found] == releases
    assert [piece.path for piece in found] == [f"$.releases[{n}]" for n in range(len(releases))]
    assert all(piece.publisher == "P" for piece in found)


@given(content=st.binary(max_size=60) | st.text('{}[]"\\,:releasord1 ', max_size=60).map(str.encode))
def test_no_bytes_are_too_odd(content):
    with suppress(Unreadable):
        cut(content)


def test_several_packages_may_follow_each_other():
    lines = b'{"releases": [{"id": 1}]}\n{"records": [{"id": 2}]}\n{"releases": []}\n'

    assert [piece.content for piece in cut(lines)] == [b'{"id": 1}', b'{"id": 2}']


def test_a_list_of_that_name_deeper_down_is_none_of_ours():
    assert [piece.content for piece in cut(b'{"a": {"releases": [{"id": 1}]}, "releases": [{"id": 2}]}')] == [
        b'{"id": 2}'
    ]


def test_what_is_no_object_is_a_piece_too():
    assert [piece.content for piece in cut(b'{"releases": [7, {"id": 1}, "x", [2], null]}')] == [
        b"7",
        b'{"id": 1}',
        b'"x"',
        b"[2]",
        b"null",
    ]


@pytest.mark.parametrize(
    ("content", "complete", "fault"),
    [
        (b'{"releases": [{"id": 1}, {"id"', 1, "stops in the middle"),
        (b'{"releases": [{"id": 1}', 1, "stops in the middle"),
        (b'{"releases": [{"id": 1}]', 1, "stops in the middle"),
        (b'{"releases": [{"id": 1}]} and more', 1, "text follows"),
        (b'{"releases": [{"id": 1}]}}', 1, "not JSON"),
        (b'{"releases": [{"id": 1}] "x"}', 1, "not JSON"),
    ],
)
def test_what_is_complete_is_handed_out_before_the_fault(content, complete, fault):
    found = []

    def take():
        for piece in pieces(io.BytesIO(content)):
            found.append(piece)

    with pytest.raises(Unreadable, match=fault):
        take()

    assert len(found) == complete


def test_a_package_needs_no_more_memory_than_its_longest_release():
    release = json.dumps({"id": "x" * 20_000}).encode()

    class Endless(io.RawIOBase):
        """Two thousand releases that are never all there."""

        parts = iter([b'{"releases": [', *([release + b","] * 2000), release, b"]}"])

        def read(self, size=-1):
            return next(self.parts, b"")

    tracemalloc.start()
    count = sum(1 for _ in pieces(Endless()))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 2001
    assert peak < 1_000_000


def test_a_release_that_is_too_long_is_said_to_be_and_not_kept(monkeypatch):
    monkeypatch.setattr(stream, "LONGEST_RELEASE", 100)
    content = json.dumps({"releases": [{"id": "x" * 200}, {"id": 2}]}).encode()

    found = cut(content)

    assert [(piece.is_too_long, piece.content) for piece in found] == [(True, b""), (False, b'{"id": 2}')]


def test_what_is_around_the_releases_has_an_end():
    with pytest.raises(Unreadable, match="neither"):
        cut(b'{"x": [' + b'"abc",' * 400_000 + b"1]}")
