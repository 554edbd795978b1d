"""Addresses below /case-studies/."""

from django.urls import URLPattern

app_name = "case-studies"
urlpatterns: list[URLPattern] = []
