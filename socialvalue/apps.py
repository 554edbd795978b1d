"""The social value app: how good is it?"""

from django.apps import AppConfig


class SocialValueConfig(AppConfig):
    name = "socialvalue"

    def ready(self):
        from collab_portal.accounts import personal_data as registry
        from enterprises import their_data
        from socialvalue import mails, panel_data, personal_data

        mails.register()
        registry.register("offers", export=personal_data.export, erase=personal_data.erase)
        registry.register("panels", export=panel_data.export, erase=panel_data.erase)
        their_data.register("offers", personal_data.of_enterprise)
