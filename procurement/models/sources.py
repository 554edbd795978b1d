"""How far the public notice services have been read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeSource(models.Model):
    """One service and how far it has been read: all before `position` is in, but for the gaps.

    The row is written in the transaction that takes a page in, so no page is taken in twice or left out. `part` and
    `cursor` say where in the period that begins at `position` the next page stands. A gap is where the service gave
    no answer for good; the next run asks there first.
    """

    class Key(models.TextChoices):
        FIND_A_TENDER = "fts", _("Find a Tender")
        SELL2WALES = "sell2wales", _("Sell2Wales")
        CONTRACTS_FINDER = "contracts-finder", _("Contracts Finder")

    key = models.CharField(max_length=20, choices=Key, unique=True)
    since = models.DateField(help_text="From when on it has been read.")
    position = models.DateTimeField()
    part = models.CharField(max_length=10, blank=True)
    cursor = models.CharField(max_length=500, blank=True)
    gaps = models.JSONField(default=list, help_text="Of each: the start of its period, the part, the cursor.")
    read_at = models.DateTimeField(null=True)

    def __str__(self):
        return self.key
