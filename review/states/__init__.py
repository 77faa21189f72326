from review.states.publicity import ADVERTISEMENT, AdvertisementStatus
from review.states.recruitment import APPLICATION, ApplicationStatus

__all__ = ["ADVERTISEMENT", "APPLICATION", "AdvertisementStatus", "ApplicationStatus"]
