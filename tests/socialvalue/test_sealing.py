"""Nobody reads an offer before its deadline, by whatever way they try."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

TABLES = ("socialvalue_offerdraft", "socialvalue_offer", "socialvalue_answer", "socialvalue_price")


def test_the_migrated_database_seals_every_table_of_offers_for_its_owner_too():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, count(polname) FROM pg_class "
            "JOIN pg_policy ON polrelid = pg_class.oid WHERE relname = ANY(%s) GROUP BY 1, 2, 3",
            [list(TABLES)],
        )
        found = cursor.fetchall()

    assert sorted(found) == sorted((table, True, True, 1 if table.endswith("draft") else 3) for table in TABLES)
