"""Builds what the benchmarks run: Skimmer, the programs in C and those in Java."""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
ROOT = FOLDER.parent
TARGET = FOLDER / "target"
SKIMMER = ROOT / "skimmer"

# The options of the launcher.
JVM = ["-Xms160m", "-Xmn96m", "-Xmx512m", "-XX:MaxDirectMemorySize=4g", "-XX:+UseSerialGC",
       "-XX:Tier4InvocationThreshold=20000", "-XX:Tier4MinInvocationThreshold=2400", "-XX:Tier4CompileThreshold=60000",
       "-XX:Tier4BackEdgeThreshold=160000"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    sys.exit("benchmarks: " + text)


@lru_cache
def reference(name):
    """Compiles a program of the folder reference, and returns where it is."""
    if shutil.which("cc") is None or not _has_hiredis():
        fail("The reference readers need a C compiler and hiredis: apt-get install gcc libhiredis-dev")
    (TARGET / "reference").mkdir(parents=True, exist_ok=True)
    program = TARGET / "reference" / name
    source = FOLDER / "reference" / (name + ".c")
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, source, "-lhiredis"], check=True)
    return program


def _has_hiredis():
    probe = subprocess.run(["cc", "-E", "-include", "hiredis/hiredis.h", "-x", "c", os.devnull], capture_output=True)
    return probe.returncode == 0


@lru_cache
def redis_py():
    """Returns the folder with the client that the naive reader uses."""
    folder = TARGET / "python"
    if not (folder / "redis").is_dir():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder, "redis==7.1.0"]
        subprocess.run(command, check=True)
    return folder


@lru_cache
def class_path():
    """Builds the Java part, and returns its class path."""
    say("building ...")
    offline = ["-o"] if os.environ.get("MAVEN_OFFLINE") else []
    command = ["mvn", "-q", "-B", *offline, "-Pquick", "-DskipTests", "-pl", "benchmarks", "-am", "package"]
    subprocess.run(command, cwd=ROOT, check=True, stdin=subprocess.DEVNULL)
    quick = TARGET / "quick"
    return "%s:%s" % (quick / "classes", (quick / "classpath.txt").read_text().strip())


def java():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin/java") if home else "java"


def run_java(main, *arguments):
    subprocess.run([java(), *JVM, "-cp", class_path(), main, *arguments], check=True)


@lru_cache
def skimmer():
    """Builds Skimmer as its launcher does, and returns the launcher."""
    subprocess.run([SKIMMER, "--help"], check=True, stdout=subprocess.DEVNULL)
    return SKIMMER
