from review.queries.letter import AddresseeQuerySet, LetterQuerySet
from review.queries.publicity import (
    AdvertisementQuerySet,
    OutletQuerySet,
    PublicityQuerySet,
    parts_in,
    reviews_in,
)

__all__ = [
    "AddresseeQuerySet", "AdvertisementQuerySet", "LetterQuerySet", "OutletQuerySet", "PublicityQuerySet", "parts_in",
    "reviews_in",
]  # fmt: skip
