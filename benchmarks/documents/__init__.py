"""The same document made by reportgen and by three other tools, judged. See ``../documents.py``."""
