from django.contrib import admin

from electoral.office.admin import ReferenceAdmin, site
from electoral.roll.models import Category


@admin.register(Category, site=site)
class CategoryAdmin(ReferenceAdmin):
    """Special categories of electors (6.1d). Nothing else of the roll is here."""

    list_display = (
        "code",
        "label",
        "on_listing",
        "objection_allowed",
        "compulsory_action_allowed",
        "needs_residence",
        "verified",
    )
    list_filter = ("on_listing", "verified")
