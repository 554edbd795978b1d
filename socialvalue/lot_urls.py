"""Addresses of criteria and offers, below a lot of the pipeline."""

from django.urls import include, path

from procurement.converters import OPPORTUNITY
from socialvalue.views import criteria, offers, opened_offers

LOT = f"{OPPORTUNITY}/lots/<int:number>"
of_criteria = [
    path(f"{LOT}/social-value/", criteria.detail, name="detail"),
    path(f"{LOT}/social-value/edit/", criteria.edit, name="edit"),
    path(f"{LOT}/social-value/edit/<slug:slug>/", criteria.section, name="section"),
    path(f"{LOT}/social-value/start/", criteria.start, name="start"),
    path(f"{LOT}/social-value/publish/", criteria.publish, name="publish"),
]
of_offers = [
    path(f"{LOT}/offer/", offers.write, name="write"),
    path(f"{LOT}/offer/check/", offers.check, name="check"),
    path(f"{LOT}/offer/receipt/", offers.receipt, name="receipt"),
    path(f"{LOT}/offer/copy/", offers.copy, name="copy"),
    path(f"{LOT}/offer/take-back/", offers.take_back, name="take-back"),
    path(f"{LOT}/offers/", opened_offers.offers, name="list"),
    path(f"{LOT}/offers/enter/", opened_offers.enter, name="enter"),
    path(f"{LOT}/offers/<int:pk>/", opened_offers.offer, name="read"),
]
urlpatterns = [
    path("", include((of_criteria, "criteria"))),
    path("", include((of_offers, "offers"))),
]
