"""French as it is printed: numbers, dates, lists and the spaces of typography."""

LOCALE = "fr"
"""How numbers and dates are written, by CLDR's name."""
