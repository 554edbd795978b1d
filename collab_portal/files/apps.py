"""The files app: what people upload, checked, kept and handed out again."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "collab_portal.files"
    label = "files"
