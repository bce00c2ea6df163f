"""Index files of an inventory with pandas, name by name, like the scripts of data centers.

usage: peer_generate_pandas.py DIRECTORY OUT
"""
import datetime
import glob
import os
import re
import sys

import pandas as pd

from inventory import BUCKET, PATTERN

folder, out = sys.argv[1:]
os.makedirs(os.path.join(out, "index"), exist_ok=True)
pattern = re.compile(PATTERN)
hour = pd.Timedelta(hours=1)
count = 0


def read_name(row):
    found = pattern.match(row["key"])
    if not found:
        return None
    dataset, time, version = found.groups()
    return {"id": dataset, "start": datetime.datetime.strptime(time, "%Y%m%d%H%M%S"),
            "version": tuple(int(part) for part in version.split(".")), "key": f"s3://{BUCKET}/{row['key']}", "size": row["size"]}


objects = pd.concat([pd.read_csv(file, header=None, usecols=[1, 2], names=["b", "key", "size", "m", "e", "c"])
                     for file in sorted(glob.glob(os.path.join(folder, "data", "*.csv.gz")))], ignore_index=True)
rows = pd.DataFrame([row for _, row in objects.apply(read_name, axis=1).dropna().items()])
for dataset, files in rows.groupby("id"):
    files = files.sort_values(["start", "version"]).drop_duplicates("start", keep="last")
    stop = files["start"].shift(-1).fillna(files["start"] + hour)
    files["stop"] = stop.where(stop < files["start"] + hour, files["start"] + hour)
    for year, part in files.groupby(files["start"].dt.year):
        part[["start", "stop", "key", "size"]].to_csv(
            os.path.join(out, "index", f"{dataset}_{year}.csv"), index=False, date_format="%Y-%m-%dT%H:%M:%SZ",
            header=["# start", " stop", " datakey", " filesize"])
        count += len(part)
print(count)
