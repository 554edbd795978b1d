"""The procurement app: what public bodies are going to buy."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"

    def ready(self):
        from collab_portal.accounts import personal_data as registry
        from procurement import mails, personal_data

        mails.register()
        registry.register("alerts", export=personal_data.export, erase=personal_data.erase)
        registry.register("answers", export=personal_data.export_answers, erase=personal_data.forget_answers)
        registry.register("questions", export=personal_data.export_questions, erase=personal_data.forget_questions)
