"""Case studies: what was tried, what came of it, and what others need to do the same."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.audit.history import track_history
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area, Category, WellbeingGoal


class Step(models.TextChoices):
    """The five steps by which public bodies and social enterprises come to work together."""

    CULTURE = "culture", _("Grow a social enterprise culture")
    PRACTICE = "good-practice", _("Join up good practice")
    SOCIAL_VALUE = "social-value", _("Embed social value")
    PIPELINE = "pipeline", _("Make the pipeline clear")
    DESIGN = "contract-design", _("Improve contract design")


class CaseStudyQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)


@track_history()
class CaseStudy(models.Model):
    """A piece of good practice, told so that another council or enterprise can adapt it.

    Challenge, solution, result and lessons are Markdown in both languages; `original_language` says which came first.
    """

    slug = models.SlugField(max_length=100, unique=True)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=150, blank=True)
    summary_en = models.CharField(_("summary in English"), max_length=300, blank=True)
    summary_cy = models.CharField(_("summary in Welsh"), max_length=300, blank=True)
    challenge_en = models.TextField(_("challenge in English"), blank=True)
    challenge_cy = models.TextField(_("challenge in Welsh"), blank=True)
    solution_en = models.TextField(_("what was done, in English"), blank=True)
    solution_cy = models.TextField(_("what was done, in Welsh"), blank=True)
    result_en = models.TextField(_("result in English"), blank=True)
    result_cy = models.TextField(_("result in Welsh"), blank=True)
    lessons_en = models.TextField(_("lessons in English"), blank=True)
    lessons_cy = models.TextField(_("lessons in Welsh"), blank=True)
    original_language = models.CharField(max_length=2, choices=[("en", _("English")), ("cy", _("Welsh"))])
    steps = ArrayField(models.CharField(max_length=20, choices=Step), default=list)
    goals = models.ManyToManyField(WellbeingGoal, related_name="+", blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    area_codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="case_studies")
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    is_example = models.BooleanField(default=False, help_text="Made up to show the portal; marked as such.")
    published_at = models.DateTimeField(null=True, blank=True)
    document = SearchVectorField(null=True, editable=False)

    objects = CaseStudyQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["document"], name="case_study_document")]

    def __str__(self):
        return self.title_en or self.title_cy

    def get_absolute_url(self):
        return reverse("case-studies:detail", args=[self.slug])

    @property
    def areas(self) -> list[Area]:
        known = areas_by_code()
        return [known[code] for code in self.area_codes if code in known]
