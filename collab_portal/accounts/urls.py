"""Addresses of the person's own pages, of the organisations she acts for, and of staff."""

from django.urls import path

from collab_portal.accounts import organisation_views, views

app_name = "accounts"
urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("me/", views.me, name="me"),
    path("me/my-data.json", views.export, name="export"),
    path("me/erase/", views.erase, name="erase"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("organisations/<slug:slug>/", organisation_views.organisation, name="organisation"),
    path("organisations/<slug:slug>/act-for/", views.switch, name="switch"),
    path("organisations/<slug:slug>/change/", organisation_views.details, name="organisation-details"),
    path("organisations/<slug:slug>/invite/", organisation_views.invite, name="invite"),
    path("organisations/<slug:slug>/invitations/<int:pk>/withdraw/", organisation_views.uninvite, name="uninvite"),
    path("organisations/<slug:slug>/members/<int:pk>/change/", organisation_views.member, name="member"),
    path("organisations/<slug:slug>/members/<int:pk>/remove/", organisation_views.remove, name="remove"),
    path("organisations/<slug:slug>/write/", views.write, name="write"),
    path("staff/organisations/", organisation_views.staff_list, name="staff-organisations"),
    path("staff/organisations/new/", organisation_views.staff_new, name="staff-new"),
    path("staff/organisations/<slug:slug>/merge/", organisation_views.staff_merge, name="staff-merge"),
]
