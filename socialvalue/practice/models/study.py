"""The case study as its authors and coordinators work on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Membership, Organisation, User
from collab_portal.audit.history import track_history
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area, Category, WellbeingGoal
from collab_portal.templatetags.words import paired
from procurement.models import Opportunity, Redesign, ValueBand
from socialvalue.practice.models.choices import ContactMode, Duty, Evidence, Licence, Route, Status, Step
from socialvalue.practice.models.states import ON_THE_DESK, TRANSITIONS, WITH_AUTHORS, Act, NotAllowed, State

PAIRED = ("title", "summary")
TOLD = ("challenge", "solution", "result", "sustained", "failures", "lessons", "conditions", "lots", "costs")
NEEDED = ("challenge", "solution", "result", "lessons")


def coordinates(user: User) -> bool:
    """She is staff, or a publisher of a network."""
    if user.is_staff:
        return True
    roles = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS)
    return roles.filter(organisation__is_network=True, organisation__merged_into=None).exists()


class CaseStudyQuerySet(models.QuerySet):
    def published(self):
        """What the public finds in the library."""
        return self.filter(entry__isnull=False)

    def of_authors(self, user):
        """Those of organisations she may prepare things for."""
        mine = Membership.objects.filter(user=user, role__in=Membership.EDITORS).values("organisation")
        return self.filter(owner__in=mine)

    def on_the_desk(self):
        """Those that coordinators have been given: all but what authors still write for the first time."""
        return self.exclude(state__in=WITH_AUTHORS, submitted_at=None)

    def visible_to(self, user):
        """Whose working copy she may read."""
        if user.is_staff:
            return self.all()
        return self.of_authors(user) | self.on_the_desk() if coordinates(user) else self.of_authors(user)

    def editable_by(self, user):
        """Whose working copy she may change: authors first, coordinators once it is sent in."""
        with_authors = self.filter(state__in=WITH_AUTHORS)
        if not user.is_staff:
            with_authors = with_authors.of_authors(user)
        return with_authors | self.filter(state__in=ON_THE_DESK) if coordinates(user) else with_authors

    def reviewable_by(self, user):
        """What she may decide on as a coordinator."""
        return self.on_the_desk() if coordinates(user) else self.none()

    def due(self, at):
        """Scheduled for a moment that has come."""
        return self.filter(state=State.SCHEDULED, publish_at__lte=at)


@track_history(exclude=["quotes"])
class CaseStudy(models.Model):
    """A piece of good practice, told so that another council or enterprise can adapt it: the working copy.

    The public reads its last `Edition`. What is told is Markdown in both languages; `original_language` says which
    came first. `quotes` and `measures` are lists of what `practice.content` calls Quote and Measured.
    """

    State, Step, Route, Evidence, Duty = State, Step, Route, Evidence, Duty

    class Withdrawal(models.TextChoices):
        """Why it is no longer in the library, which decides what stands in its place."""

        NOTICE = "notice", _("It is out of date: the text stays, under a notice")
        ERROR = "error", _("It was published by mistake: the text goes")
        CONSENT = "consent", _("Somebody named in it no longer agrees: the text goes")
        CONSOLIDATED = "consolidated", _("It is now part of another study: readers are led there")

    slug = models.SlugField(max_length=100, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)

    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=100, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    summary_cy = models.CharField(_("summary in Welsh"), max_length=300, blank=True)
    challenge_en = models.TextField(_("challenge in English"), blank=True)
    challenge_cy = models.TextField(_("challenge in Welsh"), blank=True)
    solution_en = models.TextField(_("what was done, in English"), blank=True)
    solution_cy = models.TextField(_("what was done, in Welsh"), blank=True)
    result_en = models.TextField(_("result in English"), blank=True)
    result_cy = models.TextField(_("result in Welsh"), blank=True)
    sustained_en = models.TextField(_("how it goes on, in English"), blank=True)
    sustained_cy = models.TextField(_("how it goes on, in Welsh"), blank=True)
    failures_en = models.TextField(_("what did not work, in English"), blank=True)
    failures_cy = models.TextField(_("what did not work, in Welsh"), blank=True)
    lessons_en = models.TextField(_("lessons in English"), blank=True)
    lessons_cy = models.TextField(_("lessons in Welsh"), blank=True)
    conditions_en = models.TextField(_("what must be there, in English"), blank=True)
    conditions_cy = models.TextField(_("what must be there, in Welsh"), blank=True)
    lots_en = models.TextField(_("lots, in English"), blank=True)
    lots_cy = models.TextField(_("lots, in Welsh"), blank=True)
    costs_en = models.TextField(_("costs in English"), blank=True)
    costs_cy = models.TextField(_("costs in Welsh"), blank=True)
    original_language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    one_language_because = models.CharField(max_length=300, blank=True)

    steps = ArrayField(models.CharField(max_length=20, choices=Step), default=list, blank=True)
    goals = models.ManyToManyField(WellbeingGoal, related_name="+", blank=True)
    duties = ArrayField(models.CharField(max_length=4, choices=Duty), default=list, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    area_codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    route = models.CharField(max_length=20, choices=Route, blank=True)
    value_band = models.CharField(max_length=20, choices=ValueBand, blank=True)
    evidence_level = models.PositiveSmallIntegerField(choices=Evidence, null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE)
    cost_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    staff_days = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    measures = models.JSONField(default=list, blank=True)
    quotes = models.JSONField(default=list, blank=True)

    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="case_studies")
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    opportunities = models.ManyToManyField(Opportunity, related_name="+", blank=True)
    redesigns = models.ManyToManyField(Redesign, related_name="+", blank=True)
    notice_url = models.URLField(_("statutory notice"), max_length=500, blank=True)
    contact_officer = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    contact_mode = models.CharField(max_length=10, choices=ContactMode, default=ContactMode.RELAY)
    licence = models.CharField(max_length=10, choices=Licence, default=Licence.OGL)
    is_example = models.BooleanField(default=False, help_text="Made up to show the portal; marked as such.")

    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Whose people write it.")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    is_short = models.BooleanField(default=False, help_text="Five answers came in; a coordinator writes the rest.")
    source_key = models.CharField(max_length=150, blank=True, help_text="How the file it was imported from calls it.")
    submitted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    publish_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True, help_text="When its first edition came out.")
    reviewed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(_("look at it again on"), null=True, blank=True)

    withdrawal = models.CharField(max_length=12, choices=Withdrawal, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because_en = models.CharField(max_length=500, blank=True)
    withdrawn_because_cy = models.CharField(max_length=500, blank=True)
    moved_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawal="", withdrawn_at=None) | ~Q(withdrawal="") & Q(withdrawn_at__isnull=False),
                name="a_withdrawn_study_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(publish_at__isnull=False), name="a_scheduled_study_has_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(review_on__isnull=False), name="a_published_study_is_reviewed_again"
            ),
            models.CheckConstraint(condition=~Q(moved_to=F("id")), name="study_not_moved_to_itself"),
            models.UniqueConstraint(
                fields=["owner", "source_key"], condition=~Q(source_key=""), name="study_imported_once"
            ),
        ]
        indexes = [models.Index(fields=["publish_at"], condition=Q(state=State.SCHEDULED), name="study_scheduled")]

    def __str__(self):
        """Its title in the language of the page or the mail, or else in the other one."""
        return paired(self, "title")[0]

    def get_absolute_url(self):
        return reverse("case-studies:detail", args=[self.slug])

    @property
    def reference(self) -> str:
        return f"CS-{self.pk:04}"

    @property
    def areas(self) -> list[Area]:
        known = areas_by_code()
        return [known[code] for code in self.area_codes if code in known]

    def allows(self, act: Act) -> bool:
        return self.state in TRANSITIONS[act][0]

    def do(self, act: Act) -> None:
        """Move on by an act, or say that it is not possible now."""
        if not self.allows(act):
            raise NotAllowed(
                _("The study is now in the state “%(state)s”. Look at it again.") % {"state": self.get_state_display()}
            )
        self.state = TRANSITIONS[act][1]
