"""What the tests of social value stand on."""

import pytest
from django.db import transaction

from tests import build


@pytest.fixture(scope="module")
def reference_data(django_db_setup, django_db_blocker):
    """Loaded once for all tests of a module; thrown away after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        build.reference_data()
        yield
        transaction.set_rollback(True)
