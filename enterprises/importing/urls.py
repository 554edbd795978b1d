"""Addresses of bringing lists in: below /enterprises/import/, and of pairs below /enterprises/doubles/."""

from django.urls import path

from enterprises.importing import pair_views, views

urlpatterns = [
    path("import/", views.start, name="import"),
    path("import/<slug:reference>/", views.result, name="import-result"),
    path("import/<slug:reference>/columns/", views.columns, name="import-columns"),
    path("import/<slug:reference>/sheet/", views.place, name="import-place"),
    path("import/<slug:reference>/check/", views.check, name="import-check"),
    path("import/<slug:reference>/rows/<int:number>/", views.row, name="import-row"),
    path("import/<slug:reference>/report.csv", views.problems, name="import-report"),
    path("import/<slug:reference>/discard/", views.discard, name="import-discard"),
    path("doubles/", pair_views.pairs, name="doubles"),
    path("doubles/<int:number>/", pair_views.pair, name="double"),
]
