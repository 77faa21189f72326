"""Requests for registers as the API shows them. They are read here: a step is taken on its page, by whom it asks for."""

from rest_framework import serializers

from electoral.office.api import VisibleRows
from registers.models import AccessRequest, RequestItem


class RequestItemSerializer(serializers.ModelSerializer):
    """One thing asked for, in its round, with the basis of the row of the table that it is asked under."""

    product = serializers.CharField(source="product_id")
    basis = serializers.CharField(source="entitlement.basis", allow_null=True, default=None)

    class Meta:
        model = RequestItem
        fields = ["round", "position", "product", "form", "area", "stage", "poll", "later", "basis"]
        read_only_fields = fields


class AccessRequestSerializer(serializers.ModelSerializer):
    """A request without the person who asks: how they are reached stands on its page alone."""

    division = serializers.CharField(source="division.code")
    applicant = serializers.CharField(source="applicant_id")
    items = RequestItemSerializer(many=True)
    owing = serializers.IntegerField(help_text="What its invoice still wants, in pence or cents.")

    class Meta:
        model = AccessRequest
        fields = [
            "reference", "division", "status", "round", "channel", "applicant", "organisation", "purposes", "wanted_on",
            "needs_second", "received_at", "promised_on", "asked_on", "owing", "items",
        ]  # fmt: skip
        read_only_fields = fields


class AccessRequestViewSet(VisibleRows):
    """Requests for registration information: how far each is."""

    queryset = AccessRequest.objects.all()
    serializer_class = AccessRequestSerializer
    filters = {"division": "division__code", "status": "status", "applicant": "applicant"}

    def rows(self, visible):
        return visible.with_owing().for_lists().order_by("division", "-received_at", "-pk")
