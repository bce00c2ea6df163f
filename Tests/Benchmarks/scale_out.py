"""The benchmarks of more than one machine: the plan of 1,000 buckets, and the merge of 1,000 parts."""
import concurrent.futures
import os
import shutil
import subprocess

import generate
from measure import Command

BUCKETS, DATASETS, YEARS, PARTS = 1_000, 10, range(2010, 2020), 1_000
# name -> rows of each part, all of them with one fault
MERGES = {"merge-100k": 100, "merge-1m": 1_000}


def entry(bucket, name):
    return {"id": name, "index": f"s3://{bucket}/{name}/", "title": name, "start": f"{YEARS[0]}-01-01T00:00:00Z",
            "stop": f"{YEARS[-1]}-12-31T00:00:00Z", "modification": "2024-01-01T00:00:00Z", "indextype": "csv", "filetype": "cdf"}


def write_index(path, name, year, rows, size):
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write(generate.HEADER)
        for number in range(rows):
            clock = f"{year}-01-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:"
            file.write(f"{clock}00Z,{clock}30Z,s3://b/{name}/{year}/{number:06}.cdf,{size}\n")


def buckets(folder):
    """100,000 index files of 1,000 buckets, made once."""
    roots = [os.path.join(folder, f"b{number:04}") for number in range(BUCKETS)]
    if os.path.exists(folder + ".complete"):
        return roots
    shutil.rmtree(folder, ignore_errors=True)
    for root in roots:
        names = [f"mission_{number}" for number in range(DATASETS)]
        for name in names:
            os.makedirs(os.path.join(root, name))
            for year in YEARS:
                write_index(os.path.join(root, name, f"{name}_{year}.csv"), name, year, 1, 1)
        generate.write_catalog(root, [entry("gov-nasa-hdrl-data1", name) for name in names])
    open(folder + ".complete", "w").close()
    return roots


def parts(bench, folder, rows):
    """The plan and the parts of a registry with a fault in every row, made once; they belong to one version of the tool."""
    paths = [os.path.join(folder, f"part-{number}.ndjson") for number in range(1, PARTS + 1)]
    plan, registry, version = (os.path.join(folder, name) for name in ("plan.ndjson", "registry", "version"))
    made_by = str(os.stat(bench.tool).st_mtime_ns)
    if os.path.exists(version) and open(version, encoding="ascii").read() == made_by:
        return plan, paths
    shutil.rmtree(folder, ignore_errors=True)
    names = [f"instrument{number:04}" for number in range(PARTS // len(YEARS))]
    for name in names:
        os.makedirs(os.path.join(registry, name))
        for year in YEARS:
            write_index(os.path.join(registry, name, f"{name}_{year}.csv"), name, year, rows, "x")
    generate.write_catalog(registry, [entry("gov-nasa-hdrl-data1", name) for name in names])
    # So that every finding is listed, the worst case.
    subprocess.run([bench.tool, "plan", "--no-config", "--deterministic", "--quiet", "--shards", str(PARTS), "--max-per-rule",
                    str(rows), "--out", plan, registry], check=True)

    def work(number):
        subprocess.run([bench.tool, "validate", "--plan", plan, "--shard", f"{number}/{PARTS}", "--exit-zero", "--quiet",
                        "-o", f"ndjson={paths[number - 1]}"], check=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(work, range(1, PARTS + 1)))
    with open(version, "w", encoding="ascii") as file:
        file.write(made_by)
    return plan, paths


def measure(bench, data):
    plan = "plan of 100,000 index files"
    targets = buckets(os.path.join(data, "plan-buckets"))
    out = os.path.join(data, "plan.ndjson")
    bench.run(Command(plan, [bench.tool, "plan", "--no-config", "--shards", "1000", "--out", out, *targets]))
    bench.add("wall: plan of 1,000 buckets with 100,000 index files", [plan], lambda run: run.wall, 5, "s")
    bench.add("memory: plan of 1,000 buckets with 100,000 index files", [plan], lambda run: run.memory / 1e6, 200, "MB")
    for name, rows in MERGES.items():
        plan, paths = parts(bench, os.path.join(data, name), rows)
        for form in ("json", "text"):
            bench.run(Command(f"{name}, {form}", [bench.tool, "report", "merge", "--plan", plan, *paths, "--exit-zero", "-o",
                                                  f"{form}=/dev/null"]))
        bench.add(f"memory: merge of 1,000 parts with {PARTS * rows:,} findings, all listed", [f"{name}, json"],
                  lambda run: run.memory / 1e6, unit="MB")
    bench.add("memory: merge of ten times the findings ÷ the findings", ["merge-1m, json", "merge-100k, json"],
              lambda more, fewer: more.memory / fewer.memory, 1.2)
