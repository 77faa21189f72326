"""A ledger which knows nobody: fees and receipts in (E6), later rates and pay out. It knows references, not rooms."""
