"""What an officer typed wrongly is replaced by another version, with its reason."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialvalue", "0004_a_tie_is_decided_in_writing")]

    operations = [
        migrations.AddField(
            "offer", "corrected_because", models.CharField(blank=True, max_length=1000, default=""), False
        ),
        migrations.AddField(
            "offer",
            "replaces",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="socialvalue.offer",
            ),
        ),
        migrations.AddConstraint(
            "offer",
            models.CheckConstraint(
                condition=models.Q(
                    ("replaces", None),
                    models.Q(("route", "entered"), models.Q(("corrected_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="what_was_entered_is_corrected_with_a_reason",
            ),
        ),
    ]
