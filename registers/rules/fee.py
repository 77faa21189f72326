"""What a document costs, in the smallest unit of money (E6): a base, and so much for each block of entries or part of one.

Every register is priced by itself; data and print of the same are two documents; a notice bought alone is one too.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from electoral.office.refusals import Refused
from payments.rules.money import money_text

FEE_NAMES = {
    "none": "Free of charge",
    "register": "Register or notice on sale",
    "overseas": "List of overseas electors on sale",
    "marked": "Marked register and lists",
    "own_entry": "Elector's own entry",
    "officer_sets": "An officer sets the sum: the law names no formula",
}
LONGEST_WORKING = 250  # characters of a line's working; more registers than fit are summed up in it
EXAMPLES = {"overseas": 317}  # entries, for the pages that explain a formula
EXAMPLE = 84_312


class Formula(NamedTuple):
    base: int
    per_block: int
    block_size: int


class Price(NamedTuple):
    """`working` is the sum in words: £20.00 + 85 x £1.50."""

    amount: int
    blocks: int
    working: str


def price(formula: Formula, entries: int, currency: str = "GBP") -> Price:
    """The price of one document of that many entries (E6). Refused where it is sold and holds none."""
    if entries < 0:
        raise ValueError("A document has no entry less than none.")
    blocks = -(-entries // formula.block_size)
    if not formula.base and not formula.per_block:
        return Price(0, blocks, "Free of charge")
    if not entries:
        raise Refused("It holds no entry. A document without entries is not sold.")
    amount = formula.base + blocks * formula.per_block
    money = [money_text(sum_, currency) for sum_ in (formula.base, formula.per_block)]
    return Price(amount, blocks, f"{money[0]} + {blocks:,} x {money[1]}")


def price_of_registers(formula: Formula, counts: Mapping[str, int], currency: str = "GBP") -> Price:
    """The price of registers that are bought as one: each has its own base and its own blocks (E6, registers.md 2.1).

    `counts`: entries by the name of the register, such as constituency:C1. Refused where one is sold and holds no entry.
    """
    if len(counts) < 2 or not (formula.base or formula.per_block):
        return price(formula, sum(counts.values()), currency)
    prices = {name: price(formula, entries, currency) for name, entries in sorted(counts.items())}
    each = [f"{n.replace(':', ' ')} ({counts[n]:,}): {its.working}" for n, its in prices.items()]
    blocks = sum(its.blocks for its in prices.values())
    base, block = (money_text(sum_, currency) for sum_ in (formula.base, formula.per_block))
    short = f"{len(prices)} registers: {len(prices)} x {base} + {blocks:,} x {block}"
    working = "; ".join(each)
    return Price(total(prices.values()), blocks, working if len(working) <= LONGEST_WORKING else short)


def by_register(named: Mapping[str, int], entries: int, block_size: int) -> dict[str, int]:
    """The entries of a document by the register that they stand in, under "" where there is one register alone (E6).

    `named`: entries by constituency. The law says nothing of an entry for which no constituency is known: it is
    counted in the register where it costs least.
    """
    registers = {name: count for name, count in named.items() if name and count > 0}
    rest = entries - sum(registers.values())
    if len(registers) < 2 or rest < 0:
        return {"": entries}
    roomiest = max(sorted(registers), key=lambda name: -registers[name] % block_size)
    return registers | {roomiest: registers[roomiest] + rest}


def formula_text(formula: Formula, currency: str = "GBP") -> str:
    """The formula in words: £20.00, and £1.50 for each 1,000 entries or part of them."""
    if not formula.base and not formula.per_block:
        return "Free of charge"
    base, block = (money_text(sum_, currency) for sum_ in (formula.base, formula.per_block))
    return f"{base}, and {block} for each {formula.block_size:,} entries or part of them"


def bundled(register_entries: int, added: int, deleted: int) -> int:
    """The entries of a register that is sold with the notices published at that time: one document (E6, regulation 111(3)).

    What a notice adds counts; what it deletes does not.
    """
    if min(register_entries, added, deleted) < 0 or deleted > register_entries + added:
        raise ValueError("A notice deletes no more entries than there are.")
    return register_entries + added - deleted


def total(prices: Iterable[Price]) -> int:
    """Of several documents: each has its own base, and nothing else is added (E6)."""
    return sum(price.amount for price in prices)
