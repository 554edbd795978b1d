"""The practice app: what worked elsewhere, told so that others can adapt it."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "socialvalue.practice"
    label = "practice"

    def ready(self):
        from collab_portal.accounts import personal_data as registry
        from socialvalue.practice import mails, personal_data

        mails.register()
        registry.register("case-studies", export=personal_data.export, erase=personal_data.erase)
