"""The roof's table of addresses: it names every room."""

from django.contrib.admin import autodiscover
from django.urls import include, path

from electoral import health, holders, home, residence, search
from electoral.office.admin import site

autodiscover()

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("residences/<slug:reference>/", residence.residence, name="residence"),
    path("electors/<slug:reference>/", residence.elector, name="elector"),
    path("roll/", include("electoral.roll.urls")),
    path("walks/", include("walks.urls")),
    path("review/", include("review.urls")),
    path("registers/", include("registers.urls.portal")),
    path("supply/holders/", holders.holders, name="holders"),
    path("supply/", include("registers.urls")),
    path("payments/", include("payments.urls")),
    path("protected/", include("electoral.protected.urls")),
    path("jobs/", include("electoral.jobs.urls")),
    path("api/", include("electoral.api")),
    path("account/", include("allauth.urls")),
    path("admin/", site.urls),
    path("health/", health.health, name="health"),
]
