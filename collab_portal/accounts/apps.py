"""The accounts app: who is signed in, for whom they act, and how one organisation writes to another."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "collab_portal.accounts"
    label = "accounts"

    def ready(self):
        from collab_portal.accounts import mails

        mails.register()
