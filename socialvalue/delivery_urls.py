"""Addresses below /deliveries/."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from socialvalue.views import deliveries, valuations

app_name = "deliveries"
urlpatterns = [
    path("", deliveries.deliveries, name="list"),
    path(f"begin/{OPPORTUNITY}/lots/<int:number>/offers/<int:pk>/", deliveries.begin, name="begin"),
    path("<slug:reference>/", deliveries.detail, name="detail"),
    path("<slug:reference>/delivery.csv", deliveries.csv, name="csv"),
    path("<slug:reference>/promises/<int:pk>.csv", deliveries.picture_csv, name="picture-csv"),
    path("<slug:reference>/promises/<int:pk>/quarters/<int:number>/report/", deliveries.report, name="report"),
    path("<slug:reference>/promises/<int:pk>/steps/<slug:kind>/", deliveries.step, name="step"),
    path("<slug:reference>/reports/<int:pk>/", deliveries.decide, name="decide"),
    path("<slug:reference>/value/", valuations.detail, name="value"),
    path("<slug:reference>/value/value.csv", valuations.tornado_csv, name="value-csv"),
    path("<slug:reference>/promises/<int:pk>/value/", valuations.edit, name="value-edit"),
    path("<slug:reference>/promises/<int:pk>/value/remove/", valuations.remove, name="value-remove"),
    path("<slug:reference>/evidence/<int:pk>/", deliveries.evidence, name="evidence"),
]
