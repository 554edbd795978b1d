"""The codes that everybody shares: what is bought, where, for which goals, above which thresholds."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "collab_portal.reference"
    label = "reference"
