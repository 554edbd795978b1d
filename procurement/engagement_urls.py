"""Addresses of engagement, below /pipeline/."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.engagement_views import expressions

urlpatterns = [
    path(f"{OPPORTUNITY}/interest/", expressions.interest, name="interest"),
    path(f"{OPPORTUNITY}/interested/", expressions.answers, name="interested"),
    path(f"{OPPORTUNITY}/interested.csv", expressions.answers_csv, name="interested-csv"),
]
