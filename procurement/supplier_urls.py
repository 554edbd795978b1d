"""Addresses of who could deliver an opportunity, below /pipeline/."""

from django.urls import path

from procurement import supplier_views
from procurement.converters import OPPORTUNITY

urlpatterns = [
    path(f"{OPPORTUNITY}/suppliers/", supplier_views.suppliers, name="suppliers"),
    path(f"{OPPORTUNITY}/suppliers/<slug:slug>/keep/", supplier_views.keep, name="supplier-keep"),
    path(f"{OPPORTUNITY}/suppliers/<slug:slug>/write/", supplier_views.write, name="supplier-write"),
]
