"""French as it is printed: numbers, dates, lists and the spaces of typography."""
