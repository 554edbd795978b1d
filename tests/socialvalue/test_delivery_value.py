"""Promises in pounds: reckoned openly, refused where counted twice, and never said to whom a licence forbids it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procurement.models.stages import NotAllowed
from socialvalue.models import ProxySet, Valuation
from tests import build
from tests.socialvalue import build_value, deliveries, offers

pytestmark = [pytest.mark.usefixtures("reference_data"), pytest.mark.django_db]
SECRET = (
    b"Set code,Set version,Measure code,Title,Unit,Proxy value,Price year,Deadweight\n"
    b"QUARTZ,2026,Q1,A job of quartz,people,73519,2025,0.3\n"
)


@pytest.fixture
def delivery():
    return deliveries.begun(in_pounds=True)


def signed_in(organisation, role="editor") -> Client:
    client = Client()
    client.force_login(build.user(role=role, of=organisation))
    return client


def url(name, delivery, *more):
    return reverse(f"deliveries:{name}", args=[delivery.reference, *more])


def csv(client, delivery) -> str:
    return b"".join(client.get(url("value-csv", delivery)).streaming_content).decode()


def typed(proxy, **more) -> dict:
    """What an officer enters."""
    shares = {"deadweight": "20", "attribution": "50", "displacement": "0", "dropoff": "0"}
    said = {f"{name}_central": share for name, share in shares.items()}
    said |= {f"{name}_because": "Because." for name in shares}
    return said | {"proxy": proxy.pk, "years": "1", "who": ""} | more


def test_an_officer_values_a_promise_and_both_sides_see_how(delivery, django_assert_max_num_queries):
    promise, proxy = deliveries.counted(delivery), deliveries.open_value(deadweight="0.25")
    ours, theirs = signed_in(delivery.buyer), signed_in(delivery.supplier)
    edit = url("value-edit", delivery, promise.pk)
    proposed = ours.get(edit, {"proxy": proxy.pk})
    assert 'value="25"' in proposed.text
    more = {"deadweight_low": "10", "deadweight_high": "30"}

    unsaid = ours.post(edit, typed(proxy, **more, deadweight_because=""))
    turned = ours.post(edit, typed(proxy, deadweight_low="40"))
    assert (unsaid.status_code, turned.status_code) == (422, 422)
    assert "from the lowest to the highest" in turned.text
    assert ours.post(edit, typed(proxy, **more)).url == url("value", delivery)

    # 12 people × £1,000 × 0.8 × 0.5; low takes £800 and 0.7, high takes £1,200 and 0.9
    with django_assert_max_num_queries(25):
        shown = ours.get(url("value", delivery)).text
    assert [sum_ in shown for sum_ in ("£3,360", "£4,800", "£6,480")] == [True] * 3
    for said in ("Open survey", "prices of 2025", "OGL v3.0", "20% (10% to 30%)", "Because."):
        assert said in theirs.get(url("value", delivery)).text
    assert "Pounds for one,800.0000,1200.0000,3840" in csv(theirs, delivery)
    assert theirs.get(edit).status_code == 403
    assert ours.post(url("value-remove", delivery, promise.pk)).status_code == 302
    assert not Valuation.objects.exists()


def test_the_supplier_never_sees_a_value_of_the_buyers_own_set(delivery):
    licensed = build_value.proxy_set(delivery.buyer, content=SECRET).proxies.get()
    foreign = build_value.proxy_set(build.organisation(), content=SECRET).proxies.get()
    promise = deliveries.counted(delivery)
    ours, theirs = signed_in(delivery.buyer), signed_in(delivery.supplier)
    edit = url("value-edit", delivery, promise.pk)
    assert ours.get(edit, {"proxy": foreign.pk}).status_code == 422
    assert ours.post(edit, typed(foreign)).status_code == 422
    with pytest.raises(NotAllowed, match="licence"):
        deliveries.valued(promise, foreign)

    assert ours.post(edit, typed(licensed, deadweight_low="10")).status_code == 302

    seen, unseen = ours.get(url("value", delivery)).text, theirs.get(url("value", delivery)).text
    assert "73,519" in seen
    assert "quartz" in seen
    assert "73519" in csv(ours, delivery) or "Would have happened anyway" in csv(ours, delivery)
    assert "may not show you" in unseen
    assert not [mark for mark in ("73,519", "quartz", "QUARTZ", "352,891", "£") if mark in unseen.split("<main")[1]]
    assert theirs.get(url("value-csv", delivery)).status_code == 404


def test_a_licence_that_has_run_out_is_refused_and_nothing_typed_is_lost(delivery):
    licensed = build_value.proxy_set(delivery.buyer, content=SECRET).proxies.get()
    ProxySet.objects.update(licence_expires_on=timezone.localdate() - timedelta(days=1))
    ours, edit = signed_in(delivery.buyer), url("value-edit", delivery, deliveries.counted(delivery).pk)

    assert "licence has run out" in ours.get(edit).text
    chosen = ours.get(edit, {"proxy": licensed.pk})
    sent = ours.post(edit, typed(licensed, displacement_because="Nobody else trains here"))

    assert (chosen.status_code, sent.status_code) == (422, 422)
    assert "has run out. Choose another" in sent.text
    assert "Nobody else trains here" in sent.text
    assert not Valuation.objects.exists()


def test_one_outcome_for_the_same_people_is_valued_once():
    delivery = deliveries.begun(asked=offers.measures("people", "people", ""), in_pounds=True)
    first, second = delivery.promises.exclude(unit="").order_by("position")
    proxy = deliveries.open_value()
    deliveries.valued(first, proxy, who="Young people in Bangor")
    ours, edit = signed_in(delivery.buyer), url("value-edit", delivery, second.pk)

    refused = ours.post(edit, typed(proxy, who="young people  in bangor"))
    assert refused.status_code == 422
    assert "count the same outcome for the same people" in refused.text
    assert not Valuation.objects.filter(promise=second).exists()
    assert ours.post(edit, typed(proxy, who="Parents in Bangor")).status_code == 302

    second.valuation.proxy = deliveries.open_value(code="P2", title_en="Another", price_year=2031)
    second.valuation.save()
    shown = ours.get(url("value", delivery)).text
    assert "Prices of 2025 cannot be put into prices of 2031" in shown
    assert ours.get(url("value-csv", delivery)).status_code == 404


def test_where_the_criteria_did_not_ask_for_pounds_there_are_none(delivery):
    without = deliveries.begun()

    for each, is_asked in ((delivery, True), (without, False)):
        ours = signed_in(each.buyer)
        assert (url("value", each) in ours.get(each.get_absolute_url()).text) is is_asked
        assert ours.get(url("value", each)).status_code == (200 if is_asked else 404)
