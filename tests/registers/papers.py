"""Small files of evidence that are what they say, and some that are not."""

import io
import struct
import zlib

from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind: str, colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (9, 7), colour).save(out, kind)
    return out.getvalue()


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


JPEG, PNG = picture("JPEG"), picture("PNG")
ZIP_END = b"PK\x05\x06" + b"\0" * 18
TWO_THINGS = {
    "a page inside a PDF's head": PDF.replace(b"1 0 obj", b"<html><script>alert(1)</script>\n1 0 obj"),
    "an archive behind a PDF": PDF + b"PK\x03\x04hello" + ZIP_END,
    "an archive behind a picture": PNG + ZIP_END,
    "an archive behind a JPEG": JPEG + ZIP_END,
    "a PDF inside a PNG": PNG[:33] + png_chunk(b"tEXt", b"a\0" + PDF) + PNG[33:],
    "a script inside a JPEG's note": JPEG[:2] + b"\xff\xfe" + struct.pack(">H", 42) + b"<script>alert(document.domain)</script>".ljust(40) + JPEG[2:],
    "a PDF that begins later": b"GIF89a" + PDF,
    "words behind a PDF": PDF + b"and more",
    "half a PDF": PDF[:40],
    "half a PNG": PNG[:-9],
    "half a JPEG": JPEG[:-40],
    "a page": b"<!doctype html><title>x</title>",
    "a program": b"MZ" + b"\0" * 80,
    "a picture with text in it, as SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "text": b"a letter",
}  # fmt: skip
