"""What the differential tests share: options, seeds, and making a failing input small."""

import argparse
import os
import random
import sys
import time


def options(description, count, **more):
    """Reads the command line: the tool, how many inputs, and the seed."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("tool")
    parser.add_argument("--count", type=int, default=count, help=f"how many inputs (default: {count})")
    parser.add_argument("--seed", type=int, default=None, help="repeat the run with this seed")
    for name, default in more.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    chosen = parser.parse_args()
    chosen.tool = os.path.abspath(chosen.tool)
    if chosen.seed is None:
        chosen.seed = random.SystemRandom().randrange(1 << 32)
    print(f"{sys.argv[0].rsplit('/', 1)[-1]}: seed {chosen.seed}, {chosen.count} inputs", flush=True)
    return chosen


def smaller(parts, fails):
    """Removes parts of an input as long as it still fails; returns the rest."""
    size = max(1, len(parts) // 2)
    while True:
        start, removed = 0, False
        while start < len(parts):
            rest = parts[:start] + parts[start + size:]
            if len(rest) < len(parts) and fails(rest):
                parts, removed = rest, True
            else:
                start += size
        if size == 1 and not removed:
            return parts
        size = max(1, size // 2)


class Clock:
    """Says how long a run took."""

    def __init__(self):
        self.start = time.monotonic()

    def end(self, words):
        print(f"{words} in {time.monotonic() - self.start:.0f} s", flush=True)
