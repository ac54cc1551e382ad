"""The date a document is made, which SOURCE_DATE_EPOCH may fix."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def build_date() -> date:
    """Return today, or the day (UTC) of SOURCE_DATE_EPOCH so that builds can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().date()
