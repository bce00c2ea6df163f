"""How buckets and servers are accessed."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from typing import Any, Optional

from .errors import UsageError

# The names that boto3 and older versions of the Python client use.
_OTHER_NAMES = {
    "region_name": "region",
    "profile_name": "profile",
    "aws_access_key_id": "access_key",
    "aws_secret_access_key": "secret_key",
    "aws_session_token": "session_token",
    "key": "access_key",
    "secret": "secret_key",
    "secret_access_key": "secret_key",
    "token": "session_token",
    "anon": "anonymous",
}


@dataclass(frozen=True)
class Access:
    """How buckets and servers are accessed.

    Parameters
    ----------
    endpoint_url : str, optional
        The S3 server (default: ``AWS_ENDPOINT_URL_S3``, else ``AWS_ENDPOINT_URL``, else Amazon's).
    region : str, optional
        The S3 region (default: ``AWS_REGION``, else the profile's).
    profile : str, optional
        The profile in ``~/.aws``.
    access_key, secret_key, session_token : str, optional
        Credentials. They go to the program in its environment, never on its command line.
    anonymous : bool
        Whether to send requests without credentials, as public buckets allow.
    request_payer : bool
        Whether to accept the costs of requester-pays buckets.
    retries : int, optional
        How often to retry a failed request.
    deadline : str, optional
        A duration such as ``10m`` after which no request begins.
    allow_hosts : tuple of str
        Servers of a private network that documents may lead to.
    mappings : tuple of (str, str)
        Prefixes of addresses, each with the directory or address to read instead.
    cache : bool
        Whether to use and write the cache of catalogs and index files.
    cache_folder : str, optional
        The directory of the cache (default: the user's cache directory).
    refresh : bool
        Whether to download catalogs and index files again, even if they are cached.
    offline : bool
        Whether to use the cache only.
    ignore_status : bool
        Whether to read buckets whose status is not available (1400).
    """

    endpoint_url: Optional[str] = None
    region: Optional[str] = None
    profile: Optional[str] = None
    access_key: Optional[str] = field(default=None, repr=False)
    secret_key: Optional[str] = field(default=None, repr=False)
    session_token: Optional[str] = field(default=None, repr=False)
    anonymous: bool = False
    request_payer: bool = False
    retries: Optional[int] = None
    deadline: Optional[str] = None
    allow_hosts: tuple[str, ...] = ()
    mappings: tuple[tuple[str, str], ...] = ()
    cache: bool = True
    cache_folder: Optional[str] = None
    refresh: bool = False
    offline: bool = False
    ignore_status: bool = False

    @classmethod
    def of(cls, options: dict[str, Any]) -> Access:
        """Make access from options, under their own names or those of boto3.

        Parameters
        ----------
        options : dict
            The options. ``config`` may be a ``botocore.client.Config``: of it, the region and
            whether requests are signed count.

        Returns
        -------
        Access
            The access.

        Raises
        ------
        UsageError
            If there is no such option, or one is given twice.
        """
        own = {each.name for each in fields(cls)}
        values: dict[str, Any] = {}
        for name, value in options.items():
            if value is None:
                continue
            pairs = _of_config(value) if name == "config" else {_OTHER_NAMES.get(name, name): value}
            for option, taken in pairs.items():
                if option not in own:
                    known = ", ".join(sorted(own | set(_OTHER_NAMES)))
                    raise UsageError(
                        f"{name} is not an option of the access to a bucket",
                        code="usage",
                        help=f"Use one of {known}.",
                    )
                if option in values and values[option] != taken:
                    raise UsageError(f"{name} is given twice, with different values", code="usage")
                values[option] = taken
        if values.get("secret_key") and not values.get("access_key"):
            raise UsageError("secret_key is given without access_key", code="usage")
        for name in ("allow_hosts", "mappings"):
            if name in values:
                pairs_or_names = values[name]
                if isinstance(pairs_or_names, dict):
                    pairs_or_names = pairs_or_names.items()
                if isinstance(pairs_or_names, str):
                    # One host, or one mapping as on the command line.
                    prefix, _, target = pairs_or_names.partition("=")
                    pairs_or_names = [(prefix, target)] if name == "mappings" else [pairs_or_names]
                values[name] = tuple(pairs_or_names)
        return cls(**values)

    def flags(self, *, reads: bool = True) -> list[str]:
        """Return the options for the command line; none of them is secret.

        Parameters
        ----------
        reads : bool
            Whether the command reads registries, so that it has a cache and mappings.
        """
        words: list[str] = []
        for name, text in (
            ("--region", self.region),
            ("--aws-profile", self.profile),
            ("--retries", self.retries),
            ("--deadline", self.deadline),
        ):
            if text is not None:
                words.append(f"{name}={text}")
        if self.anonymous:
            words.append("--no-sign-request")
        if self.request_payer:
            words.append("--request-payer")
        words += [f"--allow-host={host}" for host in self.allow_hosts]
        if not reads:
            return words
        words += [f"--map={prefix}={target}" for prefix, target in self.mappings]
        if not self.cache:
            words.append("--no-cache")
        elif self.cache_folder is not None:
            words.append(f"--cache-dir={self.cache_folder}")
        if self.refresh and self.cache:
            words.append("--refresh")
        if self.offline:
            words.append("--offline")
        if self.ignore_status:
            words.append("--ignore-status")
        return words

    def environment(self) -> dict[str, str]:
        """Return the environment for the program, with what must not be seen by other users."""
        variables = dict(os.environ)
        if self.access_key is not None:
            # A token of other credentials would make these invalid.
            variables.pop("AWS_SESSION_TOKEN", None)
            variables["AWS_ACCESS_KEY_ID"] = self.access_key
        if self.secret_key is not None:
            variables["AWS_SECRET_ACCESS_KEY"] = self.secret_key
        if self.session_token is not None:
            variables["AWS_SESSION_TOKEN"] = self.session_token
        if self.endpoint_url is not None:
            variables["AWS_ENDPOINT_URL_S3"] = self.endpoint_url
        return variables

    @property
    def storage_options(self) -> dict[str, Any]:
        """The options for ``fsspec.open("s3://…", **options)`` and for ``pandas.read_csv``."""
        options: dict[str, Any] = {}
        if self.anonymous:
            options["anon"] = True
        for name, value in (
            ("key", self.access_key),
            ("secret", self.secret_key),
            ("token", self.session_token),
            ("profile", self.profile),
        ):
            if value is not None:
                options[name] = value
        endpoint = self.endpoint
        if endpoint:
            options["endpoint_url"] = endpoint
        if self.region is not None:
            options["client_kwargs"] = {"region_name": self.region}
        if self.request_payer:
            options["requester_pays"] = True
        return options

    @property
    def endpoint(self) -> Optional[str]:
        """The S3 server; None for Amazon's."""
        return (
            self.endpoint_url
            or os.environ.get("AWS_ENDPOINT_URL_S3")
            or os.environ.get("AWS_ENDPOINT_URL")
            or None
        )


def _of_config(config: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    # botocore.UNSIGNED is an object without a value of its own.
    version = getattr(config, "signature_version", None)
    if version is not None and not isinstance(version, str):
        values["anonymous"] = True
    region = getattr(config, "region_name", None)
    if region is not None:
        values["region"] = region
    return values


_SECRETS_IN_ADDRESSES = re.compile(
    r"^[a-z][a-z0-9+.-]*://[^/?#]*:[^/?#]*@|[?&](x-amz-signature|signature|sig|token)=",
    re.IGNORECASE,
)


def checked_address(address: object) -> str:
    """Return an address as a string, unless it has a secret.

    Parameters
    ----------
    address : str or os.PathLike
        The address of a bucket, or a directory.

    Raises
    ------
    UsageError
        If the address has a password or a signature, which other users of the machine could read
        on the command line of the program.
    """
    if not isinstance(address, (str, os.PathLike)):
        raise UsageError(f"{address!r} is not an address: pass a string or a path", code="usage")
    text = os.fspath(address)
    if isinstance(text, bytes):
        text = os.fsdecode(text)
    if not text:
        raise UsageError("the address is empty", code="usage")
    if _SECRETS_IN_ADDRESSES.search(text):
        raise UsageError(
            "the address has a password or a signature, which other users of this machine could "
            "read on the command line of the program",
            code="usage",
            help="Pass credentials as access_key and secret_key.",
        )
    # So that it stays the same place if the program changes its directory.
    return os.path.abspath(text) if "://" not in text and os.path.exists(text) else text
