"""Offers are sealed and criteria frozen in PostgreSQL itself, whatever a page forgets: see 0002_sealing.sql."""

from pathlib import Path

from django.db import migrations

TABLES = ("socialvalue_offerdraft", "socialvalue_offer", "socialvalue_answer", "socialvalue_price")
UNSEAL = "\n".join(
    [
        *(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;" for table in TABLES),
        # With the functions go the policies and triggers that call them.
        "DROP FUNCTION socialvalue_keep_bidder, socialvalue_keep_deadline, socialvalue_keep_lot,",
        "socialvalue_keep_weights, socialvalue_keep_question, socialvalue_refuse, socialvalue_is_frozen,",
        "socialvalue_hand_in_part, socialvalue_hand_in, socialvalue_require_open, socialvalue_locked,",
        "socialvalue_opened, socialvalue_bidders, socialvalue_bidder CASCADE;",
    ]
)


class Migration(migrations.Migration):
    dependencies = [
        ("socialvalue", "0001_initial"),
        ("procurement", "0001_initial"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunSQL(Path(__file__).with_suffix(".sql").read_text(), UNSEAL)]
