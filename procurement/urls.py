"""Addresses of the pipeline, the alerts and the public bodies; and, outside the two languages, those for machines."""

from django.urls import include, path

from procurement import interest_urls, prospect_urls
from procurement.converters import OPPORTUNITY
from procurement.drafting.urls import urlpatterns as drafting
from procurement.engagement_urls import urlpatterns as engagement
from procurement.plan_urls import urlpatterns as plans
from procurement.statutory_urls import of_pipeline, of_public_body
from procurement.supplier_urls import urlpatterns as for_drafts
from procurement.views import (
    design_checks,
    exports,
    open_data,
    public,
    public_bodies,
    redesigns,
    suppliers,
    supply_chain,
)

pipeline = [
    path("", public.pipeline, name="list"),
    path("design-checks/", design_checks.checks, name="design-checks"),
    path("design-checks/<slug:slug>/", design_checks.check, name="design-check"),
    path("design-report/", design_checks.report, name="design-report"),
    path("design-report/trend.csv", design_checks.trend_file, name="design-trend"),
    path("design-report/figures/", design_checks.figures, name="design-figures"),
    path("redesigns/", redesigns.redesigns, name="redesigns"),
    path("redesigns/<int:number>/", redesigns.redesign, name="redesign"),
    path("redesigns/<int:number>/take-back/", redesigns.take_back, name="redesign-take-back"),
    path(f"{OPPORTUNITY}/redesigns/share/", redesigns.share, name="redesign-share"),
    path("opportunities.csv", exports.spreadsheet, name="csv"),
    path("opportunities.atom", exports.feed, name="atom"),
    path("opportunities.ics", exports.calendar, name="ics"),
    path("supply-chain/", supply_chain.needs, name="supply-chain"),
    path("supply-chain/<int:number>/", supply_chain.need, name="supply-need"),
    path("supply-chain/<int:number>/write/", supply_chain.write, name="supply-need-write"),
    path("supply-chain/<int:number>/change/", supply_chain.change, name="supply-need-change"),
    path("supply-chain/<int:number>/close/", supply_chain.close, name="supply-need-close"),
    path(f"{OPPORTUNITY}/supply-chain/new/", supply_chain.new, name="supply-need-new"),
    path(f"{OPPORTUNITY}/", public.opportunity, name="detail"),
    path(f"{OPPORTUNITY}/checked/", design_checks.checked, name="checked"),
    path(f"{OPPORTUNITY}.ics", exports.opportunity_calendar, name="detail-ics"),
    *for_drafts,
    *of_pipeline,
    *drafting,
    *engagement,
    *plans,
]
bodies = [
    path("", public_bodies.public_bodies, name="list"),
    path("<slug:slug>/", public_bodies.public_body, name="detail"),
    *of_public_body,
]

urlpatterns = [
    path("pipeline/", include((pipeline, "pipeline"))),
    path("public-bodies/", include((bodies, "public-bodies"))),
    path("enterprises/", include("procurement.prospect_urls")),
    path("enterprises/<slug:slug>/opportunities/", suppliers.chances, name="chances"),
    path("open-data/", open_data.about, name="open-data"),
    path("", include(interest_urls)),
]
machine_urls = [
    path("api/ocds/releases.json", open_data.releases, name="ocds-releases"),
    path("api/ocds/extension/<slug:name>.json", open_data.extension, name="ocds-extension"),
    path(f"pipeline/{OPPORTUNITY}.json", open_data.opportunity, name="opportunity-json"),
    *interest_urls.machine_urls,
    *prospect_urls.machine_urls,
]
