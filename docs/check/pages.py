"""Runs the blocks of the pages, and compares what they print (docs/adr/0021-...).

- `sh` is run by bash, in a folder of the page's own that has a CONFIG.json of the shop in it. It
  has to exit with 0, or with N where the block has a comment `# exit code N`. With `--watch` it is
  stopped once a pass has ended.
- `sql` is run by DuckDB on the file that the page has synced into last, or by PostgreSQL where
  its first line is `-- PostgreSQL`, with the name of the database where it has one.
- A `text` block right behind either is what it prints; `...` stands for any text, and times,
  durations, rates and the width of columns need not be the same.
- `json` that is a configuration is judged by `skimmer schema`, and becomes CONFIG.json where it
  names 127.0.0.1; other JSON is parsed, and so are YAML, Python, XML and units of systemd.
- A block behind a line `*Not run here: ...*` is not run. Each that cannot be run needs one.
- `<!-- invisible-code-block: sh` prepares what readers have anyway.

The ports 6379 and 5432 of the pages stand for those of the servers that `Servers.java` starts, and
that of `--metrics-port` for any that is free. Where RECORD_PAGES is set, a page gets what was printed.
"""

import ast
import configparser
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import xml.etree.ElementTree as xml
from pathlib import Path

import duckdb
import jsonschema
import psycopg
import pytest
import yaml
from sybil import Sybil
from sybil.parsers.markdown.lexers import DirectiveInHTMLCommentLexer, FencedCodeBlockLexer

from printed import corrected, matches

HOME = Path(__file__).resolve().parents[2]
WORK = HOME / "target" / "documentation" / "pages"
RECORD = "RECORD_PAGES" in os.environ
NOT_RUN = re.compile(r"^\*Not run here: [^\n]+\*\n\n\Z", re.MULTILINE)
OUTPUT = re.compile(r"\n*```text\n(.*?)^```$", re.DOTALL | re.MULTILINE)
EXIT_CODE = re.compile(r"# exit code (\d+)")
SECONDS = 120
PASS_ENDED = re.compile(r": pass \d+, ")
METRICS_PORT = re.compile(r"--metrics-port \d+")
STOPPED = (-signal.SIGTERM, 128 + signal.SIGTERM)
# What this page cannot run is run or compared elsewhere: Java and XML stand in the examples
# (GuideTest, .ci/examples), diagrams are drawn in the site.
ELSEWHERE = {"java", "xml", "mermaid", "text"}


class Page:
    """The folder in which the blocks of a page run, and the servers that they meet."""

    def __init__(self, file, ports, schema):
        self.file = file
        self.corrections = []
        self.folder = WORK / file.stem
        self.ports = ports
        self.schema = schema
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "bin").mkdir(parents=True)
        (self.folder / "skimmer").symlink_to(HOME / "skimmer")
        (self.folder / "bin" / "skimmer").symlink_to(HOME / "skimmer")
        shell = self.folder / "bin" / "duckdb"
        shell.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__)}" "$@"\n')
        shell.chmod(0o755)
        config = {"host": "127.0.0.1", "port": 6379}
        (self.folder / "CONFIG.json").write_text(self.here(json.dumps(config)))

    def here(self, text):
        text = METRICS_PORT.sub("--metrics-port 0", text)
        for documented, real in self.ports.items():
            text = re.sub(rf"\b{documented}\b", real, text)
        return text

    def documented(self, text):
        for documented, real in self.ports.items():
            text = re.sub(rf"\b{real}\b", documented, text)
        return text.replace(str(self.folder), "/home/you/shop")

    def shell(self, script):
        expected = EXIT_CODE.search(script)
        environment = dict(os.environ)
        environment.update(
            PATH=f"{self.folder / 'bin'}:{environment['PATH']}",
            HOME=str(self.folder), SHOP_PASSWORD="", SHOP_DB_PASSWORD="change-me", NO_COLOR="1")
        running = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", self.here(script)],
            cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        limit = threading.Timer(SECONDS, stop, [running, signal.SIGKILL])
        limit.start()
        lines = []
        for line in running.stdout:
            lines.append(line)
            if "--watch" in script and PASS_ENDED.search(line):
                stop(running, signal.SIGTERM)
        code = running.wait()
        limit.cancel()
        printed = self.documented("".join(lines))
        allowed = STOPPED if "--watch" in script else (int(expected.group(1)) if expected else 0,)
        if code not in allowed:
            pytest.fail(f"Exit code {code}, not {allowed[0]}:\n{printed}", pytrace=False)
        return printed

    def sql(self, query):
        if query.startswith("-- PostgreSQL"):
            database = query.split("\n", 1)[0].removeprefix("-- PostgreSQL").strip() or "postgres"
            return self.postgres(database, query)
        files = sorted(self.folder.glob("*.duckdb"), key=lambda file: file.stat().st_mtime)
        if not files:
            pytest.fail("No block before this one has synced into a DuckDB file", pytrace=False)
        return answer(files[-1], query)

    def postgres(self, database, query):
        """Returns what `psql --tuples-only` prints, but for the width of its columns."""
        address = f"host=127.0.0.1 port={self.ports['5432']} user=postgres dbname={database}"
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in filter(str.strip, query.split(";")):
                found = connection.execute(statement)
            rows = found.fetchall() if found.description else []
        return "".join(" | ".join(map(str, row)) + "\n" for row in rows)

    def json(self, text):
        value = json.loads(text)
        if isinstance(value, dict) and {"host", "uri"} & value.keys():
            jsonschema.validate(value, self.schema)
        if "127.0.0.1" in text:
            (self.folder / "CONFIG.json").write_text(self.here(text))
        return ""

    def correct(self):
        """Writes what was printed instead of what the page says, where they differ."""
        text = self.file.read_text()
        for (start, end), printed in sorted(self.corrections, reverse=True):
            text = text[:start] + printed + text[end:]
        if self.corrections:
            self.file.write_text(text)


def stop(process, how):
    os.killpg(process.pid, how)


def answer(file, query):
    """Returns what DuckDB's shell prints."""
    with duckdb.connect(str(file)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        found = connection.sql(query)
        return found.__str__() if found is not None else ""


def units(text):
    configparser.ConfigParser(strict=False, interpolation=None).read_string(text)


PARSED = {
    "yaml": lambda text: list(yaml.safe_load_all(text)),
    "python": ast.parse,
    "ini": units,
    "xml": lambda text: xml.fromstring(f"<x>{text}</x>"),
}


def evaluate(example):
    language, source = example.region.lexemes["language"], example.region.lexemes["source"]
    page, text = example.namespace["page"], example.document.text
    marked = NOT_RUN.search(text[: example.region.start])
    if language in PARSED:
        PARSED[language](source)
    if marked:
        pytest.skip("marked as not run")
    if language in ELSEWHERE:
        return
    run = {"sh": page.shell, "sql": page.sql, "json": page.json}.get(language)
    if not run:
        pytest.fail(f"A block of '{language}' cannot be run: mark it, *Not run here: why*", pytrace=False)
    printed = run(source)
    expected = OUTPUT.match(text, example.region.end)
    if expected:
        compare(page, expected.span(1), expected.group(1), printed)


def compare(page, place, expected, printed):
    if matches(expected, printed):
        return
    if not RECORD:
        pytest.fail(f"The page says\n{expected}\nbut this was printed\n{printed}", pytrace=False)
    page.corrections.append((place, corrected(expected, printed)))


def blocks(document):
    fenced = FencedCodeBlockLexer(language=r"[a-z]*")
    hidden = DirectiveInHTMLCommentLexer(
        directive="invisible-code-block", arguments="sh",
        mapping={"arguments": "language", "source": "source"})
    for lexer in (fenced, hidden):
        for region in lexer(document):
            region.parsed, region.evaluator = region.lexemes["source"], evaluate
            yield region


@pytest.fixture(scope="session")
def servers():
    libraries = (HOME / "cli/target/quick/test-classpath").read_text().strip()
    started = subprocess.Popen(
        ["java", "-cp", f"{HOME}/cli/target/quick/classes:{libraries}", HOME / "docs/check/Servers.java"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        stderr=(WORK.parent / "servers.log").open("w"))
    ports = started.stdout.readline().split()
    assert len(ports) == 2, f"The servers did not start: see {WORK.parent / 'servers.log'}"
    yield dict(zip(("6379", "5432"), ports))
    started.stdin.close()
    started.wait(60)


@pytest.fixture(scope="session")
def schema():
    return json.loads(subprocess.check_output([HOME / "skimmer", "schema"]))


@pytest.fixture(scope="module")
def page(request, servers, schema):
    page = Page(request.node.path, servers, schema)
    yield page
    page.correct()


pytest_collect_file = Sybil(
    parsers=[blocks], path=str(HOME), patterns=["*.md"], fixtures=["page"]).pytest()

if __name__ == "__main__":
    print(answer(*sys.argv[1:]), end="")
