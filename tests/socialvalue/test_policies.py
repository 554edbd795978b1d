"""What a policy asks for by the value of a contract, and how a body makes one its own."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from collab_portal.audit.models import Act
from collab_portal.demo import policy as demo_policy
from socialvalue.models import Measure, Policy
from socialvalue.policies import band_for
from tests import build
from tests.socialvalue import build_value

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def council():
    return build.organisation()


@pytest.fixture
def officer(client, council):
    client.force_login(build.user(role="editor", of=council))
    return client


def weight(council, value, on=TODAY):
    band = band_for(council, value, on)
    return band and band.weight


def test_a_band_begins_at_its_value_and_ends_below_the_next(council):
    build_value.policy(council, bands=[("10000", "5"), ("100000", "10"), ("1000000", "20")])

    values = ["9999.99", "10000", "99999.99", "100000", "999999.99", "1000000", "99999999"]
    assert [weight(council, Decimal(value)) for value in values] == [None, 5, 5, 10, 10, 20, 20]
    assert weight(council, None) is None


def test_of_several_policies_the_one_that_began_last_counts(council):
    build_value.policy(council, bands=[("0", "5")], valid_from=date(2025, 1, 1))
    build_value.policy(council, bands=[("0", "15")], valid_from=date(2026, 11, 23))
    build_value.policy(council, bands=[("0", "50")], valid_from=date(2027, 1, 1))
    build_value.policy(council, bands=[("0", "99")], valid_from=date(2026, 11, 1), is_in_use=False)

    days = [date(2024, 12, 31), date(2026, 11, 22), TODAY, date(2027, 1, 1)]
    assert [weight(council, Decimal(1), on) for on in days] == [None, 5, 15, 50]
    assert weight(build.organisation(), Decimal(1)) is None


def test_an_example_is_copied_looked_over_and_then_used(officer, council):
    build_value.frameworks()

    officer.post(reverse("social-value:policy-copy", args=["rotherham"]))

    copy = Policy.objects.get(owner=council)
    assert not copy.is_in_use
    assert weight(council, Decimal(300_000)) is None
    page = officer.get(reverse("social-value:own-policy", args=[copy.slug]))
    typed = typed_of(page) | {"is_in_use": "on", "valid_from_day": "1", "valid_from_month": "1"}
    typed |= {"valid_from_year": "2026", "bands-1-weight": "15"}
    answer = officer.post(reverse("social-value:own-policy", args=[copy.slug]), typed)
    assert answer.status_code == 302
    assert [weight(council, Decimal(value)) for value in (99_999, 100_000, 250_000)] == [None, 20, 15]
    assert Policy.objects.get(owner=None, slug="rotherham").bands.get(value_to=None).weight == 20
    assert set(Act.objects.filter(target_id=str(copy.pk)).values_list("verb", flat=True)) == {
        "policy copied",
        "policy saved",
    }


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(officer):
    page = officer.get(reverse("social-value:own-policy-new"))
    typed = typed_of(page) | {"title_en": "Ours", "bands-0-value_from": "50000", "bands-0-weight": "101"}
    typed |= {"bands-1-value_from": "", "bands-1-note_en": "A note without a value"}

    answer = officer.post(reverse("social-value:own-policy-new"), typed)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter 100 or less" in text
    assert "Enter the value from which this band counts" in text
    assert 'value="101"' in text
    assert "A note without a value" in text
    more = officer.post(reverse("social-value:own-policy-new"), typed | {"more": "yes"}).content.decode()
    assert 'value="101"' in more
    assert "bands-2-value_from" in more


def test_two_bands_cannot_begin_at_one_value(officer, council):
    page = officer.get(reverse("social-value:own-policy-new"))
    typed = typed_of(page) | {"title_en": "Ours", "valid_from_day": "1", "valid_from_month": "1"}
    typed |= {"valid_from_year": "2026", "bands-0-value_from": "£50,000", "bands-1-value_from": "50000"}

    answer = officer.post(reverse("social-value:own-policy-new"), typed)

    assert "Two bands begin at this value" in answer.content.decode()
    assert not Policy.objects.filter(owner=council).exists()


def test_whoever_is_second_sees_what_the_first_saved(officer, council):
    policy = build_value.policy(council)
    address = reverse("social-value:own-policy", args=[policy.slug])
    typed = typed_of(officer.get(address)) | {"title_en": "Mine"}
    band = policy.bands.order_by("value_from").last()
    band.weight = 25
    band.save()

    answer = officer.post(address, typed)

    assert answer.status_code == 409
    assert "Weight in the award: 25%" in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    policy.refresh_from_db()
    assert policy.title_en == "Our policy"


def test_a_policy_of_another_body_is_not_there(officer):
    build_value.frameworks()
    theirs = build_value.policy(build.organisation())

    assert officer.get(reverse("social-value:own-policy", args=[theirs.slug])).status_code == 404
    assert officer.post(reverse("social-value:policy-copy", args=[theirs.slug])).status_code == 404


def typed_of(page) -> dict[str, str]:
    """What stands in the forms of the page, as a browser would send it."""
    form, bands = page.context["form"], page.context["bands"]
    typed = {"stamp": form.stamp, "bands-INITIAL_FORMS": len(bands.initial_forms), "bands-TOTAL_FORMS": len(bands)}
    for each in [form, *bands]:
        for field in each:
            value = field.value()
            if field.name == "valid_from":
                days = (value.day, value.month, value.year) if value else ("", "", "")
                typed |= dict(zip([f"valid_from_{part}" for part in ("day", "month", "year")], days, strict=True))
            elif not (field.name == "is_in_use" and not value):
                typed[field.html_name] = "" if value is None else str(value)
    return typed


def test_the_demo_council_begins_with_a_published_policy_and_makes_it_its_own(council):
    build.reference_data()
    build_value.frameworks()

    demo_policy.add_policy(council, build.user(role="publisher", of=council), at=build.NOW)

    assert [weight(council, Decimal(value)) for value in (24_999, 25_000, 100_000, 250_000)] == [None, 5, 10, 15]
    own = Measure.objects.open_to(council).filter(outcome__theme__framework__owner=council)
    assert sorted(measure.is_in_words for measure in own) == [False, True]
