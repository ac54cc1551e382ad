"""The same small lab made by reportgen and by three other ways, timed. See ``../peers.py``."""
