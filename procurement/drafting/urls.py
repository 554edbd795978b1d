"""Addresses of the officer's way in, below /pipeline/."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.drafting.views import designer, desk, differences, draft, findings, lots, publish, steps

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("new/", draft.new, name="new"),
    path(f"{OPPORTUNITY}/edit/", draft.edit, name="edit"),
    path(f"{OPPORTUNITY}/edit/lots/add/", lots.add, name="lot-add"),
    path(f"{OPPORTUNITY}/edit/lots/<int:number>/", lots.change, name="lot"),
    path(f"{OPPORTUNITY}/edit/lots/<int:number>/remove/", lots.remove, name="lot-remove"),
    path(f"{OPPORTUNITY}/edit/design/", findings.design, name="design"),
    path(f"{OPPORTUNITY}/edit/design/badge/", findings.design_badge, name="design-badge"),
    path(f"{OPPORTUNITY}/edit/<slug:slug>/", draft.section, name="section"),
    path(f"{OPPORTUNITY}/lots/design/", designer.lots, name="lot-designer"),
    path(f"{OPPORTUNITY}/check/", draft.check, name="check"),
    path(f"{OPPORTUNITY}/preview/", draft.preview, name="preview"),
    path(f"{OPPORTUNITY}/discard/", draft.discard, name="discard"),
    path(f"{OPPORTUNITY}/drop-changes/", draft.drop_changes, name="drop-changes"),
    path(f"{OPPORTUNITY}/publish/", publish.publish, name="publish"),
    path(f"{OPPORTUNITY}/published/", publish.published, name="published"),
    path(f"{OPPORTUNITY}/open-tender/", steps.open_tender, name="open-tender"),
    path(f"{OPPORTUNITY}/extend/", steps.extend, name="extend"),
    path(f"{OPPORTUNITY}/award/", steps.award, name="award"),
    path(f"{OPPORTUNITY}/correct-award/", steps.correct_award, name="correct-award"),
    path(f"{OPPORTUNITY}/reopen/", steps.reopen, name="reopen"),
    path(f"{OPPORTUNITY}/withdraw/", steps.withdraw, name="withdraw"),
    path(f"{OPPORTUNITY}/cancel/", steps.cancel, name="cancel"),
    path(f"{OPPORTUNITY}/differences/", differences.differences, name="differences"),
]
