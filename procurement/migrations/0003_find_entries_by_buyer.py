"""The entries of a buyer are found by an index: its page asked the whole pipeline for them."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("procurement", "0002_documents_stay_in_their_rows")]

    operations = [
        migrations.AddIndex("pipelineentry", GinIndex(fields=["buyer_ids"], name="entry_buyers")),
    ]
