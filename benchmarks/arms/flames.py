"""Draws a flame graph, small enough for a page of documentation: what takes less than half a percent is left out."""

import re
from html import escape

WIDTH, ROW, LEAST = 1200, 17, 0.005
SKIPPED = re.compile(r"^(java/lang/Thread\.run|.*ThreadPoolExecutor.*|start_thread|thread_native_entry|\[unknown\]|"
                     r"java/lang/reflect/.*|jdk/internal/reflect/.*|jdk/proxy.*|dev/skimmer/benchmarks/.*)$")
THREADS = (("skimmer-read", "reader"), ("skimmer-index", "index"), ("main", "writer"), ("nioEventLoop", "connections"), ("CompilerThre", "compilers"),
           ("VM Thread", "garbage collection"))


class Frame:
    def __init__(self):
        self.samples = 0
        self.children = {}

    def add(self, names, samples):
        self.samples += samples
        if names:
            self.children.setdefault(names[0], Frame()).add(names[1:], samples)

    def depth(self, least):
        return 1 + max((child.depth(least) for child in self.children.values() if child.samples >= least), default=0)


def _name(frame):
    frame = re.sub(r"0x[0-9a-f]+", "", frame.replace("_[k]", " (kernel)"))
    if frame.startswith("/"):
        return "DuckDB" if "duckdb" in frame else frame.rsplit("/", 1)[1].split(".so")[0]
    frame = re.sub(r"\$\$Lambda\$.*\.", "$lambda.", frame)
    return frame.rsplit("/", 1)[1] if "/" in frame else re.sub(r"<.*>", "", frame)


def _thread(frame):
    return next((name for part, name in THREADS if part in frame), "other threads")


def tree(collapsed):
    """Reads lines of frames and samples, as async-profiler writes them with threads."""
    root = Frame()
    for line in collapsed.splitlines():
        stack, samples = line.rsplit(" ", 1)
        frames = stack.split(";")
        kept = [_name(frame) for frame in frames[1:] if not SKIPPED.match(frame)]
        root.add([_thread(frames[0])] + kept, int(samples))
    return root


def svg(collapsed, title):
    root = tree(collapsed)
    least = root.samples * LEAST
    height = ROW * (root.depth(least) + 1)
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="monospace" font-size="11">'
             % (WIDTH, height), '<text x="4" y="12">%s</text>' % escape(title)]
    _draw(root, 0.0, height, 0, root.samples, lines)
    return "\n".join(lines + ["</svg>", ""])


def _draw(frame, left, height, level, total, lines):
    for name, child in sorted(frame.children.items(), key=lambda item: -item[1].samples):
        width = WIDTH * child.samples / total
        if child.samples >= total * LEAST:
            top = height - ROW * (level + 1)
            share = "%s, %.1f %%" % (name, 100 * child.samples / total)
            hue = 20 + sum(name.encode()) % 35
            lines.append('<g><title>%s</title><rect x="%.1f" y="%d" width="%.1f" height="%d" fill="hsl(%d,85%%,62%%)"/>'
                         '<text x="%.1f" y="%d">%s</text></g>' % (
                             escape(share), left, top, max(width - 0.5, 0.5), ROW - 1, hue, left + 2, top + 12,
                             escape(name[:max(0, int(width / 7))])))
            _draw(child, left, height, level + 1, total, lines)
        left += width
