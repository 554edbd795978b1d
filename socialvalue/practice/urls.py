"""Addresses below /case-studies/."""

from django.urls import path

from socialvalue.practice.views import library

app_name = "case-studies"
urlpatterns = [
    path("", library.library, name="list"),
    path("<slug:slug>/", library.case_study, name="detail"),
]
