"""Addresses of the person's own pages and of the organisations she acts for."""

from django.urls import URLPattern

app_name = "accounts"
urlpatterns: list[URLPattern] = []
