"""Every template, and the forms and pages made of them: a control has its words, a value is never markup."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings as django_settings
from django.template.loader import get_template, render_to_string

from tests.page import Page

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
PAGES = [p for p in sorted(TEMPLATES.rglob("*.html")) if "papers" not in p.relative_to(TEMPLATES).parts]


@pytest.fixture(autouse=True)
def _no_manifest(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


class VisitForm(forms.Form):
    name = forms.CharField(
        help_text="As it stands on the roll.", widget=forms.TextInput(attrs={"class": "mono"})
    )
    day = forms.DateField(label="Date of the visit")
    number = forms.IntegerField()
    kind = forms.ChoiceField(choices=[("h", "House"), ("More", [("f", "Flat")])])
    how = forms.ChoiceField(choices=[("p", "By post"), ("h", "By hand")], widget=forms.RadioSelect)
    marks = forms.MultipleChoiceField(choices=[("o", "<b>Gone</b>")], widget=forms.CheckboxSelectMultiple)
    seen = forms.BooleanField(label="I have seen it", help_text="The signed one.")
    why = forms.CharField(widget=forms.Textarea)
    secret = forms.CharField(widget=forms.PasswordInput)
    file = forms.FileField(required=False)
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The visit lies before the issue.")


def test_the_error_summary_links_to_the_first_control_of_each_field():
    page = Page(str(VisitForm({})))
    ids = {a.get("id") for a in page.all("input", "select", "textarea")}
    links = [a["href"] for a in page.all("a")]
    assert "#id_how_0" in links
    assert len(links) == 9
    assert {link.removeprefix("#") for link in links} <= ids
    assert "The visit lies before the issue." in page.text


def test_every_control_has_a_label_and_names_its_hint_and_its_error():
    page = Page(str(VisitForm({})))
    labels = {label["for"] for label in page.all("label")}
    ids = {attrs.get("id") for _, attrs in page.elements}
    shown = [c for c in page.all("input", "select", "textarea") if c.get("type") != "hidden"]
    assert [c for c in shown if c["id"] not in labels] == []
    described = [a["aria-describedby"].split() for _, a in page.elements if "aria-describedby" in a]
    assert {i for group in described for i in group} <= ids
    assert ["id_name_helptext", "id_name_error"] in described
    assert ["id_how_error"] in described


def test_a_class_given_by_a_form_joins_ours():
    name = next(i for i in Page(str(VisitForm())).all("input") if i.get("name") == "name")
    assert name["class"].split() == ["govuk-input", "mono"]


def test_a_form_that_takes_files_sends_them():
    form = Page(render_to_string("parts/form.html", {"form": VisitForm(), "submit": "Send"})).all("form")[0]
    assert form["enctype"] == "multipart/form-data"
    assert "novalidate" in form


def test_what_was_typed_is_never_markup():
    page = Page(str(VisitForm({"name": '"><b>', "why": "</textarea><b>", "marks": ["<b>"]})))
    assert not page.all("b")


@pytest.mark.urls("allauth.urls")
def test_search_and_navigation_are_for_those_who_are_signed_in():
    assert not Page(render_to_string("base.html", {"title": "Sign in"})).all("input", "nav")
    person = SimpleNamespace(is_authenticated=True)
    walks = {"label": "Walks", "url": "/walks/", "current": True}
    page = Page(render_to_string("base.html", {"user": person, "navigation": [walks], "demo": True}))
    assert [i["name"] for i in page.all("input")] == ["q"]
    assert next(a for a in page.all("a") if a["href"] == "/walks/")["aria-current"] == "page"
    assert "everybody here is made up" in page.text
    assert next(f for f in page.all("form") if f["action"].endswith("logout/"))["method"] == "post"


@pytest.mark.urls("allauth.urls")
def test_one_press_signs_in_as_a_person_of_the_demonstration():
    person = {
        "name": "Alba Testperson",
        "role": "Clerk",
        "email": "a@example.org",
        "password": "long one",
        "place": "Fabletown",
    }
    page = Page(render_to_string("account/login.html", {"demo_people": [person], "form": forms.Form()}))
    assert {i["name"]: i["value"] for i in page.all("input")} == {
        "login": "a@example.org",
        "password": "long one",
    }
    assert (
        "People of the demonstration"
        not in Page(render_to_string("account/login.html", {"form": forms.Form()})).text
    )


def test_the_page_of_a_fault_needs_nothing_that_may_fail():
    source = (TEMPLATES / "500.html").read_text()
    assert not re.search(r"{%|{{", source)
    assert "Something went wrong" in render_to_string("500.html")


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(TEMPLATES)))
def test_a_template_compiles_and_carries_no_script_style_or_unescaped_value(path):
    get_template(str(path.relative_to(TEMPLATES)))
    forbidden = r"\|\s*safe\b|autoescape off|<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:"
    assert re.findall(forbidden, path.read_text()) == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "parts").glob("*.html")), ids=lambda p: p.stem)
def test_a_part_says_what_it_takes(path):
    assert re.match(r"({% load [a-z ]+ %})?({#|{% comment %})", path.read_text())
