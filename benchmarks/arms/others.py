"""What another user of the server feels while it is read."""

import json
import subprocess
import time

from arms import build, readers
from arms.readers import cold, fill
from arms.server import Server

QUIET_SECONDS = 5

PACES = {
    "first pass, not watching": {"target_latency_ms": 0},
    "first pass": {},
    "first pass, target_latency_ms 1": {"target_latency_ms": 1},
    "first pass, max_keys_per_second 20000": {"max_keys_per_second": 20_000},
}


class _Other:
    """A client that asks a thousand times a second for as long as this is open."""

    def __init__(self, server):
        command = [build.reference("other"), str(server.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.felt = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        output, _ = self.process.communicate()
        self.felt = json.loads(output)


def _add(results, arm, other, seconds=None):
    for name, percentile in (("p50", "p50"), ("p99", "p99"), ("p999", "p99.9")):
        results.add("latency", "%s: %s" % (arm, percentile), "ms", other.felt[name])
    if seconds is not None:
        results.add("latency", arm + ": time", "s", seconds)


def latency(options, results):
    """Percentiles of another client's GET and SET, while nobody reads, Skimmer does, or a reader key by key.

    A pass over a server beside it tells what of this is not the server's doing, but the machine's, which is as busy then.
    """
    keys = options.keys // 2
    build.skimmer()
    with Server() as server, Server() as beside:
        fill(server, "mixed", keys, 0)
        fill(beside, "mixed", keys, 0)
        for number in range(options.rounds):
            build.say("latency: round %d" % (number + 1))
            with _Other(server) as other:
                time.sleep(QUIET_SECONDS)
            _add(results, "nobody reads", other)
            with _Other(server) as other:
                done = cold(beside, beside.fresh("latency"), target_latency_ms=0)
            _add(results, "first pass over a server beside it", other, done["seconds"])
            for arm, pace in PACES.items():
                with _Other(server) as other:
                    done = cold(server, server.fresh("latency"), **pace)
                _add(results, arm, other, done["seconds"])
            with _Other(server) as other:
                read = readers.naive(server)
            _add(results, "reader key by key", other, read["seconds"])
