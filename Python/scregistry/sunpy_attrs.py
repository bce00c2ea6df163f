"""The attributes ``a.scregistry.Bucket`` and ``a.scregistry.DataID`` of sunpy's Fido."""

from __future__ import annotations

from sunpy.net.attr import SimpleAttr

__all__ = ["Bucket", "DataID"]


class Bucket(SimpleAttr):  # type: ignore[misc]
    """The address of a bucket, such as ``s3://gov-nasa-hdrl-data1/``, or a directory."""


class DataID(SimpleAttr):  # type: ignore[misc]
    """The id of a dataset, or a pattern such as ``aia_*``."""
