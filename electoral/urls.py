"""The roof's table of addresses: it names every room, by string."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("jobs/", include("electoral.jobs.urls")),
]
