"""A first row of each model of the roll and of the Walks; later states only by the real actions."""

from datetime import date

import factory
from factory.django import DjangoModelFactory
from psycopg2.extras import NumericRange

from electoral.roll.models import Category, Elector, Locality, Residence, Street
from electoral.roll.rules import address_line, normal, number_of, order_key, side_of, street_key
from tests.conftest import make_place
from walks.models import Allocation, Ccd, StreetRange, Walk, WalkCcd

BEGAN = date(2026, 1, 5)


def of_division(name: str):
    """The division of the row that this one hangs on."""
    return factory.SelfAttribute(f"{name}.division")


class LocalityFactory(DjangoModelFactory):
    class Meta:
        model = Locality
        django_get_or_create = ("division", "name", "state")

    division = factory.LazyFunction(lambda: make_place("GOLD"))
    name = "MOCKTON"
    state = "NT"
    sort_key = factory.LazyAttribute(lambda row: normal(row.name))


class StreetFactory(DjangoModelFactory):
    class Meta:
        model = Street
        django_get_or_create = ("division", "locality", "name", "type", "suffix")

    locality = factory.SubFactory(LocalityFactory)
    division = of_division("locality")
    name = "PRETEND"
    type = "STREET"
    suffix = ""
    sort_key = factory.LazyAttribute(lambda row: street_key(row.name, row.type, row.suffix))


class ResidenceFactory(DjangoModelFactory):
    """`ResidenceFactory(street=…, number_first=12, ccd_code="7990001")`; what is derived is derived as a load does."""

    class Meta:
        model = Residence

    street = factory.SubFactory(StreetFactory)
    division = of_division("street")
    address_id = factory.Sequence(lambda n: f"T{n:06}")
    number_first = 1
    postcode = "0899"
    ccd_code = "7990001"
    from_on = BEGAN

    @classmethod
    def _build(cls, model_class, *args, **values):
        residence = model_class(*args, **values)
        door, street = residence.door, residence.street
        residence.number = number_of(door)
        residence.side = 1 if side_of(residence.number) == "odd" else 2
        residence.order_key = order_key(door)
        residence.search_key = normal(
            f"{address_line(door, str(street))} {street.locality} {residence.postcode}"
        )
        return residence

    @classmethod
    def _create(cls, model_class, *args, **values):
        residence = cls._build(model_class, *args, **values)
        residence.save()
        return residence


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("code",)

    code = "G"
    label = "Pretend category"


class ElectorFactory(DjangoModelFactory):
    class Meta:
        model = Elector

    residence = factory.SubFactory(ResidenceFactory)
    division = of_division("residence")
    elector_id = factory.Sequence(lambda n: f"E{n:06}")
    surname = "Testperson"
    given_names = "Vera"
    from_on = BEGAN
    search_key = factory.LazyAttribute(lambda row: normal(f"{row.surname} {row.given_names}"))


class CcdFactory(DjangoModelFactory):
    class Meta:
        model = Ccd
        django_get_or_create = ("division", "code")

    division = factory.LazyFunction(lambda: make_place("GOLD"))
    code = "7990001"


class WalkFactory(DjangoModelFactory):
    class Meta:
        model = Walk

    division = factory.LazyFunction(lambda: make_place("GOLD"))
    number = factory.Sequence(lambda n: n + 1)
    from_on = BEGAN


class WalkCcdFactory(DjangoModelFactory):
    class Meta:
        model = WalkCcd

    walk = factory.SubFactory(WalkFactory)
    division = of_division("walk")
    ccd = factory.SubFactory(CcdFactory, division=factory.SelfAttribute("..walk.division"))
    from_on = BEGAN


class StreetRangeFactory(DjangoModelFactory):
    """`StreetRangeFactory(street=…, side="odd", numbers=(1, 99), walk=…)`; without numbers the whole side."""

    class Meta:
        model = StreetRange

    street = factory.SubFactory(StreetFactory)
    division = of_division("street")
    walk = factory.SubFactory(WalkFactory, division=factory.SelfAttribute("..division"))
    side = "all"
    numbers = (0, None)
    from_on = BEGAN

    @classmethod
    def _create(cls, model_class, *args, numbers, **values):
        low, last = numbers
        return super()._create(
            model_class, *args, numbers=NumericRange(low, None if last is None else last + 1), **values
        )


class AllocationFactory(DjangoModelFactory):
    class Meta:
        model = Allocation

    residence = factory.SubFactory(ResidenceFactory)
    division = of_division("residence")
    walk = factory.SubFactory(WalkFactory, division=factory.SelfAttribute("..division"))
    since = BEGAN


def lay(division, *doors):
    """Residences from (street, number, CCD)."""
    suburb = LocalityFactory(division=division)
    streets = {name: StreetFactory(locality=suburb, name=name) for name in {street for street, _, _ in doors}}
    Residence.objects.bulk_create(
        ResidenceFactory.build(
            division=division, street=streets[street], number_first=number or None, ccd_code=ccd
        )
        for street, number, ccd in doors
    )
