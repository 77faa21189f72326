"""Ordering listings, watching them being made, giving them out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from electoral.office.faces import history_of, paged
from electoral.papers.models import Document, Run
from electoral.papers.views import given_out
from walks.actions import listing as actions
from walks.forms.listing import OrderForm, VoidForm
from walks.models import Listing, ListingOrder
from walks.states import LISTING


def find_order(request, reference) -> ListingOrder:
    orders = ListingOrder.objects.visible_to(request.user).select_related(
        "division__area__state", "run", "ordered_by"
    )
    return get_object_or_404(orders, reference=reference)


def find_listing(request, reference) -> Listing:
    listings = Listing.objects.visible_to(request.user).select_related(
        "division", "walk", "order", "document__job"
    )
    return get_object_or_404(listings, reference=reference)


@login_required
def orders(request):
    mine = (
        ListingOrder.objects.visible_to(request.user)
        .select_related("division", "ordered_by")
        .order_by("-ordered_at")
    )
    page = paged(request, mine)
    runs = {run.pk: run for run in Run.objects.with_progress().filter(pk__in=[o.run_id for o in page])}
    rows = [(order, runs[order.run_id]) for order in page]
    return render(request, "walks/orders.html", {"page": page, "rows": rows})


@login_required
@require_POST
def order_confirm(request):
    form = OrderForm(request.POST, user=request.user)
    return render(request, "walks/order_confirm.html", {"form": form, "choice": form.choice()})


@login_required
@require_POST
def order_make(request):
    form = OrderForm(request.POST, user=request.user)
    choice = form.choice()
    if choice.division is None:
        return redirect("walks:index")
    order = actions.order_listings(choice.division, choice.walks, by=request.user, **form.choices_of_print())
    messages.success(request, f"{len(choice.walks)} listings are ordered.")
    return redirect(order)


@login_required
def order(request, reference):
    return render(request, "walks/order.html", progress_of(request, find_order(request, reference)))


def progress_of(request, order: ListingOrder) -> dict:
    listings = (
        Listing.objects.filter(order=order)
        .select_related("walk", "document__job", "division")
        .order_by("walk__number")
    )
    prints = Document.objects.filter(subject=order.reference, division=order.division).select_related("job")
    run, print_file = Run.objects.with_progress().get(pk=order.run_id), prints.order_by("-ordered_at").first()
    return {
        "order": order,
        "run": run,
        "page": paged(request, listings),
        "print_file": print_file,
        "is_working": bool(run.waiting or (print_file and print_file.job and print_file.job.is_unfinished)),
    }


@login_required
def order_progress(request, reference):
    context = progress_of(request, find_order(request, reference))
    response = render(request, "walks/order_progress.html", context)
    if not context["is_working"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def order_cancel(request, reference):
    order = find_order(request, reference)
    count = actions.cancel_order(order, by=request.user)
    messages.success(request, f"{count} listings were stopped.")
    return redirect(order)


@login_required
@require_POST
def order_retry(request, reference):
    order = find_order(request, reference)
    count = actions.retry_order(order, by=request.user)
    messages.success(request, f"{count} listings will be tried again.")
    return redirect(order)


@login_required
@require_POST
def print_file(request, reference):
    order = find_order(request, reference)
    actions.order_print_file(order, by=request.user)
    return redirect(order)


@login_required
def detail(request, reference):
    listing = find_listing(request, reference)
    context = {
        "listing": listing,
        "versions": Listing.objects.filter(walk=listing.walk).select_related("document").order_by("-version"),
        "options": LISTING.options(listing, request.user),
        "history": history_of(request, listing),
        "form": VoidForm(),
    }
    return render(request, "walks/listing.html", context)


@login_required
def paper(request, reference):
    found = find_listing(request, reference).document
    return given_out(actions.readable(found, by=request.user))


@login_required
def document(request, reference):
    found = get_object_or_404(Document.objects.visible_to(request.user), reference=reference)
    return given_out(actions.readable(found, by=request.user))


@login_required
@require_POST
def void(request, reference):
    listing = find_listing(request, reference)
    form = VoidForm(request.POST)
    if form.is_valid():
        actions.void_listing(listing, by=request.user, **form.cleaned_data)
        messages.success(request, f"{listing} is void.")
    else:
        messages.error(request, "Say why it is void.")
    return redirect(listing)
