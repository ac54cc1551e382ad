"""Evidence: tables, figures, listings and remarks made from results."""
