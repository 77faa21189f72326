# Their kinds of work are registered by the import.
from review.actions import advertisement, letter, outlet, publicity, recruitment

__all__ = ["advertisement", "letter", "outlet", "publicity", "recruitment"]
