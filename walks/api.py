from django.db.models import F, Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from electoral.jobs.actions import cancel_job, retry_job
from electoral.jobs.api import JobSerializer
from electoral.jobs.models import Job
from electoral.office.api import StrictSerializer, VisibleRows
from electoral.office.refusals import Refused
from electoral.office.roles import Permission
from electoral.roll import api as roll
from walks.actions.listing import order_listings, void_listing
from walks.models import Classification, Listing, Walk


class ResidenceSerializer(roll.ResidenceSerializer):
    walk = serializers.CharField(allow_null=True)
    walk_number = serializers.IntegerField(allow_null=True)

    class Meta(roll.ResidenceSerializer.Meta):
        fields = [*roll.ResidenceSerializer.Meta.fields, "walk", "walk_number"]
        read_only_fields = fields


class ResidenceViewSet(roll.ResidenceViewSet):
    """Residences on the roll with their Walks. `street` is the street's name without its type; `walk` a reference."""

    serializer_class = ResidenceSerializer
    filters = {**roll.ResidenceViewSet.filters, "walk": "allocation__walk__reference"}

    def rows(self, visible):
        places = {"walk": F("allocation__walk__reference"), "walk_number": F("allocation__walk__number")}
        return super().rows(visible).annotate(**places)


class ListingOfWalkSerializer(serializers.ModelSerializer):
    class Meta:
        model = Listing
        fields = ["reference", "version", "status"]
        read_only_fields = fields


class WalkSerializer(serializers.ModelSerializer):
    """A Walk with the number of its residences, all counted alike (6.1f), and its listings where these may be seen."""

    division = serializers.CharField(source="division.code")
    residences = serializers.IntegerField()
    walk_class = serializers.CharField(help_text="Approved where there is an approval, otherwise as loaded.")
    approved_on_form = serializers.CharField(source="approved_form", allow_null=True)
    listings = ListingOfWalkSerializer(many=True, source="shown_listings")

    class Meta:
        model = Walk
        fields = [
            "reference", "division", "number", "residences", "walk_class", "approved_on_form", "listings",
        ]  # fmt: skip
        read_only_fields = fields


class WalkViewSet(VisibleRows):
    """Walks in force."""

    queryset = Walk.objects.all()
    serializer_class = WalkSerializer
    filters = {"division": "division__code", "number": "number"}

    def rows(self, visible):
        listings = Listing.objects.visible_to(self.request.user).order_by("-version")
        shown = Prefetch("listing_set", queryset=listings, to_attr="shown_listings")
        return (
            visible.in_force()
            .with_counts()
            .with_class()
            .select_related("division")
            .prefetch_related(shown)
            .order_by("division", "number")
        )


class ClassificationSerializer(serializers.ModelSerializer):
    """A Walk on a form RR004: its class as proposed and, once approved, for ever (1.8c)."""

    division = serializers.CharField(source="division.code")
    form = serializers.CharField(source="form.reference")
    walk = serializers.CharField(source="walk.reference", allow_null=True, default=None)
    kind = serializers.CharField()
    status = serializers.CharField()
    present_class = serializers.CharField(allow_blank=True)
    recommended_class = serializers.CharField(allow_blank=True)
    proposed_class = serializers.CharField(allow_blank=True)
    decided_by = serializers.CharField(allow_null=True)

    class Meta:
        model = Classification
        fields = [
            "reference", "division", "form", "walk", "number", "kind", "status", "residences", "ccds", "features",
            "security_access_buildings", "present_class", "recommended_class", "proposed_class", "remarks", "decided_by",
            "decided_at", "office", "reason", "from_on", "ended_on",
        ]  # fmt: skip
        read_only_fields = fields


class ClassificationViewSet(VisibleRows):
    """Classes of Walks on forms RR004. They are read here; what is approved nobody changes."""

    queryset = Classification.objects.all()
    serializer_class = ClassificationSerializer
    filters = {
        "division": "division__code", "form": "form__reference", "walk": "walk__reference", "number": "number",
        "status": "status",
    }  # fmt: skip

    def rows(self, visible):
        return visible.select_related("division", "form", "walk", "decided_by").order_by(
            "division", "form", "number", "pk"
        )


class ListingSerializer(serializers.ModelSerializer):
    division = serializers.CharField(source="division.code")
    walk = serializers.CharField(source="walk.reference")
    pages = serializers.IntegerField(source="document.pages", allow_null=True, default=None)

    class Meta:
        model = Listing
        fields = [
            "reference",
            "division",
            "walk",
            "version",
            "status",
            "speaks_of",
            "pages",
            "residences",
            "electors",
        ]
        read_only_fields = fields


class OrderSerializer(StrictSerializer):
    """The Walks, by reference, whose listings are wanted, and how they are printed."""

    division = serializers.CharField(max_length=6)
    walks = serializers.ListField(child=serializers.CharField(max_length=9), min_length=1, max_length=2000)
    single_sided = serializers.BooleanField(default=False)
    even_descending = serializers.BooleanField(default=False)


class OrderedSerializer(serializers.Serializer):
    reference = serializers.CharField()
    listings = serializers.ListField(child=serializers.CharField())


class VoidSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class ListingViewSet(VisibleRows):
    """Walk Listings: their life and what they hold in number."""

    queryset = Listing.objects.all()
    serializer_class = ListingSerializer
    filters = {"division": "division__code", "walk": "walk__reference", "status": "status"}

    def rows(self, visible):
        needed = ("division__area", "walk", "document__job__division__area")
        return visible.select_related(*needed).order_by("division", "walk__number", "-version")

    @extend_schema(request=OrderSerializer, responses={201: OrderedSerializer})
    @action(detail=False, methods=["post"])
    def order(self, request):
        """Order a listing of each Walk; all of them or none."""
        asked = sent(OrderSerializer, request)
        divisions = request.user.divisions(Permission.LISTING_VIEW).select_related("area__state")
        division = get_object_or_404(divisions, code=asked.pop("division"))
        walks = walks_of(division, asked.pop("walks"), request.user)
        order = order_listings(division, walks, by=request.user, **asked)
        listings = (
            Listing.objects.filter(order=order).order_by("walk__number").values_list("reference", flat=True)
        )
        return Response({"reference": order.reference, "listings": list(listings)}, status=201)

    @extend_schema(request=VoidSerializer, responses=ListingSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request, reference):
        """Make it void, with the reason."""
        listing = void_listing(self.get_object(), by=request.user, **sent(VoidSerializer, request))
        return Response(ListingSerializer(listing).data)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def cancel(self, request, reference):
        """Stop its making."""
        return Response(JobSerializer(cancel_job(job_of(self.get_object()), by=request.user)).data)

    @extend_schema(request=None, responses=JobSerializer)
    @action(detail=True, methods=["post"])
    def retry(self, request, reference):
        """Have it made again after it was put aside or cancelled."""
        return Response(JobSerializer(retry_job(job_of(self.get_object()), by=request.user)).data)


def sent(serializer: type[StrictSerializer], request) -> dict:
    them = serializer(data=request.data)
    them.is_valid(raise_exception=True)
    return dict(them.validated_data)


def walks_of(division, references: list[str], user) -> list[Walk]:
    wanted = set(references)
    walks = list(Walk.objects.visible_to(user).in_force().filter(division=division, reference__in=wanted))
    if len(walks) != len(wanted):
        raise NotFound("One of these Walks is not there.")
    return walks


def job_of(listing: Listing) -> Job:
    if listing.document is None or listing.document.job is None:
        raise Refused("It has no work that could be stopped or tried again.", listing)
    return listing.document.job
