"""Addresses below /enterprises/."""

from django.urls import include, path

from enterprises import views
from enterprises.editing.urls import urlpatterns as editing

app_name = "enterprises"
urlpatterns = [
    path("", views.directory, name="list"),
    path("", include("enterprises.own_urls")),
    *editing,
    path("<slug:slug>/", views.enterprise, name="detail"),
]
