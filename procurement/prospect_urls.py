"""Addresses of an enterprise's plan, below /enterprises/; and of its calendar, outside the two languages."""

from django.urls import path

from procurement import prospect_views as views
from procurement.converters import OPPORTUNITY

app_name = "plan"
LINE = f"<slug:slug>/plan/{OPPORTUNITY}/<plan_part:part>"

urlpatterns = [
    path("<slug:slug>/plan/", views.plan, name="detail"),
    path("<slug:slug>/plan/forecast.<sheet_kind:kind>", views.forecast, name="forecast"),
    path("<slug:slug>/plan/calendar/renew/", views.renew, name="renew"),
    path(f"{LINE}/", views.line, name="line"),
    path(f"{LINE}/add/", views.add, name="add"),
    path(f"{LINE}/remove/", views.remove, name="remove"),
    path(f"{LINE}/tick/", views.tick, name="tick"),
]

machine_urls = [path("plan-calendars/<str:token>.ics", views.dates, name="plan-calendar")]
