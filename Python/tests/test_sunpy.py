"""The client of sunpy's Fido."""

from __future__ import annotations

from pathlib import Path

import astropy.units as u
import pytest
from registries import content
from sunpy.net import Fido
from sunpy.net import attrs as a

import scregistry.sunpy
from scregistry.sunpy import MAPPING, Rule, ScregistryClient
from scregistry.sunpy_mapping import Meaning, meaning_of

GSFC = "s3://gov-nasa-hdrl-data1/"
JUNE = a.Time("2010-05-13", "2010-05-20")


def test_search_by_bucket_and_wavelength(cloud):
    found = Fido.search(
        JUNE, a.Instrument("aia"), a.Wavelength(94 * u.angstrom), a.scregistry.Bucket(GSFC)
    )
    assert [block.client.__class__ for block in found] == [ScregistryClient]
    (table,) = found
    assert len(table) == 6
    assert set(table["DataID"]) == {"aia_0094"} and set(table["Source"]) == {"SDO"}
    assert table["Wavelength"][0] == 94 * u.angstrom
    assert table["Start Time"][0].isot == "2010-05-13T00:00:00.000"
    assert "DataID" in str(found)


def test_search_in_all_buckets(cloud):
    span = a.Time("2010-01-01", "2016-01-01")
    # Fido would ask other clients, too.
    table = ScregistryClient().search(span, a.Provider("scregistry"), a.Source("MMS1"))
    assert set(table["DataID"]) == {"mms1_feeps_brst_electron"}
    assert set(table["Instrument"]) == {"FEEPS"}
    (table,) = Fido.search(span, a.scregistry.DataID("aia_*"))
    assert set(table["DataID"]) == {"aia_0094", "aia_0171"}


def test_alternatives(cloud):
    found = Fido.search(
        JUNE,
        a.scregistry.Bucket(GSFC),
        a.Wavelength(94 * u.angstrom) | a.Wavelength(171 * u.angstrom),
    )
    assert [set(block["DataID"]) for block in found] == [{"aia_0094"}, {"aia_0171"}]


def test_nothing_found(cloud):
    (table,) = Fido.search(JUNE, a.scregistry.Bucket(GSFC), a.Instrument("eit"))
    assert len(table) == 0


def test_fetch(cloud, tmp_path):
    found = Fido.search(JUNE, a.scregistry.Bucket(GSFC), a.Wavelength(94 * u.angstrom))
    results = Fido.fetch(found[0][1:4], path=str(tmp_path / "{dataid}" / "{file}"), progress=False)
    assert not results.errors and len(results) == 3
    for path, key in zip(results, found[0]["Datakey"][1:4]):
        assert Path(path).parent == tmp_path / "aia_0094"
        assert Path(path).read_bytes() == content(key.partition("helio-data/")[2])
    assert sorted(each.name for each in (tmp_path / "aia_0094").iterdir()) == sorted(
        Path(path).name for path in results
    )


def test_fetch_reports_each_file_that_fails(cloud, tmp_path, monkeypatch):
    monkeypatch.setitem(scregistry.sunpy.ACCESS, "retries", 0)
    # Only the first twelve files exist.
    found = Fido.search(
        a.Time("2010-05-13", "2010-06-13"),
        a.scregistry.Bucket(GSFC),
        a.scregistry.DataID("aia_0171"),
    )
    results = Fido.fetch(found[0][11:13], path=str(tmp_path / "{file}"), progress=False)
    assert len(results) == 1 and len(results.errors) == 1
    assert found[0]["Datakey"][12] == results.errors[0].url
    assert len(list(tmp_path.glob("*.fits"))) == 1


@pytest.mark.parametrize(
    "query, is_ours",
    [
        ((JUNE, a.Instrument("aia")), True),
        ((JUNE,), False),
        ((a.Instrument("aia"),), False),
        ((JUNE, a.Instrument("aia"), a.Physobs("intensity")), False),
        ((JUNE, a.Provider("jsoc"), a.Instrument("aia")), False),
        ((JUNE, a.Provider("HelioCloud"), a.Instrument("aia")), True),
    ],
)
def test_queries_that_it_takes(query, is_ours):
    assert ScregistryClient._can_handle_query(*query) is is_ours


@pytest.mark.parametrize(
    "id, title, meaning",
    [
        ("aia_0094", "", Meaning("SDO", "AIA", 94)),
        ("AIA_1600", "", Meaning("SDO", "AIA", 1600)),
        ("x", "SDO AIA 171 Å images", Meaning("SDO", "AIA", 171)),
        ("euvml_stereoa_195", "", Meaning("STEREO_A", "EUVI", 195)),
        ("mms1_feeps_brst_electron", "", Meaning("MMS1", "FEEPS")),
        ("PARKERSOLARPROBE_WISPR_FITS_LEVEL2_PT30M", "", Meaning("PSP", "WISPR")),
        ("THA_L2_FFT", "", Meaning("THA", "FFT")),
        ("unknown", "", Meaning()),
    ],
)
def test_mapping(id, title, meaning):
    assert meaning_of({"id": id, "title": title}) == meaning


def test_own_rules_come_first(cloud, monkeypatch):
    monkeypatch.setattr(
        scregistry.sunpy_mapping,
        "MAPPING",
        [Rule(r"^another_(id)$", source="ME", instrument=r"\1", wavelength="12.5"), *MAPPING],
    )
    (table,) = Fido.search(
        a.Time("2010-01-01", "2010-02-01"),
        a.Source("me"),
        a.Wavelength(1.25 * u.nm),
        a.scregistry.Bucket("s3://a-bucket-name"),
    )
    assert len(table) == 3 and set(table["Instrument"]) == {"ID"}
