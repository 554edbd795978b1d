"""Addresses of the alerts."""

from django.urls import path

from procurement import interest_views, own_alerts_views
from procurement.converters import OPPORTUNITY
from procurement.engagement_views import expressions

app_name = "alerts"

urlpatterns = [
    path("alerts/", own_alerts_views.mine, name="list"),
    path("alerts/save/", interest_views.save, name="save"),
    path("alerts/asked/", interest_views.asked, name="asked"),
    path("alerts/find/", interest_views.find, name="find"),
    path("alerts/answer/<str:token>/", expressions.by_link, name="answer"),
    path("alerts/confirm/<str:token>/", interest_views.confirm, name="confirm"),
    path("alerts/manage/<str:token>/", own_alerts_views.manage, name="manage"),
    path("alerts/manage/<str:token>/stop/", own_alerts_views.stop, name="stop"),
    path("alerts/manage/<str:token>/resume/", own_alerts_views.resume, name="resume"),
    path("alerts/manage/<str:token>/export/", own_alerts_views.export, name="export"),
    path("alerts/manage/<str:token>/erase/", own_alerts_views.erase, name="erase"),
    path("alerts/searches/<str:token>/", own_alerts_views.change, name="change"),
    path("alerts/searches/<str:token>/remove/", own_alerts_views.remove, name="remove"),
    path("alerts/watches/<str:token>/remove/", own_alerts_views.unwatch, name="unwatch"),
    path(f"pipeline/{OPPORTUNITY}/watch/", interest_views.watch, name="watch"),
]

machine_urls = [path("u/<str:token>/", interest_views.unsubscribe, name="unsubscribe")]
