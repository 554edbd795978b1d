"""Frameworks come from files, keep what people confirmed, and a body sees no other body's own."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from collab_portal.reference.models import WellbeingGoal
from socialvalue import actions
from socialvalue.frameworks import scales
from socialvalue.models import Framework, Measure, Outcome, Policy, Proxy, ProxySet, Theme, Unit
from socialvalue.models.frameworks import Sourced
from tests import build

pytestmark = pytest.mark.django_db


def test_loading_fills_the_tables_and_a_second_time_changes_nothing():
    first, second = actions.load_frameworks(), actions.load_frameworks()

    rows = [model.objects.count() for model in (Framework, Theme, Outcome, Measure, Policy)]
    assert rows == [5, 13, 33, 82, 5]
    assert set(ProxySet.objects.values_list("owner", "licence")) == {(None, "Open Government Licence v3.0")}
    for proxy in Proxy.objects.all():
        assert proxy.low < proxy.central < proxy.high
        assert proxy.source.startswith("https://")
        assert proxy.title_cy
    assert (second.new, second.changed, second.unchanged) == (0, 0, first.new)


def test_the_command_loads_them_with_the_other_codes():
    out = StringIO()
    call_command("load_reference_data", stdout=out)

    assert Measure.objects.filter(code="MAC 2.2-1", unit=Unit.FTE).exists()
    assert out.getvalue().endswith(" new, 0 changed, 0 unchanged\n")


def test_both_languages_sources_and_goals_of_every_row():
    build.reference_data()
    actions.load_frameworks()

    goals = set(WellbeingGoal.objects.values_list("pk", flat=True))
    for model in (Theme, Outcome, Measure):
        for row in model.objects.all():
            assert row.title_en
            assert row.title_cy
            assert row.title_en != row.title_cy
            assert row.source.startswith("https://")
    for measure in Measure.objects.all():
        assert set(measure.goals) <= goals
        assert measure.unit in ("", *Unit.values)
        assert bool(measure.unit) == bool(measure.evidence_en) == bool(measure.evidence_cy)


def test_what_was_confirmed_stays_so_until_the_row_says_something_else():
    actions.load_frameworks()
    kept, reworded = Measure.objects.unverified().order_by("pk")[:2]
    for row in (kept, reworded):
        actions.confirm_row(row=row, by=build.user(is_staff=True), at=build.NOW, source="The annex, page 4")
    Measure.objects.filter(pk=reworded.pk).update(title_en="What it said before")

    counts = actions.load_frameworks()

    kept.refresh_from_db()
    reworded.refresh_from_db()
    assert counts.changed == 1
    assert (kept.is_verified, kept.confirmed_source) == (True, "The annex, page 4")
    assert (reworded.is_verified, reworded.confirmed_source, reworded.confirmed_by) == (False, "", None)


def test_an_edition_is_open_while_it_is_valid_and_a_bodys_own_only_to_itself():
    actions.load_frameworks()
    ours, theirs = build.organisation(), build.organisation()
    own = Framework.objects.create(code="own", edition="1", owner=ours, licence="own", valid_from=date(2026, 1, 1))

    def codes(organisation, on):
        return {each.code for each in Framework.objects.open_to(organisation).valid(on)}

    assert own.code in codes(ours, date(2026, 6, 1))
    assert own.code not in codes(theirs, date(2026, 6, 1)) | codes(None, date(2026, 6, 1))
    assert {"ppn-002", "ppn-06-20"} <= codes(None, date(2025, 9, 30))
    assert "ppn-06-20" not in codes(None, date(2025, 10, 1))


def test_every_scale_rises_to_its_top_and_is_worded_in_both_languages():
    assert [scale.code for scale in scales.shipped()] == ["SVM-0-4", "LA-0-5", "LA-0-10", "PCT-BANDS"]
    for scale in scales.shipped():
        points = [level.score for level in scale.levels]
        assert points == sorted(set(points))
        assert points[-1] <= scale.top
        assert all(level.name_cy and level.text_cy and level.text_en for level in scale.levels)
        assert not scale.only_levels or (points[0], points[-1]) == (0, scale.top)
    assert scales.levels(scales.named("SVM-0-4"))[0]["points"] == "0"
    assert scales.named("nothing") is None
    assert scales.named("LA-0-5").top == Decimal(5)


def test_only_what_was_written_from_memory_has_to_be_confirmed():
    kinds = Sourced.Verification
    assert [Measure(verification=kind).is_verified for kind in kinds] == [kind != kinds.RECALL for kind in kinds]
