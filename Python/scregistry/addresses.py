"""Addresses of objects in S3."""

from __future__ import annotations

import re
from typing import Optional
from urllib.parse import quote, unquote

# The hosts of Amazon's S3: BUCKET.s3.REGION.amazonaws.com, or s3.REGION.amazonaws.com/BUCKET.
_HOST = re.compile(r"^(?:(?P<bucket>.+)\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com$", re.IGNORECASE)


def https_address(address: str, *, endpoint: Optional[str], region: Optional[str]) -> str:
    """Return the address of an object for web clients.

    Parameters
    ----------
    address : str
        The address in the index.
    endpoint : str or None
        The S3 server; None for Amazon's.
    region : str or None
        The region of the bucket, if it is known.

    Returns
    -------
    str
        The address with ``https``, or with the scheme of the server.
    """
    if not address.startswith("s3://"):
        return address
    bucket, _, key = address[5:].partition("/")
    path = quote(key, safe="/~")
    if endpoint:
        return f"{endpoint.rstrip('/')}/{bucket}/{path}"
    host = f"s3.{region}.amazonaws.com" if region else "s3.amazonaws.com"
    # The certificate of Amazon does not cover the dots of a bucket's name.
    return f"https://{host}/{bucket}/{path}" if "." in bucket else f"https://{bucket}.{host}/{path}"


def s3_address(address: str) -> str:
    """Return the address of an object of Amazon's S3 with ``s3://``; others stay as they are."""
    if not address.startswith(("https://", "http://")):
        return address
    host, _, path = address.partition("://")[2].partition("/")
    match = _HOST.match(host)
    if match is None or "?" in path:
        return address
    path = unquote(path)
    return f"s3://{match['bucket']}/{path}" if match["bucket"] else f"s3://{path}"


def bucket_address(bucket: str) -> str:
    """Return ``s3://NAME/`` for a name or an address of a bucket, in any form."""
    name = bucket[5:] if bucket.startswith("s3://") else bucket
    return f"s3://{name.rstrip('/')}/"
