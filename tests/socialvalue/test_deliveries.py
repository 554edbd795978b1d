"""The winner's promises become a plan; the supplier reports, the buyer decides, and remedies go up a ladder."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from collab_portal.mail.models import Delivery as Mail
from procurement.models.stages import NotAllowed
from socialvalue import scoring
from socialvalue.actions import deliveries as actions
from socialvalue.actions import remedies
from socialvalue.delivering import mailing, standing
from socialvalue.models import Delivery, Evidence, RemedyStep, Report
from tests import build
from tests.files import samples
from tests.socialvalue import deliveries, offers

pytestmark = [pytest.mark.usefixtures("reference_data"), pytest.mark.django_db]
Kind = RemedyStep.Kind
TODAY = build.NOW.date()


@pytest.fixture
def delivery():
    return deliveries.begun()


@pytest.fixture
def promise(delivery):
    return deliveries.counted(delivery)


@pytest.fixture
def supplier(delivery):
    return build.user(role="editor", of=delivery.supplier)


@pytest.fixture
def officer(delivery):
    return build.user(role="publisher", of=delivery.buyer)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(client, delivery):
    return client.get(delivery.get_absolute_url())


def line_of(promise):
    return next(each for each in standing.lines(promise.delivery, TODAY) if each.promise.pk == promise.pk)


def test_a_winning_offer_becomes_a_plan_and_another_one_does_not():
    offer, officer = deliveries.won()
    client = signed_in(officer)
    opportunity = offer.criteria.lot.opportunity
    url = reverse("deliveries:begin", args=[opportunity.reference, 1, offer.pk])
    assert client.post(url, {}).status_code == 422

    done = client.post(url, {"starts_on_day": "1", "starts_on_month": "1", "starts_on_year": "2026"})

    delivery = Delivery.objects.get()
    assert done.url == delivery.get_absolute_url()
    assert [(each.unit, each.quantities) for each in delivery.promises.order_by("position")] == [
        ("people", [Decimal(3)] * 4),
        ("", []),
    ]
    assert [delivery.quarter_ends(n).isoformat() for n in (1, 4)] == ["2026-03-31", "2026-12-31"]
    assert delivery.due(TODAY) == 3
    with pytest.raises(NotAllowed, match="begun already"):
        actions.begin_delivery(offer=offer, by=officer, at=build.NOW)
    opportunity.awards.update(supplier=build.organisation(is_enterprise=True), supplier_name="Somebody Else")
    delivery.promises.all().delete(), delivery.delete()
    with pytest.raises(NotAllowed, match="does not name"):
        actions.begin_delivery(offer=offer, by=officer, at=build.NOW)


def test_only_the_two_sides_see_a_delivery(delivery, supplier, officer, django_assert_max_num_queries):
    deliveries.reported(deliveries.counted(delivery), 1, 3, by=supplier, accept=2)
    file = Evidence.objects.get()
    addresses = [
        delivery.get_absolute_url(),
        reverse("deliveries:csv", args=[delivery.reference]),
        reverse("deliveries:evidence", args=[delivery.reference, file.pk]),
        reverse("deliveries:report", args=[delivery.reference, deliveries.counted(delivery).pk, 1]),
    ]

    others = [build.user(), build.user(is_staff=True), build.user(role="administrator", of=offers.bidder("Other")[0])]

    assert {signed_in(each).get(url).status_code for each in others for url in addresses} == {404}
    assert [signed_in(supplier).get(url).status_code for url in addresses] == [200] * 4
    assert [signed_in(officer).get(url).status_code for url in addresses] == [200, 200, 200, 403]
    with django_assert_max_num_queries(25):
        assert "letter.pdf" in page(signed_in(officer), delivery).text
    supplier.acting_for = None
    supplier.save()
    assert page(signed_in(supplier), delivery).status_code == 404


def test_a_report_is_accepted_in_part_and_counts_by_that(delivery, promise, supplier, officer):
    theirs, ours = signed_in(supplier), signed_in(officer)
    url = reverse("deliveries:report", args=[delivery.reference, promise.pk, 1])
    refused = theirs.post(url, {"quantity": "-1", "account": "Three began."})
    assert (refused.status_code, "Three began." in refused.text) == (422, True)
    assert theirs.post(url, {"quantity": "2.5", "account": "x"}).status_code == 422
    assert theirs.post(url.replace("/1/report", "/9/report"), {}).status_code == 404

    file = SimpleUploadedFile("letter.pdf", samples.PDF)
    theirs.post(url, {"quantity": "3", "account": "Three began.", "evidence_1": file})
    report = Report.objects.get()
    decide = reverse("deliveries:decide", args=[delivery.reference, report.pk])
    assert theirs.get(decide).status_code == 403
    no_reason = ours.post(decide, {"verdict": "accepted", "quantity": "2"})
    assert (no_reason.status_code, "Say why" in no_reason.text) == (422, True)
    assert ours.post(decide, {"verdict": "accepted", "quantity": "4"}).status_code == 422
    ours.post(decide, {"verdict": "accepted", "quantity": "2", "reason": "One letter is missing."})

    line = line_of(promise)
    assert (line.to_date.promised, line.to_date.evidenced, line.to_date.shortfall) == (9, 2, 7)
    assert line.to_date.unknown == ("2", "3")
    assert line.state == standing.State.UNKNOWN
    shown = page(theirs, delivery).text
    assert "One letter is missing." in shown
    assert "Accepted in part" in shown
    again = ours.post(decide, {"verdict": "rejected", "reason": "x"})
    assert (again.status_code, "already" in again.text) == (422, True)
    rows = b"".join(ours.get(reverse("deliveries:csv", args=[delivery.reference])).streaming_content).decode()
    assert "people,January to March 2026,3.00,3.00,2.00" in rows


@pytest.mark.parametrize(
    ("evidenced", "percent", "excess", "standing_of", "unknown"),
    [
        ((8, 12), 100, 0, scoring.Standing.GREEN, ()),
        ((0, 0), 100, 0, scoring.Standing.GREEN, ()),
        ((10, 15), 80, 5, scoring.Standing.AMBER, ()),
        ((20, None), 50, 10, scoring.Standing.RED, ("2",)),
        ((None, None), None, 0, scoring.Standing.UNKNOWN, ("1", "2")),
    ],
)
def test_where_less_is_better_only_what_is_known_is_compared(evidenced, percent, excess, standing_of, unknown):
    quarters = ["1", "2", "3"]
    told = dict(zip(quarters, [None if each is None else Decimal(each) for each in evidenced], strict=False))

    found = scoring.delivered(
        quarters, dict.fromkeys(quarters, Decimal(10)), told, "2", direction=scoring.Direction.LESS
    )

    assert (found.promised, found.percent, found.shortfall) == (20, percent, excess)
    assert (found.standing, found.unknown) == (standing_of, unknown)


def test_a_promise_of_none_is_one_where_less_is_better():
    asked = offers.measures("tonnes", "")
    asked[0].direction = "less"
    asked[0].save()
    offer, _by = deliveries.won(asked=asked, people=0)
    delivery = deliveries.begun_from(offer)

    promise = deliveries.counted(delivery)
    assert promise.quantities == [Decimal(0)] * 4
    assert line_of(promise).state == standing.State.UNKNOWN
    assert line_of(promise).cells[0].is_missing
    for quarter in (1, 2, 3):
        deliveries.reported(promise, quarter, 0, accept=0)
    assert (line_of(promise).state, line_of(promise).to_date.percent) == (standing.State.KEPT, 100)
    deliveries.reported(promise, 3, 1, accept=1)
    assert (line_of(promise).state, line_of(promise).to_date.percent) == (standing.State.BEHIND, 0)


def test_a_query_is_answered_by_the_next_report_and_a_rejected_one_counts_for_nothing(promise, supplier, officer):
    first = deliveries.reported(promise, 1, 3, by=supplier)
    actions.decide(report=first, verdict=Report.State.QUERIED, by=officer, at=build.NOW, reason="Who were they?")
    second = deliveries.reported(promise, 1, 3, by=supplier, accept=3)
    third = deliveries.reported(promise, 2, 3, by=supplier)
    actions.decide(report=third, verdict=Report.State.REJECTED, by=officer, at=build.NOW, reason="Another contract.")

    first.refresh_from_db()
    line = line_of(promise)

    assert (first.state, second.state) == (Report.State.ANSWERED, Report.State.ACCEPTED)
    assert [cell.reported for cell in line.cells[:2]] == [3, 3]
    assert [cell.accepted for cell in line.cells] == [3, None, None, None]


def test_a_substitute_joins_the_plan_and_the_original_stays_visible(delivery, promise, supplier, officer):
    deliveries.reported(promise, 1, 3, by=supplier, accept=3)
    theirs, ours = signed_in(supplier), signed_in(officer)

    def step(client, kind, **said):
        url = reverse("deliveries:step", args=[delivery.reference, promise.pk, kind])
        return client.post(url, {"text": f"About {kind}", **said})

    assert step(theirs, "query").status_code == 403
    assert step(ours, "retention", amount="100").status_code == 422  # nobody has asked yet
    assert step(ours, "query").status_code == 302
    instead = {"title_en": "Hours of mentoring", "unit": "hours", "from_quarter": "2", "how": "In person"}
    instead["goals"] = "WBG2"
    early = {f"quantities_q{n}": "40" for n in (1, 2, 3, 4)}
    assert step(theirs, "proposal", **instead, **early).status_code == 422
    assert step(theirs, "proposal", **instead, **early | {"quantities_q1": ""}).status_code == 302
    asked = ours.get(reverse("deliveries:step", args=[delivery.reference, promise.pk, "approval"])).text
    assert "Hours of mentoring" in asked
    assert "A resilient Wales" in asked
    assert step(ours, "approval").status_code == 302

    lines = standing.lines(delivery, TODAY)
    assert [line.title for line in lines] == ["How many people", "Hours of mentoring", "Tell us how"]
    original, substitute, _words = lines
    assert [cell.stands for cell in original.cells] == [True, False, False, False]
    assert (original.to_date.promised, original.state) == (3, standing.State.KEPT)
    assert [cell.promised for cell in substitute.cells] == [0, 40, 40, 40]
    assert (substitute.to_date.promised, substitute.promise.goals) == (80, ["WBG2"])
    assert [each.kind for each in original.steps] == [Kind.QUERY, Kind.PROPOSAL, Kind.APPROVAL]
    shown = page(theirs, delivery).text
    assert "<s>3</s>" in shown
    with pytest.raises(NotAllowed, match="Another promise"):
        deliveries.reported(promise, 2, 1, by=supplier)


def test_the_ladder_ends_with_retention_notice_and_a_settlement(promise, supplier, officer):
    def take(kind, by, **more):
        return remedies.take_step(promise=promise, kind=kind, text="Because.", by=by, at=build.NOW, **more)

    take(Kind.QUERY, officer)
    with pytest.raises(NotAllowed):
        take(Kind.NOTICE, officer)
    take(Kind.PLAN, supplier)
    editor = build.user(role="editor", of=promise.delivery.buyer)
    with pytest.raises(NotAllowed):
        take(Kind.RETENTION, editor, amount=Decimal(500))
    take(Kind.RETENTION, officer, amount=Decimal(500))
    take(Kind.NOTICE, officer)
    take(Kind.SETTLED, officer)

    assert "£500" in page(signed_in(supplier), promise.delivery).text
    assert Mail.objects.filter(kind="delivery-news", key__contains="/retention/").exists()


def test_a_quarter_that_is_over_is_asked_for_once_and_then_both_sides_hear(delivery, promise, supplier, officer):
    Mail.objects.all().delete()
    over = build.NOW.replace(month=10, day=2)

    mailing.remind(at=over)
    mailing.remind(at=over + timedelta(days=1))
    assert list(Mail.objects.values_list("kind", "address")) == [
        ("delivery-due", each.email) for each in mailing.editors(delivery.supplier)
    ]
    mailing.remind(at=over + timedelta(days=20))
    late = set(Mail.objects.filter(kind="delivery-late").values_list("address", flat=True))
    assert {supplier.email, officer.email} <= late

    for each in delivery.promises.all():
        deliveries.reported(each, 3, 3 if each.unit else None, by=supplier)
    assert mailing.still_missing({"delivery": delivery.pk, "quarter": 3}) == "reported"
    assert mailing.remind(at=over) == 0
