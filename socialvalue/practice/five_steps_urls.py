"""Addresses of the five steps: below a public body, and below a network."""

from django.urls import path

from socialvalue.practice.views import five_steps, next_actions, regional

app_name = "five-steps"
urlpatterns = [
    path("", five_steps.overview, name="overview"),
    path("start/", five_steps.start, name="start"),
    path("check/", five_steps.check, name="check"),
    path("close/", five_steps.close, name="close"),
    path("actions/", next_actions.planned, name="actions"),
    path("actions/new/", next_actions.plan, name="action-new"),
    path("actions/<int:pk>/", next_actions.change, name="action"),
    path("<int:year>/", five_steps.year, name="year"),
    path("<int:year>/readers/", five_steps.readers, name="readers"),
    path("<int:year>/scores.csv", five_steps.scores, name="csv"),
    path("<slug:step>/", five_steps.step, name="step"),
]
regional_urlpatterns = [
    path("", regional.region, name="region"),
    path("scores.csv", regional.scores, name="csv"),
]
