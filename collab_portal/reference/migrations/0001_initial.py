"""The shared codes, and the words of the search: extensions, text search configurations, documents."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

# Both configurations fold accents first. English then stems and drops stop words; Welsh has no stemmer, and keeps
# every word: the query is expanded by its mutations instead (collab_portal/text).
CONFIGURATIONS = """
CREATE TEXT SEARCH CONFIGURATION portal_english (COPY = english);
ALTER TEXT SEARCH CONFIGURATION portal_english
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, english_stem;
ALTER TEXT SEARCH CONFIGURATION portal_english
    ALTER MAPPING FOR numword, numhword, hword_numpart WITH unaccent, simple;
CREATE TEXT SEARCH CONFIGURATION portal_welsh (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION portal_welsh
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part, numword, numhword, hword_numpart
    WITH unaccent, simple;
"""

DROP_CONFIGURATIONS = """
DROP TEXT SEARCH CONFIGURATION portal_welsh;
DROP TEXT SEARCH CONFIGURATION portal_english;
"""

# portal_words: the text as plain words with single spaces. PostgreSQL's parser would read "2025-26" as 2025 and minus
# 26, and "advice/support" as a file; after this there is only one way to cut a text into words, and queries use it too.
# At most 50,000 characters: no tsvector is too long, and positions (up to 16,383) stay exact in both languages.
#
# Welsh words carry the mark "cyx", so that the two languages never mix: "train" mutates to "drain", and a search for
# one must not find the other in English. In the full document titles weigh A, the rest C.
FUNCTIONS = r"""
CREATE FUNCTION portal_words(content text) RETURNS text IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN regexp_replace(
    normalize(left(coalesce(content, ''), 50000), NFKC),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7'
    '\u2000-\u2bff\u2e00-\u2e7f\u3000-\u303f\ue000-\uf8ff\ufff0-\uffff\U0001f000-\U0001faff]+',
    ' ', 'g'
);

CREATE FUNCTION portal_english_words(content text) RETURNS tsvector IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN to_tsvector('portal_english'::regconfig, portal_words(content));

CREATE FUNCTION portal_welsh_words(content text) RETURNS tsvector IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN to_tsvector('portal_welsh'::regconfig, regexp_replace(portal_words(content), '\S+', 'cyx\&', 'g'));

CREATE FUNCTION portal_document(english text, welsh text) RETURNS tsvector IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN portal_english_words(english) || portal_welsh_words(welsh);

CREATE FUNCTION portal_document(title_en text, title_cy text, rest_en text, rest_cy text) RETURNS tsvector
IMMUTABLE PARALLEL SAFE LANGUAGE sql
RETURN setweight(portal_document(title_en, title_cy), 'A') || setweight(portal_document(rest_en, rest_cy), 'C');
"""

DROP_FUNCTIONS = """
DROP FUNCTION portal_document(text, text, text, text);
DROP FUNCTION portal_document(text, text);
DROP FUNCTION portal_welsh_words(text);
DROP FUNCTION portal_english_words(text);
DROP FUNCTION portal_words(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.RunSQL(CONFIGURATIONS, DROP_CONFIGURATIONS),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.CreateModel(
            name="Category",
            fields=[
                ("slug", models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ("name_en", models.CharField(max_length=80, unique=True)),
                ("name_cy", models.CharField(max_length=80, unique=True)),
                ("examples_en", models.CharField(blank=True, max_length=200)),
                ("examples_cy", models.CharField(blank=True, max_length=200)),
                (
                    "cpv_prefixes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), blank=True, default=list, size=None
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "categories",
            },
        ),
        migrations.CreateModel(
            name="WellbeingGoal",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("name_en", models.CharField(max_length=100)),
                ("name_cy", models.CharField(max_length=100)),
                ("source", models.CharField(max_length=200)),
                ("verified", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("works", "Works"),
                            ("goods_services_sub_central", "Goods and services, councils and others"),
                            ("goods_services_central", "Goods and services, central government"),
                            ("light_touch", "Light touch services"),
                            ("utilities", "Utilities, goods and services"),
                            ("utilities_light_touch", "Utilities, light touch services"),
                        ],
                        max_length=30,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=200)),
                ("source_url", models.URLField()),
                ("verified", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "valid_from"), name="threshold_one_per_kind_and_start"),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)), fields=("kind",), name="threshold_one_open_per_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="threshold_ends_after_it_starts",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="threshold_amount_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=9, primary_key=True, serialize=False)),
                ("name_en", models.CharField(max_length=60, unique=True)),
                ("name_cy", models.CharField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "Council area"),
                            ("region", "Region"),
                            ("nation", "Nation"),
                            ("state", "United Kingdom"),
                        ],
                        max_length=7,
                    ),
                ),
                ("nuts", models.CharField(blank=True, max_length=5)),
                ("itl_2021", models.CharField(blank=True, max_length=5)),
                ("itl_2025", models.CharField(blank=True, max_length=5)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reference.area",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "state"), ("parent", None)),
                            models.Q(models.Q(("kind", "state"), _negated=True), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="area_only_the_state_has_no_parent",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CpvCode",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("label_en", models.CharField(max_length=250)),
                ("label_cy", models.CharField(blank=True, max_length=250)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("division", "Division"),
                            ("group", "Group"),
                            ("class", "Class"),
                            ("category", "Category"),
                            ("subcategory", "Subcategory"),
                        ],
                        max_length=11,
                    ),
                ),
                ("is_official", models.BooleanField(default=False)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="reference.cpvcode",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[0-9]{8}$")), name="cpv_code_is_eight_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "division"), ("parent", None)),
                            models.Q(models.Q(("level", "division"), _negated=True), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="cpv_only_divisions_have_no_parent",
                    ),
                ],
            },
        ),
    ]
