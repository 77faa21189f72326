"""The law in the administration (E3, E6, E11): rows with dates. An edit ends one and begins another; a verification names who and when."""

from datetime import date

from django import forms
from django.contrib import admin, messages
from django.db.models import CharField, Q
from django.utils import timezone
from import_export.admin import ImportExportMixin

from electoral.office.admin import KeptAdmin, ReferenceAdmin, SafeCSV, site
from payments.rules.money import currency_of, money_text
from registers.actions.law import OF_A_ROW, begin_row, change_row, may_change, verify_row
from registers.models import ApplicantKind, Entitlement, FeeRule, InquiryKind, Product, Purpose
from registers.resources.law import EntitlementResource, FeeRuleResource

SENTENCE = 200  # characters of a column that holds no code


@admin.register(ApplicantKind, site=site)
class ApplicantKindAdmin(ReferenceAdmin):
    """Who may ask, by the group of users that has its own help (S2)."""

    list_display = ("code", "name", "group")
    list_filter = ("group",)
    search_fields = ("code", "name")


@admin.register(Product, site=site)
class ProductAdmin(ReferenceAdmin):
    """What may be asked for, where the table has a row for it (S1)."""

    list_display = ("code", "name", "about")
    search_fields = ("code", "name")


@admin.register(Purpose, site=site)
class PurposeAdmin(ReferenceAdmin):
    """Purposes in plain words (E4)."""

    list_display = ("code", "text")
    search_fields = ("code", "text")


@admin.register(InquiryKind, site=site)
class InquiryKindAdmin(ReferenceAdmin):
    """Kinds of query, each with the working days in which it is answered (E1)."""

    list_display = ("code", "label", "working_days")


class LawForm(forms.ModelForm):
    """A change begins on a day; the row before it ends on that day and stays. `named_once`: what a row is of."""

    named_once: tuple[str, ...] = ()
    read = forms.BooleanField(
        required=False,
        label="Verified",
        help_text="I have read the law as it stands, and what is written here agrees with it.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "from_on" in self.fields:
            self.fields["from_on"].label = "In force from"
            self.initial["from_on"] = max(timezone.localdate(), self.instance.from_on or date.min)

    def clean_from_on(self):
        begins, before = self.cleaned_data["from_on"], self.instance.from_on
        if begins < timezone.localdate():
            raise forms.ValidationError("It begins today or later: what was decided before stays as it was.")
        if before and begins < before:
            raise forms.ValidationError(
                f"It begins on {before:%-d %B %Y} or later: that is when this row does."
            )
        return begins

    def clean(self):
        found = super().clean() or self.cleaned_data
        its = {name: found.get(name) for name in self.named_once}
        if (
            not self.instance.pk
            and all(its.values())
            and self._meta.model.objects.filter(**its, ended_on=None)
        ):
            raise forms.ValidationError(
                "There is a row for this already. Change that one: the change begins on its day."
            )
        return found


class EntitlementForm(LawForm):
    named_once = ("jurisdiction", "applicant", "product", "mode")


class FormulaForm(LawForm):
    named_once = ("jurisdiction", "fee_code", "format")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in {"base", "per_block"} & set(self.fields):
            self.fields[name].help_text = "In pence or cents: 1000 is £10.00 or $10.00."
        if "block_size" in self.fields:
            self.fields["block_size"].help_text = "Entries to a block. A part of one counts as a whole."


class IsVerified(admin.SimpleListFilter):
    title, parameter_name = "verified", "verified"

    def lookups(self, request, model_admin):
        return [("no", "To be verified"), ("yes", "Verified")]

    def queryset(self, request, rows):
        asked = self.value()
        return rows.filter(verified_on__isnull=asked == "no") if asked in ("no", "yes") else rows


class InForce(admin.SimpleListFilter):
    """What is in force is shown unless somebody asks for the rows that have ended."""

    title, parameter_name = "standing", "standing"

    def lookups(self, request, model_admin):
        return [("ended", "Ended"), ("every", "All")]

    def choices(self, changelist):
        every = super().choices(changelist)
        return [{**next(every), "display": "In force, or to come"}, *every]

    def queryset(self, request, rows):
        if self.value() == "every":
            return rows
        is_over = Q(ended_on__lte=timezone.localdate())
        return rows.filter(is_over) if self.value() == "ended" else rows.exclude(is_over)


def is_to_be_verified(row: Entitlement | FeeRule | None) -> bool:
    return row is None or not (row.ended_on or row.is_verified)


class LawAdmin(ImportExportMixin, KeptAdmin):
    """The base of both tables."""

    form = LawForm
    formats = [SafeCSV]
    skip_export_form = True
    exclude = ("verified_by", "verified_on", "ended_on")
    change_form_template = "admin/registers/law_change_form.html"
    actions = ("verify",)
    view_on_site = False  # the desk's page is not for administrators
    ordering = ("jurisdiction", "pk")

    def formfield_for_dbfield(self, db_field, request, **options):
        """What is a sentence is written in a box that shows it."""
        if isinstance(db_field, CharField) and (db_field.max_length or 0) >= SENTENCE:
            options["widget"] = forms.Textarea(attrs={"rows": 3, "cols": 90})
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_change_permission(self, request, obj=None) -> bool:
        """What has ended is only read, and so is the law of another nation."""
        mine = obj is None or (not obj.ended_on and may_change(request.user, obj))
        return mine and super().has_change_permission(request, obj)

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj)

    def get_import_resource_kwargs(self, request, **about):
        return {}

    def get_form(self, request, obj=None, change=False, **options):  # noqa: FBT002  # Django's own signature
        """Who reads a row that has ended, or was verified, sees no box to tick."""
        form = super().get_form(request, obj, change, **options)
        if not is_to_be_verified(obj):
            form.base_fields.pop("read", None)
        return form

    def get_fieldsets(self, request, obj=None):
        every = super().get_fieldsets(request, obj)
        if is_to_be_verified(obj):
            return every
        return [
            (title, about | {"fields": [f for f in about["fields"] if f != "read"]}) for title, about in every
        ]

    def render_change_form(self, request, context, *args, **options):
        row, versions = context.get("original"), self.model.objects.none()
        if row:
            versions = self.model.objects.filter(**{name: getattr(row, name) for name in self.named_once})
        rows = versions.select_related("verified_by").order_by("-from_on", "-pk")
        return super().render_change_form(request, context | {"rows": rows}, *args, **options)

    def save_model(self, request, obj, form, change) -> None:
        """A new row in the place of the one on the page; the box says that this one was read against the law."""
        on = form.cleaned_data["from_on"]
        if change:
            given = {
                name: form.cleaned_data[name] for name in form.changed_data if name not in {"read", *OF_A_ROW}
            }
            obj.pk = change_row(self.model(pk=obj.pk), by=request.user, on=on, **given).pk
        else:
            obj.pk = begin_row(obj, by=request.user, on=on).pk
        if form.cleaned_data.get("read"):
            verify_row(self.model(pk=obj.pk), by=request.user)

    @admin.action(description="Verified: I have read the law, and these rows agree")
    def verify(self, request, rows) -> None:
        rows = [row for row in rows if is_to_be_verified(row) and may_change(request.user, row)]
        for row in rows:
            verify_row(row, by=request.user)
            self.log_change(request, row, "Verified against the law as it stands.")
        messages.success(request, f"Verified: {len(rows)}.")

    @admin.display(description="Verified")
    def standing(self, row) -> str:
        return f"{row.verified_on:%-d %B %Y}, {row.verified_by}" if row.is_verified else "To be verified"


@admin.register(Entitlement, site=site)
class EntitlementAdmin(LawAdmin):
    """Who may have what, for what, at which fee."""

    resource_classes = [EntitlementResource]
    form, named_once = EntitlementForm, EntitlementForm.named_once
    list_display = (
        "standing",
        "applicant",
        "product",
        "mode",
        "decision",
        "jurisdiction",
        "from_on",
        "ended_on",
    )
    list_display_links = ("applicant",)
    list_select_related = ("applicant", "product", "verified_by")
    list_filter = (InForce, IsVerified, "jurisdiction", "decision", "mode", "product", "applicant")
    search_fields = ("applicant__code", "applicant__name", "basis", "source_status")
    fieldsets = (
        (None, {"fields": ("jurisdiction", "applicant", "applicant_name", "product", "mode", "from_on")}),
        ("Answer", {"fields": ("decision", "conditional", "second_person", "trigger", "basis", "policy")}),
        ("Limits", {"fields": ("area_code", "area_rule", "purposes", "purpose_text", "onward_text", "offence")}),
        ("Request", {"fields": ("request_must_state", "evidence_code", "evidence_law", "evidence_proposed")}),
        ("Supply", {"fields": ("fee_code", "default_format", "other_format", "standing_code", "subsequent_documents",
                               "response_time", "special_handling")}),
        ("How sure it is", {"fields": ("source_status", "text_read", "source", "read")}),
    )  # fmt: skip


@admin.register(FeeRule, site=site)
class FeeRuleAdmin(LawAdmin):
    """What the law lets the office ask, in pence or cents: a base, and so much for each block of entries or part of one."""

    resource_classes = [FeeRuleResource]
    form, named_once = FormulaForm, FormulaForm.named_once
    list_display = ("standing", "fee_code", "format", "asks", "jurisdiction", "from_on", "ended_on")  # fmt: skip
    list_display_links = ("fee_code",)
    list_select_related = ("verified_by",)
    list_filter = (InForce, IsVerified, "jurisdiction", "fee_code")
    search_fields = ("fee_code", "basis")

    @admin.display(description="asks")
    def asks(self, rule: FeeRule) -> str:
        base, more = (
            money_text(sum_, currency_of(rule.jurisdiction)) for sum_ in (rule.base, rule.per_block)
        )
        return f"{base} + {more} for each {rule.block_size:,} entries" if rule.per_block else base
