"""The enterprises app: who can do it."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"

    def ready(self):
        from collab_portal.accounts import personal_data as registry
        from enterprises import mails, personal_data, trust_data

        mails.register()
        registry.register("directory", export=personal_data.export, erase=personal_data.erase)
        registry.register("trust", export=trust_data.export, erase=trust_data.erase)
