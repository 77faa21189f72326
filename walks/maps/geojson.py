"""A file of boundaries as text and JSON: what is not GeoJSON in WGS 84 is told by what it is instead."""

import json
import re
from typing import Any, BinaryIO, NoReturn

from walks.maps.faults import Unreadable

FILE_LIMIT = (
    16 * 1024 * 1024
)  # a division's 600 CCDs with 200 points each are some 5 MB; JSON takes ten times its size to read
SAVE = "Save it as GeoJSON in WGS 84 (EPSG:4326), longitude first, and load it again."
WGS_84 = re.compile(r"(.*[:/])?(CRS84|WGS ?_?84|EPSG(:|::|/0/|:[0-9.]+:)4326|4326)$", re.IGNORECASE)
KNOWN = {
    "4283": "GDA94",
    "7844": "GDA2020",
    "4277": "OSGB 1936",
    "27700": "the British National Grid, in metres",
}
KNOWN |= {"3857": "Web Mercator, in metres"} | {f"283{zone}": "MGA94, in metres" for zone in range(49, 57)}
KNOWN |= {f"78{zone}": "MGA2020, in metres" for zone in range(49, 57)}
OTHER_KINDS = (
    (b"PK", "This is a zip file, not GeoJSON: a shapefile or a workbook perhaps."),
    (b"\x00\x00\x27\x0a", "This is a shapefile, not GeoJSON."),
    (b"SQLite format", "This is a GeoPackage, not GeoJSON."),
    (b"<", "This is XML (KML or GML perhaps), not GeoJSON."),
)


def features_of(file: BinaryIO) -> list[Any]:
    """The features of a GeoJSON FeatureCollection in WGS 84; raises Unreadable with the sentence for what is none."""
    collection = _json(_text(file))
    kind = collection.get("type") if isinstance(collection, dict) else None
    if kind != "FeatureCollection":
        found = f'of the type "{kind}"' if isinstance(kind, str) else "without a type"
        raise Unreadable(
            f"The file is JSON {found[:60]}. A FeatureCollection is needed, with one feature for each CCD."
        )
    if system := other_system(collection):
        raise Unreadable(f"The file says that its coordinates are in {system}. {SAVE}")
    features = collection.get("features")
    if not isinstance(features, list) or not features:
        raise Unreadable("The file holds no features. It needs one for each CCD, with the property ccd.")
    return features


def other_system(thing: dict[str, Any]) -> str:
    """The coordinate system that the member `crs` of older GeoJSON names, where it is not WGS 84."""
    crs = thing.get("crs")
    if crs is None:
        return ""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and WGS_84.match(name.strip()):
        return ""
    shown = str(name or "a system that it does not name")[:80]
    known = KNOWN.get(re.split(r"\D", shown)[-1])
    return f"{known} ({shown})" if known else shown


def _text(file: BinaryIO) -> str:
    data = file.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise Unreadable(
            f"The file is larger than {FILE_LIMIT >> 20} MB. Save it with 6 decimals and fewer points."
        )
    if not data.strip():
        raise Unreadable("The file is empty. It needs a FeatureCollection with one feature for each CCD.")
    for mark, words in OTHER_KINDS:
        if data.lstrip().startswith(mark) or data.startswith(mark):
            raise Unreadable(f"{words} {SAVE}")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise Unreadable("The file is not UTF-8. Save it as GeoJSON in UTF-8 and load it again.") from None


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(f"Line {error.lineno}, column {error.colno}: this is not JSON. {SAVE}") from None
    except RecursionError:
        raise Unreadable("The file's brackets are nested deeper than GeoJSON has them.") from None
    except ValueError as error:  # a number of thousands of digits
        raise Unreadable(
            str(error) if isinstance(error, Unreadable) else "A number in the file is too long."
        ) from None


def _no_number(word: str) -> NoReturn:
    raise Unreadable(f"The file holds {word} where a number should be. {SAVE}")
