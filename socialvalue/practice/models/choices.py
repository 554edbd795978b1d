"""The words a study is filed under."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    """The five steps by which public bodies and social enterprises come to work together."""

    CULTURE = "culture", _("Grow a social enterprise culture")
    PRACTICE = "good-practice", _("Join up good practice")
    SOCIAL_VALUE = "social-value", _("Embed social value")
    PIPELINE = "pipeline", _("Make the pipeline clear")
    DESIGN = "contract-design", _("Improve contract design")


class Route(models.TextChoices):
    """How the work was bought, or given. Officers look for what they are allowed to do."""

    NONE = "none", _("Nothing was bought")
    GRANT = "grant", _("Grant")
    RESERVED = "reserved", _("Below the threshold, reserved")
    QUOTATION = "quotation", _("Below the threshold, quotations")
    OPEN = "open", _("Open procedure")
    FLEXIBLE = "competitive-flexible", _("Competitive flexible procedure")
    FRAMEWORK = "framework", _("Call-off from a framework")
    LIGHT_TOUCH = "light-touch", _("Light touch contract")
    ASSET_TRANSFER = "asset-transfer", _("Transfer of a building or land")


class Evidence(models.IntegerChoices):
    """How strong the evidence is: Nesta's five standards, and none for a description of what was done."""

    DESCRIBED = 0, _("Described")
    ACCOUNT = 1, _("Account of impact")
    CHANGE = 2, _("Change shown")
    CAUSE = 3, _("Cause shown")
    REPLICATED = 4, _("Explained and repeated by others")
    READY = 5, _("Ready to grow")

    @property
    def meaning(self):
        return MEANINGS[self]


MEANINGS = {
    Evidence.DESCRIBED: _("It says what was done. There are no figures on what came of it."),
    Evidence.ACCOUNT: _("It gives a good reason why this should work, with some figures of its own."),
    Evidence.CHANGE: _("Figures from before and after show a change. Something else may have caused it."),
    Evidence.CAUSE: _("A comparison with people or places without it shows that it caused the change."),
    Evidence.REPLICATED: _("Somebody independent looked at it, says why it works, and it worked again elsewhere."),
    Evidence.READY: _("It has worked in several places, and there are guides and systems to do it again."),
}


class Duty(models.TextChoices):
    """What socially responsible works clauses are about (Social Partnership and Public Procurement Act, section 27)."""

    PAYMENTS = "SPW1", _("Prompt payment")
    EMPLOYMENT = "SPW2", _("Jobs for people at a disadvantage")
    COMPLIANCE = "SPW3", _("Rights at work")
    TRAINING = "SPW4", _("Training")
    SUBCONTRACTING = "SPW5", _("Work for small and voluntary organisations")
    ENVIRONMENT = "SPW6", _("Environment")


class Status(models.TextChoices):
    """Whether what the study tells of still goes on."""

    LIVE = "live", _("Still going on")
    ENDED = "ended", _("Has ended")
    LESSONS = "lessons", _("Did not work; the lessons are worth reading")


class Licence(models.TextChoices):
    """What others may do with the text."""

    OGL = "ogl", _("Open Government Licence 3.0")
    CC_BY = "cc-by", _("Creative Commons Attribution 4.0")
    RESERVED = "reserved", _("All rights reserved: ask before you copy")


class ContactMode(models.TextChoices):
    """How the officer who did it can be reached. No address is printed."""

    RELAY = "relay", _("Write through the portal")
    CALL_BACK = "call-back", _("Write through the portal, and she calls back")
    PAUSED = "paused", _("Not at the moment")
