"""The codes of papers and their pages: a QR symbol as one SVG path (decision 28)."""

import base64
import re
from collections.abc import Iterator
from functools import lru_cache

import segno

RUNS = re.compile("1+")


def page_reference(reference: str, page: int) -> str:
    """What a page of a paper is called: `W7XK2M4QD-014` (decision 20)."""
    return f"{reference}-{page:03}"


def qr_svg(text: str) -> str:
    """SVG of a reference in capitals and digits; a quarter of the symbol may be lost (level Q)."""
    return _svg(*_symbol(text))


def qr_data_url(text: str) -> str:
    """The same as a `src` for a page of HTML."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(text).encode()).decode()


def page_codes(reference: str, pages: int) -> Iterator[tuple[str, str]]:
    """The reference of each page with its SVG, from page 1.

    A QR symbol is linear: what page 14 changes in the symbol of page 0 is the same for every reference of one
    length. So a listing asks the encoder once, and its pages cost a fifteenth.
    """
    size, first = _symbol(page_reference(reference, 0))
    for page in range(1, pages + 1):
        text = page_reference(reference, page)
        yield text, _svg(size, first ^ _change(len(reference), page)) if page < 1000 else qr_svg(text)


@lru_cache(maxsize=4_000)
def _change(length: int, page: int) -> int:
    nobody = "0" * length
    return _symbol(page_reference(nobody, page))[1] ^ _symbol(page_reference(nobody, 0))[1]


@lru_cache(maxsize=16)
def _symbol(text: str) -> tuple[int, int]:
    """Size of a side, and the modules row by row as the bits of one number."""
    # The best of the masks would take five times as long to find, and any of them can be read.
    rows = segno.make_qr(text, error="q", mode="alphanumeric", boost_error=False, mask=3).matrix
    return len(rows), int("".join("1" if module else "0" for row in rows for module in row), 2)


def _svg(size: int, modules: int) -> str:
    bits = f"{modules:0{size * size}b}"
    path = "".join(
        f"M{run.start()} {y}h{run.end() - run.start()}v1H{run.start()}"
        for y in range(size)
        for run in RUNS.finditer(bits[y * size : y * size + size])
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'
