"""Addresses of what the law asks public bodies to publish, and of the pipeline by quarter."""

from django.urls import path

from procurement import notice_views, statutory_views
from procurement.converters import OPPORTUNITY

of_public_body = [
    path("<slug:slug>/contracts/", statutory_views.contracts_register, name="contracts"),
    path("<slug:slug>/contracts.<sheet_kind:kind>", statutory_views.contracts_sheet, name="contracts-sheet"),
    path("<slug:slug>/two-years/", statutory_views.two_years, name="two-years"),
    path("<slug:slug>/two-years.<sheet_kind:kind>", statutory_views.two_years_sheet, name="two-years-sheet"),
    path("<slug:slug>/pipeline-notice/", notice_views.notice, name="uk1"),
    path("<slug:slug>/pipeline-notice.<sheet_kind:kind>", notice_views.notice_sheet, name="uk1-sheet"),
    path("<slug:slug>/pipeline-notice.json", notice_views.notice_json, name="uk1-json"),
    path("<slug:slug>/timeline/", notice_views.timeline, name="timeline"),
    path("<slug:slug>/timeline.csv", notice_views.timeline_csv, name="timeline-csv"),
]
of_pipeline = [
    path("timeline/", notice_views.timeline, name="timeline"),
    path("timeline.csv", notice_views.timeline_csv, name="timeline-csv"),
    path(f"{OPPORTUNITY}/notice/<early_notice:notice>/", notice_views.opportunity_notice, name="notice"),
    path(f"{OPPORTUNITY}/notice/<early_notice:notice>.json", notice_views.opportunity_notice_json, name="notice-json"),
]
