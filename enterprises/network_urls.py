"""Addresses below /networks/."""

from django.urls import path

from enterprises.trust_urls import network_urlpatterns as trust
from enterprises.views import network_desk, network_members, networks

app_name = "networks"
urlpatterns = [
    path("", networks.networks, name="list"),
    path("invitations/<str:token>/", network_members.invitation, name="invitation"),
    path("<slug:slug>/", networks.network, name="detail"),
    path("<slug:slug>/edit/", networks.edit, name="edit"),
    path("<slug:slug>/you/", networks.shown, name="shown"),
    path("<slug:slug>/join/", network_members.join, name="join"),
    path("<slug:slug>/invite/", network_members.invite, name="invite"),
    path("<slug:slug>/requests/<int:pk>/", network_members.decide, name="request"),
    path("<slug:slug>/members/", network_members.members, name="members"),
    path("<slug:slug>/members/<slug:member>/leave/", network_members.leave, name="leave"),
    path("<slug:slug>/members/<slug:member>/remove/", network_members.remove, name="remove"),
    path("<slug:slug>/desk/", network_desk.desk, name="desk"),
    path("<slug:slug>/desk/numbers.csv", network_desk.numbers, name="numbers"),
    *trust,
]
