import json
import re

import pytest

from electoral.door.assets import installed, prepare_assets, stamp, write
from tests.door.conftest import REPOSITORY


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    prepare_assets(REPOSITORY, var)
    return var


def test_the_style_names_no_file_that_is_missing(copied):
    for style in copied.glob("vendor/*.css"):
        for name in re.findall(r"url\(([^)]*)\)", style.read_text()):
            assert (copied / "vendor" / name).is_file(), name


def test_nothing_that_belongs_to_one_government_is_copied(copied):
    style = (copied / "vendor/govuk-frontend.min.css").read_text()
    assert "GDS Transport" not in style
    assert "crest" not in style
    assert not list(copied.rglob("*crest*"))
    assert '"Atkinson Hyperlegible Next",arial' in style


def test_no_copy_names_a_source_map(copied):
    for path in copied.glob("vendor/*.*s"):
        assert "sourceMappingURL" not in path.read_text()


def test_both_weights_of_the_page_font_are_served_as_woff2(copied):
    faces = (copied / "vendor/fonts.css").read_text()
    assert faces.count("@font-face") == 4
    assert {"400", "700"} == set(re.findall(r"font-weight: (\d+)", faces))
    assert "woff)" not in faces


def test_the_papers_have_their_fonts(copied):
    names = {path.name for path in copied.glob("fonts/*.ttf")}
    assert names == {
        *(f"{family}_{weight}.ttf" for weight in ("400Regular", "700Bold") for family in (
            "AtkinsonHyperlegibleNext", "NotoSans", "NotoSansArabic", "NotoSansDevanagari", "NotoSansThai")),
        "NotoSansSC_400Regular.ttf",
    }  # fmt: skip


def test_packages_of_another_version_are_installed_anew(tmp_path):
    lock = {"packages": {"": {}, "node_modules/font": {"version": "2.0.0"}}}
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))
    assert not installed(tmp_path)
    described = tmp_path / "node_modules/font/package.json"
    described.parent.mkdir(parents=True)
    described.write_text(json.dumps({"version": "1.0.0"}))
    assert not installed(tmp_path)
    described.write_text(json.dumps({"version": "2.0.0"}))
    assert installed(tmp_path)


def test_a_file_that_holds_the_same_is_not_written_again(tmp_path):
    write(tmp_path / "a/b", b"same")
    before = (tmp_path / "a/b").stat().st_ino
    write(tmp_path / "a/b", b"same")
    assert (tmp_path / "a/b").stat().st_ino == before
    write(tmp_path / "a/b", b"other")
    assert (tmp_path / "a/b").read_bytes() == b"other"
    assert len(list(tmp_path.rglob("*"))) == 2


def test_a_changed_or_renamed_file_changes_the_stamp(tmp_path):
    (tmp_path / "one.py").write_text("1")
    first = stamp([tmp_path], ".py")
    (tmp_path / "one.py").rename(tmp_path / "two.py")
    second = stamp([tmp_path], ".py")
    (tmp_path / "two.py").write_text("2")
    assert len({first, second, stamp([tmp_path], ".py")}) == 3
    (tmp_path / "note.txt").write_text("not looked at")
    assert stamp([tmp_path], ".py") == stamp([tmp_path], ".py")
