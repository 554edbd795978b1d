"""Addresses of what the law asks public bodies to publish, and of the pipeline by quarter."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.views import notices, statutory

of_public_body = [
    path("<slug:slug>/contracts/", statutory.contracts_register, name="contracts"),
    path("<slug:slug>/contracts.<sheet_kind:kind>", statutory.contracts_sheet, name="contracts-sheet"),
    path("<slug:slug>/two-years/", statutory.two_years, name="two-years"),
    path("<slug:slug>/two-years.<sheet_kind:kind>", statutory.two_years_sheet, name="two-years-sheet"),
    path("<slug:slug>/pipeline-notice/", notices.notice, name="uk1"),
    path("<slug:slug>/pipeline-notice.<sheet_kind:kind>", notices.notice_sheet, name="uk1-sheet"),
    path("<slug:slug>/pipeline-notice.json", notices.notice_json, name="uk1-json"),
    path("<slug:slug>/timeline/", notices.timeline, name="timeline"),
    path("<slug:slug>/timeline.csv", notices.timeline_csv, name="timeline-csv"),
]
of_pipeline = [
    path("timeline/", notices.timeline, name="timeline"),
    path("timeline.csv", notices.timeline_csv, name="timeline-csv"),
    path(f"{OPPORTUNITY}/notice/<early_notice:notice>/", notices.opportunity_notice, name="notice"),
    path(f"{OPPORTUNITY}/notice/<early_notice:notice>.json", notices.opportunity_notice_json, name="notice-json"),
]
