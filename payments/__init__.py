"""A ledger which knows nobody: fees in, pay out. Its tables come with their issue."""
