"""The benchmarks of publishing: an inventory, a directory tree, an update, a hundred million keys."""
import filecmp
import os
import shutil
import subprocess
import sys

import inventory
from measure import Command

HERE = os.path.dirname(os.path.abspath(__file__))
OBJECTS, UPDATED, STREAMED, FILES = 2_000_000, 10_000_000, 100_000_000, 200_000

TREE_MISSION = """\
version: 1
bucket: {endpoint: s3://bench-tree/, name: Tree, contact: "Someone, someone@example.org"}
datasets:
  - {id: tree, title: A tree, filetype: cdf, match: "%Y/%j/tree_%Y%j%H%M%S_v1.cdf", stop: PT1S, index: "s3://bench-tree/index/"}
"""


def publish(bench, name, source, mission, out, *options, fresh=True):
    """A run that makes a registry, after removing that of the previous run."""
    words = [bench.tool, "generate", "--quiet", source, "--mission", mission, "--out", out, *options]
    if not fresh:
        return Command(name, words)
    return Command(name, ["/bin/sh", "-c", 'rm -rf "$0"; exec "$@"', out, *words])


def peer(name, python, script, folder, out):
    words = [python, "-B", os.path.join(HERE, f"peer_generate_{script}.py"), folder, out]
    return Command(name, ["/bin/sh", "-c", 'rm -rf "$0"; exec "$@"', out, *words])


def same_rows(bench, ours, theirs, name):
    """Records a failure unless two registries have the same index files."""
    names = sorted(os.listdir(os.path.join(ours, "index")))
    equal, _, _ = filecmp.cmpfiles(os.path.join(ours, "index"), os.path.join(theirs, "index"), names, shallow=False)
    if len(equal) != len(names):
        bench.failures[f"rows of {name}"] = f"{len(names) - len(equal)} of {len(names)} index files differ"


def from_inventory(bench, data, python):
    folder = os.path.join(data, "inventory-2m")
    inventory.main(folder, OBJECTS)
    ours, out = "generate, inventory of 2 million objects", os.path.join(data, "registry-ours")
    commands = [publish(bench, ours, os.path.join(folder, "manifest.json"), os.path.join(folder, "mission.yml"), out)]
    peers = {"duckdb": "the same rows with DuckDB", "polars": "the same rows with Polars"}
    if python:
        commands += [peer(name, python, script, folder, os.path.join(data, f"registry-{script}"))
                     for script, name in peers.items()]
    bench.run(*commands)
    for script, name in peers.items():
        if name in bench.figures:
            same_rows(bench, out, os.path.join(data, f"registry-{script}"), name)
    bench.add("wall: registry of 2 million objects ÷ the faster of DuckDB and Polars", [ours, *peers.values()],
              lambda own, one, other: own.wall / min(one.wall, other.wall), 0.5)
    bench.add("memory: registry of 2 million objects", [ours], lambda run: run.memory / 1e6, 256, "MB")
    if python:
        script = "the same rows with pandas, name by name"
        rounds, bench.rounds = bench.rounds, 1
        bench.run(peer(script, python, "pandas", folder, os.path.join(data, "registry-pandas")))
        bench.rounds = rounds
        same_rows(bench, out, os.path.join(data, "registry-pandas"), script)
        bench.add("wall: registry of 2 million objects, times as fast as pandas", [ours, script],
                  lambda own, peer: peer.wall / own.wall, 20, at_least=True)


def from_tree(bench, data):
    root = os.path.join(data, "tree")
    if not os.path.exists(root + ".complete"):
        shutil.rmtree(root, ignore_errors=True)
        for day in range(400):
            folder = os.path.join(root, f"{2015 + day // 365}/{day % 365 + 1:03}")
            os.makedirs(folder)
            for number in range(FILES // 400):
                clock = f"{number // 60 % 24:02}{number % 60:02}00"
                with open(os.path.join(folder, f"tree_{2015 + day // 365}{day % 365 + 1:03}{clock}_v1.cdf"), "wb") as file:
                    file.write(b"x")
        open(root + ".complete", "w").close()
    mission = os.path.join(data, "tree.yml")
    with open(mission, "w", encoding="utf-8") as file:
        file.write(TREE_MISSION)
    ours, walk, find = "generate, tree of 200,000 files", "snapshot of 200,000 files", "find -printf"
    bench.run(publish(bench, ours, root, mission, os.path.join(data, "registry-tree")),
              Command(walk, [bench.tool, "snapshot", root, "--quiet", "-o", os.path.join(data, "tree.ndjson")]),
              Command(find, [shutil.which("find"), root, "-type", "f", "-printf", "%s\\t%T@\\t%P\\n"]))
    bench.add("wall: registry of 200,000 files ÷ `find -printf`", [ours, find], lambda own, peer: own.wall / peer.wall, 1.5)
    bench.add("wall: snapshot of 200,000 files ÷ `find -printf`", [walk, find], lambda own, peer: own.wall / peer.wall)


def update(bench, data):
    """One percent of ten million rows is new: the last files of each dataset, as in a running mission."""
    folder, out = os.path.join(data, "inventory-10m"), os.path.join(data, "registry-10m")
    inventory.main(folder, UPDATED)
    mission, manifest = os.path.join(folder, "mission.yml"), os.path.join(folder, "manifest.json")
    new = os.path.join(data, "new-1-percent.csv")
    with open(new, "w", encoding="utf-8") as file:
        file.write("key,size\n")
        each = UPDATED // len(inventory.DATASETS)
        for craft, instrument in inventory.DATASETS:
            for number, (key, size) in enumerate(inventory.keys(craft, instrument, each)):
                if number >= each * 97 // 100:
                    file.write(f"{key.replace('_v7.1.9', '_v8.0.0')},{size + 1}\n")
    whole, part = "generate, 10 million objects", "update of 1 % of 10 million rows, by a listing of what is new"
    same = "update of 10 million rows by a whole listing, nothing new"
    rounds, bench.rounds = bench.rounds, min(bench.rounds, 3)
    bench.run(publish(bench, whole, manifest, mission, out))
    bench.run(publish(bench, same, manifest, mission, out, fresh=False))
    bench.run(publish(bench, part, new, mission, out, "--partial", "--dry-run", fresh=False))
    bench.rounds = rounds
    bench.add("wall: update of 1 % of 10 million rows (plan and check)", [part], lambda run: run.wall, unit="s")
    bench.add("wall: that update ÷ making the registry anew", [part, whole], lambda one, all_: one.wall / all_.wall)
    bench.add("wall: update by a whole listing ÷ making the registry anew", [same, whole],
              lambda one, all_: one.wall / all_.wall)
    bench.add("memory: registry of 10 million objects ÷ of 2 million", [whole, "generate, inventory of 2 million objects"],
              lambda ten, two: ten.memory / two.memory)


def streamed(bench, data):
    """Keys from a pipe, so that no disk has to hold them."""
    mission = os.path.join(data, "inventory-2m", "mission.yml")
    ours = "generate --dry-run, 100 million keys from a pipe"
    writer = f"{sys.executable} -B {os.path.join(HERE, 'inventory.py')} - {STREAMED}"
    command = f"{writer} | exec {bench.tool} generate --quiet --dry-run - --from csv --mission {mission} --out /nonexistent/x"
    rounds, bench.rounds = bench.rounds, 1
    bench.run(Command(ours, ["/bin/sh", "-c", command]))
    bench.rounds = rounds
    bench.add("memory: 100 million keys", [ours], lambda run: run.memory / 1e6, 256, "MB")
    bench.add("wall: 100 million keys", [ours], lambda run: run.wall, unit="s")


def measure(bench, data, python, quick):
    if python:
        check = subprocess.run([python, "-c", "import pandas, duckdb, polars"], capture_output=True)
        python = python if check.returncode == 0 else None
    from_inventory(bench, data, python)
    from_tree(bench, data)
    if not quick:
        update(bench, data)
        streamed(bench, data)
