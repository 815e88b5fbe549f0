"""Compares what a page says is printed with what was printed, and says how the page should be."""

import difflib
import doctest
import re

VOLATILE = [
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?"), "TIME"),
    (re.compile(r"\b[\d,]+(\.\d+)?( keys a second|/s)"), "RATE"),
    (re.compile(r"\b(\d+ (d|h|min) )?\d+(\.\d+)? (ms|s|min|h)\b"), "DURATION"),
    (re.compile(r"127\.0\.0\.1:\d{5}\b"), "SERVER"),
    (re.compile(r"\b\d+ keys of the first page"), "PAGE"),
    # Reading to estimate stops after three seconds, on a slow machine in the midst.
    (re.compile(r"\bthe first [\d,]+ keys were read"), "the first KEYS"),
    (re.compile(r"\breads [\d.]+ [KMGT]?B in about"), "reads BYTES in about"),
    (re.compile(r"(_seconds(?:_sum|_max)?\{[^}]*\} )[\d.E]+"), r"\1SECONDS"),
    (re.compile(r"─+"), "─"),
    (re.compile(r" {2,}"), " "),
]


def matches(expected, printed):
    return doctest.OutputChecker().check_output(settled(expected), settled(printed), doctest.ELLIPSIS)


def settled(text):
    """Returns the text with one word for all that is another each time."""
    for pattern, word in VOLATILE:
        text = pattern.sub(word, text)
    return "".join(line.rstrip() + "\n" for line in text.strip("\n").splitlines())


def corrected(expected, printed):
    """Returns what was printed, with the lines of the page that have `...` where they still stand for it."""
    said, real = expected.splitlines(), printed.strip("\n").splitlines()
    alike = difflib.SequenceMatcher(
        None, settled(expected).splitlines(), settled(printed).splitlines(), autojunk=False)
    lines = []
    for _, said_from, said_to, real_from, real_to in alike.get_opcodes():
        shortened = [line for line in said[said_from:said_to] if "..." in line]
        kept = shortened and len(shortened) == said_to - said_from
        lines += shortened if kept else real[real_from:real_to]
    text = "".join(line.rstrip() + "\n" for line in lines)
    return text if matches(text, printed) else "".join(line.rstrip() + "\n" for line in real)
