"""The practice app: what worked elsewhere, told so that others can adapt it."""

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "socialvalue.practice"
    label = "practice"

    def ready(self):
        from collab_portal.accounts import personal_data as registry
        from socialvalue.practice import digest_mails, exchange_data, exchange_mails, group_mails, mails, personal_data
        from socialvalue.practice.five_steps import mails as step_mails
        from socialvalue.practice.five_steps import personal_data as step_data

        mails.register()
        exchange_mails.register()
        group_mails.register()
        digest_mails.register()
        step_mails.register()
        registry.register("case-studies", export=personal_data.export, erase=personal_data.erase)
        registry.register("five-steps", export=step_data.export, erase=step_data.erase)
        registry.register("exchange", export=exchange_data.export, erase=exchange_data.erase)
