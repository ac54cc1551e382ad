"""Datasets: found, imported or drawn, capped, split, preprocessed. NumPy only."""
