"""What ids and titles of datasets say about source, instrument and wavelength."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Rule:
    r"""A rule for datasets whose id or title matches a pattern.

    Parameters
    ----------
    pattern : str
        A regular expression; the case of letters is ignored. It is compared with the id, and then
        with the title.
    source, instrument : str, optional
        The values; ``\1`` and ``\g<name>`` are groups of the match.
    wavelength : str, optional
        The wavelength in angstrom, so, too.
    """

    pattern: str
    source: Optional[str] = None
    instrument: Optional[str] = None
    wavelength: Optional[str] = None


@dataclass(frozen=True)
class Meaning:
    """What is known about a dataset; the wavelength is in angstrom."""

    source: Optional[str] = None
    instrument: Optional[str] = None
    wavelength: Optional[float] = None


# The first rule that matches counts for each of the three. Put your own rules in front:
# MAPPING.insert(0, Rule(r"^myid_(\d+)$", source="ME", instrument="CAM", wavelength=r"\1"))
MAPPING: list[Rule] = [
    Rule(r"^aia_0*(\d+)", source="SDO", instrument="AIA", wavelength=r"\1"),
    Rule(r"\bAIA\b\D{0,20}?(\d{2,4}) ?(?:Å|A\b|angstrom)", "SDO", "AIA", r"\1"),
    Rule(r"^hmi[_.]|\bHMI\b", source="SDO", instrument="HMI"),
    Rule(r"^(?:sdo[_-])?eve|\bSDO.EVE\b", source="SDO", instrument="EVE"),
    Rule(r"(?:^|_)stereo_?([ab])_?(\d{3})$", r"STEREO_\1", "EUVI", r"\2"),
    Rule(r"^st([ab])_.*(HI[12]|COR[12]|EUVI)", source=r"STEREO_\1", instrument=r"\2"),
    Rule(r"^(mms[1-4])_([a-z]+)_", source=r"\1", instrument=r"\2"),
    Rule(r"^(?:parkersolarprobe|psp)_([a-z]+)", source="PSP", instrument=r"\1"),
    Rule(r"^(?:solo|solarorbiter)_(?:l\d_)?([a-z]+)", source="SOLO", instrument=r"\1"),
    Rule(r"^soho_([a-z]+)", source="SOHO", instrument=r"\1"),
    Rule(r"^(th[a-e])_l\d_([a-z]+)", source=r"\1", instrument=r"\2"),
    Rule(r"^(goes\d*)_([a-z]+)", source=r"\1", instrument=r"\2"),
    Rule(r"^(ac|wi|po|ge|i[12])_(?:[a-z]\d)_([a-z0-9]+)", source=r"\1", instrument=r"\2"),
]


def meaning_of(entry: dict[str, Any]) -> Meaning:
    """Return what the id and the title of a catalog entry say.

    Parameters
    ----------
    entry : dict
        The entry.

    Returns
    -------
    Meaning
        What is known.
    """
    found: dict[str, str] = {}
    for rule in MAPPING:
        for text in (entry.get("id"), entry.get("title")):
            match = re.search(rule.pattern, text, re.IGNORECASE) if isinstance(text, str) else None
            if match is None:
                continue
            for name in ("source", "instrument", "wavelength"):
                template = getattr(rule, name)
                if template is not None:
                    found.setdefault(name, match.expand(template))
            break
    wavelength = found.get("wavelength")
    return Meaning(
        _upper(found.get("source")),
        _upper(found.get("instrument")),
        float(wavelength) if wavelength else None,
    )


def _upper(name: Optional[str]) -> Optional[str]:
    return name.upper() if name is not None else None
