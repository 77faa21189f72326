"""Steps of editions: a division whose roll is loaded, editions sealed by the real worker, copies read back."""

import csv
import io
from datetime import date

from registers.actions.edition import order_edition
from registers.documents.data import write_data
from registers.documents.notice import CopyNotice
from tests.steps import work_off

ELECTORS = ("elector_id", "surname", "given_names", "date_of_birth", "address_id", "category", "subdivision", "register_number",
            "franchise", "open_register", "absent_vote", "absent_from", "absent_until", "service_voter", "attainment_date")  # fmt: skip
ADDRESSES = (
    "address_id",
    "number_first",
    "street_name",
    "street_type",
    "locality",
    "postcode",
    "ccd",
    "areas",
)
NOTICE = CopyNotice(
    reference="D0000000Y", recipient="Rita Testperson", organisation="Pretend Credit Ltd", basis="regulation 114",
    purpose="Only to vet applications for credit.", onward="You may not pass it on.", penalty="A fine without limit.",
    destroy_by=date(2027, 11, 22), verified=False,
)  # fmt: skip


def sealed(division, by, family="register", *, speaks_on=None, **more):
    """An edition, ordered and sealed; a marked register of today's poll where no day is given."""
    if family == "marked":
        more.setdefault("polls_on", division.today())
    edition = order_edition(division, family=family, speaks_on=speaks_on or division.today(), by=by, **more)
    work_off()
    edition.refresh_from_db()
    return edition


def copied(edition, product, by, tmp_path, *, area="", sold=False):
    """The rows of a copy as dicts; the header's lines are checked and left out."""
    out = tmp_path / f"{product}.csv"
    count = write_data(edition, product, area=area, sold=sold, notice=NOTICE, by=by, out=out)
    lines = [line for line in out.read_text().splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert len(rows) == count
    return rows


def sheet(columns, *rows) -> str:
    """A file of rows given as dicts."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
