# Their kinds of work are registered by the import.
from registers.actions import decision, edition, preparing, quotation, request, serving

__all__ = ["decision", "edition", "preparing", "quotation", "request", "serving"]
