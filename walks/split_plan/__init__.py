"""The planner of splits: residences and street ranges in, block faces and parts out (1.2a)."""

from walks.split_plan.check import Check, PartCheck, checked
from walks.split_plan.districts import Districted, by_district
from walks.split_plan.face import Face
from walks.split_plan.faces import block_faces, ranges_of, standing_faces
from walks.split_plan.facts import Building, Place, Range
from walks.split_plan.graph import islands, meets
from walks.split_plan.plan import least_parts
from walks.split_plan.proposals import Proposal, proposal, proposals
from walks.split_plan.sentences import island_sentences

__all__ = [
    "Building",
    "Check",
    "Districted",
    "Face",
    "PartCheck",
    "Place",
    "Proposal",
    "Range",
    "block_faces",
    "by_district",
    "checked",
    "island_sentences",
    "islands",
    "least_parts",
    "meets",
    "proposal",
    "proposals",
    "ranges_of",
    "standing_faces",
]
