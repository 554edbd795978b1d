"""What an enterprise says of itself: its entry in the directory, and each kind of work it does."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.audit.history import track_history
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area, Category
from enterprises.lookups import legal_forms
from enterprises.models.states import CHECKABLE, TRANSITIONS, NotAllowed, State


class Band(models.TextChoices):
    """Money in steps, so that nobody has to tell a figure. The value names its bounds in pounds."""

    NONE = "0", _("Nothing yet")
    UNDER_10K = "0-10000", _("Under £10,000")
    UNDER_30K = "10000-30000", _("£10,000 to £30,000")
    UNDER_100K = "30000-100000", _("£30,000 to £100,000")
    UNDER_250K = "100000-250000", _("£100,000 to £250,000")
    UNDER_1M = "250000-1000000", _("£250,000 to £1 million")
    UNDER_5M = "1000000-5000000", _("£1 million to £5 million")
    OVER_5M = "5000000-", _("Over £5 million")


class EnterpriseQuerySet(models.QuerySet):
    def listed(self):
        """Shown in the public directory."""
        return self.filter(is_listed=True, organisation__merged_into=None)

    def verified(self):
        """Checked by a person, and that check still holds: a nightly task lapses it the day after."""
        return self.listed().filter(state=Enterprise.State.VERIFIED)

    def editable_by(self, user):
        """Whose profile she may change: an editor of an enterprise that has been claimed."""
        mine = Membership.objects.filter(user=user, role__in=Membership.EDITORS).values("organisation")
        return self.exclude(state=Enterprise.State.UNCLAIMED).filter(organisation__in=mine)

    def administered_by(self, user):
        mine = Membership.objects.filter(user=user, role=Membership.Role.ADMINISTRATOR).values("organisation")
        return self.exclude(state=Enterprise.State.UNCLAIMED).filter(organisation__in=mine)

    def of_member(self, user):
        """She is a member of it, in whatever role."""
        return self.filter(organisation__in=Membership.objects.filter(user=user).values("organisation"))

    def claimable(self):
        """Nobody looks after it: a stub, or one that its last administrator has left."""
        roles = Membership.objects.filter(organisation=models.OuterRef("organisation"))
        has_administrator = models.Exists(roles.filter(role=Membership.Role.ADMINISTRATOR))
        return self.listed().filter(Q(state=State.UNCLAIMED) | ~has_administrator)

    def claimable_by(self, user):
        return self.claimable().exclude(pk__in=self.of_member(user).values("pk"))

    def joinable_by(self, user):
        """Somebody looks after it, and she is not one of them."""
        looked_after = self.listed().exclude(pk__in=self.claimable().values("pk"))
        return looked_after.exclude(pk__in=self.of_member(user).values("pk"))

    def in_networks_of(self, user):
        """Members of a network she coordinates."""
        networks = Membership.objects.filter(
            user=user, role__in=Membership.PUBLISHERS, organisation__is_network=True, organisation__merged_into=None
        )
        return self.filter(organisation__networks__network__in=networks.values("organisation")).distinct()

    def verifiable_by(self, user):
        """Members of a network she coordinates, in a state to be checked. Nobody checks what is her own."""
        mine = self.of_member(user) | self.filter(statements__stated_by=user)
        return self.listed().in_networks_of(user).filter(state__in=CHECKABLE).exclude(pk__in=mine.values("pk"))

    def log_readable_by(self, user):
        """Its administrators, coordinators of its networks, and staff."""
        return self.all() if user.is_staff else self.administered_by(user).distinct() | self.in_networks_of(user)

    def delistable_by(self, user):
        """Staff may take any entry off the directory, and a coordinator members of her network."""
        return self.all() if user.is_staff else self.in_networks_of(user)


WORKED_OUT = ["document", "words", "keys", "sort_key_en", "sort_key_cy", "completeness", "stale_on"]


@track_history(exclude=["contact_name", *WORKED_OUT])
class Enterprise(models.Model):
    """An organisation's entry in the directory: what it offers, how far it can be trusted, and how to reach it.

    Its names, register numbers, website and role mailbox are the organisation's. The last group of columns is
    worked out by `enterprises.projection` from everything else, so that searching asks one table.
    """

    State = State

    class WelshService(models.TextChoices):
        FULL = "full", _("All of the service in Welsh")
        PART = "part", _("Part of the service in Welsh")
        NONE = "none", _("In English only")

    class Safeguarding(models.TextChoices):
        CHECKED = "checked", _("Policy in place, and staff have DBS checks")
        POLICY = "policy", _("Policy in place")
        NONE = "none", _("Our work does not need it")

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="enterprise")
    state = models.CharField(max_length=10, choices=State, default=State.UNCLAIMED)
    is_listed = models.BooleanField(default=False)
    listed_at = models.DateTimeField(null=True, blank=True)

    trading_name = models.CharField(_("trading name"), max_length=255, blank=True)
    offer_en = models.CharField(_("what you offer, in one line, in English"), max_length=200, blank=True)
    offer_cy = models.CharField(_("what you offer, in one line, in Welsh"), max_length=200, blank=True)
    description_en = models.TextField(_("description in English"), max_length=5000, blank=True)
    description_cy = models.TextField(_("description in Welsh"), max_length=5000, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, choices=legal_forms.choices, blank=True)
    founded_in = models.PositiveSmallIntegerField(_("year you started"), null=True, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    contact_name = models.CharField(_("name of a person to ask for"), max_length=120, blank=True)
    is_contact_public = models.BooleanField(_("show this name in the directory"), default=False)

    turnover = models.CharField(_("turnover in a year"), max_length=20, choices=Band, blank=True)
    largest_contract = models.CharField(_("largest contract delivered"), max_length=20, choices=Band, blank=True)
    people_employed = models.PositiveIntegerField(_("people employed"), null=True, blank=True)
    people_employed_on = models.DateField(_("on this date"), null=True, blank=True)
    smallest_lot = models.DecimalField(_("smallest lot you would take"), max_digits=12, decimal_places=2, null=True)
    largest_lot = models.DecimalField(_("largest lot you would take"), max_digits=12, decimal_places=2, null=True)
    would_lead_consortium = models.BooleanField(_("would lead a consortium"), default=False)
    would_join_consortium = models.BooleanField(_("would join a consortium"), default=False)

    welsh_service = models.CharField(_("service in Welsh"), max_length=5, choices=WelshService, blank=True)
    safeguarding = models.CharField(_("safeguarding"), max_length=10, choices=Safeguarding, blank=True)
    accessibility_en = models.CharField(_("how people get into your premises, in English"), max_length=300, blank=True)
    accessibility_cy = models.CharField(_("how people get into your premises, in Welsh"), max_length=300, blank=True)

    source_name = models.CharField(max_length=150, blank=True)
    source_url = models.URLField(blank=True)
    source_licence = models.CharField(max_length=80, blank=True)

    document = SearchVectorField(null=True, editable=False)
    words = ArrayField(models.CharField(max_length=64), default=list, editable=False)
    keys = ArrayField(models.CharField(max_length=80), default=list, editable=False)
    sort_key_en = models.CharField(max_length=400, editable=False, default="")
    sort_key_cy = models.CharField(max_length=400, editable=False, default="")
    completeness = models.PositiveSmallIntegerField(default=0, editable=False)
    stale_on = models.DateField(null=True, editable=False, help_text="The day on which `keys` stops being true.")

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_listed=False) | Q(listed_at__isnull=False), name="listed_since_a_moment"
            ),
            models.CheckConstraint(
                condition=Q(is_listed=False) | ~Q(state="delisted"), name="delisted_enterprise_is_not_listed"
            ),
            models.CheckConstraint(
                condition=Q(smallest_lot=None) | Q(largest_lot=None) | Q(smallest_lot__lte=F("largest_lot")),
                name="smallest_lot_not_above_largest",
            ),
            models.CheckConstraint(
                condition=Q(people_employed=None) | Q(people_employed_on__isnull=False),
                name="people_employed_on_a_date",
            ),
        ]
        indexes = [
            GinIndex(fields=["document"], name="enterprise_document"),
            models.Index(fields=["stale_on"], name="enterprise_stale", condition=Q(stale_on__isnull=False)),
            models.Index(fields=["sort_key_en", "id"], name="enterprise_order_en"),
            models.Index(fields=["sort_key_cy", "id"], name="enterprise_order_cy"),
            models.Index(fields=["-listed_at", "-id"], name="enterprise_newest"),
        ]

    def __str__(self):
        return self.organisation.name

    def get_absolute_url(self):
        return reverse("enterprises:detail", args=[self.organisation.slug])

    @property
    def areas(self) -> list[Area]:
        """Every area it serves with some kind of work. Fetch its activities first."""
        served = {code for activity in self.activities.all() for code in activity.served_codes}
        return [area for code, area in areas_by_code().items() if code in served]

    @property
    def is_verified(self) -> bool:
        return self.state == self.State.VERIFIED

    @property
    def is_unclaimed(self) -> bool:
        return self.state == self.State.UNCLAIMED

    def may_move_to(self, state: State) -> bool:
        return state in TRANSITIONS[State(self.state)]

    def move_to(self, state: State) -> None:
        """Take the step, or raise `NotAllowed` where the transition table has none. The caller saves."""
        if not self.may_move_to(state):
            raise NotAllowed(_("This cannot be done: the entry is “%(state)s”.") % {"state": self.get_state_display()})
        self.state = state


@track_history()
class Activity(models.Model):
    """One kind of work an enterprise does, where, and whether it could take more of it now.

    `served_codes` is the reach written out as areas (councils, or WALES, or UK), and holds no area twice.
    """

    class Reach(models.TextChoices):
        COUNCILS = "councils", _("In chosen council areas")
        DISTANCE = "distance", _("Up to a distance from a place")
        WALES = "wales", _("All of Wales")
        UK = "uk", _("All of the United Kingdom")

    class Capacity(models.TextChoices):
        FREE = "free", _("Can take on work now")
        LIMITED = "limited", _("Can take on a little")
        FULL = "full", _("Full at the moment")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="activities")
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("kind of work"))
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    reach = models.CharField(_("where you do it"), max_length=10, choices=Reach, default=Reach.COUNCILS)
    area_codes = ArrayField(models.CharField(max_length=9), default=list, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    distance_km = models.PositiveSmallIntegerField(_("distance in kilometres"), null=True, blank=True)
    served_codes = ArrayField(models.CharField(max_length=9), default=list, editable=False)
    capacity = models.CharField(_("room for more work"), max_length=10, choices=Capacity, blank=True)
    capacity_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "category"], name="activity_once_per_category"),
            models.CheckConstraint(
                condition=Q(reach="distance", distance_km__gt=0) & ~Q(place="")
                | ~Q(reach="distance") & Q(distance_km=None, place=""),
                name="distance_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(capacity="", capacity_on=None) | ~Q(capacity="") & Q(capacity_on__isnull=False),
                name="capacity_is_dated",
            ),
        ]
        indexes = [GinIndex(fields=["cpv_codes"], name="activity_cpv")]

    def __str__(self):
        return f"{self.category_id} by {self.enterprise_id}"
