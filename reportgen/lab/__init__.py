"""The lab format: read, checked and resolved into values, with all problems at once."""
