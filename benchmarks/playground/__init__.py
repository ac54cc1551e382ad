"""The parts of ``benchmarks/playground.py``."""
