"""The mail app: one message to one person, durably."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "collab_portal.mail"
    label = "mail"

    def ready(self):
        from collab_portal.mail import letters

        letters.register()
