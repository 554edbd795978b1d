"""Addresses of peer groups."""

from django.urls import path

from socialvalue.practice.views import groups, talk

app_name = "groups"
urlpatterns = [
    path("", groups.groups, name="list"),
    path("new/", groups.new, name="new"),
    path("<slug:slug>/", groups.group, name="detail"),
    path("<slug:slug>/edit/", groups.edit, name="edit"),
    path("<slug:slug>/close/", groups.close, name="close"),
    path("<slug:slug>/join/", groups.join, name="join"),
    path("<slug:slug>/leave/", groups.leave, name="leave"),
    path("<slug:slug>/mail/", groups.mail, name="mail"),
    path("<slug:slug>/members/", groups.members, name="members"),
    path("<slug:slug>/members/<int:pk>/decide/", groups.decide, name="decide"),
    path("<slug:slug>/talk/new/", talk.start, name="start"),
    path("<slug:slug>/talk/<int:pk>/", talk.thread, name="thread"),
    path("<slug:slug>/posts/<int:pk>/hide/", talk.hide, name="hide"),
    path("<slug:slug>/posts/<int:pk>/show/", talk.show, name="show"),
]

machine_urls = [path("stop-mail/<str:token>/", talk.stop_mail, name="stop-mail")]
