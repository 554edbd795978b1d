"""Addresses of an enterprise's plan, below /enterprises/; and of its calendar, outside the two languages."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.views import prospects

app_name = "plan"
LINE = f"<slug:slug>/plan/{OPPORTUNITY}/<plan_part:part>"

urlpatterns = [
    path("<slug:slug>/plan/", prospects.plan, name="detail"),
    path("<slug:slug>/plan/forecast.<sheet_kind:kind>", prospects.forecast, name="forecast"),
    path("<slug:slug>/plan/calendar/renew/", prospects.renew, name="renew"),
    path(f"{LINE}/", prospects.line, name="line"),
    path(f"{LINE}/add/", prospects.add, name="add"),
    path(f"{LINE}/remove/", prospects.remove, name="remove"),
    path(f"{LINE}/tick/", prospects.tick, name="tick"),
]

machine_urls = [path("plan-calendars/<str:token>.ics", prospects.dates, name="plan-calendar")]
