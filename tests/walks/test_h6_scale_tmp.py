import time
import pytest
from django.db import connection
from electoral.roll.models import *
from walks.models import *
from walks import queries
from walks.actions import build_walks, allocate
from tests.factories import *

N = 113000
@pytest.mark.django_db
def test_scale(division, person):
    l = LocalityFactory(division=division)
    Street.objects.bulk_create(Street(division=division, locality=l, name=f"S{i}", type="STREET", sort_key=f"s{i}") for i in range(4000))
    s0 = Street.objects.order_by("pk").first().pk
    with connection.cursor() as c:
        c.execute("""INSERT INTO roll_residence (division_id, reference, address_id, street_id, building_name, lot_number, flat_type, flat_number, level_type, level_number,
          number_first_prefix, number_first, number_first_suffix, number_last_suffix, postcode, ccd_code, areas, dwelling_kind, number, side, order_key, search_key, from_on)
          SELECT %s, 'A'||lpad(i::text,8,'0'), 'X'||i, %s + i/28, '','','','','','','', 1 + i%%28, '','', '0899', lpad((i/199)::text, 7, '0'), '', 'private', 1+i%%28, CASE WHEN (1+i%%28)%%2=1 THEN 1 ELSE 2 END, (1+i%%28)::text, i::text, '2026-01-01'
          FROM generate_series(0, %s - 1) i""", [division.pk, s0, N])
    with connection.cursor() as c: c.execute("ANALYZE roll_residence")
    by = person("clerk")
    def t(label, f):
        a = time.perf_counter(); r = f(); print(label, round(time.perf_counter()-a, 2), r); return r
    t("build", lambda: build_walks(division, by=by))
    t("again", lambda: build_walks(division, by=by))
    t("alloc", lambda: allocate(division, by=by))
    rs = Residence.objects.visible_to(by).filter(division=division)
    t("without", lambda: queries.without_walk(rs).count())
    t("disagree", lambda: Allocation.objects.visible_to(by).filter(division=division).in_disagreement().count())
    t("claimed", lambda: queries.claimed_by_two_ccds(rs).count())
    t("same", lambda: queries.with_same_text(rs).count())
    t("walks", lambda: len(list(Walk.objects.visible_to(by).with_counts().order_by("-residences")[:50])))
    t("walks2", lambda: len(list(Walk.objects.visible_to(by).with_counts().order_by("number")[:50])))
