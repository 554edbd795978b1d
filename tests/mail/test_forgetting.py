"""Addresses are kept for as long as they are needed, and no longer."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.utils import timezone, translation

from collab_portal.mail import claims, retention, sender, suppression
from collab_portal.mail.models import Delivery, Suppression

pytestmark = pytest.mark.django_db


def test_addresses_of_old_messages_are_blanked_and_the_rows_stay(post, sink):
    old, recent, waiting = post(payload={"name": "Ann"}), post(), post(not_before=timezone.now() + timedelta(days=60))
    sender.drain(budget=20)
    Delivery.objects.filter(pk=old.pk).update(settled_at=timezone.now() - timedelta(days=31))

    retention.blank_old()

    addresses = dict(Delivery.objects.values_list("pk", "address"))
    assert addresses == {old.pk: "", recent.pk: "ann@example.org", waiting.pk: "ann@example.org"}
    assert Delivery.objects.get(pk=old.pk).payload == {}


def test_a_person_who_asks_is_forgotten_at_once(post, sink):
    sent = post("Ann@example.org")
    sender.drain(budget=20)
    pending, other = post("ann@example.org"), post("bob@example.org")

    forgotten = Delivery.objects.to_address(" ANN@example.org ").erase("person erased")

    states = dict(Delivery.objects.values_list("pk", "state"))
    assert forgotten == 2
    assert states == {sent.pk: "sent", pending.pk: "cancelled", other.pk: "pending"}
    assert set(Delivery.objects.values_list("address", flat=True)) == {"", "bob@example.org"}


def test_a_message_under_way_while_its_address_is_erased_is_finished_and_not_repeated(post, sink):
    delivery = post("later@example.org")
    with claims.owning() as owner:
        owner.claim(1)
        fenced = owner.fence(delivery.pk)
        Delivery.objects.to_address("later@example.org").erase("person erased")
        owner.put_back(fenced, "451 not now")

    delivery.refresh_from_db()
    assert (delivery.state, delivery.address) == ("cancelled", "")


def test_a_suppressed_address_is_not_written_down(post, sink):
    post("never@example.org")

    sender.drain(budget=20)

    row = Suppression.objects.values().get()
    assert "never" not in str(row)
    assert suppression.is_suppressed("Never@Example.org")


def test_a_change_of_keys_forgets_no_bounce(settings):
    suppression.suppress("ann@example.org", Suppression.Reason.BOUNCE)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]

    assert suppression.is_suppressed("ann@example.org")


@pytest.fixture
def through_the_outbox(settings):
    settings.EMAIL_BACKEND = "collab_portal.mail.backend.OutboxBackend"


def test_what_django_sends_goes_through_the_outbox_too(through_the_outbox, sink):
    both = ["ann@example.org", "bob@example.org"]
    mail = EmailMultiAlternatives("Confirm", "Open this link.", None, both, reply_to=["us@example.org"])
    mail.attach_alternative("<p>Open this link.</p>", "text/html")
    with translation.override("cy"):
        sent = mail.send()

    assert sent == 1
    assert len(sink) == 0
    sender.drain(budget=20)
    assert sorted(accepted.recipient for accepted in sink.accepted()) == ["ann@example.org", "bob@example.org"]
    assert sink.accepted()[0].mail["Content-Language"] == "cy"
    assert sink.accepted()[0].mail["Reply-To"] == "us@example.org"
    assert sink.accepted()[0].mail.get_body(("html",)).get_content().strip() == "<p>Open this link.</p>"


def test_an_attachment_is_not_dropped_in_silence(through_the_outbox):
    mail = EmailMessage("Report", "See the file.", None, ["ann@example.org"])
    mail.attach("report.csv", "a,b", "text/csv")

    with pytest.raises(ValueError, match="Link to the file"):
        mail.send()


def test_sending_nothing_writes_nothing(through_the_outbox):
    assert django_mail.get_connection().send_messages([]) == 0
    assert not Delivery.objects.exists()
