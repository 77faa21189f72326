"""What every list and row of the API shares: only visible rows, only named parameters, pages with a limit."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.serializers import Serializer, ValidationError
from rest_framework.viewsets import ReadOnlyModelViewSet

LONGEST = 200


class Pages(LimitOffsetPagination):
    default_limit = 50
    max_limit = 200


class MaySee(BasePermission):
    """403 for a role that sees no row of this kind anywhere; which rows, `visible_to` says."""

    message = "Your role may not see this."

    def has_permission(self, request, view) -> bool:
        return request.user.may(view.queryset.seen_with)


class AllowListed(BaseFilterBackend):
    """Filters by the parameters that the view names; any other is refused, so that none can probe (B12)."""

    def filter_queryset(self, request, queryset, view):
        known = {*view.filters, Pages.limit_query_param, Pages.offset_query_param}
        for name, value in request.query_params.items():
            if name not in known:
                raise ValidationError({name: "There is no such parameter."})
            if len(value) > LONGEST or "\0" in value:
                raise ValidationError({name: "This is no value for it."})
        sent = request.query_params
        chosen = {lookup: sent[name] for name, lookup in view.filters.items() if name in sent}
        try:
            return queryset.filter(**chosen)
        except ValueError:
            raise ValidationError("A parameter has no value of its kind.") from None

    def get_schema_operation_parameters(self, view) -> list[dict]:
        text = {"in": "query", "required": False, "schema": {"type": "string"}}
        return [{"name": name, **text} for name in view.filters]


class VisibleRows(ReadOnlyModelViewSet):
    """Rows by their reference. A view gives `queryset` (its model's) and `filters`: parameter to lookup."""

    filters: dict[str, str] = {}
    lookup_field = "reference"
    pagination_class = Pages
    filter_backends = [AllowListed]
    permission_classes = [IsAuthenticated, MaySee]
    queryset: Any = None

    def get_queryset(self) -> QuerySet:
        if getattr(self, "swagger_fake_view", False):  # the schema is made for nobody
            return self.queryset.none()
        return self.rows(self.queryset.visible_to(self.request.user))

    def rows(self, visible: QuerySet) -> QuerySet:
        """What else the rows need: their order, their joins."""
        return visible


class StrictSerializer(Serializer):
    """What may be sent; a field that is not declared is refused, not passed over (B13)."""

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := set(data) - set(self.fields)):
            raise ValidationError({name: "There is no such field." for name in sorted(unknown)})
        return super().to_internal_value(data)
