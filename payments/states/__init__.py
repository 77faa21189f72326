from payments.states.account import ACCOUNT, AccountStatus
from payments.states.bank import BANK_LINE, BankLineStatus
from payments.states.card import ATTEMPT, AttemptStatus
from payments.states.fee import FEE, FeeStatus
from payments.states.refund import REFUND, RefundStatus

__all__ = [
    "ACCOUNT", "ATTEMPT", "BANK_LINE", "FEE", "REFUND", "AccountStatus", "AttemptStatus", "BankLineStatus", "FeeStatus", "RefundStatus",
]  # fmt: skip
