"""The portal as a Django app: home of the page tags, the commands and the catalogue."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "collab_portal"
