"""The few public bodies and networks are found by an index: their lists asked every organisation there is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddIndex(
            "organisation",
            models.Index(fields=["name_en"], condition=models.Q(is_public_body=True), name="public_bodies"),
        ),
        migrations.AddIndex(
            "organisation",
            models.Index(fields=["name_en"], condition=models.Q(is_network=True), name="networks"),
        ),
    ]
