"""Letters about a review, and those who are told of it (3.3, 3.4, Appendix A)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST

from electoral.office.actions import demand
from electoral.office.faces import paged, told, way_back
from electoral.office.lists import sheet
from electoral.office.models import Event
from electoral.office.roles import Permission as P
from electoral.papers.models import Document
from electoral.papers.views import given_out
from electoral.papers.wording import KINDS, filled, paragraphs
from review.actions import letter as actions
from review.documents.letter import values_of
from review.forms.letter import AddresseeFilter, AddresseeForm, WhereForm
from review.models import Addressee, PublicityLetter
from review.queries.letter import OPTIONAL
from review.rules.publicity import hours
from review.views.publicity import PUBLICITY, crumbs, find_part

ADDRESSEES = ("Who is told", reverse_lazy("review:addressees"))
COLUMNS = ("kind", "name", "through", "postal address", "areas", "division", "from", "ended")


def find_addressee(request, reference) -> Addressee:
    mine = Addressee.objects.visible_to(request.user).select_related("division__area__state")
    return get_object_or_404(mine, reference=reference)


def find_letter(request, reference) -> PublicityLetter:
    mine = PublicityLetter.objects.visible_to(request.user).select_related(
        "division", "review__review__state", "review__division", "addressee", "wording", "document__job", "written_by"
    )  # fmt: skip
    return get_object_or_404(mine, reference=reference)


@login_required
def letters(request, reference):
    """Whom a division tells of a review, and how their letters stand."""
    part = find_part(request, reference)
    rows = Addressee.objects.visible_to(request.user).told_of(part).in_order()
    page = paged(request, rows, size=200)
    written = PublicityLetter.objects.select_related("document__job").in_bulk(
        [a.letter for a in page if a.letter]
    )
    prints = Document.objects.filter(division=part.division, subject=part.reference, kind="publicity_letters")
    context = {
        "part": part,
        "hours": hours(part.calling_from, part.calling_until),
        "making": sum(letter.document.is_awaited for letter in written.values()),
        "page": page,
        "rows": [(a, written.get(a.letter), is_proposed(a)) for a in page],
        "may_work": request.user.may(P.PUBLICITY_WORK, part.division),
        "print": prints.select_related("job").order_by("-ordered_at").first(),
        "breadcrumbs": crumbs(part.review, part),
    }
    return render(request, "review/letter/index.html", context)


def is_proposed(addressee) -> bool:
    """Whether a letter to them is proposed: none yet (councils by choice, 3.4), or one that is out of date."""
    return bool(addressee.is_out_of_date or (addressee.letter is None and addressee.kind != OPTIONAL))


@login_required
@require_POST
def write(request, reference):
    part = find_part(request, reference)
    mine = Addressee.objects.visible_to(request.user).filter(division=part.division)
    chosen = mine.filter(reference__in=request.POST.getlist("addressee"))
    made = actions.write_letters(part, list(chosen), by=request.user)
    messages.success(
        request, f"{len(made)} letter{'' if len(made) == 1 else 's'} written. The papers are being made."
    )
    return redirect("review:letters", reference)


@login_required
@require_POST
def print_all(request, reference):
    actions.order_letters_file(find_part(request, reference), by=request.user)
    return redirect("review:letters", reference)


@login_required
def print_file(request, reference):
    part = find_part(request, reference)
    made = Document.objects.kept().filter(
        division=part.division, subject=part.reference, kind="publicity_letters"
    )
    return given_out(get_object_or_404(made.order_by("-ordered_at")[:1]))


@login_required
def detail(request, reference):
    letter = find_letter(request, reference)
    kind = KINDS[letter.wording.kind]
    letters = ("Letters", reverse("review:letters", args=[letter.review.reference]))
    newest = PublicityLetter.objects.newest().filter(review=letter.review, addressee=letter.addressee).first()
    context = {
        "letter": letter,
        "newest": newest if newest != letter else None,
        "is_out_of_date": PublicityLetter.objects.out_of_date().filter(pk=letter.pk).exists(),
        "paragraphs": paragraphs(filled(kind, letter.wording.body, values_of(letter))),
        "history": told(Event.objects.about(letter)[:50]),
        "breadcrumbs": crumbs(letter.review.review, letter.review) + way_back(letters),
    }
    return render(request, "review/letter/detail.html", context)


@login_required
def paper(request, reference):
    return given_out(find_letter(request, reference).document)


def row_of(a: Addressee) -> tuple:
    ended = a.ended_on or ""
    return (a.get_kind_display(), a.name, a.through, a.postal, a.areas, a.division, a.from_on, ended)


@login_required
def addressees(request):
    form = AddresseeFilter(request.GET, divisions=request.user.divisions(P.PUBLICITY_VIEW))
    rows = form.applied(Addressee.objects.visible_to(request.user).select_related("division")).in_order()
    if request.GET.get("format") == "csv":
        return sheet("addressees", COLUMNS, map(row_of, rows))
    context = {
        "form": form,
        "page": paged(request, rows),
        "divisions": request.user.divisions(P.PUBLICITY_WORK),
        "may_view": request.user.may(P.PUBLICITY_VIEW),
        "breadcrumbs": way_back(PUBLICITY),
    }
    return render(request, "review/letter/addressees.html", context)


@login_required
def addressee_new(request, division):
    place = get_object_or_404(request.user.divisions(P.PUBLICITY_WORK), code=division)
    form = AddresseeForm(request.POST or None)
    if form.is_valid():
        made = actions.add_addressee(place, by=request.user, **form.cleaned_data)
        messages.success(request, f"{made.name} is entered.")
        return redirect(made)
    context = {"division": place, "form": form, "breadcrumbs": way_back(PUBLICITY, ADDRESSEES)}
    return render(request, "review/letter/addressee_new.html", context)


@login_required
def addressee(request, reference):
    who = find_addressee(request, reference)
    letters = PublicityLetter.objects.visible_to(request.user).filter(addressee=who)
    context = {
        "who": who,
        "letters": letters.select_related("review__review", "document__job").order_by("-pk")[:50],
        "may_change": who.ended_on is None and request.user.may(P.PUBLICITY_WORK, who.division),
        "history": told(Event.objects.about(who)[:50]),
        "breadcrumbs": way_back(PUBLICITY, ADDRESSEES),
    }
    return render(request, "review/letter/addressee.html", context)


@login_required
def addressee_change(request, reference):
    who = find_addressee(request, reference)
    demand(request.user, P.PUBLICITY_WORK, who.division)
    now = {name: getattr(who, name) for name in ("through", "postal", "areas")}
    form = WhereForm(request.POST or None, initial=now)
    if form.is_valid():
        changed = actions.change_addressee(who, by=request.user, **form.cleaned_data)
        messages.success(request, "It is changed. Letters that name other areas are now out of date.")
        return redirect(changed)
    context = {"who": who, "form": form, "breadcrumbs": way_back(PUBLICITY, ADDRESSEES, who)}
    return render(request, "review/letter/addressee_change.html", context)


@login_required
@require_POST
def addressee_end(request, reference):
    ended = actions.end_addressee(find_addressee(request, reference), by=request.user)
    messages.success(request, "Nobody writes to them any more.")
    return redirect(ended)
