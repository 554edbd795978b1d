"""Studies that a coordinator put together, in an order that makes sense."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit.history import track_history
from collab_portal.templatetags.words import paired
from socialvalue.practice.models.study import CaseStudy


class CollectionQuerySet(models.QuerySet):
    def editable_by(self, user):
        """Those of networks of which she is a publisher."""
        if user.is_staff:
            return self.all()
        mine = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS).values("organisation")
        return self.filter(network__in=mine)


@track_history()
class Collection(models.Model):
    """Case studies that a network’s coordinators chose for one question. It is public at once."""

    slug = models.SlugField(max_length=100, unique=True)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=100, blank=True)
    intro_en = models.TextField(_("introduction in English"), max_length=2000, blank=True)
    intro_cy = models.TextField(_("introduction in Welsh"), max_length=2000, blank=True)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = CollectionQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="collection_has_a_title")]

    def __str__(self):
        return paired(self, "title")[0]

    def get_absolute_url(self):
        return reverse("case-studies:collection", args=[self.slug])


class Collected(models.Model):
    """A study in its place in a collection. While it is not published, readers do not see it there."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="collected")
    study = models.ForeignKey(CaseStudy, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "study"], name="collected_once")]

    def __str__(self):
        return f"{self.position} in {self.collection_id}"
