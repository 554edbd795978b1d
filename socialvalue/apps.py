"""The social value app: how good is it?"""

from django.apps import AppConfig


class SocialValueConfig(AppConfig):
    name = "socialvalue"
