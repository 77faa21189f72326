"""Filters of the pages for people outside."""

from django import template

from registers.forms.proof import proof_of
from registers.models import Entitlement
from registers.rules.area import part_said

register = template.Library()


@register.filter
def proof(row: Entitlement) -> str:
    """What a row asks to be shown, to stand within a sentence."""
    said = proof_of(row)
    return said[:1].lower() + said[1:]


register.filter("part", part_said)
