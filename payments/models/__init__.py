from payments.models.account import Account
from payments.models.bank import BankLine, BankStatement
from payments.models.card import Attempt, ProviderEvent
from payments.models.fee import Counter, Currency, Entry, EntryKind, Fee, FeeLine, Method
from payments.models.refund import Refund

__all__ = [
    "Account", "Attempt", "BankLine", "BankStatement", "Counter", "Currency", "Entry", "EntryKind", "Fee", "FeeLine", "Method",
    "ProviderEvent", "Refund",
]  # fmt: skip
