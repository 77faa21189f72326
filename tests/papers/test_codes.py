"""The codes on papers are read back by another program."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from electoral.papers.codes import page_codes, page_reference, qr_data_url, qr_svg


def picture(svg, scale=8):
    size = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    image = Image.new("L", ((size + 8) * scale,) * 2, 255)
    draw = ImageDraw.Draw(image)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+", svg):
        left, top = (int(x) + 4) * scale, (int(y) + 4) * scale
        draw.rectangle((left, top, left + int(run) * scale - 1, top + scale - 1), fill=0)
    return image


def read(image):
    return [code.text for code in zxingcpp.read_barcodes(image)]


@pytest.mark.rule("X1")
@pytest.mark.parametrize("reference", ["W7XK2M4QD", "W00000000", "LZ", "TWELVEWWWWWW"])
def test_the_code_of_a_page_is_the_code_of_its_reference(reference):
    pages = dict(page_codes(reference, 1003))
    assert list(pages) == [page_reference(reference, n) for n in range(1, 1004)]
    for n in (1, 9, 10, 14, 99, 100, 255, 999, 1000, 1003):
        text = page_reference(reference, n)
        assert pages[text] == qr_svg(text)


def test_the_codes_of_a_listing_are_read_back():
    for text, svg in page_codes("W7XK2M4QD", 40):
        assert read(picture(svg)) == [text]


def test_a_code_is_read_under_a_drop_of_rain():
    image = picture(qr_svg("W7XK2M4QD-014"))
    ImageDraw.Draw(image).ellipse((18 * 8, 18 * 8, 22 * 8, 22 * 8), fill=255)
    assert read(image) == ["W7XK2M4QD-014"]


def test_a_page_is_named_by_reference_and_three_digits():
    assert page_reference("W7XK2M4QD", 14) == "W7XK2M4QD-014"
    assert page_reference("W7XK2M4QD", 1014) == "W7XK2M4QD-1014"


def test_a_code_for_html_holds_the_whole_picture():
    assert qr_data_url("W7XK2M4QD").startswith("data:image/svg+xml;base64,")
