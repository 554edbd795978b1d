"""A table of the words of titles and summaries, by which a misspelt one is put right."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0001_initial"), ("enterprises", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LibraryWord",
            fields=[
                ("word", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("uses", models.IntegerField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], name="library_word_trigrams", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
    ]
