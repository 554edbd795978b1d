"""The procurement app: what public bodies are going to buy."""

from django.apps import AppConfig


class ProcurementConfig(AppConfig):
    name = "procurement"
