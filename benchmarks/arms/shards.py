"""Passes over what stands in for a Dragonfly, by the number of its shards."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from arms import build
from arms.readers import Warm, fill, require
from arms.server import Server

MOST_KEYS = 200_000
SHARDS = (1, 2, 4)


class StandIn(Server):
    """Real servers behind our proxy. Its processor time is that of the proxy alone."""

    def __init__(self, shards):
        command = [build.java(), "-Xmx256m", "-cp", build.class_path(), "dev.skimmer.benchmarks.StandIn", str(shards)]
        self.folder = tempfile.mkdtemp(prefix="skimmer-benchmark-")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cpu(self):
        fields = Path("/proc/%d/stat" % self.process.pid).read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _measure(server, warm, name, results):
    file = server.fresh("shards.duckdb")
    for arm, field in (("first", "inserted"), ("idle", "unchanged")):
        before = server.cpu()
        done = warm.sync(server, file)
        require("the keys of %s, %s" % (name, arm), server.keys(), done[field])
        results.add("shards", "%s, %s" % (arm, name), "keys/s", server.keys() / done["seconds"])
        share = (server.cpu() - before) / done["seconds"]
        results.add("shards", "%s, %s: processors of what answers" % (arm, name), "CPUs", share)


def shards(options, results):
    """First and idle passes, warm, over one plain server, and over 1, 2 and 4 of them behind the stand-in."""
    keys = min(options.keys, MOST_KEYS)
    with Warm() as warm:
        for number in range(options.rounds + 1):
            build.say("shards: round %d" % number)
            for count in (0, *SHARDS):
                with (StandIn(count) if count else Server()) as server:
                    fill(server, "mixed", keys, 0)
                    # The first round lets the warm process get warm, and is not counted.
                    name = ("%d shards" % count).replace("1 shards", "1 shard") if count else "plain server"
                    _measure(server, warm, name, results if number else _Nobody())


class _Nobody:
    def add(self, *_):
        pass
