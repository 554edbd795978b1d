"""Counts the words of studies that were published before there was a table for them."""

from collections import Counter

from django.db import migrations

from enterprises.projection import distinct_words

TEXTS = ("title_en", "title_cy", "summary_en", "summary_cy")


def count(apps, schema_editor):
    word, entry = (apps.get_model("practice", name) for name in ("LibraryWord", "LibraryEntry"))
    uses = Counter(each for texts in entry.objects.values_list(*TEXTS) for each in distinct_words(texts))
    word.objects.bulk_create(word(word=each, uses=number) for each, number in sorted(uses.items()))


class Migration(migrations.Migration):
    dependencies = [("practice", "0002_words_of_the_library")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
