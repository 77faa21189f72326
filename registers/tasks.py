"""What is due in this room, for the clock of the workers."""

from electoral.jobs.tasks import when_due
from electoral.office.actions import forget_what_ended
from registers.actions.evidence import destroy_due_evidence
from registers.actions.inspection import end_due_inspections
from registers.actions.preparing import sweep_making
from registers.actions.release import expire_due_releases
from registers.actions.serving import serve_due_standing
from registers.actions.standing import end_due_standing

when_due(
    expire_due_releases, end_due_inspections, end_due_standing, serve_due_standing, destroy_due_evidence, sweep_making,
    forget_what_ended,
)  # fmt: skip
