"""Moodle: the questions of a lab as a question bank, in the XML that Moodle imports."""
