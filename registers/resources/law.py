"""The table of entitlements and the formulas as sheets (E3, E6): what is brought in is laid over what is in force.

A line that says otherwise ends a row and begins another; a line that says the same changes nothing; a verification is never
brought in. The preview does it all, and takes it back.
"""

from typing import Any

from django.utils import timezone
from import_export.resources import ModelResource

from registers.actions.law import KEY, OF_A_ROW, begin_row, change_row
from registers.models import Entitlement, FeeRule

GUARDED = ("'=", "'+", "'-", "'@")  # as sheets write what a spreadsheet would calculate


class LaidOver(ModelResource):
    """The base of both; whoever brings a sheet in answers for the change."""

    def get_queryset(self):
        return super().get_queryset().filter(ended_on=None)

    def before_import_row(self, row, **about):
        for name, cell in row.items():
            if isinstance(cell, str) and cell.startswith(GUARDED):
                row[name] = cell[1:]

    def init_instance(self, row=None):
        return self._meta.model(from_on=timezone.localdate())

    def after_import(self, dataset, result, **about):
        """The library would set the sequence of the table, which needs rights that the application must not have."""

    def save_instance(self, instance: Any, is_create: bool, row, **about):  # noqa: FBT001  # the library's own signature
        by = about["user"]
        if is_create:
            begin_row(instance, by=by)
            return
        given = {name: getattr(instance, name) for name in self.fields if name not in OF_A_ROW}
        instance.pk = change_row(type(instance)(pk=instance.pk), by=by, **given).pk


class EntitlementResource(LaidOver):
    class Meta:
        model = Entitlement
        exclude = tuple(OF_A_ROW)
        import_id_fields = tuple(name.removesuffix("_id") for name in KEY)
        skip_unchanged = clean_model_instances = True


class FeeRuleResource(LaidOver):
    class Meta:
        model = FeeRule
        exclude = tuple(OF_A_ROW)
        import_id_fields = ("jurisdiction", "fee_code", "format")
        skip_unchanged = clean_model_instances = True
