"""Redis servers on loopback, each with its own folder, that end with the benchmark."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from arms import build

STACK = Path.home() / ".cache/skimmer/redis-stack-0.1.8-with-search"


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A Redis 7.4 with time series, without persistence: the one that the tests use, installed where it is missing."""

    def __init__(self):
        if not STACK.is_dir():
            build.run_java("dev.skimmer.benchmarks.InstallServer")
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="skimmer-benchmark-")
        command = [STACK / "redis-server", "--port", self.port, "--bind", "127.0.0.1", "--save", "", "--appendonly",
                   "no", "--dir", self.folder, "--loadmodule", STACK / "redistimeseries.so"]
        environment = dict(os.environ, LD_LIBRARY_PATH=str(STACK))
        self.process = subprocess.Popen([str(part) for part in command], env=environment, stdout=subprocess.DEVNULL)
        for _ in range(100):
            try:
                self.ask("PING")
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("The server did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, *words):
        """Sends one command whose reply is one line or one bulk string, and returns it as text."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            request = "*%d\r\n" % len(words) + "".join("$%d\r\n%s\r\n" % (len(word), word) for word in words)
            connection.sendall(request.encode())
            with connection.makefile("rb") as reply:
                line = reply.readline().decode().rstrip()
                return reply.read(int(line[1:])).decode() if line.startswith("$") else line[1:]

    def fresh(self, name):
        """Returns a file in the server's folder that is not there any more."""
        file = Path(self.folder) / name
        for old in (file, Path(str(file) + ".wal")):
            old.unlink(missing_ok=True)
        return file

    def keys(self):
        return int(self.ask("DBSIZE"))

    def cpu(self):
        """Returns the processor time that the server has used, in seconds."""
        fields = dict(line.split(":") for line in self.ask("INFO", "cpu").splitlines() if ":" in line)
        return float(fields["used_cpu_user"]) + float(fields["used_cpu_sys"])

    def commands(self):
        """Returns how often each command was called since the last reset."""
        calls = {}
        for line in self.ask("INFO", "commandstats").splitlines():
            if line.startswith("cmdstat_"):
                name, _, facts = line[len("cmdstat_"):].partition(":")
                calls[name] = int(facts.split(",")[0].removeprefix("calls="))
        return calls
