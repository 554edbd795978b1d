"""Acts that change no row of their own: sign-ins, exports, refused attempts, publications. And the seals upon them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Act(models.Model):
    """One thing somebody did. It holds ids, never names or addresses, so that a person can be erased and it stays.

    Rows are added and read; the web role may neither change nor delete them.
    """

    append_only = True  # the web role may add rows and read them: see the migrate command

    at = models.DateTimeField(db_default=Now(), editable=False)
    verb = models.CharField(max_length=100)
    actor = models.BigIntegerField(null=True, help_text="The id of the person, or empty for nobody signed in.")
    target_type = models.CharField(max_length=100, blank=True)
    target_id = models.CharField(max_length=100, blank=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="act_by_target"),
            models.Index(fields=["actor", "-at"], name="act_by_actor"),
        ]

    def __str__(self):
        return f"{self.verb} ({self.at:%Y-%m-%d %H:%M})"


class Seal(models.Model):
    """A stretch of the trail and the prints of its acts, bound to the seal before: whoever alters one act is found.

    Only the function `seal_the_trail` of the database writes seals; the web role may call it, and read.
    """

    append_only = True
    written_by_the_database = True

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    acts = ArrayField(models.BigIntegerField(), help_text="Their ids, in order.")
    prints = ArrayField(models.BinaryField(), help_text="The SHA-256 of each.")
    digest = models.CharField(max_length=64, help_text="Of the digest before, and of all in this row.")

    def __str__(self):
        return f"{self.number}-{self.digest}"
