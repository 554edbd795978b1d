"""Files, kept in the database: one transaction and one back-up hold a row and its file together."""

from django.db import models
from django.db.models.functions import Now


class StoredContent(models.Model):
    """The bytes of one file. They have a table of their own, so that no list of files ever reads them by accident."""

    data = models.BinaryField()

    def __str__(self):
        return f"content {self.pk}"


class StoredFile(models.Model):
    """A file as the portal keeps it: checked, named and hashed. It never changes: another file is another row.

    An app points at it with a foreign key (PROTECT) and decides who may see it. A file that nobody points at any more
    is swept away at night.
    """

    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    # The bytes must be there for as long as the row is; the other way round is the sweep's work.
    content = models.OneToOneField(StoredContent, models.PROTECT, related_name="file")
    small = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="large", help_text="The same picture, for lists."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width=None, height=None) | models.Q(width__gt=0, height__gt=0),
                name="both_sides_of_a_picture_or_none",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    def read(self) -> bytes:
        return bytes(StoredContent.objects.only("data").get(pk=self.content_id).data)
