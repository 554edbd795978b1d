"""What the search keeps ready, so that counting is cheap: a set of bits for each filter, and what changed since."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models


class SearchEdition(models.Model):
    """All sets of bits as they were made at one time.

    `snapshot` says, in PostgreSQL's own words, which transactions they know of. `cluster` says whose transactions
    those are: a database restored elsewhere counts them anew, and an edition of another cluster is not used.
    """

    snapshot = models.TextField()
    cluster = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    def __str__(self):
        return f"edition {self.pk}"


class SearchBits(models.Model):
    """For one key of an edition, such as `area:W06000002`, who has it: bit n stands for the enterprise with key n."""

    edition = models.ForeignKey(SearchEdition, models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    bits = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="search_bits_once_per_edition")]

    def __str__(self):
        return self.key


class SearchWord(models.Model):
    """A word of names, offers and categories, by which a misspelt one is put right."""

    word = models.CharField(max_length=64, primary_key=True)
    uses = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_trigrams")]

    def __str__(self):
        return self.word


class SearchChange(models.Model):
    """An enterprise was entered, changed or removed, in that transaction. A trigger writes it."""

    enterprise = models.BigIntegerField(primary_key=True)  # it may be gone
    changed_in = models.BigIntegerField(db_index=True)

    def __str__(self):
        return f"{self.enterprise} in {self.changed_in}"
