"""The reports of students held against their results and the lab's: checks, verdicts, feedback."""
