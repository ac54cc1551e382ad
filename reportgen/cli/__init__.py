"""The command line: words typed become one call of the core, its answer is printed.

Nothing heavy is imported before a command needs it.
"""
