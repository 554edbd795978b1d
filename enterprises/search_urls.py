"""Addresses of the search: the list, the map, the files."""

from django.urls import path

from enterprises.views import search, search_files

urlpatterns = [
    path("", search.directory, name="list"),
    path("map/", search.map_of_councils, name="map"),
    path("download/", search_files.download, name="download"),
    path("enterprises.csv", search_files.spreadsheet, {"kind": "csv"}, name="csv"),
    path("enterprises.xlsx", search_files.spreadsheet, {"kind": "xlsx"}, name="xlsx"),
    path("enterprises.json", search_files.json, name="json"),
]
