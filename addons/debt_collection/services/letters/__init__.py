"""What letters say, and on which cases none can be written."""

from .collect import demandable_claims, letter_values, letter_values_of
from .left_out import why_left_out

__all__ = ["demandable_claims", "letter_values", "letter_values_of", "why_left_out"]
