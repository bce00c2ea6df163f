"""Registries with one odd thing each, for client_safe_test.py."""
import copy
import gzip
import io
import json
import zipfile

BUCKET = "example-bucket"
HEADER = "# start, stop, datakey, filesize"

INSERT = "the header has the name stop without #, so the client inserts none; CAT032 judges by the catalog alone"
# Where the profile and the client differ, and why. The test fails if one of them agrees.
#: The client returns rows and says nothing; files names what it could not read and exits with 3.
SILENT = "the client skips a file without a word, where files names it with exit code 3"
KNOWN = {
    "two ids that differ in case": SILENT,
    "index is s3://example-bucket/./ds/": SILENT,
    "id is ../ds": SILENT,
    "no index files": SILENT,
    "last year with 0 bytes": SILENT,
    "first year with 0 bytes": SILENT,
    "last year with only a line end": SILENT,
    "first year with only a line end": SILENT,
    "last year with spaces": SILENT,
    "first year with spaces": SILENT,
    "start is 0001-01-01T00:00:00Z": "the client cannot spell a year before 1000; XRF001 and XRF005 are warnings",
    "version 0.3, header without #": INSERT,
    "version 0.4, header without #": INSERT,
    "index is s3://example-bucket//ds/": "in a copy, two slashes are one for the tool; in a bucket they are not",
    "a row with a lone quote in the key": "only a quote at the start of a field swallows lines; IDX041 is for both",
    "a row with a line of commas": "such a row has no start, so it is in no range; IDX034 still wants a datakey",
}


def row(start, stop, name, size="246000"):
    return f"{start},{stop},s3://{BUCKET}/ds/{name},{size}"


def rows(year, precision="second", names="f"):
    """Four rows of a year, at one precision of time."""
    def time(month, hour):
        tail = {"day": "Z", "hour": f"T{hour:02}Z", "minute": f"T{hour:02}:00Z", "second": f"T{hour:02}:00:00Z",
                "tenth": f"T{hour:02}:00:00.0Z", "millisecond": f"T{hour:02}:00:00.000Z",
                "microsecond": f"T{hour:02}:00:00.000000Z"}[precision]
        return f"{year}-{month:02}-01{tail}"
    return [row(time(month, 1), time(month, 23), f"{names}{year}{month:02}.cdf") for month in (1, 3, 7, 12)]


def text(lines, end="\n"):
    return end.join(lines) + end


FIELDS = {
    "0.1a": {"index": "loc", "start": "startdate", "stop": "enddate", "modification": "modificationdate",
             "indextype": "indexformat", "filetype": "fileformat"},
    "0.1b": {"index": "loc", "start": "startDate", "stop": "endDate", "modification": "modificationDate",
             "indextype": "indexformat", "filetype": "fileformat"},
    "0.2": {"index": "loc", "start": "startDate", "stop": "stopDate", "modification": "modificationDate",
            "indextype": "indexformat", "filetype": "fileformat"},
    "0.2.2": {"index": "loc", "start": "startDate", "stop": "stopDate", "modification": "modificationDate",
              "indextype": "indexFormat", "filetype": "fileFormat"},
}
VERSIONS = {"0.1a": "0.1", "0.1b": "0.1", "0.2": "0.2", "0.2.2": "0.2"}


def entry(version="1.1", /, **changes):
    fields = {"id": "ds", "index": f"s3://{BUCKET}/ds/", "title": "Magnetic field", "start": "2019-01-01T01:00:00Z",
              "stop": "2020-12-01T23:00:00Z", "modification": "2025-01-02T00:00:00Z", "indextype": "csv",
              "filetype": "cdf"}
    names = FIELDS.get(version, {})
    made = {names.get(key, key): value for key, value in fields.items()}
    for key, value in changes.items():
        key = names.get(key, key)
        if value is REMOVED:
            made.pop(key, None)
        else:
            made[key] = value
    return made


REMOVED = object()


def catalog(version="1.1", /, entries=None, **changes):
    old = version in FIELDS
    made = {"Cloudy" if old else "version": VERSIONS.get(version, version)}
    if version[0] == "0":
        made |= {"endpoint": f"s3://{BUCKET}/", "region": "us-east-1"}
    made |= {"egress": "public, no-egress" if version[0] == "1" else "no-egress", "name": "Example bucket",
             "contact": "Jane Doe, jane.doe@example.com", "status": {"code": 1200, "message": "OK"},
             "catalog": [entry(version)] if entries is None else entries}
    for key, value in changes.items():
        if value is REMOVED:
            made.pop(key, None)
        else:
            made[key] = value
    return json.dumps(made, indent=2).encode()


def registry(document=None, **years):
    """The files of a registry: a catalog, and index files by year (`y2019`), as lists of lines or bytes."""
    files = {"catalog.json": catalog() if document is None else document}
    years = {"y2019": [HEADER] + rows(2019), "y2020": [HEADER] + rows(2020)} | years
    for year, lines in years.items():
        if lines is not None:
            files[f"ds/ds_{year[1:]}.csv"] = lines if isinstance(lines, bytes) else text(lines).encode()
    return files


def zipped(name, content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def of_versions():
    """Every version as it is written down, with three and with four columns."""
    three = [line.split(",")[0] + "," + ",".join(line.split(",")[2:]) for line in rows(2019)]
    three20 = [line.split(",")[0] + "," + ",".join(line.split(",")[2:]) for line in rows(2020)]
    for version in ["0.1a", "0.1b", "0.2", "0.2.2", "0.3", "0.4", "0.5", "0.6", "1.0", "1.1"]:
        if version < "0.5":
            names = {"0.1a": "starttime, key", "0.1b": "startDate, key", "0.2": "startDate, key",
                     "0.2.2": "startDate, key"}.get(version, "start, datakey")
            header = f"# {names}, filesize"
            yield f"version {version}, three columns", registry(
                catalog(version), y2019=[header] + three, y2020=[header] + three20)
        yield f"version {version}, four columns", registry(catalog(version))
        yield f"version {version}, header without #", registry(
            catalog(version), y2019=["start,stop,datakey,filesize"] + rows(2019),
            y2020=["start,stop,datakey,filesize"] + rows(2020))
        if version >= "0.3":
            yield f"version {version} under the old key", registry(
                catalog(version, version=REMOVED, Cloudy=version))
    for value in ["1.1.0", "1.10", "2.0", "", "1", "v1.1", 1.1, 1, None, True, ["1.1"], "0.49", "NaN"]:
        yield f"version is {value!r}", registry(catalog(version=value))
    yield "version is absent", registry(catalog(version=REMOVED))
    yield "version beside Cloudy 0.4", registry(catalog(Cloudy="0.4"))
    yield "version beside Cloudy as a word", registry(catalog(Cloudy="new"))


def of_catalogs():
    """Odd members of the catalog."""
    for key in ["egress", "name", "contact", "status", "catalog"]:
        yield f"catalog without {key}", registry(catalog(**{key: REMOVED}))
        yield f"catalog with {key} null", registry(catalog(**{key: None}))
    for status in ["1200/OK", "1200", 1200, [], {}, {"code": "1200", "message": "OK"}, {"code": 1400}, {"code": "1400"},
                   {"code": 1201, "message": "so"}, {"message": "OK"}]:
        yield f"status is {status!r}", registry(catalog(status=status))
    # {} is not here: the client takes it for a list without entries, but it is no catalog.
    for entries in [[], "ds", 7, ["ds"], [None], [7], [[]], [entry(), "ds"], [{}], [entry(), {}]]:
        yield f"entries are {str(entries)[:40]}", registry(catalog(entries=entries))
    yield "two entries of one id", registry(catalog(entries=[entry(), entry()]))
    yield "two ids that differ in case", registry(catalog(entries=[entry(), entry(id="DS")]))
    good = catalog()
    yield "catalog with a byte order mark", registry(b"\xef\xbb\xbf" + good)
    yield "catalog in UTF-16", registry(good.decode().encode("utf-16"))
    yield "catalog in Latin-1", registry(catalog(name="x").replace(b'"x"', b'"Universit\xe9"'))
    yield "catalog with a trailing comma", registry(good.replace(b'"cdf"\n', b'"cdf",\n'))
    yield "catalog with a missing comma", registry(good.replace(b'"csv",', b'"csv"'))
    yield "catalog with a comment", registry(b"// c\n" + good)
    yield "catalog with NaN", registry(good.replace(b'"Example bucket"', b"NaN"))
    yield "catalog with a duplicate member", registry(good.replace(b'"name"', b'"name": "A", "name"'))
    yield "catalog with a control character", registry(good.replace(b"Example bucket", b"Example\tbucket"))
    yield "catalog that is empty", registry(b"")
    yield "catalog that is a list", registry(b"[]")
    yield "catalog with unknown members", registry(catalog(further=1))
    yield "catalog with endpoint", registry(catalog(endpoint=f"s3://{BUCKET}/"))
    yield "catalog packed by gzip", registry(gzip.compress(good))


def of_entries():
    """Odd members of an entry."""
    for key in ["id", "index", "title", "start", "stop", "modification", "indextype", "filetype"]:
        yield f"entry without {key}", registry(catalog(entries=[entry(**{key: REMOVED})]))
        yield f"entry with {key} null", registry(catalog(entries=[entry(**{key: None})]))
        yield f"entry with {key} a number", registry(catalog(entries=[entry(**{key: 7})]))
        yield f"entry with {key} empty", registry(catalog(entries=[entry(**{key: ""})]))
    for index in [f"s3://{BUCKET}/ds", "ds/", f"http://{BUCKET}.s3.amazonaws.com/ds/",
                  f"https://{BUCKET}.s3.amazonaws.com/ds/", f"S3://{BUCKET}/ds/", f"{BUCKET}/ds/", "/",
                  f"s3://{BUCKET}//ds/", f"s3://{BUCKET}/./ds/", f" s3://{BUCKET}/ds/"]:
        yield f"index is {index}", registry(catalog(entries=[entry(index=index)]))
    for time in ["2019-01-01T01:00Z", "2019-01-01T01Z", "2019-01-01Z", "2019-01Z", "2019Z", "2019-01-01T01:00:00.000Z",
                 "2019-01-01T01:00:00", "2019-01-01 01:00:00Z", "2019-01-01T01:00:00+00:00", "2019-001T01:00:00Z",
                 "2019-01-01T00:00.00Z", "2019-01-01:00:00:00Z", "2019-13-01T00:00:00Z", "2019-01-01T24:00:00Z",
                 "2019-06-30T23:59:60Z", "yesterday", "static", "2018-01-01T00:00:00Z", "2020-06-01T00:00:00Z",
                 "1001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z"]:
        yield f"start is {time}", registry(catalog(entries=[entry(start=time)]))
    for time in ["2020-12-01T23:00Z", "2020-12-01Z", "2020Z", "2020-12-01T23:00:00.000Z", "2019-12-31T23:59:59Z",
                 "2019-06-01T00:00:00Z", "2018-01-01T00:00:00Z", "2021-06-01T00:00:00Z", "2021-01-01T00:00:00Z",
                 "2020-12-31T23:59:59Z", "2020-12-31T24:00:00Z", "2020-12-01 23:00:00", "9999-12-31T23:59:59Z",
                 "now", "2020-12-01T22:00:00Z", "2020-12-01T01:00:00Z"]:
        yield f"stop is {time}", registry(catalog(entries=[entry(stop=time)]))
    for kind in ["csv-zip", "parquet", "csv_zip", "CSV", "txt"]:
        yield f"indextype is {kind}, files are CSV", registry(catalog(entries=[entry(indextype=kind)]))
    packed = {f"ds/ds_{year}.csv.zip": zipped(f"ds_{year}.csv", text([HEADER] + rows(year))) for year in (2019, 2020)}
    yield "index files in zip", registry(catalog(entries=[entry(indextype="csv-zip")]), y2019=None, y2020=None) | packed
    yield "index files in zip, indextype csv", registry(y2019=None, y2020=None) | packed
    yield "one year in zip", registry(y2020=None) | {"ds/ds_2020.csv.zip": packed["ds/ds_2020.csv.zip"]}
    both = registry() | packed
    yield "index files in zip and plain", both
    for value in [True, False, None, "true", "True", 1, 0, "no"]:
        yield f"multiyear is {value!r}", registry(catalog(entries=[entry(multiyear=value)]))
    # d/s is not here: its index file would be in another directory, which only a bucket without directories has.
    for name in ["d s", "d%20s", "d+s", "dé", "../ds", "d#s"]:
        files = registry(catalog(entries=[entry(id=name)]), y2019=None, y2020=None)
        yield f"id is {name}", files | {f"ds/{name}_{year}.csv": text([HEADER] + rows(year)).encode()
                                        for year in (2019, 2020) if ".." not in name}
    yield "optional members", registry(catalog(entries=[entry(
        description="d", citation="c", contact="a@b.org", resource="https://x.org/", creation="2019-01-01T00:00:00Z",
        about="https://x.org/", expiration="2035-01-01T00:00:00Z", verified="2020-01-01T00:00:00Z")]))
    yield "collection", registry(catalog(entries=[entry(collection="c")]))


def of_years():
    """Files and years."""
    yield "all as it should be", registry()
    yield "no index files", registry(y2019=None, y2020=None)
    yield "first year missing", registry(y2019=None)
    yield "last year missing", registry(y2020=None)
    yield "a year between missing", registry(
        catalog(entries=[entry(stop="2021-12-01T23:00:00Z")]), y2020=None, y2021=[HEADER] + rows(2021))
    yield "a year after the stop", registry(y2021=[HEADER] + rows(2021))
    yield "a year before the start", registry(y2018=[HEADER] + rows(2018))
    for header in ("#", "# start", "# start, stop, datakey"):
        yield f"a year with only the header {header}", registry(y2020=[header])
    for name, content in {"only a header": [HEADER], "0 bytes": b"", "only a line end": b"\n", "spaces": b"   \n"}.items():
        yield f"last year with {name}", registry(
            catalog(entries=[entry(stop="2019-12-01T23:00:00Z")]), y2020=content)
        yield f"first year with {name}", registry(
            catalog(entries=[entry(start="2020-01-01T01:00:00Z")]), y2019=content)
        yield f"middle year with {name}", registry(
            catalog(entries=[entry(stop="2021-12-01T23:00:00Z")]), y2020=content, y2021=[HEADER] + rows(2021))
    across = rows(2019)[:3] + [row("2019-12-31T12:00:00Z", "2020-01-01T12:00:00Z", "x.cdf")]
    yield "a row that reaches into the next year", registry(y2019=[HEADER] + across)
    to_midnight = rows(2019)[:3] + [row("2019-12-31T12:00:00Z", "2020-01-01T00:00:00Z", "x.cdf")]
    yield "a row that ends at the next year", registry(y2019=[HEADER] + to_midnight)
    to_second = rows(2019)[:3] + [row("2019-12-31T12:00:00Z", "2019-12-31T23:59:59Z", "x.cdf")]
    yield "a row that ends before the next year", registry(y2019=[HEADER] + to_second)
    years = rows(2019)[:3] + [row("2019-12-01T00:00:00Z", "2021-06-01T00:00:00Z", "x.cdf")]
    yield "a row over years, multiyear", registry(
        catalog(entries=[entry(stop="2021-06-01T00:00:00Z", multiyear=True)]), y2019=[HEADER] + years)
    other = rows(2019) + [row("2020-01-05T00:00:00Z", "2020-01-05T01:00:00Z", "x.cdf")]
    yield "a row of the next year in this file", registry(y2019=[HEADER] + other)
    later = rows(2019) + [row("2022-01-05T00:00:00Z", "2022-01-05T01:00:00Z", "x.cdf")]
    yield "a row of three years later in this file", registry(y2019=[HEADER] + later)
    yield "a row of three years later in this file, multiyear", registry(
        catalog(entries=[entry(stop="2022-12-01T23:00:00Z", multiyear=True)]), y2019=[HEADER] + later,
        y2022=[HEADER] + rows(2022))
    long = [row("2018-12-05T00:00:00Z", "2020-02-05T01:00:00Z", "x.cdf")] + rows(2019)
    yield "a row from the year before to the next in this file", registry(y2019=[HEADER] + long)
    future = [row("2099-01-05T00:00:00Z", "2099-01-05T01:00:00Z", "x.cdf")]
    yield "a row of 2099 in the last file", registry(y2020=[HEADER] + rows(2020) + future)
    before = [row("2018-12-05T00:00:00Z", "2018-12-05T01:00:00Z", "x.cdf")] + rows(2019)
    yield "a row of the year before in this file", registry(y2019=[HEADER] + before)


def of_times():
    """Times of rows."""
    for precision in ["day", "hour", "minute", "second", "tenth", "millisecond", "microsecond"]:
        yield f"rows to the {precision}", registry(
            y2019=[HEADER] + rows(2019, precision), y2020=[HEADER] + rows(2020, precision))
    for one, two in [("second", "millisecond"), ("millisecond", "second"), ("second", "minute"), ("minute", "second"),
                     ("millisecond", "minute"), ("hour", "second"), ("second", "hour"), ("second", "day"),
                     ("millisecond", "tenth"), ("tenth", "second"), ("microsecond", "millisecond")]:
        yield f"2019 to the {one}, 2020 to the {two}", registry(
            y2019=[HEADER] + rows(2019, one), y2020=[HEADER] + rows(2020, two))
        mixed = rows(2020, one)[:2] + rows(2020, two)[2:]
        yield f"rows to the {one}, then to the {two}", registry(
            y2019=[HEADER] + rows(2019, one), y2020=[HEADER] + mixed)
    odd = ["2020-03-01T01:00:00", "2020-03-01 01:00:00Z", "2020-03-01T01:00:00+00:00", "2020-03-01t01:00:00z",
           "2020-061T01:00:00Z", "20200301T010000Z", "2020-03-01T01:00:61Z", "2020-06-30T23:59:60Z", "2020-02-30T00:00:00Z",
           "2020-03-01T24:00:00Z", "", "static", "n/a", "2020-3-1T1:00:00Z", "2020-03-01T01:00.00Z", "1583024400",
           " 2020-03-01T01:00:00Z", '"2020-03-01T01:00:00Z"', "'2020-03-01T01:00:00Z'", "2020-03-01T01:00:00Zx",
           "2020-03-01T01:00:00,5Z"]
    for time in odd:
        lines = rows(2020)
        lines[1] = row(time, "2020-03-01T23:00:00Z", "f202003.cdf")
        yield f"one start is {time!r}", registry(y2020=[HEADER] + lines)
        lines = rows(2020)
        lines[1] = row("2020-03-01T01:00:00Z", time, "f202003.cdf")
        yield f"one stop is {time!r}", registry(y2020=[HEADER] + lines)
    for name, change in {
        "without Z": lambda t: t.replace("Z", ""), "with a space": lambda t: t.replace("T", " "),
        "with a zone": lambda t: t.replace("Z", "+00:00"), "in quotes": None,
    }.items():
        def all_rows(year):
            lines = []
            for line in rows(year):
                fields = line.split(",")
                fields[:2] = [f'"{f}"' if change is None else change(f) for f in fields[:2]]
                lines.append(",".join(fields))
            return lines
        yield f"all times {name}", registry(y2019=[HEADER] + all_rows(2019), y2020=[HEADER] + all_rows(2020))
    lines = rows(2020)
    yield "rows out of order", registry(y2020=[HEADER, lines[1], lines[0]] + lines[2:])
    yield "a row repeated", registry(y2020=[HEADER, lines[0]] + lines)
    swapped = lines[:1] + [row("2020-03-01T23:00:00Z", "2020-03-01T01:00:00Z", "f.cdf")] + lines[2:]
    yield "stop before start", registry(y2020=[HEADER] + swapped)
    equal = lines[:1] + [row("2020-03-01T01:00:00Z", "2020-03-01T01:00:00Z", "f.cdf")] + lines[2:]
    yield "stop equal to start", registry(y2020=[HEADER] + equal)
    far = lines[:3] + [row("2020-12-01T01:00:00Z", "2099-01-01T00:00:00Z", "f.cdf")]
    yield "stop in 2099", registry(y2020=[HEADER] + far)
    beyond = lines[:3] + [row("2020-12-01T01:00:00Z", "9999-01-01T00:00:00Z", "f.cdf")]
    yield "stop in 9999", registry(y2020=[HEADER] + beyond)
    for year in (1600, 1677, 1678, 2261, 2262, 2263):
        times = {"start": f"{year}-01-01T01:00:00Z"} if year < 2000 else {"stop": f"{year}-12-01T23:00:00Z"}
        yield (f"years with {year}",
               registry(catalog(entries=[entry(**times)]), **{f"y{year}": [HEADER] + rows(year)}))


def of_headers():
    """Headers and columns."""
    for header in ["start,stop,datakey,filesize", "#start,stop,datakey,filesize", "# start,stop,datakey,filesize",
                   "#  start, stop, datakey, filesize", "# Start, Stop, Datakey, Filesize",
                   "# startDate, stopDate, key, filesize", "# stop, start, datakey, filesize",
                   "# start, stop, filesize, datakey", "# start, stop, datakey", "# start, stop, datakey, filesize, x, y",
                   "#", "# an index", '"start","stop","datakey","filesize"', "start;stop;datakey;filesize",
                   "# start , stop , datakey , filesize", "## start, stop, datakey, filesize",
                   "# start, start, datakey, filesize", "# datakey, start, stop, filesize", "# start, stop, ,",
                   "#stop,start,datakey,filesize", "# stop,start,datakey,filesize", "#datakey,start,stop,filesize",
                   "# start,stop,filesize,datakey", "# start,start,stop,datakey", "# t0,t1,filesize,datakey",
                   "# start,stop,filesize,size"]:
        yield f"header is {header}", registry(y2019=[header] + rows(2019), y2020=[header] + rows(2020))
    yield "no header", registry(y2019=rows(2019), y2020=rows(2020))
    yield "headers differ from file to file", registry(y2019=["start,stop,datakey,filesize"] + rows(2019))
    yield "a column more, undeclared", registry(
        y2019=[HEADER + ", quality"] + [line + ",1" for line in rows(2019)],
        y2020=[HEADER + ", quality"] + [line + ",1" for line in rows(2020)])
    yield "a column more, declared", registry(
        y2019=[HEADER + ", quality"] + [line + ",1" for line in rows(2019)],
        y2020=[HEADER + ", quality"] + [line + ",1" for line in rows(2020)]) | {
        "ds/ds.json": json.dumps({"version": "1.1", "id": "ds", "parameters": [
            {"name": "start", "type": "isotime"}, {"name": "stop", "type": "isotime"}, {"name": "datakey", "type": "string"},
            {"name": "filesize", "type": "integer"}, {"name": "quality", "type": "integer"}]}).encode()}
    for name in ("start", "stop", "datakey", "filesize", " start", "Start"):
        for own in ("# start, stop, datakey, filesize", "# start,stop,datakey,filesize", "# t0,t1,key,size"):
            header = f"{own},{name}"
            yield f"a column more, header is {header}", registry(
                y2019=[header] + [line + ",1" for line in rows(2019)],
                y2020=[header] + [line + ",1" for line in rows(2020)])
    yield "a column more, not in the header", registry(
        y2019=[HEADER] + [line + ",1" for line in rows(2019)], y2020=[HEADER] + [line + ",1" for line in rows(2020)])
    yield "rows end in a comma", registry(
        y2019=[HEADER] + [line + "," for line in rows(2019)], y2020=[HEADER] + [line + "," for line in rows(2020)])
    yield "header and rows end in a comma", registry(
        y2019=[HEADER + ","] + [line + "," for line in rows(2019)],
        y2020=[HEADER + ","] + [line + "," for line in rows(2020)])
    yield "a comment on line 2", registry(y2020=[HEADER, "# made today"] + rows(2020))
    yield "a comment on line 1", registry(y2020=["# made today", HEADER] + rows(2020))
    yield "the header again", registry(y2020=[HEADER] + rows(2020)[:2] + [HEADER] + rows(2020)[2:])
    yield "a row number in front", registry(
        y2020=[",start,stop,datakey,filesize"] + [f"{n},{line}" for n, line in enumerate(rows(2020))])
    yield "three columns in 1.1", registry(
        y2020=["# start, datakey, filesize"] + [line.split(",")[0] + "," + ",".join(line.split(",")[2:])
                                                for line in rows(2020)])


def of_rows():
    """Fields, lines and bytes."""
    good = rows(2020)
    kinds = {
        "a field missing": "2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,s3://example-bucket/ds/x.cdf",
        "two fields missing": "2020-03-01T01:00:00Z,2020-03-01T23:00:00Z",
        "one field only": "nonsense", "a field too many": good[1] + ",1", "spaces around fields": good[1].replace(",", " , "),
        "spaces after commas": good[1].replace(",", ", "), "quotes around fields": '"' + good[1].replace(",", '","') + '"',
        "a quoted comma in the key": '2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,"s3://example-bucket/ds/a,b.cdf",1',
        "a lone quote in the key": '2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,s3://example-bucket/ds/a"b.cdf,1',
        "a lone quote before the key": '2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,"s3://example-bucket/ds/ab.cdf,1',
        "doubled quotes in the key": '2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,"s3://example-bucket/ds/a""b.cdf",1',
        "single quotes": good[1].replace(",s3", ",'s3").replace(".cdf,", ".cdf',"),
        "an empty key": "2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,,1",
        "a relative key": "2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,ds/x.cdf,1",
        "a key in another bucket": "2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,s3://other/x.cdf,1",
        "a key over https": f"2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,https://{BUCKET}.s3.amazonaws.com/ds/x.cdf,1",
        "a key NA": "2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,NA,1",
        "an empty size": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", ""),
        "a size of a word": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "big"),
        "a size with a decimal point": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "12.5"),
        "a size 1e6": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "1e6"),
        "a size with separators": '2020-03-01T01:00:00Z,2020-03-01T23:00:00Z,s3://example-bucket/x.cdf,"1,000"',
        "a negative size": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "-1"),
        "a size 0": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "0"),
        "a size 007": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "007"),
        "a huge size": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "9" * 19),
        "an enormous size": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "9" * 30),
        "a size NaN": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "x.cdf", "NaN"),
        "an empty line": "", "a line of spaces": "   ", "a line of commas": ",,,",
        "a key beyond ASCII": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "é.cdf"),
        "a key with a space": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "a b.cdf"),
        "a key with percent": row("2020-03-01T01:00:00Z", "2020-03-01T23:00:00Z", "a%20b.cdf"),
    }
    for name, line in kinds.items():
        yield f"a row with {name}", registry(y2020=[HEADER, good[0], line] + good[2:])
    whole = text([HEADER] + good).encode()
    yield "CRLF in all files", registry(
        y2019=text([HEADER] + rows(2019), "\r\n").encode(), y2020=text([HEADER] + good, "\r\n").encode())
    yield "CRLF in one line", registry(y2020=whole.replace(b"\n", b"\r\n", 2))
    yield "CR alone", registry(y2020=whole.replace(b"\n", b"\r"))
    yield "no final line end", registry(y2020=whole[:-1])
    yield "two final line ends", registry(y2020=whole + b"\n")
    yield "a byte order mark", registry(y2020=b"\xef\xbb\xbf" + whole)
    yield "a byte order mark, no #", registry(y2020=b"\xef\xbb\xbf" + whole.replace(b"# ", b""))
    yield "UTF-16", registry(y2020=whole.decode().encode("utf-16"))
    yield "Latin-1 in a key", registry(y2020=whole.replace(b"f202003", b"f\xe92003"))
    yield "Latin-1 in the header", registry(y2020=whole.replace(b"# start", b"# d\xe9but"))
    yield "NUL in a key", registry(y2020=whole.replace(b"f202003", b"f\x002003"))
    yield "gzip under the name .csv", registry(y2020=gzip.compress(whole, mtime=0))
    yield "HTML under the name .csv", registry(y2020=b"<html><body>Not found</body></html>\n")
    yield "JSON under the name .csv", registry(y2020=b'{"a": 1}\n')
    yield "tabs instead of commas", registry(y2020=whole.replace(b",", b"\t"))
    yield "semicolons instead of commas", registry(y2020=whole.replace(b",", b";"))


def registries():
    """All registries, as pairs of a name and files."""
    for part in (of_versions, of_catalogs, of_entries, of_years, of_times, of_headers, of_rows):
        yield from part()
