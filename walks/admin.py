from django.contrib import admin

from electoral.office.admin import ReferenceAdmin, site
from walks.models import NotationCode


@admin.register(NotationCode, site=site)
class NotationCodeAdmin(ReferenceAdmin):
    """What may be noted on a listing (5.2j)."""

    list_display = ("code", "meaning", "place", "by_officer", "statistic", "counts_as_visit", "verified")
    list_filter = ("place", "by_officer", "verified")
    search_fields = ("code", "meaning")
