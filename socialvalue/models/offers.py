"""Offers, which nobody but the bidder can read before the deadline: row security in PostgreSQL sees to that."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation
from enterprises.models import Enterprise
from socialvalue.models.criteria import Criteria, Criterion
from socialvalue.models.frameworks import Measure


class OfferDraft(models.Model):
    """What a bidder is still writing, as often saved as wanted; nobody else ever reads it.

    An offer that was handed in stands unchanged beside it until the draft is handed in again.
    """

    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="+")
    bidder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # A `socialvalue.offering.Content` as JSON.
    content = models.JSONField(default=dict)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["criteria", "bidder"], name="one_draft_of_a_bidder")]

    def __str__(self):
        return f"draft {self.pk}"


class Offer(models.Model):
    """What one bidder handed in for a lot. To take it back is to delete it, and goes until the deadline.

    Sealed: row security shows an offer only to its own bidder before the lot's `submissions_close_at`, and to the
    buyer after it, by the database's clock (`socialvalue/sealing.py`). No history is kept of it, for that would be
    a second copy: each hand-in leaves its moment and its hash. An offer that came by another route is entered by an
    officer after the deadline, has a name instead of a bidder, and says so. What was typed wrongly is corrected by
    another that `replaces` it and says why; the first stays, and counts no more.
    """

    class Route(models.TextChoices):
        PORTAL = "portal", _("Handed in here")
        ENTERED = "entered", _("Entered by the buyer")

    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="offers")
    bidder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="offers")
    bidder_name = models.CharField(_("name of the bidder"), max_length=255, blank=True)
    route = models.CharField(max_length=8, choices=Route, default=Route.PORTAL)
    language = models.CharField(_("language of the offer"), max_length=2, choices=Language)
    submitted_at = models.DateTimeField(null=True, editable=False)  # the database's clock writes it
    # The number of the person, as in the trail: it stays when she is erased, and leads to nobody.
    submitted_by = models.BigIntegerField(null=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of what was handed in
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    corrected_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criteria", "bidder"], name="one_offer_of_a_bidder"),
            models.CheckConstraint(
                condition=Q(route="portal", bidder__isnull=False)
                | Q(route="entered", bidder=None) & ~Q(bidder_name=""),
                name="an_offer_has_its_bidder",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | Q(route="entered") & ~Q(corrected_because=""),
                name="what_was_entered_is_corrected_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"offer {self.pk}"

    @property
    def name(self) -> str:
        """Of the bidder; read with `select_related("bidder")`."""
        return self.bidder.name if self.bidder else self.bidder_name

    @property
    def is_entered(self) -> bool:
        return self.route == self.Route.ENTERED


class Price(models.Model):
    """What an offer costs, in pounds without VAT, apart from its answers.

    Sealed twice: the buyer's side sees it only when every evaluator has locked her scores.
    """

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="price")
    amount = models.DecimalField(_("price in pounds, without VAT"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="offer_price_not_negative")]

    def __str__(self):
        return f"price of offer {self.pk}"


class Answer(models.Model):
    """What an offer says to one question: a quantity by quarter of the contract, or an account in words.

    `quantities` are in the unit of the question, first quarter first. Sealed as its offer is.
    """

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    text = models.TextField(_("your answer"), max_length=8000, blank=True)
    quantities = ArrayField(models.DecimalField(max_digits=14, decimal_places=2), default=list, blank=True)
    how = models.TextField(_("how you will do it"), max_length=2000, blank=True)
    evidence = models.CharField(_("how you will show it"), max_length=500, blank=True)
    who = models.CharField(_("who is answerable for it"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "criterion"], name="one_answer_to_a_question")]

    def __str__(self):
        return f"answer {self.pk}"

    @property
    def total(self):
        return sum(self.quantities)


class StandingAnswer(models.Model):
    """What an enterprise says to a measure again and again: kept once, and reused in its next offer."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="standing_answers")
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    text = models.TextField(max_length=8000, blank=True)
    how = models.TextField(max_length=2000, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    who = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "measure", "language"], name="standing_answer_once")
        ]

    def __str__(self):
        return f"{self.enterprise_id} on {self.measure_id}"
