"""Addresses of the pipeline, the alerts and the public bodies; and, outside the two languages, those for machines."""

from django.urls import include, path

from procurement import export_views, interest_urls, public_body_views, views
from procurement.converters import OPPORTUNITY
from procurement.drafting.urls import urlpatterns as drafting

pipeline = [
    path("", views.pipeline, name="list"),
    path("opportunities.csv", export_views.spreadsheet, name="csv"),
    path("opportunities.atom", export_views.feed, name="atom"),
    path("opportunities.ics", export_views.calendar, name="ics"),
    path(f"{OPPORTUNITY}/", views.opportunity, name="detail"),
    path(f"{OPPORTUNITY}.ics", export_views.opportunity_calendar, name="detail-ics"),
    *drafting,
]
public_bodies = [
    path("", public_body_views.public_bodies, name="list"),
    path("<slug:slug>/", public_body_views.public_body, name="detail"),
]

urlpatterns = [
    path("pipeline/", include((pipeline, "pipeline"))),
    path("public-bodies/", include((public_bodies, "public-bodies"))),
    path("", include(interest_urls)),
]
machine_urls = [*interest_urls.machine_urls]
