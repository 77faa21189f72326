"""What is in the files that an office gives, for anybody who asks before they have one: each column and symbol (E8)."""

from registers.documents.copy import notice_of
from registers.documents.guide import OPENING, SYMBOLS, columns_told, guide_html, guide_text
from registers.models import AccessRequest, Product, QuotationLine
from registers.rules.products import PRODUCTS, Column
from registers.rules.release import is_sold

Explained = tuple[Product, list[Column], list[tuple[str, str]]]


def products_explained() -> list[Explained]:
    """(product, its columns, its symbols) of what a copy can be had of; Z among them, which only sold copies have."""
    products = Product.objects.filter(pk__in=PRODUCTS)
    return [
        (product, columns, symbols_of(columns))
        for product in products
        for columns in [columns_told(product.pk, sold=True)]
    ]


def symbols_of(columns: list[Column]) -> list[tuple[str, str]]:
    return [SYMBOLS[column.name] for column in columns if column.name in SYMBOLS]


def explained_text(product: Product, columns: list[Column], symbols: list[tuple[str, str]]) -> str:
    """The same as plain text."""
    blocks = [
        f"How to read a copy: {product.name}",
        product.about,
        OPENING["data"],
        "COLUMNS\n" + "\n".join(f"{column.name}: {column.meaning}" for column in columns),
        "SYMBOLS\n" + "\n".join(f"{sign}: {meaning}" for sign, meaning in symbols) if symbols else "",
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def guide_of(request: AccessRequest, line: QuotationLine, *, large: bool) -> bytes:
    """The guide that lies in the archive beside a file of the copy, for who cannot read that one: plain text, or a PDF in
    large print (E8)."""
    row = line.item.entitlement
    write = guide_html if large else guide_text
    text = write(
        line.item.product_id, notice=notice_of(request, line.item), form=line.item.form,
        sold=is_sold(row.trigger if row else ""), edition=line.edition,
    )  # fmt: skip
    return text.encode() if isinstance(text, str) else text
