"""Runs one command and prints its wall nanoseconds, processor nanoseconds, peak memory in KiB and exit code.

usage: python3 -I -S spawn.py OUTPUT PROGRAM ARGUMENT...      (the command's output goes to the file OUTPUT)

Separate from run.py because Linux counts the memory of the parent process in the peak of its child: this program
imports only built-in modules, and its 8 to 9 MB are the minimum that can be measured.
"""
import posix
import sys
import time

WRITE = posix.O_WRONLY | posix.O_CREAT | posix.O_TRUNC
actions = [(posix.POSIX_SPAWN_OPEN, 1, sys.argv[1], WRITE, 0o600), (posix.POSIX_SPAWN_DUP2, 1, 2)]
began = time.perf_counter_ns()
child = posix.posix_spawn(sys.argv[2], sys.argv[2:], posix.environ, file_actions=actions)
_, status, used = posix.wait4(child, 0)
wall = time.perf_counter_ns() - began
print(wall, round((used.ru_utime + used.ru_stime) * 1e9), used.ru_maxrss, posix.waitstatus_to_exitcode(status))
