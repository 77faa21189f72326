"""The hosted page: plain HTML, everything labelled, no script."""

from html import escape

from electoral.demo.provider.book import Payment
from electoral.demo.provider.cards import CARDS

STYLE = """
body { font: 1.0625rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #f5f3f8; margin: 0; }
header { background: #3b2a5c; color: #fff; }
header p, main { max-width: 36rem; margin: 0 auto; padding: .75rem 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1rem 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; }
label { display: block; font-weight: 700; margin: 1rem 0 .25rem; }
.hint { display: block; font-weight: 400; color: #4a4a4a; }
input { font: inherit; padding: .5rem .6rem; border: 2px solid #4a4a4a; border-radius: 4px; width: 100%; box-sizing: border-box; background: #fff; }
.short { max-width: 9rem; }
button { font: inherit; font-weight: 700; margin: 1.5rem 0 .5rem; padding: .7rem 1.4rem; border: 0; border-radius: 4px; background: #3b2a5c; color: #fff; cursor: pointer; }
button:focus-visible, input:focus-visible, a:focus-visible { outline: 3px solid #ffc83d; outline-offset: 2px; box-shadow: 0 0 0 2px #1a1a1a; }
a { color: #3b2a5c; }
.error { border: 3px solid #a8201a; background: #fff; padding: .5rem 1rem; }
table { border-collapse: collapse; width: 100%; background: #fff; }
th, td { text-align: left; font-weight: 400; padding: .4rem .6rem; border: 1px solid #8a84a0; vertical-align: top; }
.strip { background: #ffc83d; color: #1a1a1a; font-weight: 700; }
"""
SIGNS = {"GBP": "£", "AUD": "$"}


def money(payment: Payment) -> str:
    return f"{SIGNS[payment.currency]}{payment.amount // 100:,}.{payment.amount % 100:02}"


def page(title: str, inside: str) -> bytes:
    return (
        f'<!doctype html><html lang="en-AU"><head><meta charset="utf-8"><title>{escape(title)} – Pretend Payments</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head><body>'
        '<header><p class="strip">A provider for trying things out: no real card, no real money</p><p>Pretend Payments</p></header>'
        f"<main>{inside}</main></body></html>"
    ).encode()


def pay_page(payment: Payment, error: str = "") -> bytes:
    """The page on which one pays; `error` is said above the form and beside its field."""
    sum_of = money(payment)
    told = (
        '<div class="error" role="alert"><h2>There is a problem</h2>'
        f'<p><a href="#number">{escape(error)}</a></p></div>'
        if error
        else ""
    )
    wrong = ' aria-invalid="true"' if error else ""
    cards = "".join(f'<tr><th scope="row">{c.number}</th><td>{escape(c.words)}</td></tr>' for c in CARDS)
    return page(
        f"{'Error: ' if error else ''}Pay {sum_of}",
        f"{told}<h1>Pay {sum_of}</h1><p>{escape(payment.title)}<br>Reference {escape(payment.reference)}</p>"
        f'<form method="post" action="/pay/{payment.id}" novalidate>'
        '<label for="number">Card number<span class="hint" id="number-hint">One of the test cards below</span></label>'
        f'<input id="number" name="number" inputmode="numeric" autocomplete="cc-number" aria-describedby="number-hint"{wrong}>'
        '<label for="expiry">Expiry date<span class="hint" id="expiry-hint">Any: for example 12/30</span></label>'
        '<input class="short" id="expiry" name="expiry" autocomplete="cc-exp" aria-describedby="expiry-hint">'
        '<label for="code">Security code<span class="hint" id="code-hint">Any three digits</span></label>'
        '<input class="short" id="code" name="code" inputmode="numeric" autocomplete="cc-csc" aria-describedby="code-hint">'
        '<label for="name">Name on the card</label><input id="name" name="name" autocomplete="cc-name">'
        f'<button type="submit">Pay {sum_of}</button></form>'
        f'<p><a href="{escape(payment.return_url)}">Go back without paying</a></p>'
        f'<h2 id="cards">Test cards</h2><table aria-labelledby="cards"><tr><th scope="col">Number</th><th scope="col">What it does</th></tr>{cards}</table>',
    )  # fmt: skip


ENDED = {
    "paid": ("This is paid", "You were charged once. You can go back."),
    "failed": ("Your card was declined", "Nothing was charged. Go back to choose another way, or begin again with another card."),
    "expired": ("This page has run out", "Go back to begin again. If your bank agrees after all, the payment still counts."),
}  # fmt: skip


def ended_page(payment: Payment) -> bytes:
    title, words = ENDED[payment.status]
    back = f'<p><a href="{escape(payment.return_url)}">Go back to the office that sent you</a></p>'
    return page(
        title, f"<h1>{title}</h1><p>{money(payment)}, {escape(payment.title)}</p><p>{words}</p>{back}"
    )


def lost_page() -> bytes:
    words = "Your card was charged, and here your browser would have lost its connection. Close this page: the office is told all the same."
    return page("The connection was lost", f"<h1>The connection was lost</h1><p>{words}</p>")
