"""Leaving the directory: who asked for a stub to be removed, and what must not be brought back."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Membership, User, new_token
from enterprises.models.profile import Enterprise


class RemovalRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Confirmed by the address they came from, and not decided yet."""
        return self.filter(confirmed_at__isnull=False, decided_at=None)

    def open(self, at):
        """May still be confirmed."""
        return self.filter(confirmed_at=None, expires_at__gt=at)

    def decidable_by(self, user):
        """Staff decide on all; coordinators on those of their network."""
        if user.is_staff:
            return self
        coordinated = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS).values("organisation")
        return self.filter(enterprise__organisation__networks__network__in=coordinated).distinct()


class RemovalRequest(models.Model):
    """Somebody asks that an unclaimed stub be taken out of the directory. The address goes once it is decided."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="removal_requests")
    email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    relation = models.CharField(_("how you belong to it"), max_length=200, blank=True)
    reason = models.TextField(_("why it should go"), max_length=1000, blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = RemovalRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(email="", relation="", reason=""), name="decided_request_names_nobody"
            )
        ]

    def __str__(self):
        return f"removal {self.pk} of {self.enterprise_id}"


class RemovedEntryQuerySet(models.QuerySet):
    def among(self, digests) -> set[str]:
        """Which of these are of something removed; an import skips those rows."""
        return set(self.filter(digest__in=list(digests)).values_list("digest", flat=True))


class RemovedEntry(models.Model):
    """The hash of a register number, or of a name with its postcode, that an import must not bring back."""

    digest = models.CharField(max_length=64, unique=True)
    removed_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RemovedEntryQuerySet.as_manager()

    def __str__(self):
        return self.digest[:12]
