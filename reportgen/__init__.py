"""Write a deep-learning lab once; get its French documents with every number measured."""

__version__ = "0.1.0"
