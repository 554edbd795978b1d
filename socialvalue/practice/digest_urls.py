"""Addresses of a network's monthly letter."""

from django.urls import path

from socialvalue.practice.views import digests

app_name = "digests"
urlpatterns = [
    path("", digests.edit, name="edit"),
    path("send/", digests.send, name="send"),
    path("you/", digests.mine, name="mine"),
]
