"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# No test is timed: a machine that does something else must not make one fail.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")
