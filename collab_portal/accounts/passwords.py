"""What a password must be, said so that one knows what to do."""

from django.contrib.auth import password_validation as django
from django.utils.translation import gettext as _


class LongEnough(django.MinimumLengthValidator):
    def get_error_message(self):
        return _("Choose a longer password: %(count)s characters or more") % {"count": self.min_length}


class NotCommon(django.CommonPasswordValidator):
    def get_error_message(self):
        return _("Choose another password. Too many people use this one")


class NotLikeThePerson(django.UserAttributeSimilarityValidator):
    def __init__(self):
        super().__init__(user_attributes=("email", "name"))

    def get_error_message(self):
        return _("Choose a password that is less like your name or your e-mail address")
