"""Writing many rows as one JSON document."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from procurement import bulk
from procurement.models import ImportedRelease, Lot, Opportunity
from tests import build

pytestmark = pytest.mark.django_db


def rows(*titles, **fields):
    buyer = build.organisation()
    return [
        Opportunity(ocid=f"ocds-{title}", origin="import", stage="planned", buyer=buyer, title_en=title, **fields)
        for title in titles
    ]


def published(**fields):
    return {"published_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC)} | fields


def test_rows_come_back_in_their_order_with_their_keys():
    made = bulk.insert(rows("b", "c", "a", **published()))

    kept = list(Opportunity.objects.order_by("pk"))
    assert [each.title_en for each in kept] == ["b", "c", "a"]
    assert [(each.pk, each.reference) for each in made] == [(each.pk, each.reference) for each in kept]
    assert made[0].created_at == kept[0].created_at


def test_values_of_every_kind_are_kept_exactly():
    fields = published(
        title_cy='"ŵ" \\ \n 🎉',
        value_amount=Decimal("123456789012.34"),
        cpv_codes=["85000000", "45000000"],
        tender_start_earliest=date(2027, 3, 1),
        tender_start_latest=date(2027, 3, 31),
        light_touch=False,
        contract_months=36,
    )

    bulk.insert(rows("a", **fields))

    kept = Opportunity.objects.get()
    assert {name: getattr(kept, name) for name in fields} == fields
    assert (kept.value_gross, kept.extension_months, kept.area_codes) == (None, None, [])


def test_a_row_that_may_not_be_is_refused():
    bulk.insert(rows("a", **published()))

    with pytest.raises(IntegrityError):
        bulk.insert(rows("a", **published()))


def test_history_is_kept():
    (made,) = bulk.insert(rows("a", **published()))

    assert Opportunity.history.rel.related_model.objects.filter(pgh_obj_id=made.pk).count() == 1


def test_no_rows_are_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bulk.insert([]) == []
        bulk.update([], ["title_en"])


def test_many_rows_are_one_statement(django_assert_num_queries):
    made = rows(*map(str, range(50)), **published())

    with django_assert_num_queries(1):
        bulk.insert(made)
    with django_assert_num_queries(1):
        bulk.insert([Lot(opportunity=each, number=1) for each in made])


def test_rows_are_updated_in_these_columns_only():
    first, second = bulk.insert(rows("a", "b", **published()))
    first.title_en = second.title_en = "new"
    first.title_cy = "not written"

    bulk.update([first, second], ["title_en"])

    assert set(Opportunity.objects.values_list("title_en", "title_cy")) == {("new", "")}


def test_json_is_kept_as_it_is_written():
    (opportunity,) = bulk.insert(rows("a", **published()))
    release = ImportedRelease(
        ocid="ocds-a",
        release_id="1",
        released_at=published()["published_at"],
        opportunity=opportunity,
        data=bulk.as_it_is(b'{"n": 1.50, "s": "\\u0175"}'),
    )

    bulk.insert([release])

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM procurement_importedrelease")
        assert cursor.fetchone() == ('{"n": 1.50, "s": "ŵ"}',)
