"use strict";
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const charts = [];

  /* As the page writes names: without characters that turn what stands beside them around. */
  const plain = (text) =>
    text.replace(/[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, "?");

  const brief = (text) => {
    const line = plain(text);
    return line.length > 36 ? line.slice(0, 35) + "…" : line;
  };

  const colour = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();

  const number = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

  /* Draws a chart: series are {label, values, colour}, colour the name of a variable. */
  function draw(id, labels, series, options = {}) {
    const canvas = document.getElementById(id);
    if (!canvas) {
      return;
    }
    if (!series.some((one) => one.values.some((value) => value !== 0))) {
      const nothing = document.createElement("p");
      nothing.textContent = "Nothing to show.";
      canvas.replaceWith(nothing);
      return;
    }
    const chart = new Chart(canvas, {
      type: options.type ?? "bar",
      data: {
        labels,
        datasets: series.map((one) => ({
          label: one.label,
          data: one.values,
          colour: one.colour,
          backgroundColor: colour(one.colour),
        })),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: options.across ? "y" : "x",
        interaction: { mode: "index", axis: options.across ? "y" : "x", intersect: false },
        plugins: {
          colors: { enabled: false },
          legend: { display: series.length > 1, position: "bottom" },
        },
        scales: scales(options),
      },
    });
    charts.push(chart);
    paint(chart);
  }

  function scales(options) {
    const values = {
      beginAtZero: true,
      stacked: options.stacked ?? false,
      ticks: { callback: (value) => number.format(value), maxTicksLimit: 6, precision: 0 },
    };
    const names = {
      stacked: options.stacked ?? false,
      grid: { display: false },
      ticks: options.across ? { autoSkip: false } : { maxTicksLimit: 8, maxRotation: 0 },
    };
    return options.across ? { x: values, y: names } : { x: names, y: values };
  }

  function paint(chart) {
    for (const dataset of chart.data.datasets) {
      dataset.backgroundColor = colour(dataset.colour);
      dataset.borderColor = colour(dataset.colour);
      dataset.maxBarThickness = 28;
      dataset.borderWidth = chart.config.type === "line" ? 2 : 0;
      dataset.pointRadius = chart.data.labels.length > 60 ? 0 : 2;
    }
    chart.options.plugins.legend.labels.color = colour("ink");
    for (const scale of Object.values(chart.options.scales)) {
      scale.ticks.color = colour("quiet");
      scale.border = { color: colour("line") };
      scale.grid = { ...scale.grid, color: colour("line") };
    }
    chart.update("none");
  }

  function range(digits) {
    if (digits === 0) {
      return "0";
    }
    const from = 10 ** (digits - 1);
    return digits === 1 ? "1–9" : number.format(from) + "–" + number.format(from * 10);
  }

  /* The types with the most keys have a colour each, all others share one. */
  function sizes(table) {
    const known = table.types.map((type) => type.name);
    const ordered = [...table.sizes].sort((a, b) => known.indexOf(a.name) - known.indexOf(b.name));
    const places = Math.max(0, ...ordered.map((one) => one.keys_by_digits.length));
    const labels = Array.from({ length: places }, (_, digits) => range(digits));
    const own = ordered.length > 8 ? 7 : 8;
    const series = ordered.slice(0, own).map((one, i) => ({
      label: brief(one.name),
      values: one.keys_by_digits,
      colour: "series-" + (i + 1),
    }));
    if (ordered.length > own) {
      series.push({
        label: "other types",
        values: labels.map((_, i) =>
          ordered.slice(own).reduce((sum, one) => sum + one.keys_by_digits[i], 0)),
        colour: "series-8",
      });
    }
    return [labels, series];
  }

  function drawTable(table, index) {
    const one = (label, values, name = "series-1") => [{ label, values, colour: name }];
    const bars = (id, list, label, value, name) => {
      const first = list.slice(0, 12);
      draw(id + "-" + index, first.map((each) => brief(each.name)),
        one(label, first.map(value), name), { across: true });
    };
    bars("types", table.types, "keys", (type) => type.keys);
    bars("families", table.families, "keys", (family) => family.keys);
    draw("sizes-" + index, ...sizes(table), { stacked: true });
    draw("expires-" + index, table.expires.map((each) => each.words),
      one("keys", table.expires.map((each) => each.keys)), { across: true });
    if (table.growth) {
      bars("growth", table.growth, "keys more", (family) => family.now - family.before, "series-2");
    } else {
      bars("growth", table.written_lately, "rows", (family) => family.rows, "series-2");
    }
  }

  function drawSyncs(syncs) {
    const labels = syncs.map((sync) => sync.started_at.slice(5, 16).replace("T", " "));
    const of = (label, value, name) => ({ label, values: syncs.map(value), colour: name });
    const perSecond = (value) => (sync) =>
      sync.duration_ms > 0 ? Math.round((value(sync) * 1e4) / sync.duration_ms) / 10 : 0;
    draw("changes", labels, [
      of("inserted", (sync) => sync.inserted, "series-2"),
      of("updated", (sync) => sync.updated, "series-1"),
      of("deleted", (sync) => sync.deleted, "series-4"),
    ], { stacked: true });
    draw("failures", labels, [of("keys", (sync) => sync.errors, "bad")]);
    draw("keys-per-second", labels,
      [of("keys a second", perSecond((sync) => sync.scanned), "series-1")], { type: "line" });
    draw("bytes-per-second", labels,
      [of("MB a second", perSecond((sync) => sync.bytes_read / 1e6), "series-5")],
      { type: "line" });
  }

  function sort(header) {
    const row = header.parentElement;
    const body = header.closest("table").tBodies[0];
    const column = [...row.children].indexOf(header);
    const numeric = header.classList.contains("n");
    const before = header.getAttribute("aria-sort");
    const falling = before ? before === "ascending" : numeric;
    const value = (line) => {
      const cell = line.children[column];
      return numeric ? Number(cell.dataset.v ?? -1) : cell.textContent;
    };
    const rows = [...body.rows].sort((a, b) =>
      numeric ? value(a) - value(b) : value(a).localeCompare(value(b), "en", { numeric: true }));
    for (const each of row.children) {
      each.removeAttribute("aria-sort");
    }
    header.setAttribute("aria-sort", falling ? "descending" : "ascending");
    body.append(...(falling ? rows.reverse() : rows));
  }

  function repaint(printing) {
    document.documentElement.classList.toggle("printing", printing);
    for (const chart of charts) {
      paint(chart);
      chart.resize();
    }
  }

  report.tables.forEach(drawTable);
  drawSyncs(report.syncs);
  for (const header of document.querySelectorAll("th")) {
    header.firstElementChild.addEventListener("click", () => sort(header));
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => repaint(false));
  addEventListener("beforeprint", () => repaint(true));
  addEventListener("afterprint", () => repaint(false));
})();
