"""Every line of code in the document of scregistry 0.3.1, as it is there."""

from __future__ import annotations

import pandas
import pytest

GLOBAL_CATALOG = """
import scregistry

# Create CatalogRegistry object which will by default pull from the Heliocloud global catalog
# or if an environment variable has been set for another global catalog, it will pull from there
cr = scregistry.CatalogRegistry()

# Print out the entire global catalog
print(cr.get_catalog())

# Print out name + region of all global catalog entries
print(cr.get_entries())
"""

FILE_REGISTRY = """
bucket_name = 'a-bucket-name'
# cache_folder is only used if cache is True and defaults to `bucket_name + '_cache'`
fr = scregistry.FileRegistry(bucket_name, cache_folder=None, cache=True)  

# Print out the entire local catalog (data registry)
print(fr.get_catalog())

# To find the specific ID we can also get the ID + Title by
print(fr.get_entries())

fr_id = 'an_id_from_data_registry_catalog'
start_date = '2007-02-01T00:00:00Z'  # A ISO 8601 standard time and a valid time
end_date = None  # A ISO 8601 standard time or None if want all the file registry data after start_date
myfiles = fr.request_file_registry(fr_id, start_date=start_date, end_date=end_date, overwrite=False)
"""

STREAM = """
scregistry.FileRegistry.stream(file_registry, lambda bfile, startdate, filesize: print(len(bo.read()), filesize))
"""

SEARCH = """
search = scregistry.EntireCatalogSearch()
top_search_result = search.search_by_keywords(['vector', 'mission', 'useful'])[0]
# Prints out the top result with all the catalog info, including id, loc, startdate, etc.
print(top_search_result)
"""

SDO = """
import scregistry
dataid = "aia_0094"
s3bucket="s3://gov-nasa-hdrl-data1/"
fr = scregistry.FileRegistry(s3bucket)
mySDOlist = fr.request_file_registry(dataid,
	    start_date=fr.get_entry(dataid)['start'],
	    stop_date=fr.get_entry(dataid)['stop'])
"""

MMS = """
import scregistry
dataid = "mms1_feeps_brst_electron"
s3bucket="s3://helio-public/"
fr = scregistry.FileRegistry(s3bucket)
myMMSlist = fr.request_file_registry(dataid,
	    start_date=fr.get_entry(dataid)['start'],
	    stop_date=fr.get_entry(dataid)['stop'])
"""


def test_every_line_in_one_session(cloud, capsys, tmp_path):
    names: dict = {}
    exec(GLOBAL_CATALOG, names)
    shown = capsys.readouterr().out
    assert "('GSFC HelioCloud', 'us-east-1')" in shown
    assert "'modification': '2024-01-01T00:00:00Z'" in shown

    exec(FILE_REGISTRY, names)
    shown = capsys.readouterr().out
    assert "('another_id', 'Spectra')" in shown
    frame = names["myfiles"]
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["start", "stop", "datakey", "filesize"]
    assert [str(kind) for kind in frame.dtypes[:2]] == ["datetime64[ns]"] * 2
    assert len(frame) == 37
    assert frame["start"].min() >= pandas.Timestamp("2007-02-01")
    assert (tmp_path / "a-bucket-name_cache").is_dir()

    names["file_registry"] = frame[:3]
    exec(STREAM, names)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [[str(size)] * 2 for size in frame["filesize"][:3]]

    exec(SEARCH, names)
    assert names["top_search_result"]["id"] == "an_id_from_data_registry_catalog"


def test_terse_examples(cloud):
    names: dict = {}
    exec(SDO, names)
    assert len(names["mySDOlist"]) == 300
    exec(MMS, names)
    assert len(names["myMMSlist"]) == 100


def test_endpoint_of_a_name(cloud):
    import scregistry

    registry = scregistry.CatalogRegistry()
    assert registry.get_endpoint("GSFC HelioCloud") == "s3://gov-nasa-hdrl-data1/"
    assert registry.get_endpoint("HelioCloud", region_prefix="us-west") == "s3://a-bucket-name/"
    assert registry.get_endpoint("HelioCloud", "", True) == "s3://helio-public/"
    with pytest.raises(scregistry.Ambiguous, match="us-east-1, us-west-2"):
        registry.get_endpoint("HelioCloud")
    with pytest.raises(scregistry.NotFound, match="A HelioCloud"):
        registry.get_endpoint("Nobody")


def test_both_names_of_the_end(cloud):
    import scregistry

    fr = scregistry.FileRegistry("a-bucket-name")
    id = "an_id_from_data_registry_catalog"
    begin = "2007-02-01T00:00:00Z"
    by_stop = fr.request_file_registry(id, begin, "2007-03-01T00:00:00Z")
    by_end = fr.request_file_registry(id, begin, end_date="2007-03-01T00:00:00Z")
    assert len(by_stop) == 3
    pandas.testing.assert_frame_equal(by_stop, by_end)
    with pytest.raises(ValueError, match="pass one of them"):
        fr.request_file_registry(id, begin, "2008-01-01", end_date="2007-01-01")


def test_stream_with_credentials_of_the_object(moto, monkeypatch):
    import scregistry

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    fr = scregistry.FileRegistry(
        "s3://a-bucket-name",
        endpoint_url=moto["url"],
        region_name=moto["region"],
        aws_access_key_id=moto["key"],
        aws_secret_access_key=moto["secret"],
    )
    frame = fr.request_file_registry("another_id")
    seen: list = []
    fr.stream(frame, lambda file, start, stop, size: seen.append((len(file.read()), size, stop)))
    assert [(length, size) for length, size, _ in seen] == [(s, s) for s in frame["filesize"]]
    assert seen[0][2] == "2010-01-01 00:30:00"
    seen.clear()
    fr.stream_uri(frame, lambda uri, start, size: seen.append(uri))
    assert seen == list(frame["datakey"])


def test_stream_names_the_file_that_fails(cloud):
    import scregistry

    fr = scregistry.FileRegistry("s3://a-bucket-name/", retries=0)
    # Only the first twelve files exist.
    frame = fr.request_file_registry("an_id_from_data_registry_catalog").iloc[11:13]
    seen: list = []
    with pytest.raises(scregistry.FailedS3Get, match=str(frame["datakey"].iloc[1])):
        fr.stream(frame, lambda file, start, size: seen.append(size))
    fr.stream(frame, lambda file, start, size: seen.append(size), ignore_faileds3get=True)
    assert seen == [frame["filesize"].iloc[0]]


def test_searches(cloud):
    import scregistry

    search = scregistry.EntireCatalogSearch()
    assert [each["id"] for each in search.search_by_id("AIA_")] == ["aia_0094", "aia_0171"]
    assert [each["id"] for each in search.search_by_title("feeps")] == ["mms1_feeps_brst_electron"]
    assert search.search_by_keywords(["nothing like it"]) == []


def test_unavailable_bucket(cloud):
    import scregistry

    with pytest.raises(scregistry.UnavailableData, match="moved to tape") as caught:
        scregistry.FileRegistry("closed")
    assert (caught.value.code, caught.value.clause) == ("unavailable", "3.2")
    assert "--ignore-status" in str(caught.value) or "ignore_status" in str(caught.value)
    assert scregistry.FileRegistry("closed", ignore_status=True).get_entries() == []
