"""Boundaries and maps, as plain values: a file of boundaries read and checked, outlines of Walks, a map planned and drawn (1.7b)."""

from walks.maps.drawing import drawn, svg
from walks.maps.faults import CcdBoundary, Fault, Reading
from walks.maps.outline import along, around, outline
from walks.maps.plan import Frame, Kind, MapPlan, Missing, Shape, plan_map
from walks.maps.reading import read_boundaries
from walks.maps.screen import features
from walks.maps.sheet import LANDSCAPE, PORTRAIT, Paper, paper_for
from walks.maps.streets import Street, streets_of

__all__ = [
    "LANDSCAPE",
    "PORTRAIT",
    "CcdBoundary",
    "Fault",
    "Frame",
    "Kind",
    "MapPlan",
    "Missing",
    "Paper",
    "Reading",
    "Shape",
    "Street",
    "along",
    "around",
    "drawn",
    "features",
    "outline",
    "paper_for",
    "plan_map",
    "read_boundaries",
    "streets_of",
    "svg",
]
