"""What a password must be, said so that one knows what to do."""

from django.conf import settings
from django.contrib.auth import password_validation as django
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_CHARACTERS = 5  # different ones
ROWS = ("1234567890" * 20, "0987654321" * 20, "abcdefghijklmnopqrstuvwxyz" * 8, "qwertyuiopasdfghjklzxcvbnm" * 8)


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self):
        return _("Choose a longer password: %(count)s characters or more") % {"count": self.min_length}


class NotCommon(django.CommonPasswordValidator):
    """Neither one of the most common, nor as easy to guess: a row of keys, few characters, the name of the portal."""

    def validate(self, password, user=None):
        super().validate(password, user)
        plain = "".join(password.lower().split())
        names = ("".join(name.lower().split()) for name in (settings.PORTAL_NAME_EN, settings.PORTAL_NAME_CY))
        if len(set(plain)) < FEWEST_CHARACTERS or plain in names or any(plain in row for row in ROWS):
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self):
        return _("Choose another password. Too many people use this one")


class NotLikeThePerson(django.UserAttributeSimilarityValidator):
    def __init__(self):
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self):
        return _("Choose a password that is less like your name or your e-mail address")
