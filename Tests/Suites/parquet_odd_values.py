"""Checks of Parquet index files with values that text can't hold, or that no time is; part of parquet_registry_test.py."""
import datetime
import decimal
import json
import subprocess
import uuid

import duckdb
import pandas
import pyarrow
import pyarrow.parquet

FIRST = datetime.datetime(2020, 1, 1)
COUNT = 6


def columns(count=COUNT, **further):
    """The columns of a good year, a file a day, and further ones."""
    days = [FIRST + datetime.timedelta(days=n) for n in range(count + 1)]
    text = [f"{day.isoformat()}Z" for day in days]
    return {"start": text[:-1], "stop": text[1:], "datakey": [f"s3://b/ds/{n}.cdf" for n in range(count)],
            "filesize": pyarrow.array(range(1, count + 1), pyarrow.int64())} | further


def registry(folder, table, kind="parquet", **options):
    (folder / "ds").mkdir(parents=True, exist_ok=True)
    stop = (FIRST + datetime.timedelta(days=COUNT)).isoformat() + "Z"
    (folder / "catalog.json").write_text(json.dumps({
        "version": "1.1", "name": "n", "contact": "c, c@example.com", "egress": "public, no-egress",
        "endpoint": "s3://b/", "status": {"code": 1200, "message": "OK"},
        "catalog": [{"id": "ds", "index": "s3://b/ds/", "title": "t", "start": FIRST.isoformat() + "Z", "stop": stop,
                     "modification": "2025-01-01T00:00:00Z", "indextype": kind, "filetype": "cdf"}]}))
    if table is not None:
        pyarrow.parquet.write_table(table, folder / "ds/ds_2020.parquet", **options)
    return folder


def run(tool, *arguments, cwd=None):
    return subprocess.run([tool, *map(str, arguments)], capture_output=True, text=True, timeout=60, cwd=cwd)


def files(tool, folder, *options):
    done = run(tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "csv", *options)
    return done, [line.split(",") for line in done.stdout.splitlines()[1:]]


def types_have_texts(tool, folder):
    """Each type with one value a row becomes the text that pyarrow gives, and stays with convert."""
    name = uuid.UUID(int=0x00112233445566778899AABBCCDDEEFF)
    values = {
        "price": (pyarrow.array([decimal.Decimal(n - 3) / 100 for n in range(COUNT)], pyarrow.decimal128(10, 2)),
                  ["-0.03", "-0.02", "-0.01", "0.00", "0.01", "0.02"]),
        "small": (pyarrow.array([decimal.Decimal(n) for n in range(COUNT)], pyarrow.decimal128(5, 0)), list("012345")),
        "clock": (pyarrow.array([datetime.time(12, 5, n) for n in range(COUNT)], pyarrow.time32("s")),
                  [f"12:05:0{n}" for n in range(COUNT)]),
        "tick": (pyarrow.array([datetime.time(1, 2, 3, n) for n in range(COUNT)], pyarrow.time64("us")),
                 ["01:02:03"] + [f"01:02:03.{n:06}" for n in range(1, COUNT)]),
        "half": (pyarrow.array([n / 2 for n in range(COUNT)], pyarrow.float16()), ["0", "0.5", "1", "1.5", "2", "2.5"]),
        "name": (pyarrow.array([name.bytes] * COUNT, pyarrow.uuid()), [str(name)] * COUNT),
        "none": (pyarrow.nulls(COUNT), [""] * COUNT),
    }
    table = pyarrow.table(columns(**{key: array for key, (array, _) in values.items()}))
    registry(folder, table)
    _, rows = files(tool, folder)
    found = {key: [row[4 + place] for row in rows] for place, key in enumerate(values)}
    assert found == {key: texts for key, (_, texts) in values.items()}, found
    done = run(tool, "convert", folder, "--dataset", "ds", "--to", "csv", "--allow", "rules")
    assert done.returncode == 0, done
    header, first = (folder / "ds/ds_2020.csv").read_text().splitlines()[:2]
    assert header.endswith("price, small, clock, tick, half, name, none"), header
    assert first.endswith(f",1,-0.03,0,12:05:00,01:02:03,0,{name},"), first


def lost_values_are_refused(tool, folder):
    """What rows of text can't hold is named, and neither convert nor update loses it."""
    for number, (array, word) in enumerate([
            (pyarrow.array([[1]] * COUNT), "x"), (pyarrow.array([{"a": 1}] * COUNT), "x"),
            (pyarrow.array(["a\nb"] * COUNT), "line breaks in 6 values of column x")]):
        place = registry(folder / str(number), pyarrow.table(columns(x=array)))
        before = (place / "ds/ds_2020.parquet").read_bytes()
        done, rows = files(tool, place)
        assert done.returncode == 0 and len(rows) == COUNT and word in done.stderr, done
        done = run(tool, "convert", place, "--dataset", "ds", "--to", "csv")
        assert done.returncode == 1 and "lost-columns" in done.stderr and word in done.stdout, done
        assert (place / "ds/ds_2020.parquet").read_bytes() == before
        mission = place / "mission.yml"
        mission.write_text(
            'version: 1\nbucket: {endpoint: "s3://b/", name: n, contact: "c, c@example.com"}\n'
            'datasets:\n  - {id: ds, title: t, filetype: cdf, match: "ds/%Y%m%d.cdf", stop: P1D, index: "s3://b/ds/", '
            "indextype: parquet}\n")
        listing = place / "new.csv"
        listing.write_text("key,size\nds/20200301.cdf,7\n")
        done = run(tool, "update", listing, "--mission", mission, "--out", place, "--partial")
        assert done.returncode == 1 and "lost-columns" in done.stdout + done.stderr, done
        assert (place / "ds/ds_2020.parquet").read_bytes() == before


def odd_numbers_are_no_times(tool, folder):
    """A missing time of numpy is empty; other numbers that are no times are what the file has."""
    least = -2**63
    for number, (value, unit, text) in enumerate(
            [(least, "us", ""), (least, "ns", ""), (least + 1, "us", str(least + 1)), (least + 999, "ms", str(least + 999)),
             (2**63 - 1, "us", str(2**63 - 1))]):
        table = pyarrow.table(columns(stop=pyarrow.array([value] * COUNT, pyarrow.timestamp(unit, "UTC")),
                                      when=pyarrow.array([value] * COUNT, pyarrow.timestamp(unit, "UTC"))))
        place = registry(folder / str(number), table)
        done, rows = files(tool, place)
        assert done.returncode == 0 and [row[4] for row in rows] == [text] * COUNT, done
        for command in (["validate", place], ["cat", place, "ds", "--index"], ["show", place, "ds", "--coverage"]):
            done = run(tool, *command)
            assert done.returncode in (0, 1, 3) and "outside of the years" not in done.stdout, done
    place = registry(folder / "infinity", None)
    duckdb.execute(
        "copy (select '2020-01-01T00:00:00Z' as start, timestamptz '-infinity' as stop, 's3://b/ds/a.cdf' as datakey, "
        f"7::bigint as filesize) to '{place}/ds/ds_2020.parquet' (format parquet)")
    assert run(tool, "validate", place).returncode == 1


def empty_years_are_legal(tool, folder):
    """pandas writes columns of an unknown type for a table without rows."""
    registry(folder, None)
    path = folder / "ds/ds_2020.parquet"
    pandas.DataFrame(columns=["start", "stop", "datakey", "filesize"]).to_parquet(path, index=False)
    report = json.loads(run(tool, "validate", folder, "--output", "json").stdout)
    assert {finding["rule"] for finding in report["findings"]} <= {"IDX004", "XRF018"}, report["findings"]
    done, rows = files(tool, folder)
    assert done.returncode == 0 and not rows, done


def skipped_groups_change_no_answer(tool, folder):
    """Rows without stop, and with a stop before their start, are found as in CSV."""
    def day(text):
        return f"2020-{text}T00:00:00Z" if text else text

    first, last = [[("01-01", "01-02", "F")]], [[("12-01", "12-02", "L")]]
    for number, (groups, begin, end) in enumerate([
            ([[("02-01", "02-02", "a"), ("02-03", None, "b")], [("02-07", "02-08", "c")]], "02-05", "02-06"),
            ([[("02-01", "02-02", "a"), ("02-03", "", "b")], [("02-07", "02-08", "c")]], "03-05", "03-06"),
            ([[("02-01", "02-02", "a"), ("02-03", "", "b")], [("02-07", "02-08", "c")]], "02-05", "02-06"),
            ([[("02-05", "02-01", "a")]], "02-03", "02-04")]):
        place = registry(folder / f"{number}-parquet", None)
        other = registry(folder / f"{number}-csv", None, kind="csv")
        schema = pyarrow.schema([("start", pyarrow.string()), ("stop", pyarrow.string()), ("datakey", pyarrow.string()),
                                 ("filesize", pyarrow.int64())])
        lines = ["# start, stop, datakey, filesize"]
        with pyarrow.parquet.ParquetWriter(place / "ds/ds_2020.parquet", schema) as writer:
            for group in first + groups + last:
                starts, stops, keys = zip(*group)
                writer.write_table(pyarrow.table([
                    [day(text) for text in starts], [day(text) for text in stops],
                    [f"s3://b/ds/{key}.cdf" for key in keys], [1] * len(group)], schema=schema))
                lines += [f"{day(a)},{day(b) or ''},s3://b/ds/{key}.cdf,1" for a, b, key in group]
        (other / "ds/ds_2020.csv").write_text("\n".join(lines) + "\n")
        window = ["--start", day(begin), "--stop", day(end)]
        answers = [[row[2] for row in files(tool, where, *window)[1]] for where in (place, other)]
        assert answers[0] == answers[1], (number, answers)


def names_are_distinct(tool, folder):
    """Two columns of one name are refused by convert, and renamed in a list of files."""
    registry(folder, None, kind="csv")
    (folder / "ds/ds_2020.csv").write_text(
        "# start, stop, datakey, filesize, quality, quality\n"
        "2020-01-01T00:00:00Z,2020-01-02T00:00:00Z,s3://b/ds/a.cdf,1,7,8\n")
    done = run(tool, "convert", folder, "--dataset", "ds", "--to", "parquet", "--force")
    assert done.returncode != 0 and "two columns are named quality" in done.stderr, done
    out = folder / "list.parquet"
    done = run(tool, "files", folder, "ds", "--map", f"s3://b/={folder}/", "--format", "parquet", "--out", out)
    assert done.returncode == 0, done
    names = pyarrow.parquet.read_table(out).column_names
    assert names == ["start", "stop", "datakey", "filesize", "quality", "quality_2"], names


def crossed_statistics_are_found(tool, folder):
    """A minimum above the maximum, in columns of integers too."""
    table = pyarrow.table(columns(filesize=pyarrow.array([1_000_001] * (COUNT - 1) + [9_000_009], pyarrow.int64())))
    registry(folder, table, compression="none", use_dictionary=False)
    path = folder / "ds/ds_2020.parquet"
    data = path.read_bytes()
    great = (9_000_009).to_bytes(8, "little")
    footer = int.from_bytes(data[-8:-4], "little")
    start = len(data) - 8 - footer
    path.write_bytes(data[:start] + data[start:].replace(great, (1).to_bytes(8, "little")))
    report = json.loads(run(tool, "validate", folder, "--output", "json").stdout)
    found = [finding["message"] for finding in report["findings"] if finding["rule"] == "IDX067"]
    assert found and "greater than the maximum, 1" in found[0], report["findings"]


def places_are_in_reports(tool, folder):
    stops = columns()["stop"]
    registry(folder, pyarrow.table(columns(stop=stops[:3] + ["bad"] + stops[4:])))
    for form, words in [("github", "line=1"), ("github", "row 4 (row group 1), column stop"),
                        ("gitlab", "row 4 (row group 1), column stop"), ("markdown", "row 4")]:
        # GitHub shows files below the working directory.
        done = run(tool, "validate", ".", "--no-config", "--output", form, cwd=folder)
        assert words in done.stdout, (form, words, done.stdout)


ALL = [types_have_texts, lost_values_are_refused, odd_numbers_are_no_times, empty_years_are_legal,
       skipped_groups_change_no_answer, names_are_distinct, crossed_statistics_are_found, places_are_in_reports]
