"""Addresses of the clause library, and of the clauses of one contract."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from socialvalue.practice.views import clause_copies, clauses

app_name = "clauses"
urlpatterns = [
    path("", clauses.library, name="list"),
    path("new/", clauses.new, name="new"),
    path("law/", clauses.law_changes, name="law"),
    path("law/new/", clauses.law_change_new, name="law-new"),
    path("<slug:slug>/", clauses.clause, name="detail"),
    path("<slug:slug>/edit/", clauses.edit, name="edit"),
    path("<slug:slug>/publish/", clauses.publish, name="publish"),
    path("<slug:slug>/<int:number>/", clauses.version, name="version"),
    path("<slug:slug>/<int:number>/copy/", clause_copies.copy, name="copy"),
    path("<slug:slug>/<int:number>/take/", clauses.take, name="take"),
]

contract_urls = [
    path(f"{OPPORTUNITY}/clauses/", clause_copies.copies, name="clause-copies"),
    path(f"{OPPORTUNITY}/clauses/<int:pk>/", clause_copies.fit, name="clause-copy"),
    path(f"{OPPORTUNITY}/clauses/<int:pk>/remove/", clause_copies.remove, name="clause-copy-remove"),
]
