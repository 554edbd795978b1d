"""The procurement app: what public bodies are going to buy."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"

    def ready(self):
        from collab_portal.accounts import personal_data as registry
        from enterprises import their_data
        from procurement import enterprise_data, mails, personal_data

        mails.register()
        registry.register("alerts", export=personal_data.export, erase=personal_data.erase)
        registry.register("answers", export=personal_data.export_answers, erase=personal_data.forget_answers)
        registry.register("questions", export=personal_data.export_questions, erase=personal_data.forget_questions)
        registry.register("plans", export=personal_data.export_plans, erase=personal_data.forget_plans)
        their_data.register("procurement", enterprise_data.of_enterprise)
