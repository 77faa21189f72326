from payments.actions import account, bank, card, dispute, event, fee, receipt, refund

__all__ = ["account", "bank", "card", "dispute", "event", "fee", "receipt", "refund"]
