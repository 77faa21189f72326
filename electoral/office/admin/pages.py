"""The site itself, the kinds of pages that every room registers on it, and the trail of what was changed there."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV
from import_export.resources import modelresource_factory

from electoral.office.registry import navigation
from electoral.office.roles import Permission

navigation("Administration", "admin:index", Permission.REFERENCE_EDIT, place=90)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class OfficeSite(admin.AdminSite):
    site_header = site_title = "Electoral Office: administration"
    index_title = "Accounts and reference data"

    def has_permission(self, request) -> bool:
        """Whoever is signed in and no administrator is told so; whoever is not is asked to sign in."""
        may = super().has_permission(request)
        if request.user.is_authenticated and not may:
            raise PermissionDenied
        return may

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")


site = OfficeSite(name="admin")
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]  # one way to sign in, with the second factor


class KeptAdmin(admin.ModelAdmin):
    """Rows that are never deleted; what names them for good is not changed afterwards."""

    named_once: tuple[str, ...] = ()

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(self.named_once if obj else ()))


class SafeCSV(CSV):
    """A sheet whose cells no spreadsheet calculates."""

    def export_data(self, dataset, **options):
        for _ in range(len(dataset)):
            row = dataset.lpop()
            dataset.append([f"'{cell}" if str(cell).startswith(FORMULA) else cell for cell in row])
        return super().export_data(dataset, **options)


class ReferenceAdmin(ImportExportMixin, KeptAdmin):
    """Reference data known by a code: edited here, or brought in and taken out as CSV."""

    formats = [SafeCSV]
    skip_export_form = True
    named_once = ("code",)

    def get_resource_classes(self, request):
        columns = [f.name for f in self.model._meta.concrete_fields if f.name != "id"]
        options = {
            "fields": columns,
            "import_id_fields": ["code"],
            "skip_unchanged": True,
            "clean_model_instances": True,
        }
        return [modelresource_factory(self.model, meta_options=options)]


@admin.register(LogEntry, site=site)
class LogEntryAdmin(KeptAdmin):
    """What was changed here, by whom."""

    list_display = ("action_time", "user", "content_type", "object_repr", "get_change_message")
    list_select_related = ("user", "content_type")
    list_display_links = None

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False
