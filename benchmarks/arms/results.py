"""What was measured: for each arm one number a round, and the table of medians and spreads."""

import os
import platform
import time
from statistics import median


def _processor():
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
            names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
        return names[0] if names else platform.machine()
    except OSError:
        return platform.machine()


def _number(value):
    if value >= 1000:
        return format(value, ",.0f")
    return format(value, ".3g") if value < 1 else format(value, ".4g")


class Results:
    def __init__(self, options):
        self.machine = {
            "processors": os.cpu_count(),
            "processor": _processor(),
            "system": "%s %s" % (platform.system(), platform.machine()),
            "date": time.strftime("%Y-%m-%d", time.gmtime()),
            "options": {"keys": options.keys, "rounds": options.rounds, "expiring": options.expiring,
                        "quick": options.quick},
        }
        self.rows = {}

    def add(self, suite, arm, unit, value):
        """Adds the number of one round."""
        row = self.rows.setdefault((suite, arm), {"suite": suite, "arm": arm, "unit": unit, "values": []})
        row["values"].append(value)

    def as_json(self):
        rows = [dict(row, median=median(row["values"])) for row in self.rows.values()]
        return {"machine": self.machine, "results": rows}

    def as_table(self):
        lines = ["| suite | arm | median | least | most | unit |", "|---|---|---:|---:|---:|---|"]
        for row in self.rows.values():
            values = [median(row["values"]), min(row["values"]), max(row["values"])]
            lines.append("| %s | %s | %s | %s |" % (
                row["suite"], row["arm"], " | ".join(map(_number, values)), row["unit"]))
        return "\n".join(lines)
