"""Notebooks: a document as cells, and cells as an ``.ipynb`` file that nbgrader accepts."""
