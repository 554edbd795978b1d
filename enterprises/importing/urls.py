"""Addresses of bringing lists in: below /enterprises/import/, and of pairs below /enterprises/doubles/."""

from django.urls import path

from enterprises.importing import pair_views, views
from enterprises.importing.views import pages

urlpatterns = [
    path("import/", views.start, name="import"),
    path("import/<slug:reference>/", pages.result, name="import-result"),
    path("import/<slug:reference>/columns/", pages.choose_columns, name="import-columns"),
    path("import/<slug:reference>/sheet/", pages.place, name="import-place"),
    path("import/<slug:reference>/check/", pages.check, name="import-check"),
    path("import/<slug:reference>/rows/<int:number>/", pages.row, name="import-row"),
    path("import/<slug:reference>/report.csv", pages.problems, name="import-report"),
    path("import/<slug:reference>/rows.csv", pages.refused_rows, name="import-rows"),
    path("import/<slug:reference>/discard/", pages.discard, name="import-discard"),
    path("doubles/", pair_views.pairs, name="doubles"),
    path("doubles/<int:number>/", pair_views.pair, name="double"),
]
