"""Addresses of the mail app: staff pages in both languages, and what machines and developers ask for."""

app_name = "mail"

urlpatterns = []

machine_urls = []
