"""A back-up put back holds everything, also what is sealed; its mail is off, and then nothing goes twice."""

import os
import shutil
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from collab_portal.backups import manifest, restoring, taking
from collab_portal.backups.tools import BackupError
from collab_portal.files import documents
from collab_portal.mail.models import Delivery
from tests import build
from tests.chaos import drill
from tests.chaos.processes import environment
from tests.socialvalue import offers

pytestmark = pytest.mark.django_db(transaction=True)

INTO = "portal_drill"


@pytest.fixture
def portal(sink):
    """The environment of a process of the portal, with all three roles, on the database of this test."""
    known = environment(email_url=sink.url)
    name = connection.settings_dict["NAME"]
    for role in ("OWNER", "BACKUP"):
        known[f"DATABASE_{role}_URL"] = urlsplit(os.environ[f"DATABASE_{role}_URL"])._replace(path=f"/{name}").geturl()
    yield known
    drill.remove(known, INTO)


@pytest.fixture
def address():
    return settings.DATABASE_BACKUP | {"NAME": connection.settings_dict["NAME"]}


def test_a_restored_base_holds_everything_and_sends_nothing_twice(portal, post_letters, sink, tmp_path):
    build.reference_data()
    offers.hand_in(offers.published(), *offers.bidder())
    documents.store(documents.check(SimpleUploadedFile("policy.txt", b"We pay the living wage.\n")))
    post_letters(3)
    letters = Delivery.objects.filter(key__startswith="chaos/").order_by("pk")
    gone = letters.first()
    letters.filter(pk=gone.pk).update(state="sent", sent_at=timezone.now(), settled_at=timezone.now())

    report = drill.rehearse(portal, folder=tmp_path / "backup", into=INTO)

    assert report.lost == {}
    assert drill.differences(portal["DATABASE_BACKUP_URL"], report.environment["DATABASE_BACKUP_URL"]) == []
    drill.run(report.environment, "drain_mail")
    assert len(sink) == 0
    with psycopg.connect(report.environment["DATABASE_URL"]) as web:
        web.execute("DELETE FROM mail_hold")  # as `sending on` does
    drill.run(report.environment, "drain_mail")
    with psycopg.connect(report.environment["DATABASE_URL"]) as web:
        assert web.execute("SELECT count(*) FROM socialvalue_offer").fetchone()[0] == 0  # still sealed
        states = web.execute("SELECT state FROM mail_delivery WHERE key LIKE 'chaos/%' GROUP BY 1").fetchall()
        newest = web.execute("SELECT nextval('mail_delivery_id_seq')").fetchone()[0]
    assert states == [("sent",)]
    reached = {mail.recipient for mail in sink.accepted()}
    assert {"p1@example.org", "p2@example.org"} <= reached
    assert gone.address not in reached
    assert newest > 10_000_000  # no new message is taken for one that was sent after the back-up


def test_what_was_changed_or_cut_short_is_not_put_back(address, tmp_path):
    taking.take(address, tmp_path / "whole", at=timezone.now())
    shutil.copytree(tmp_path / "whole", tmp_path / "cut")
    os.truncate(tmp_path / "cut" / manifest.DUMP, 1_000)
    owner = settings.DATABASE_OWNER | {"NAME": address["NAME"]}

    with pytest.raises(BackupError, match="cut short"):
        restoring.put_back(tmp_path / "cut", owner=owner, reader=address)
    with pytest.raises(BackupError, match="--replace"):
        restoring.put_back(tmp_path / "whole", owner=owner, reader=address)
    with pytest.raises(BackupError, match="not empty"):
        taking.take(address, tmp_path / "whole", at=timezone.now())


def test_a_role_that_does_not_see_sealed_offers_takes_no_back_up(address, tmp_path):
    owner = settings.DATABASE_OWNER | {"NAME": address["NAME"]}

    with pytest.raises(BackupError, match="BYPASSRLS"):
        taking.take(owner, tmp_path / "half", at=timezone.now())
