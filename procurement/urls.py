"""Addresses of the pipeline, the alerts and the public bodies; and, outside the two languages, those for machines."""

from django.urls import include, path

from procurement import (
    design_views,
    export_views,
    interest_urls,
    open_data_views,
    prospect_urls,
    public_body_views,
    redesign_views,
    supplier_views,
    supply_chain_views,
    views,
)
from procurement.converters import OPPORTUNITY
from procurement.drafting.urls import urlpatterns as drafting
from procurement.engagement_urls import urlpatterns as engagement
from procurement.plan_urls import urlpatterns as plans
from procurement.statutory_urls import of_pipeline, of_public_body
from procurement.supplier_urls import urlpatterns as suppliers

pipeline = [
    path("", views.pipeline, name="list"),
    path("design-checks/", design_views.checks, name="design-checks"),
    path("design-checks/<slug:slug>/", design_views.check, name="design-check"),
    path("design-report/", design_views.report, name="design-report"),
    path("design-report/trend.csv", design_views.trend_file, name="design-trend"),
    path("design-report/figures/", design_views.figures, name="design-figures"),
    path("redesigns/", redesign_views.redesigns, name="redesigns"),
    path("redesigns/<int:number>/", redesign_views.redesign, name="redesign"),
    path("redesigns/<int:number>/take-back/", redesign_views.take_back, name="redesign-take-back"),
    path(f"{OPPORTUNITY}/redesigns/share/", redesign_views.share, name="redesign-share"),
    path("opportunities.csv", export_views.spreadsheet, name="csv"),
    path("opportunities.atom", export_views.feed, name="atom"),
    path("opportunities.ics", export_views.calendar, name="ics"),
    path("supply-chain/", supply_chain_views.needs, name="supply-chain"),
    path("supply-chain/<int:number>/", supply_chain_views.need, name="supply-need"),
    path("supply-chain/<int:number>/write/", supply_chain_views.write, name="supply-need-write"),
    path("supply-chain/<int:number>/change/", supply_chain_views.change, name="supply-need-change"),
    path("supply-chain/<int:number>/close/", supply_chain_views.close, name="supply-need-close"),
    path(f"{OPPORTUNITY}/supply-chain/new/", supply_chain_views.new, name="supply-need-new"),
    path(f"{OPPORTUNITY}/", views.opportunity, name="detail"),
    path(f"{OPPORTUNITY}/checked/", design_views.checked, name="checked"),
    path(f"{OPPORTUNITY}.ics", export_views.opportunity_calendar, name="detail-ics"),
    *suppliers,
    *of_pipeline,
    *drafting,
    *engagement,
    *plans,
]
public_bodies = [
    path("", public_body_views.public_bodies, name="list"),
    path("<slug:slug>/", public_body_views.public_body, name="detail"),
    *of_public_body,
]

urlpatterns = [
    path("pipeline/", include((pipeline, "pipeline"))),
    path("public-bodies/", include((public_bodies, "public-bodies"))),
    path("enterprises/", include("procurement.prospect_urls")),
    path("enterprises/<slug:slug>/opportunities/", supplier_views.chances, name="chances"),
    path("open-data/", open_data_views.about, name="open-data"),
    path("", include(interest_urls)),
]
machine_urls = [
    path("api/ocds/releases.json", open_data_views.releases, name="ocds-releases"),
    path("api/ocds/extension/<slug:name>.json", open_data_views.extension, name="ocds-extension"),
    path(f"pipeline/{OPPORTUNITY}.json", open_data_views.opportunity, name="opportunity-json"),
    *interest_urls.machine_urls,
    *prospect_urls.machine_urls,
]
