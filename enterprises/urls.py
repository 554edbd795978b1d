"""Addresses below /enterprises/."""

from django.urls import include, path

from enterprises import views
from enterprises.editing.urls import urlpatterns as editing
from enterprises.importing.urls import urlpatterns as importing
from enterprises.search_urls import urlpatterns as search
from enterprises.trust_urls import urlpatterns as trust

app_name = "enterprises"
urlpatterns = [
    *search,
    *trust,  # before the pages of a profile: the base test is one more of them
    *importing,
    *editing,
    path("", include("enterprises.own_urls")),
    path("<slug:slug>/", views.enterprise, name="detail"),
]
