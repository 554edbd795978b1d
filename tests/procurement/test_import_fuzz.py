"""Real notices, spoilt in every way: never a traceback, never half of one."""

import copy
import io
import json
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from procurement.imports import Import
from procurement.models import ImportedRelease, Opportunity, PipelineEntry, Release
from tests import build
from tests.conftest import SAMPLE_DATA

FILES = ("sell2wales.json", "contracts_finder.json", "fts_uk4_below_threshold_harrogate_032703-2026.json")
ODD = st.sampled_from(
    [
        *(None, "", " ", 0, -1, 1e308, 10**30, True, [], {}, [[]], [None], {"id": None}),
        *("x" * 5000, "<b>b</b>", "ŵ🎉", "\u202e", "a\nb", "NaN", "=1+1"),
        *("2026-13-01", "9999-12-31T23:59:59Z", "0001-01-01", "GBP", "GB-COH", "UKL18", "45000000"),
    ]
)


@cache
def samples() -> list[dict]:
    """Few of each, since the shortest example that fails is looked for among them."""
    found = []
    for name in FILES:
        found += json.loads((SAMPLE_DATA / "notices" / name).read_text())["releases"][::12]
    return found


def places(value, path=()):
    """Every way into a release."""
    yield path
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from places(each, (*path, index))


@st.composite
def spoilt(draw):
    """A real release with up to four of its values replaced, taken away, doubled, or exchanged for one of another."""
    release = copy.deepcopy(draw(st.sampled_from(samples())))
    for _ in range(draw(st.integers(1, 4))):
        ways = [way for way in places(release) if way]
        *way, last = draw(st.sampled_from(ways))
        place = release
        for step in way:
            place = place[step]
        _spoil(draw, place, last, release)
    return release


def _spoil(draw, place, last, release):
    match draw(st.sampled_from(["replace", "remove", "double", "exchange"])):
        case "replace":
            place[last] = draw(ODD)
        case "remove":
            del place[last]
        case "double" if isinstance(place, list):
            place.append(copy.deepcopy(place[last]))
        case _:
            way = draw(st.sampled_from([way for way in places(release) if way]))
            value = release
            for step in way:
                value = value[step]
            place[last] = copy.deepcopy(value)


@pytest.mark.sample_data
class TestSpoiltReleases(TestCase):
    """Each example has a transaction of its own, which is undone."""

    @classmethod
    def setUpTestData(cls):
        build.reference_data()

    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(releases=st.lists(spoilt(), min_size=1, max_size=4), is_one_process=st.booleans())
    def test_each_is_taken_whole_or_refused_with_a_reason(self, releases, is_one_process):
        rows = []
        if is_one_process:
            releases = [each | {"ocid": "ocds-fuzz00-1", "id": str(n)} for n, each in enumerate(releases)]
        run = Import(at=build.NOW, tell=lambda _file, row: rows.append(row))

        readable = run.take(_file(releases), "spoilt.json")

        counts = run.total
        refused = [row for row in rows if row.kind == "refused"]
        assert readable
        assert counts.new + counts.changed + counts.unchanged + counts.refused == len(releases)
        assert len(refused) == counts.refused
        assert all(row.reason and row.path.startswith("$.releases[") for row in refused)
        assert not [row for row in refused if "database" in row.reason]
        assert Opportunity.objects.count() == PipelineEntry.objects.count() == counts.new
        assert Release.objects.count() == counts.new + counts.changed
        assert ImportedRelease.objects.count() <= len(releases) - counts.refused
        for each in Opportunity.objects.prefetch_related("lots"):
            assert each.lots.all()


def _file(releases):
    return io.BytesIO(json.dumps({"releases": releases}).encode())
