"""The audit app: what happened, who did it and when."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "collab_portal.audit"
    label = "audit"
