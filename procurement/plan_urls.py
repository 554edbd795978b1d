"""Addresses of bringing a plan in, below /pipeline/, and of what the officer is asked about it."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.views import plans
from procurement.views.plans import pages

urlpatterns = [
    path("import/", plans.start, name="import"),
    path("import/<slug:reference>/", pages.result, name="import-result"),
    path("import/<slug:reference>/columns/", pages.choose_columns, name="import-columns"),
    path("import/<slug:reference>/sheet/", pages.place, name="import-place"),
    path("import/<slug:reference>/check/", pages.check, name="import-check"),
    path("import/<slug:reference>/rows/<int:number>/", pages.row, name="import-row"),
    path("import/<slug:reference>/rows.csv", pages.refused_rows, name="import-rows"),
    path("import/<slug:reference>/report.csv", pages.problems, name="import-report"),
    path("import/<slug:reference>/discard/", pages.discard, name="import-discard"),
    path("vanished/", plans.vanished, name="vanished"),
    path(f"{OPPORTUNITY}/vanished/", plans.answer_vanished, name="vanished-answer"),
    path("ends-soon/", plans.ends_soon, name="ends-soon"),
    path(f"{OPPORTUNITY}/follow-up/", plans.follow_up, name="follow-up"),
    path(f"{OPPORTUNITY}/let-end/", plans.let_end, name="let-end"),
]
