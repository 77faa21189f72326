"""What has happened since a quotation was made (E6)."""


def replaced_since(edition, since) -> bool:
    """Whether a newer edition of its kind was sealed since a moment: of the same poll and stage, where it has one."""
    same = (
        type(edition)
        ._default_manager.sealed()
        .filter(division=edition.division_id, family=edition.family, poll=edition.poll, stage=edition.stage)
    )
    return same.filter(sealed_at__gt=since, speaks_on__gte=edition.speaks_on).exclude(pk=edition.pk).exists()
