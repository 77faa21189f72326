# Their kinds of work are registered by the import.
from registers.actions import cover, decision, edition, preparing, quotation, request, serving

__all__ = ["cover", "decision", "edition", "preparing", "quotation", "request", "serving"]
