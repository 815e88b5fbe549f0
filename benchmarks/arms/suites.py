"""What is measured: each suite fills a keyspace and lets arms alternate over it."""

import os
from pathlib import Path

from arms import build, readers
from arms.others import latency
from arms.readers import Warm, cold, fill, require
from arms.server import Server
from arms.shards import shards

NAIVE_KEYS = 50_000

# So many keys are read before a warm process is measured, lest the compiler is.
WARM_UP_KEYS = 2_000_000


def _warm_up(server, warm):
    for _ in range(max(1, WARM_UP_KEYS // max(1, server.keys()) // 2)):
        file = server.fresh("warm-up")
        warm.sync(server, file)
        warm.sync(server, file)


class _Against:
    """Compares arms with the wire that was measured right before them."""

    def __init__(self, results, suite, keys, kind="keys"):
        self.results, self.suite, self.keys, self.kind = results, suite, keys, kind
        self.wire_seconds, self.wire_cpu = 1.0, 1.0

    def wire(self, server):
        read = readers.wire(server, self.kind)
        self.wire_seconds, self.wire_cpu = read["seconds"], read["cpu_seconds"]
        self.results.add(self.suite, "wire", "keys/s", read["keys"] / read["seconds"])
        return read

    def add(self, arm, done):
        self.results.add(self.suite, arm, "keys/s", self.keys / done["seconds"])
        self.results.add(self.suite, arm + " / wire", "ratio", self.wire_seconds / done["seconds"])
        self.results.add(self.suite, arm + " / wire, by CPU", "ratio", self.wire_cpu / done["cpu_seconds"])


def _require_first(server, done):
    require("the rows of a first pass", server.keys(), done["inserted"])


def _require_idle(server, done):
    require("the unchanged rows of an idle pass", server.keys(), done["unchanged"])
    require("the rows that an idle pass wrote", 0, done["inserted"] + done["updated"] + done["deleted"])


def _require_changed(expected, done):
    require("the rows that changed", expected["changed"], done["updated"])
    require("the rows that were deleted", expected["deleted"], done["deleted"])


def mixed(options, results):
    """First, idle and changed passes over the mixed keyspace, cold and warm, between passes of the wire."""
    against = _Against(results, "mixed", options.keys)
    build.skimmer()
    with Server() as server, Warm() as warm:
        fill(server, "mixed", options.keys, options.expiring)
        _warm_up(server, warm)
        for number in range(options.rounds):
            build.say("mixed: round %d" % (number + 1))
            _mixed_round(server, warm, number, against, results)


def _mixed_round(server, warm, number, against, results):
    add = lambda arm, unit, value: results.add("mixed", arm, unit, value)  # noqa: E731
    cold_file, warm_file = server.fresh("cold.duckdb"), server.fresh("warm.duckdb")
    against.keys = server.keys()

    against.wire(server)
    first = cold(server, cold_file)
    _require_first(server, first)
    against.add("first, cold", first)
    add("first, cold: resident", "MB", first["resident_mb"])
    first = warm.sync(server, warm_file)
    _require_first(server, first)
    against.add("first, warm", first)
    add("first, warm: share of commits", "ratio", first["commit_seconds"] / first["seconds"])

    against.wire(server)
    idle = cold(server, cold_file)
    _require_idle(server, idle)
    against.add("idle, cold", idle)
    add("idle, cold: resident", "MB", idle["resident_mb"])
    warm_idle = warm.sync(server, warm_file)
    _require_idle(server, warm_idle)
    against.add("idle, warm", warm_idle)
    _require_idle(server, warm.hold(server, warm_file))
    server.ask("CONFIG", "RESETSTAT")
    held = warm.again(server)
    calls = server.commands()
    _require_idle(server, held)
    warm.release()
    against.add("idle, index kept", held)
    add("idle, index kept: TYPE", "calls", calls.get("type", 0))
    add("idle, index kept: expiry", "calls", calls.get("pexpiretime", 0))

    expected = fill(server, "change", against.keys, number)
    against.wire(server)
    changed = cold(server, cold_file)
    _require_changed(expected, changed)
    against.add("changed, cold", changed)
    add("changed / idle, cold", "ratio", changed["seconds"] / idle["seconds"])
    changed = warm.sync(server, warm_file)
    _require_changed(expected, changed)
    against.add("changed, warm", changed)
    add("changed / idle, warm", "ratio", changed["seconds"] / warm_idle["seconds"])


def naive(options, results):
    """Against a reader that asks for each key by itself, over 50,000 keys."""
    keys = NAIVE_KEYS if not options.quick else NAIVE_KEYS // 5
    build.skimmer()
    with Server() as server, Warm() as warm:
        fill(server, "mixed", keys, 0)
        _warm_up(server, warm)
        for number in range(options.rounds):
            build.say("naive: round %d" % (number + 1))
            seconds = readers.naive(server)["seconds"]
            results.add("naive", "naive", "keys/s", keys / seconds)
            for name, sync in (("cold", cold), ("warm", warm.sync)):
                file = server.fresh(name)
                done = sync(server, file)
                _require_first(server, done)
                results.add("naive", "first, %s / naive" % name, "ratio", seconds / done["seconds"])
                done = sync(server, file)
                _require_idle(server, done)
                results.add("naive", "idle, %s / naive" % name, "ratio", seconds / done["seconds"])


def large(options, results):
    """10,000 collections of 1,000 elements."""
    keys, elements = (10_000, 1000) if not options.quick else (1_000, 1000)
    against = _Against(results, "large", keys)
    build.skimmer()
    with Server() as server, Warm() as warm:
        fill(server, "large", keys, elements)
        warm.sync(server, server.fresh("warm-up"))
        for number in range(options.rounds):
            build.say("large: round %d" % (number + 1))
            _first_and_idle(server, warm, against, results)


def _first_and_idle(server, warm, against, results):
    against.wire(server)
    file = server.fresh("cold.duckdb")
    first = cold(server, file)
    _require_first(server, first)
    against.add("first, cold", first)
    results.add(against.suite, "first, cold: resident", "MB", first["resident_mb"])
    idle = cold(server, file)
    _require_idle(server, idle)
    against.add("idle, cold", idle)
    results.add(against.suite, "idle, cold: resident", "MB", idle["resident_mb"])
    file = server.fresh("warm.duckdb")
    first = warm.sync(server, file)
    _require_first(server, first)
    against.add("first, warm", first)
    idle = warm.sync(server, file)
    _require_idle(server, idle)
    against.add("idle, warm", idle)


def series(options, results):
    """1,000 time series of 10,000 samples, and an idle pass over 10,000 series."""
    keys, samples = (1000, 10_000) if not options.quick else (100, 10_000)
    with Server() as server, Warm() as warm:
        fill(server, "series", keys, samples)
        warm.sync(server, server.fresh("warm-up"))
        for number in range(options.rounds):
            build.say("series: round %d" % (number + 1))
            read = readers.wire(server, "series")
            results.add("series", "wire", "samples/s", read["elements"] / read["seconds"])
            first = warm.sync(server, server.fresh("warm.duckdb"))
            require("the samples of a first pass", keys * samples, first["appended"])
            results.add("series", "first, warm", "samples/s", first["appended"] / first["seconds"])
            results.add("series", "first, warm / wire", "ratio", read["seconds"] / first["seconds"])
    with Server() as server, Warm() as warm:
        fill(server, "series", keys * 10, 10)
        file = server.fresh("warm.duckdb")
        _require_first(server, warm.sync(server, file))
        for number in range(options.rounds):
            idle = warm.sync(server, file)
            _require_idle(server, idle)
            results.add("series", "idle, %d series, warm" % (keys * 10), "s", idle["seconds"])


def growth(options, results):
    """The time a key with five times the keys, against that with as many as --keys says."""
    with Server() as server, Server() as larger, Warm() as warm:
        fill(server, "mixed", options.keys, options.expiring)
        fill(larger, "mixed", options.keys * 5, options.expiring)
        warm.sync(server, server.fresh("warm-up"))
        for number in range(options.rounds):
            build.say("growth: round %d" % (number + 1))
            for name, check in (("first", _require_first), ("idle", _require_idle)):
                seconds = []
                for each in (server, larger):
                    file = each.fresh("growth") if name == "first" else Path(each.folder) / "growth"
                    done = warm.sync(each, file)
                    check(each, done)
                    seconds.append(done["seconds"] / each.keys())
                results.add("growth", name + ": time a key", "ratio", seconds[1] / seconds[0])


def memory(options, results):
    """The largest resident size of whole processes, over ten times the keys."""
    build.skimmer()
    with Server() as server:
        fill(server, "mixed", options.keys * 10, options.expiring)
        for number in range(options.rounds):
            build.say("memory: round %d" % (number + 1))
            file = server.fresh("memory.duckdb")
            for name, check in (("first", _require_first), ("idle", _require_idle)):
                done = cold(server, file)
                check(server, done)
                results.add("memory", name + ", cold: resident", "MB", done["resident_mb"])
                results.add("memory", name + ", cold", "keys/s", server.keys() / done["seconds"])


def start(options, results):
    """How long the program takes to say what it can do, and to sync an empty server."""
    build.skimmer()
    with Server() as server:
        for number in range(max(5, options.rounds)):
            _, facts = readers.timed([build.skimmer(), "--help"], os.environ)
            results.add("start", "skimmer --help", "s", facts["seconds"])
            done = cold(server, server.fresh("empty.duckdb"))
            results.add("start", "sync of an empty server", "s", done["seconds"])


ALL = {suite.__name__: suite for suite in (mixed, naive, start, large, series, growth, memory, latency, shards)}
DEFAULT = ["mixed", "naive", "start"]
