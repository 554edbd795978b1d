"""Addresses of questions to officers."""

from django.urls import path

from socialvalue.practice.views import questions

app_name = "officers"
urlpatterns = [
    path("", questions.mine, name="mine"),
    path("resume/", questions.resume, name="resume"),
    path("about/<slug:slug>/", questions.ask, name="ask"),
    path("about/<slug:slug>/take/", questions.take, name="take"),
    path("link/<str:token>/", questions.link, name="link"),
    path("<int:pk>/", questions.reply, name="reply"),
    path("<int:pk>/show/", questions.show, name="show"),
    path("<int:pk>/hide/", questions.hide, name="hide"),
]
