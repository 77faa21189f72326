"""What has happened since a quotation was made (E6)."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery


def holds_no_more(requests: type, on: date) -> Q:
    """Of requests that are quoted: the last quotation is out of date, or names a formula or an edition that is not the newest;
    or the limits that were signed are not those of that day.

    What `why_the_quotation_does_not_hold` and `has_other_rows` say of one, as a condition of many.
    """
    quotations = requests._meta.get_field("quotations").related_model  # type: ignore[attr-defined]
    lines = quotations._meta.get_field("lines").related_model._base_manager
    editions = lines.model._meta.get_field("edition").related_model._default_manager
    of_it = quotations._base_manager.filter(request=OuterRef("request"), round=OuterRef("round"))
    last = Subquery(of_it.order_by("-version").values("pk")[:1])
    its = {
        "division": "division",
        "family": "edition__family",
        "poll": "edition__poll",
        "stage": "edition__stage",
    }
    newer = editions.in_force().filter(**{name: OuterRef(field) for name, field in its.items()})
    newer = newer.filter(
        sealed_at__gt=OuterRef("quotation__at"), speaks_on__gte=OuterRef("edition__speaks_on")
    )
    outdated = lines.filter(
        Exists(newer.exclude(pk=OuterRef("edition"))) | Q(formula__ended_on__lte=on), quotation=OuterRef("pk")
    )
    counts = quotations._base_manager.filter(request=OuterRef("pk"), round=OuterRef("round"), pk=last)
    overtaken = Exists(counts.filter(Q(valid_until__lt=on) | Exists(outdated)))
    return Q(overtaken | _signed_otherwise(requests, on), status="quoted")


def _signed_otherwise(requests: type, on: date) -> Exists:
    items = requests._meta.get_field("items").related_model._base_manager  # type: ignore[attr-defined]
    law = items.model._meta.get_field("entitlement").related_model
    columns = {name: OuterRef(f"entitlement__{name}") for name in law.signed_columns()}
    ended = items.filter(request=OuterRef("pk"), round=OuterRef("round"), entitlement__ended_on__lte=on)
    return Exists(ended.exclude(Exists(law._default_manager.in_force(on).filter(**columns))))


def replaced_since(edition, since) -> bool:
    """Whether a newer edition of its kind was sealed since a moment: of the same poll and stage, where it has one."""
    same = (
        type(edition)
        ._default_manager.in_force()
        .filter(division=edition.division_id, family=edition.family, poll=edition.poll, stage=edition.stage)
    )
    return same.filter(sealed_at__gt=since, speaks_on__gte=edition.speaks_on).exclude(pk=edition.pk).exists()
