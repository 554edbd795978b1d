"""Addresses of engagement, below /pipeline/."""

from django.urls import path

from procurement.converters import OPPORTUNITY
from procurement.views.engagement import expressions, meetings, partners, questions

urlpatterns = [
    path(f"{OPPORTUNITY}/interest/", expressions.interest, name="interest"),
    path(f"{OPPORTUNITY}/interested/", expressions.answers, name="interested"),
    path(f"{OPPORTUNITY}/interested.csv", expressions.answers_csv, name="interested-csv"),
    path(f"{OPPORTUNITY}/questions/", questions.questions, name="questions"),
    path(f"{OPPORTUNITY}/questions/ask/", questions.ask, name="ask"),
    path(f"{OPPORTUNITY}/questions/waiting/", questions.waiting, name="questions-waiting"),
    path(f"{OPPORTUNITY}/questions/last-day/", questions.period, name="questions-last-day"),
    path(f"{OPPORTUNITY}/questions/<int:pk>/answer/", questions.answer_question, name="question-answer"),
    path(f"{OPPORTUNITY}/questions/<int:pk>/correct/", questions.correct, name="question-correct"),
    path(f"{OPPORTUNITY}/events/", meetings.meetings, name="meetings"),
    path(f"{OPPORTUNITY}/events/<int:pk>/notes/", meetings.notes, name="meeting-notes"),
    path(f"{OPPORTUNITY}/events/<int:pk>/question/", meetings.question, name="meeting-question"),
    path(f"{OPPORTUNITY}/events/<int:pk>/remove/", meetings.remove, name="meeting-remove"),
    path(f"{OPPORTUNITY}/partners/", partners.board, name="partners"),
    path(f"{OPPORTUNITY}/partners/<int:pk>/propose/", partners.propose, name="group-propose"),
    path(f"{OPPORTUNITY}/partners/<int:pk>/decide/", partners.decide, name="group-decide"),
]
