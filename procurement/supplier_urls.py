"""Addresses of who could deliver an opportunity, below /pipeline/."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.views import suppliers

urlpatterns = [
    path(f"{OPPORTUNITY}/suppliers/", suppliers.suppliers, name="suppliers"),
    path(f"{OPPORTUNITY}/suppliers/<slug:slug>/keep/", suppliers.keep, name="supplier-keep"),
    path(f"{OPPORTUNITY}/suppliers/<slug:slug>/write/", suppliers.write, name="supplier-write"),
]
