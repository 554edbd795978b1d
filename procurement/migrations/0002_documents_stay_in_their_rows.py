"""The searchable text of an entry stays in its row: reading it from beside the row takes four times as long.

PostgreSQL moves what makes a row longer than two kilobytes into another table, compressed. Every word search that finds
much, and every sort by best match, would then fetch and unpack thousands of texts.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("procurement", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE procurement_pipelineentry SET (toast_tuple_target = 8160)",
            "ALTER TABLE procurement_pipelineentry RESET (toast_tuple_target)",
        )
    ]
