from rest_framework import serializers

from electoral.office.api import VisibleRows
from electoral.roll.models import Residence


class ResidenceSerializer(serializers.ModelSerializer):
    """An address, without who is enrolled there; one flag whatever closed it (6.1b, 6.1c)."""

    division = serializers.CharField(source="division.code")
    address = serializers.CharField(source="line")
    street = serializers.CharField(source="street.name")

    class Meta:
        model = Residence
        fields = ["reference", "division", "address", "street", "dwelling_kind", "not_to_be_visited"]
        read_only_fields = fields


class ResidenceViewSet(VisibleRows):
    """Residences on the roll. `street` is the street's name without its type."""

    queryset = Residence.objects.all()
    serializer_class: type[ResidenceSerializer] = ResidenceSerializer
    filters = {"division": "division__code", "street": "street__name__iexact"}

    def rows(self, visible):
        return (
            visible.in_force()
            .select_related("street__locality", "division")
            .order_by("division", "reference")
        )
