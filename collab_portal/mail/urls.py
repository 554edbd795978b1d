"""Addresses of the mail app: staff pages in both languages, and what machines and a local run ask for."""

from django.urls import include, path, re_path

from collab_portal.mail import views

REFERENCE = r"(?P<reference>delivery-[0-9]{1,18})"

app_name = "mail"

urlpatterns = [
    path("staff/mail/", views.failed, name="failed"),
    re_path(rf"^staff/mail/{REFERENCE}/send-again/$", views.send_again, name="send-again"),
]

_machine_urls = [
    path("mail/bounces/", views.bounce, name="bounces"),
    path("mail/receipts/", views.receipt, name="receipts"),
    path("dev/mail/", views.local_mailbox, name="mailbox"),
    re_path(rf"^dev/mail/{REFERENCE}/$", views.local_message, name="message"),
    re_path(rf"^dev/mail/{REFERENCE}/html/$", views.local_html, name="html"),
    re_path(rf"^dev/mail/{REFERENCE}/style\.css$", views.local_style, name="style"),
]

machine_urls = [path("", include((_machine_urls, "mail-machine")))]
