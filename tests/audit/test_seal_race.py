"""Sealing while others write: what is committed late is sealed late, and never left out."""

import psycopg
import pytest
from django.db import connection

from collab_portal.audit import sealing, trail
from collab_portal.audit.models import Act, Seal

pytestmark = pytest.mark.django_db(transaction=True)

WRITE = "INSERT INTO audit_act (verb, target_type, target_id, details) VALUES ('slow', '', '', '{}')"


def test_an_act_with_a_lower_number_that_is_committed_later_is_sealed_too():
    with psycopg.connect(**connection.get_connection_params()) as slow:
        slow.execute(WRITE)
        trail.record("quick")
        assert sealing.seal() == 0  # somebody is at it; a moment later nobody is
        slow.commit()

    assert sealing.seal() == 2
    assert Seal.objects.get().acts == list(Act.objects.order_by("pk").values_list("pk", flat=True))
    assert sealing.check().findings == []
