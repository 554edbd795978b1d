"""Sending can be switched off, for a base that was restored and for whoever has to stop it; nothing is lost by it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from collab_portal.audit.models import Act
from collab_portal.mail import claims, sender, tasks
from collab_portal.mail.models import Delivery
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def sending(capsys):
    """Runs the command; answers its last line."""

    def sending(*options):
        call_command("sending", *options)
        return capsys.readouterr().out.splitlines()[-1]

    return sending


def test_while_sending_is_off_nothing_is_sent_and_nothing_given_up(post, sink, sending, client):
    post()
    client.force_login(build.user(is_staff=True))

    assert "sending is off since" in sending("off", "--why", "the provider is being changed")
    Delivery.objects.update(give_up_at=timezone.now() - timedelta(hours=1))
    tasks.send()

    assert (sink.accepted(), Delivery.objects.get().state) == ([], "pending")
    assert "manage.py sending on" in client.get("/staff/mail/").content.decode()
    assert sending("on") == "sending is on; 1 waiting, 0 discarded"
    assert sender.drain(budget=20) == {"sent": 1}
    assert list(Act.objects.order_by("pk").values_list("verb", flat=True)) == [
        "sending switched off",
        "sending switched on",
    ]


def test_a_sender_that_began_before_claims_nothing_more(post, sending):
    post()
    with claims.owning() as owner:
        sending("off")

        assert owner.claim(20) == []


def test_what_people_may_have_had_can_be_discarded(post, sink, sending):
    post()
    sending("off")

    assert sending("on", "--discard") == "sending is on; 0 waiting, 1 discarded"

    assert sender.drain(budget=20) == {}
    assert Delivery.objects.get().state == "cancelled"
