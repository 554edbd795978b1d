from pathlib import Path

from django.db import migrations

SEAL = Path(__file__).with_suffix(".sql").read_text()
UNSEAL = """
DROP FUNCTION seal_the_trail();
DROP FUNCTION digest_of_seal(text, bigint, timestamptz, bigint[], bytea[]);
DROP FUNCTION print_of_act(audit_act);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_seals_of_the_trail")]

    operations = [migrations.RunSQL(SEAL, UNSEAL)]
