"""Addresses of the pipeline, the alerts and the public bodies; and, outside the two languages, those for machines."""

from django.urls import include, path

from procurement import export_views, interest_urls, open_data_views, public_body_views, views
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
    path("open-data/", open_data_views.about, name="open-data"),
    path("", include(interest_urls)),
]
machine_urls = [
    path("api/ocds/releases.json", open_data_views.releases, name="ocds-releases"),
    path("api/ocds/extension/<slug:name>.json", open_data_views.extension, name="ocds-extension"),
    path(f"pipeline/{OPPORTUNITY}.json", open_data_views.opportunity, name="opportunity-json"),
    *interest_urls.machine_urls,
]
