"""Addresses of bringing a plan in, below /pipeline/, and of what the officer is asked about it."""

from django.urls import path

from procurement import plan_views
from procurement.converters import OPPORTUNITY
from procurement.plan_views import pages

urlpatterns = [
    path("import/", plan_views.start, name="import"),
    path("import/<slug:reference>/", pages.result, name="import-result"),
    path("import/<slug:reference>/columns/", pages.choose_columns, name="import-columns"),
    path("import/<slug:reference>/sheet/", pages.place, name="import-place"),
    path("import/<slug:reference>/check/", pages.check, name="import-check"),
    path("import/<slug:reference>/rows/<int:number>/", pages.row, name="import-row"),
    path("import/<slug:reference>/rows.csv", pages.refused_rows, name="import-rows"),
    path("import/<slug:reference>/report.csv", pages.problems, name="import-report"),
    path("import/<slug:reference>/discard/", pages.discard, name="import-discard"),
    path("vanished/", plan_views.vanished, name="vanished"),
    path(f"{OPPORTUNITY}/vanished/", plan_views.answer_vanished, name="vanished-answer"),
    path("ends-soon/", plan_views.ends_soon, name="ends-soon"),
    path(f"{OPPORTUNITY}/follow-up/", plan_views.follow_up, name="follow-up"),
    path(f"{OPPORTUNITY}/let-end/", plan_views.let_end, name="let-end"),
]
