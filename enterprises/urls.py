"""Addresses below /enterprises/."""

from django.urls import path

from enterprises import views

app_name = "enterprises"
urlpatterns = [
    path("", views.directory, name="list"),
    path("<slug:slug>/", views.enterprise, name="detail"),
]
