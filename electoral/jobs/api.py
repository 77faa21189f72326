from rest_framework import serializers

from electoral.jobs.models import Job
from electoral.jobs.states import JobStatus
from electoral.office.api import VisibleRows


class JobSerializer(serializers.ModelSerializer):
    """How far a piece of work is."""

    division = serializers.CharField(source="division.code")
    status = serializers.CharField(help_text=f"One of {', '.join(JobStatus.values)}.")
    seconds_left = serializers.IntegerField(allow_null=True)

    class Meta:
        model = Job
        fields = ["reference", "division", "title", "status", "done", "total", "seconds_left", "note", "error", "ordered_at",
                  "started_at", "finished_at"]  # fmt: skip
        read_only_fields = fields


class JobViewSet(VisibleRows):
    """Long work: files being read, papers being made."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    filters = {"division": "division__code", "status": "status"}

    def rows(self, visible):
        return visible.select_related("division").order_by("-ordered_at", "reference")
