"""Times, as callers pass them and as index files have them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Any, Optional

from .errors import UsageError

_FRACTION = re.compile(r"\.(\d+)")


def time_text(value: Any) -> Optional[str]:
    """Return a time as the program takes it.

    Parameters
    ----------
    value : str, datetime, date, numpy.datetime64, pandas.Timestamp, astropy.time.Time or None
        The time; without a time zone it is UTC.

    Returns
    -------
    str or None
        The time, such as ``2015-06-01T12:00:00Z``; None for None.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if not value.strip():
            raise UsageError("a time is empty; pass None for no limit", code="usage")
        return value.strip()
    # An astropy Time may have another scale, such as TAI.
    utc = getattr(value, "utc", None)
    if utc is not None and hasattr(utc, "isot"):
        # With all its digits: the usual three would round a time to the millisecond.
        precise = utc.copy()
        precise.precision = 9
        return f"{precise.isot}Z"
    if type(value).__name__ == "datetime64":
        return f"{value}Z" if "T" in str(value) else str(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            try:
                value = value.astimezone(timezone.utc).replace(tzinfo=None)
            except OverflowError:
                raise UsageError(f"{value} is not in the years 1 to 9999", code="usage") from None
        return f"{value.isoformat()}Z"
    if isinstance(value, date):
        return value.isoformat()
    raise UsageError(f"{value!r} is not a time such as 2015-06-01T12:00:00Z", code="usage")


def parsed_time(text: str) -> Optional[datetime]:
    """Return a time of an index file, in UTC, to the microsecond; None if it is absent.

    A leap second, which Python's times can't have, is the second after it.
    """
    if not text:
        return None
    plain = text[:-1] if text.endswith("Z") else text
    leap = plain[16:19] == ":60"
    if leap:
        plain = plain[:16] + ":59" + plain[19:]
    fraction = _FRACTION.search(plain)
    if fraction is not None:
        digits = fraction.group(1)[:6].ljust(6, "0")
        plain = f"{plain[: fraction.start()]}.{digits}{plain[fraction.end() :]}"
    # Times to the year, the month and the hour.
    plain += {4: "-01-01", 7: "-01", 13: ":00"}.get(len(plain), "")
    time = datetime.fromisoformat(plain).replace(tzinfo=timezone.utc)
    return time + timedelta(seconds=1) if leap else time
