"""What social value can be measured by: frameworks, their themes, outcomes and measures, each with its source."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit.history import track_history


class Unit(models.TextChoices):
    """What a quantity counts."""

    NUMBER = "number", _("number")
    PEOPLE = "people", _("people")
    FTE = "FTE", _("full-time equivalent jobs")
    WEEKS = "weeks", _("weeks")
    HOURS = "hours", _("hours")
    POUNDS = "GBP", _("pounds")
    CARBON = "tCO2e", _("tonnes of carbon dioxide equivalent")
    MILES = "miles", _("miles")
    TONNES = "tonnes", _("tonnes")
    LITRES = "litres", _("litres")
    SQUARE_METRES = "m2", _("square metres")
    PER_CENT = "%", _("per cent")


class SourcedQuerySet(models.QuerySet):
    def unverified(self):
        """From memory, and nobody has compared them with their source since."""
        return self.filter(verification=Sourced.Verification.RECALL, confirmed_at=None)


class Sourced(models.Model):
    """A row that says where it comes from and how sure that is.

    What was written from memory (`recall`) is shown as unverified until somebody has compared it with the source;
    `confirmed_source` is what she compared it with.
    """

    class Verification(models.TextChoices):
        EXCERPT = "excerpt", _("Read in the source")
        SECONDARY = "secondary", _("Read in something that quotes the source")
        DERIVED = "derived", _("Worked out by us")
        RECALL = "recall", _("From memory, not compared with the source")

    source = models.CharField(max_length=500, blank=True)
    verification = models.CharField(max_length=10, choices=Verification, default=Verification.RECALL)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    confirmed_source = models.CharField(max_length=500, blank=True, editable=False)

    objects = SourcedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_verified(self) -> bool:
        return self.verification != self.Verification.RECALL or self.confirmed_at is not None


class FrameworkQuerySet(models.QuerySet):
    def open_to(self, organisation: Organisation | None):
        """What everybody may use, and what is the organisation's own."""
        return self.filter(Q(owner=None) | Q(owner=organisation) if organisation else Q(owner=None))

    def valid(self, on: date):
        """Those that a new contract may use on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class Framework(models.Model):
    """A dated edition of a set of themes, outcomes and measures; a council's own set has an `owner`.

    An edition never changes its meaning: contracts run under the one they were let with. `note` says what a reader
    must know of it, such as what could not be retrieved.
    """

    class Kind(models.TextChoices):
        MEASURES = "measures", _("Measures for contracts")
        GOALS = "goals", _("Goals and ways of working")
        DUTIES = "duties", _("Duties in law")

    code = models.SlugField(max_length=40)
    edition = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEASURES)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=200, blank=True)
    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="frameworks")
    note_en = models.CharField(max_length=600, blank=True)
    note_cy = models.CharField(max_length=600, blank=True)
    licence = models.CharField(max_length=100)
    attribution = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code", "edition"], name="framework_edition_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="framework_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.edition}"


class Theme(Sourced):
    """A broad field of a framework, such as fair work."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=20)
    title_en = models.CharField(max_length=300)
    title_cy = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="theme_once")]

    def __str__(self):
        return f"{self.code} {self.title_en}"


class OutcomeQuerySet(SourcedQuerySet):
    def improvements(self):
        """The six of section 27 of the 2023 Act, which works contracts must have regard to."""
        law = {"theme__framework__code": "social-public-works", "theme__framework__owner": None}
        return self.filter(**law).order_by("position")


class Outcome(Sourced):
    """What is to be better afterwards."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=20)
    title_en = models.CharField(max_length=500)
    title_cy = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "code"], name="outcome_once")]

    def __str__(self):
        return f"{self.code} {self.title_en}"


class MeasureQuerySet(SourcedQuerySet):
    def open_to(self, organisation: Organisation | None):
        """What everybody may use, and what is the organisation's own."""
        mine = Q(outcome__theme__framework__owner=None)
        return self.filter(mine | Q(outcome__theme__framework__owner=organisation) if organisation else mine)

    def current(self):
        """Those that a new contract may ask for."""
        return self.filter(retired_at=None)


@track_history()
class Measure(Sourced):
    """What an offer can promise under an outcome: so many of a unit, or an account in words where it has no unit.

    `counts_activity` marks what counts hours or roles, not a change in somebody's life.
    `goals` are the codes of the well-being goals it serves. One that is retired stays where it was chosen before.
    """

    class Direction(models.TextChoices):
        MORE = "more", _("More is better")
        LESS = "less", _("Less is better")

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="measures")
    code = models.CharField(max_length=30)
    title_en = models.CharField(_("title in English"), max_length=500)
    title_cy = models.CharField(_("title in Welsh"), max_length=500, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.MORE)
    evidence_en = models.CharField(_("evidence asked, in English"), max_length=500, blank=True)
    evidence_cy = models.CharField(_("evidence asked, in Welsh"), max_length=500, blank=True)
    counts_activity = models.BooleanField(default=False)
    goals = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "code"], name="measure_once")]

    def __str__(self):
        return f"{self.code} {self.title_en}"

    @property
    def is_in_words(self) -> bool:
        """It asks for an account, not for a number."""
        return not self.unit
