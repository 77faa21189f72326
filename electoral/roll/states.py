"""The life of a load: a file comes in, is read and shown, and is applied whole or not at all."""

from django.db.models import TextChoices

from electoral.office.roles import Permission as P
from electoral.office.workflow import Move, Workflow


class LoadStatus(TextChoices):
    RECEIVED = "received", "Being read"
    STAGED = "staged", "Waiting for your word"
    ORDERED = "ordered", "Being applied"
    APPLIED = "applied", "Applied"
    REFUSED = "refused", "Refused"
    ABANDONED = "abandoned", "Not applied"


def loses_too_much(load, user):
    """A file without many of the rows that there were is perhaps not the whole of its kind (decision 33)."""
    if load.loses_much and not load.allow_gone:
        return f"{load.gone} of {load.gone + load.changed + load.unchanged} would end, more than 2 %. Say that this is meant."
    return None


S = LoadStatus
LOAD = Workflow(
    "load",
    S,
    Move("stage", (S.RECEIVED,), S.STAGED, P.FILE_LOAD, worker=True, done="read the file"),
    Move("refuse", (S.RECEIVED, S.ORDERED), S.REFUSED, P.FILE_LOAD, worker=True, done="refused the file"),
    Move(
        "order",
        (S.STAGED,),
        S.ORDERED,
        P.FILE_LOAD,
        unless=(loses_too_much,),
        done="gave the word to apply the file",
    ),
    Move("apply", (S.ORDERED,), S.APPLIED, P.FILE_LOAD, worker=True, done="applied the file"),
    Move("abandon", (S.RECEIVED, S.STAGED, S.ORDERED), S.ABANDONED, P.FILE_LOAD, done="put the file away"),
)
UNDER_WAY = (S.RECEIVED, S.STAGED, S.ORDERED)
