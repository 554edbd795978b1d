"""The enterprises app: who can do it."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
