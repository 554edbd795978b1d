"""The practice app: what worked elsewhere, told so that others can adapt it."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "socialvalue.practice"
    label = "practice"

    def ready(self):
        from socialvalue.practice import mails

        mails.register()
