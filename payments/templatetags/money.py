"""Money as people read it: `{{ fee.amount|money:fee.currency }}`."""

from django import template

from payments.rules.money import money_text

register = template.Library()


@register.filter
def money(amount: int | None, currency: str) -> str:
    return "" if amount is None else money_text(amount, currency)
