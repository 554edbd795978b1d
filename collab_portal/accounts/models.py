"""People, organisations, and who may do what for whom."""

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collab_portal.audit.history import track_history
from collab_portal.text import normalised_name


class Language(models.TextChoices):
    """The two languages of the portal, on equal terms."""

    ENGLISH = "en", _("English")
    WELSH = "cy", _("Welsh")


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


@track_history(exclude=["email", "name", "password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What she may do comes from her memberships; staff look after the portal itself."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language of our e-mails"), max_length=2, choices=Language, default=Language.ENGLISH)
    acting_for = models.ForeignKey("Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_is_lower_case")
        ]

    def __str__(self):
        return self.name or self.email


class OrganisationQuerySet(models.QuerySet):
    def current(self):
        """Not merged into another."""
        return self.filter(merged_into=None)

    def public_bodies(self):
        return self.current().filter(is_public_body=True)

    def networks(self):
        return self.current().filter(is_network=True)

    def of(self, user):
        """Those the person is a member of."""
        return self.current().filter(memberships__user=user)

    def administered_by(self, user):
        return self.current().filter(memberships__user=user, memberships__role=Membership.Role.ADMINISTRATOR)

    def known_as(self, words):
        """With these words in one of its names, however they are spelt."""
        names = OrganisationName.objects.filter(
            organisation=models.OuterRef("pk"), key__contains=normalised_name(words)
        )
        return self.filter(models.Exists(names))


@track_history(exclude=["mailbox"])
class Organisation(models.Model):
    """A public body, an enterprise, a network, a support agency, or several: one record for all it does.

    Its names in both languages are here; other and former names are `OrganisationName`s, its numbers in registers
    are `OrganisationIdentifier`s.
    When two records turn out to be one organisation, one is *merged into* the other and its links lead there.
    """

    class Regime(models.TextChoices):
        """Whose procurement rules the body follows (Procurement Act 2023, sections 111 to 113)."""

        WALES = "wales", _("Wales")
        ENGLAND = "england", _("England")
        SCOTLAND = "scotland", _("Scotland")
        NORTHERN_IRELAND = "northern-ireland", _("Northern Ireland")

    slug = models.SlugField(max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=255, blank=True)
    sort_key_cy = models.CharField(max_length=400, editable=False, default="")
    is_public_body = models.BooleanField(default=False)
    is_enterprise = models.BooleanField(default=False)
    is_network = models.BooleanField(default=False)
    is_support_agency = models.BooleanField(default=False)
    regime = models.CharField(max_length=20, choices=Regime, blank=True)
    website = models.URLField(_("website"), blank=True)
    strategy_url = models.URLField(_("procurement strategy"), blank=True)
    contact_role_en = models.CharField(_("who answers letters, in English"), max_length=120, blank=True)
    contact_role_cy = models.CharField(_("who answers letters, in Welsh"), max_length=120, blank=True)
    mailbox = models.EmailField(
        _("role mailbox"), blank=True, help_text=_("Letters are relayed here. It is not printed.")
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_en="", name_cy=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("id")), name="organisation_not_merged_into_itself"
            ),
        ]
        indexes = [  # few among very many
            models.Index(fields=["name_en"], condition=models.Q(is_public_body=True), name="public_bodies"),
            models.Index(fields=["name_en"], condition=models.Q(is_network=True), name="networks"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page, or else in the other one."""
        first, second = (self.name_cy, self.name_en) if get_language() == "cy" else (self.name_en, self.name_cy)
        return first or second


class OrganisationName(models.Model):
    """A name under which an organisation has been met: other, former, or as notices print it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(max_length=255)
    key = models.CharField(max_length=255, help_text="The normalised name, by which the next one is recognised.")
    language = models.CharField(max_length=2, choices=Language, blank=True)
    is_former = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="organisation_name_once")]
        indexes = [models.Index(fields=["key"], name="organisation_name_key")]

    def __str__(self):
        return self.name


class OrganisationIdentifier(models.Model):
    """A number by which a register knows an organisation; with the schemes of org-id.guide (GB-COH, GB-CHC)."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40)
    value = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_of_one_organisation")]

    def __str__(self):
        return f"{self.scheme}-{self.value}"


@track_history()
class Membership(models.Model):
    """What a person may do for an organisation. A coordinator is a publisher in a network."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer: can read")
        EDITOR = "editor", _("Editor: can prepare")
        PUBLISHER = "publisher", _("Publisher: can publish")
        ADMINISTRATOR = "administrator", _("Administrator: can publish, and decide who is a member")

    EDITORS = (Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR)
    PUBLISHERS = (Role.PUBLISHER, Role.ADMINISTRATOR)

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="one_role_per_organisation")]

    def __str__(self):
        return f"{self.user_id} as {self.role} of {self.organisation_id}"


def new_token() -> str:
    """A secret for a link in a mail: 256 bits, safe in a URL."""
    return secrets.token_urlsafe(32)


class InvitationQuerySet(models.QuerySet):
    def open(self, at):
        """Neither answered nor run out."""
        return self.filter(accepted_at=None, expires_at__gt=at)

    def to(self, user):
        return self.filter(email__iexact=user.email)


class LetterWithLink(models.Model):
    """An invitation by letter: whoever holds the letter may answer it. The link in it works once, until it runs out."""

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        abstract = True


class Invitation(LetterWithLink):
    """A letter that asks a person to join an organisation in a role."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("email"), condition=models.Q(accepted_at=None), name="one_open_invitation"
            )
        ]

    def __str__(self):
        return f"invitation {self.pk} to {self.organisation_id}"


class Letter(models.Model):
    """A message that the portal relays from one organisation to another, so that no address has to be printed."""

    sender = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="letters_sent")
    recipient = models.ForeignKey(Organisation, models.CASCADE, related_name="letters_received")
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("message"), max_length=4000)
    about = models.CharField(max_length=24, blank=True, help_text="The reference of what it is about, such as CP-0042.")
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self):
        return f"letter {self.pk} to {self.recipient_id}"
