from django.urls import path

from registers.views import edition

urlpatterns = [
    path("editions/", edition.editions, name="editions"),
    path("editions/new/", edition.edition_new, name="edition_new"),
    path("editions/<slug:reference>/", edition.edition, name="edition"),
    path("editions/<slug:reference>/drop/", edition.edition_drop, name="edition_drop"),
]
