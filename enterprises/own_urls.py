"""Addresses of an enterprise's pictures, its pack, its letters and its data; and of leaving the directory."""

from django.urls import path

from enterprises.views import leaving, letters, pack, pictures

# Outside the languages: the same picture on the pages of both.
machine_urls = [
    path("enterprise-pictures/<slug:slug>/<str:digest>.webp", pictures.picture_file, name="enterprise-picture"),
]

urlpatterns = [
    path("removals/", leaving.removals, name="removals"),
    path("removals/<int:pk>/", leaving.removal_decide, name="removal-decide"),
    path("removals/confirm/<str:token>/", leaving.removal_confirm, name="removal-confirm"),
    path("<slug:slug>/pictures/", pictures.pictures, name="pictures"),
    path("<slug:slug>/pictures/new/", pictures.picture_new, name="picture-new"),
    path("<slug:slug>/pictures/<int:pk>/", pictures.picture, name="picture"),
    path("<slug:slug>/pictures/<int:pk>/remove/", pictures.picture_remove, name="picture-remove"),
    path("<slug:slug>/logo/", pictures.logo, name="logo"),
    path("<slug:slug>/logo/remove/", pictures.logo_remove, name="logo-remove"),
    path("<slug:slug>/pack/", pack.pack, name="pack"),
    path("<slug:slug>/pack/zip/", pack.pack_zip, name="pack-zip"),
    path("<slug:slug>/pack/new/", pack.document_new, name="document-new"),
    path("<slug:slug>/pack/<int:pk>/", pack.document, name="document"),
    path("<slug:slug>/pack/<int:pk>/file/", pack.document_file, name="document-file"),
    path("<slug:slug>/pack/<int:pk>/remove/", pack.document_remove, name="document-remove"),
    path("<slug:slug>/pack/share/", pack.share, name="pack-share"),
    path("<slug:slug>/pack/share/<int:pk>/withdraw/", pack.withdraw, name="pack-withdraw"),
    path("<slug:slug>/write/", letters.write, name="write"),
    path("<slug:slug>/letters/", letters.letters, name="letters"),
    path("<slug:slug>/data/", leaving.your_data, name="your-data"),
    path("<slug:slug>/data/export/", leaving.export, name="export"),
    path("<slug:slug>/data/delete/", leaving.delete, name="delete"),
    path("<slug:slug>/removal/", leaving.removal, name="removal"),
]
