"""Addresses below /shortlists/."""

from django.urls import path

from enterprises.views import shortlists

app_name = "shortlists"
urlpatterns = [
    path("", shortlists.shortlists, name="list"),
    path("new/", shortlists.new, name="new"),
    path("add/<slug:slug>/", shortlists.add, name="add"),
    path("<slug:reference>/", shortlists.shortlist, name="detail"),
    path("<slug:reference>/change/", shortlists.change, name="change"),
    path("<slug:reference>/delete/", shortlists.delete, name="delete"),
    path("<slug:reference>/shortlist.csv", shortlists.spreadsheet, {"kind": "csv"}, name="csv"),
    path("<slug:reference>/shortlist.xlsx", shortlists.spreadsheet, {"kind": "xlsx"}, name="xlsx"),
    path("<slug:reference>/<slug:slug>/note/", shortlists.note, name="note"),
    path("<slug:reference>/<slug:slug>/remove/", shortlists.remove, name="remove"),
]
