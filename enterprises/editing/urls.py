"""Addresses of the enterprise's own way in, below /enterprises/."""

from django.urls import path

from enterprises.editing import entry, views

urlpatterns = [
    path("new/", entry.new, name="new"),
    path("<slug:slug>/edit/", views.edit, name="edit"),
    path("<slug:slug>/listing/", views.listing, name="listing"),
    path("<slug:slug>/edit/<slug:section>/", views.section, name="edit-section"),
    path("<slug:slug>/edit/<slug:section>/add/", views.add, name="edit-add"),
    path("<slug:slug>/edit/<slug:section>/<int:pk>/", views.change, name="edit-line"),
    path("<slug:slug>/edit/<slug:section>/<int:pk>/remove/", views.remove, name="edit-remove"),
]
