"""Who has the award where several share the first place, and why."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("socialvalue", "0003_panel")]

    operations = [
        migrations.AddField("decision", "because", models.TextField(blank=True, max_length=2000, default=""), False),
        migrations.AddField(
            "decision",
            "winner",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="socialvalue.offer",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=models.Q(("winner", None), models.Q(("because", ""), _negated=True), _connector="OR"),
                name="a_choice_between_equals_says_why",
            ),
        ),
    ]
