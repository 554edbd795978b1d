"""Pictures and documents are compressed already: PostgreSQL should not try, and can then read parts of them at once."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE files_storedcontent ALTER COLUMN data SET STORAGE EXTERNAL",
            "ALTER TABLE files_storedcontent ALTER COLUMN data SET STORAGE EXTENDED",
        )
    ]
