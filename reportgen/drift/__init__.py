"""Which printed statements rest on luck: a document told again with other trainings of its runs."""
