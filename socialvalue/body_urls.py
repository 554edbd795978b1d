"""Addresses below a public body: its social value, its objectives, its log, and its yearly report."""

from django.urls import path

from socialvalue.views import annual, council

app_name = "outcomes"
urlpatterns = [
    path("<slug:slug>/social-value/", council.social_value, name="social-value"),
    path(
        "<slug:slug>/social-value/measures.csv", council.social_value_sheet, {"what": "measures"}, name="measures-csv"
    ),
    path("<slug:slug>/social-value/goals.csv", council.social_value_sheet, {"what": "goals"}, name="goals-csv"),
    path(
        "<slug:slug>/social-value/quarters.csv", council.social_value_sheet, {"what": "quarters"}, name="quarters-csv"
    ),
    path("<slug:slug>/annual-report/", annual.annual_reports, name="annual-reports"),
    path("<slug:slug>/annual-report/steps/", annual.steps, name="steps"),
    path("<slug:slug>/annual-report/steps/new/", annual.step_new, name="step-new"),
    path("<slug:slug>/annual-report/objectives/new/", annual.objective, name="objective-new"),
    path("<slug:slug>/annual-report/objectives/<int:number>/", annual.objective, name="objective"),
    path("<slug:slug>/annual-report/<int:year>/", annual.annual_report, name="annual-report"),
    path("<slug:slug>/annual-report/<int:year>/publish/", annual.publish, name="annual-publish"),
    path("<slug:slug>/annual-report/<int:year>/<slug:code>/", annual.section, name="annual-section"),
]
