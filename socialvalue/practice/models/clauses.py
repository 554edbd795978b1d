"""The clause library: words for contracts in their versions, the laws they rest on, and who copied which version."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.templatetags.words import paired
from procurement.models import Opportunity
from socialvalue.practice.models.choices import Duty
from socialvalue.practice.models.editing import acted
from socialvalue.practice.models.study import CaseStudy


class Jurisdiction(models.TextChoices):
    """Whose law the contract is under."""

    WALES = "wales", _("Wales")
    ENGLAND_WALES = "england-wales", _("England and Wales")
    SCOTLAND = "scotland", _("Scotland")
    NORTHERN_IRELAND = "northern-ireland", _("Northern Ireland")


class ContractForm(models.TextChoices):
    """The form of contract that a clause is written to fit into."""

    OWN = "own", _("A council’s own terms")
    NEC = "nec", _("NEC4")
    JCT = "jct", _("JCT")
    FRAMEWORK = "framework", _("Framework agreement")
    GRANT = "grant", _("Grant agreement")
    ANY = "any", _("Any form")


class Law(models.TextChoices):
    """What a clause can rest on. When one of these changes, clauses have to be looked at again."""

    PARTNERSHIP = "sppp-2023", _("Social Partnership and Public Procurement (Wales) Act 2023")
    REGULATIONS = "wsi-2026-75", _("The regulations of 2026 under that Act (WSI 2026/75)")
    PROCUREMENT = "procurement-2023", _("Procurement Act 2023")
    WALES_REGULATIONS = "procurement-wales-2024", _("Procurement (Wales) Regulations 2024")
    FUTURE_GENERATIONS = "future-generations-2015", _("Well-being of Future Generations (Wales) Act 2015")
    LATE_PAYMENT = "late-payment-1998", _("Late Payment of Commercial Debts (Interest) Act 1998")
    EQUALITY = "equality-2010", _("Equality Act 2010")
    MINIMUM_WAGE = "minimum-wage-1998", _("National Minimum Wage Act 1998")
    EMPLOYMENT = "employment-1996", _("Employment Rights Act 1996, and what was changed in it later")
    WELSH_LANGUAGE = "welsh-language-2011", _("Welsh Language (Wales) Measure 2011")
    ENVIRONMENT = "environment-2016", _("Environment (Wales) Act 2016")


class ClauseQuerySet(models.QuerySet):
    def public(self):
        """With at least one published version."""
        published = ClauseVersion.objects.published().filter(clause=models.OuterRef("pk"))
        return self.filter(models.Exists(published))

    def editable_by(self, user):
        """Coordinators look after their network's, publishers of public bodies after theirs; staff after all."""
        if user.is_staff:
            return self.all()
        return self.filter(owner__in=writers_for(user).values("organisation"))

    def visible_to(self, user):
        return self.public() | self.editable_by(user) if user.is_authenticated else self.public()


def writers_for(user) -> models.QuerySet[Membership]:
    """The roles by which she may write clauses."""
    roles = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS, organisation__merged_into=None)
    return roles.filter(Q(organisation__is_network=True) | Q(organisation__is_public_body=True))


class Clause(models.Model):
    """A clause that others may put into their contracts. What it says stands in its versions; it is no legal advice."""

    slug = models.SlugField(max_length=100, unique=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", help_text="Who keeps it true.")
    is_example = models.BooleanField(default=False, help_text="Made up to show the portal; marked as such.")
    created_by = acted()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ClauseQuerySet.as_manager()

    def __str__(self):
        return self.slug

    def get_absolute_url(self):
        return reverse("clauses:detail", args=[self.slug])


class ClauseVersionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def newest(self):
        """Of each clause the last one that is published."""
        newer = self.model.objects.published().filter(
            clause=models.OuterRef("clause"), number__gt=models.OuterRef("number")
        )
        return self.published().filter(~models.Exists(newer))


class ClauseVersion(models.Model):
    """What a clause says from one day on. Once it is published it never changes: a newer version takes its place."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=120, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_cy = models.TextField(_("text in Welsh"), blank=True)
    use_en = models.TextField(_("how to use it, in English"), blank=True)
    use_cy = models.TextField(_("how to use it, in Welsh"), blank=True)
    jurisdiction = models.CharField(max_length=20, choices=Jurisdiction, default=Jurisdiction.WALES)
    contract_form = models.CharField(max_length=12, choices=ContractForm, default=ContractForm.OWN)
    category = models.CharField(max_length=4, choices=Duty, blank=True)
    rests_on = ArrayField(models.CharField(max_length=30, choices=Law), default=list, blank=True)
    source_study = models.ForeignKey(CaseStudy, models.PROTECT, null=True, blank=True, related_name="+")
    legal_reviewed_on = models.DateField(_("legal review on"), null=True, blank=True)
    written_by = acted()
    changed_at = models.DateTimeField()
    published_by = acted()
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ClauseVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clause", "number"], name="clause_version_number_once"),
            models.UniqueConstraint(fields=["clause"], condition=Q(published_at=None), name="one_unpublished_version"),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(title_en="", title_cy="") & ~Q(text_en="", text_cy=""),
                name="a_published_clause_says_something",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_for_good",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self):
        return paired(self, "title")[0]

    def get_absolute_url(self):
        return reverse("clauses:version", args=[self.clause.slug, self.number])

    @property
    def laws(self) -> list[Law]:
        return [Law(each) for each in self.rests_on]


class LawChange(models.Model):
    """Something changed in a law on which clauses rest: what, from which day on, and where it can be read."""

    law = models.CharField(_("law"), max_length=30, choices=Law)
    in_force_on = models.DateField(_("in force from"))
    what_en = models.CharField(_("what changes, in English"), max_length=500, blank=True)
    what_cy = models.CharField(_("what changes, in Welsh"), max_length=500, blank=True)
    source_url = models.URLField(_("where it can be read"), max_length=500)
    recorded_by = acted()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what_en="", what_cy=""), name="a_law_change_says_what"),
            models.UniqueConstraint(fields=["law", "in_force_on", "source_url"], name="law_change_once"),
        ]

    def __str__(self):
        return f"{self.law} from {self.in_force_on}"


class ClauseCopyQuerySet(models.QuerySet):
    def of_contracts(self):
        return self.filter(opportunity__isnull=False)

    def shown_to(self, user):
        """In contracts that the public can see, and in those of the body she acts for."""
        public = Q(opportunity__entry__isnull=False)
        own = Q(opportunity__in=Opportunity.objects.visible_to(user))
        return self.of_contracts().filter(public | own)


class ClauseCopy(models.Model):
    """One version of a clause, copied into a contract that is being written, where its words may be fitted.

    Without a contract it was taken away as text: only that it was is kept, and for which organisation.
    """

    version = models.ForeignKey(ClauseVersion, models.PROTECT, related_name="copies")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    text_en = models.TextField(_("text in English"), blank=True)
    text_cy = models.TextField(_("text in Welsh"), blank=True)
    copied_by = acted()
    copied_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = ClauseCopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "version"],
                condition=Q(opportunity__isnull=False),
                name="clause_version_in_a_contract_once",
            )
        ]

    def __str__(self):
        return f"copy {self.pk} of {self.version_id}"
