"""The version of a lab that students are given: no answer, and all that answering needs."""
