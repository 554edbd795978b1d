"""Addresses of the pipeline, the alerts and the public bodies; and, outside the two languages, those for machines."""

from django.urls import URLPattern

machine_urls: list[URLPattern] = []
urlpatterns: list[URLPattern] = []
