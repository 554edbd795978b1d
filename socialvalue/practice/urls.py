"""Addresses below /case-studies/."""

from django.urls import path

from socialvalue.practice import views

app_name = "case-studies"
urlpatterns = [
    path("", views.library, name="list"),
    path("<slug:slug>/", views.case_study, name="detail"),
]
