"""Addresses below /enterprises/."""

from django.urls import include, path

from enterprises import views

app_name = "enterprises"
urlpatterns = [
    path("", views.directory, name="list"),
    path("", include("enterprises.own_urls")),
    path("<slug:slug>/", views.enterprise, name="detail"),
]
