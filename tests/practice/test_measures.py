"""What was promised and delivered, taken over from the records of deliveries."""

import pytest
from django.urls import reverse

from socialvalue.practice import content
from socialvalue.practice.models import CaseStudy
from tests import build
from tests.practice import studies
from tests.socialvalue import deliveries

pytestmark = pytest.mark.django_db


def measured() -> list[content.Measured]:
    return content.of(CaseStudy.objects.get()).measures


def test_figures_come_from_the_records_say_so_and_are_ones_own_once_changed(client):
    delivery = deliveries.begun()
    promise = deliveries.counted(delivery)
    deliveries.reported(promise, 1, 3, accept=2)
    author = build.user(role="editor", of=delivery.buyer)
    study = studies.in_review(
        by=author,
        owner=delivery.buyer,
        opportunities=[delivery.lot.opportunity],
        measures=[{"name_en": "Smiles", "committed": "5"}],
    )
    coordinator = studies.coordinator()
    coordinator.memberships.create(organisation=delivery.buyer, role="viewer")
    evidence, take = reverse("case-studies:section", args=[study.slug, "evidence"]), "Take the figures over"
    client.force_login(coordinator)
    hidden = client.get(evidence).content.decode()
    coordinator.acting_for = delivery.buyer
    coordinator.save()
    offered = client.get(evidence).content.decode()
    client.post(reverse("case-studies:delivered", args=[study.slug]))
    taken = measured()
    page = client.get(reverse("case-studies:preview", args=[study.slug])).content.decode()
    form = client.get(evidence).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"stamp": form.stamp}
    client.post(evidence, typed | {"name_en_2": "Smiles, counted"})
    kept = measured()
    stamp = client.get(evidence).context["form"].stamp
    client.post(evidence, typed | {"evidenced_1": "4", "stamp": stamp})

    assert take not in hidden, "only the two sides of a delivery tell of it"
    assert take in offered
    assert (taken[0].evidenced, taken[0].promise, taken[1].name_en) == (2, promise.pk, "Smiles")
    assert taken[0].committed >= 9
    assert "From the delivery records on" in page
    assert (kept[0], kept[1].name_en) == (taken[0], "Smiles, counted")
    assert (measured()[0].evidenced, measured()[0].promise) == (4, None)
