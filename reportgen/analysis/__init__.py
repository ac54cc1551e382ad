"""Findings computed from results, and the French sentences that they allow."""
