"""The arms: each reads the keyspace of a server once, checks that it saw what it should, and says how long it took."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from arms import build


def fill(server, kind, number, more):
    """Fills or changes the keyspace, and returns what the program says of it."""
    command = [build.reference("keyspace"), str(server.port), kind, str(number), str(more)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(output) if output else {}


def require(what, expected, got):
    if expected != got:
        build.fail("%s: expected %s, but got %s" % (what, expected, got))


def wire(server, kind="keys"):
    before = server.cpu()
    output, facts = timed([build.reference("wire"), str(server.port), kind])
    read = dict(facts, **json.loads(output))
    read["cpu_seconds"] += server.cpu() - before
    require("the keys that the reference reader saw", server.keys(), read["keys"])
    return read


def naive(server):
    command = [sys.executable, build.FOLDER / "reference/naive.py", str(server.port)]
    output, _ = timed(command, dict(os.environ, PYTHONPATH=str(build.redis_py())))
    read = json.loads(output)
    require("the keys that the naive reader saw", server.keys(), read["keys"])
    return read


def timed(command, environment=None):
    """Runs a whole process; returns its output, and its wall time, processor time and largest resident size."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    output, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        build.fail("%s ended with %d: %s" % (command, process.returncode, errors))
    facts = {"seconds": seconds, "cpu_seconds": usage.ru_utime + usage.ru_stime, "resident_mb": usage.ru_maxrss / 1024}
    return output, facts


def cold(server, file, **more):
    """Syncs in a process of its own, from the start of the launcher to its end, with more configuration keys."""
    config = Path(server.folder) / "CONFIG.json"
    config.write_text(json.dumps({"host": "127.0.0.1", "port": server.port, **more}))
    command = [build.skimmer(), "sync", config, "--to", "duckdb:%s" % file, "--output", "json"]
    before = server.cpu()
    output, facts = timed(command)
    facts["cpu_seconds"] += server.cpu() - before
    return dict(json.loads(output), **facts)


class Warm:
    """A Java process that syncs when it is told to, so that what is compiled stays compiled."""

    def __init__(self, *options):
        command = [build.java(), *build.JVM, *options, "-cp", build.class_path(), "dev.skimmer.benchmarks.WarmSyncs"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def tell(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        return build.fail("The warm process ended")

    def sync(self, server, file):
        """Opens both ends, syncs, and closes them."""
        return self._measured(server, "sync", server.port, file)

    def hold(self, server, file):
        """Opens both ends, syncs, and leaves them open for again()."""
        return self.tell("hold", server.port, file)

    def again(self, server):
        """Syncs with what is still open and in memory."""
        return self._measured(server, "again")

    def _measured(self, server, *words):
        before = server.cpu()
        done = self.tell(*words)
        done["cpu_seconds"] += server.cpu() - before
        return done

    def release(self):
        self.tell("release")
