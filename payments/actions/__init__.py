from payments.actions import bank, card, event, fee, receipt, refund

__all__ = ["bank", "card", "event", "fee", "receipt", "refund"]
