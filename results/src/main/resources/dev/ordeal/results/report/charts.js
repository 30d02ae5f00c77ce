// Draws the charts from the data in the page. Without it the tables above say the same.
(function () {
  // A history without times has none.
  if (!document.getElementById("latency")) return;
  const data = JSON.parse(document.getElementById("data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const axis = { stroke: colour("soft"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") } };
  const kinds = filters.outcomes;
  const all = data.operations;
  const faultKinds = [...new Set(data.faults.map((fault) => fault.kind))].sort();
  const kindColour = (kind) => `hsl(${Math.round((faultKinds.indexOf(kind) * 360) / faultKinds.length + 210)} 35% 50%)`;
  // What held in the time that a chart shows, and from where to where in pixels.
  const shownFaults = (u) =>
    data.faults
      .map((fault) => [
        fault,
        u.valToPos(Math.max(fault.start, u.scales.x.min), "x", true),
        u.valToPos(Math.min(fault.end, u.scales.x.max), "x", true),
      ])
      .filter(([fault, left, right]) => right > left);
  const bands = {
    hooks: {
      drawClear: (u) => {
        const ctx = u.ctx;
        ctx.save();
        ctx.globalAlpha = 0.16;
        for (const [fault, left, right] of shownFaults(u)) {
          ctx.fillStyle = kindColour(fault.kind);
          ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
        }
        ctx.restore();
      },
      // Their names, each in the first of three rows where it stands on no other's.
      draw: (u) => {
        const ctx = u.ctx;
        ctx.save();
        ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
        ctx.textBaseline = "top";
        ctx.textAlign = "left";
        const free = [];
        for (const [fault, left] of shownFaults(u)) {
          const width = ctx.measureText(fault.kind).width + 6;
          const row = [0, 1, 2].find((r) => left >= (free[r] || 0));
          if (row === undefined || left + width > u.bbox.left + u.bbox.width) continue;
          free[row] = left + width;
          const top = u.bbox.top + (1 + 14 * row) * devicePixelRatio;
          ctx.fillStyle = colour("bg");
          ctx.globalAlpha = 0.8;
          ctx.fillRect(left, top, width, 13 * devicePixelRatio);
          ctx.globalAlpha = 1;
          ctx.fillStyle = colour("soft");
          ctx.fillText(fault.kind, left + 3, top + devicePixelRatio);
        }
        ctx.restore();
      },
    },
  };
  // The legend shows values where the pointer is, and else names only.
  const shown = (u, value) => (value == null ? "" : value.toLocaleString(undefined, { maximumFractionDigits: 1 }));
  const idle = { hooks: {
    init: (u) => u.root.classList.add("idle"),
    setCursor: (u) => u.root.classList.toggle("idle", u.cursor.idx == null),
  } };
  const points = (kind) => ({
    label: kind, stroke: colour(kind), paths: () => null, value: shown,
    points: { show: true, size: kind === "ok" ? 3 : 5, fill: colour(kind), space: 0 },
  });
  const lines = (kind) => ({ label: kind + "/s", value: shown, stroke: colour(kind), width: 2, points: { show: false } });
  const width = () => Math.min(1130, document.body.clientWidth - 48);
  const charts = [];
  // As many rows as there is room for have their names.
  const named = (rows) => {
    const step = Math.ceil(rows.length / 30);
    return rows.map((name, i) => i).filter((i) => i % step === 0);
  };
  // What is zoomed in one chart is shown in all.
  let full = [Infinity, -Infinity];
  const rateTime = data.rate.time.map((second) => second + data.origin);
  for (const time of [all.time, rateTime, data.leaders.time, data.offsets.time]) {
    for (const t of time) full = [Math.min(full[0], t), Math.max(full[1], t)];
  }
  all.time.forEach((t, i) => (full[1] = Math.max(full[1], t + (all.millis[i] || 0) / 1000)));
  let range = full;
  function zoom(from, to) {
    const span = Math.min(full[1] - full[0], Math.max(to - from, 1e-6));
    const min = Math.max(full[0], Math.min(from, full[1] - span));
    range = [min, min + span];
    charts.forEach((c) => c.setScale("x", { min: range[0], max: range[1] }));
    filters.zoom(range[0], range[1]);
  }
  const together = { hooks: { setSelect: (u) => {
    if (u.select.width < 1) return;
    const from = u.posToVal(u.select.left, "x"), to = u.posToVal(u.select.left + u.select.width, "x");
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    zoom(from, to);
  } } };
  function keys(event) {
    const [from, to] = range, span = to - from;
    const does = {
      "+": () => zoom(from + span / 4, to - span / 4),
      "-": () => zoom(from - span / 2, to + span / 2),
      "0": () => zoom(full[0], full[1]),
      ArrowLeft: () => zoom(from - span / 4, to - span / 4),
      ArrowRight: () => zoom(from + span / 4, to + span / 4),
    };
    if (does[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      does[event.key]();
    }
  }
  function chart(id, series, values, height, log, rows, more) {
    const node = document.getElementById(id);
    node.tabIndex = 0;
    node.addEventListener("keydown", keys);
    charts.push(new uPlot({
      width: width(), height: height, plugins: [bands, idle, together].concat(more || []),
      series: [{ label: "s", value: shown }].concat(series),
      scales: {
        x: { time: false, range: () => range },
        y: rows ? { range: () => [-0.5, Math.max(1, rows.length) - 0.5] }
          : log ? { distr: 3 } : { range: (u, a, b) => [Math.min(0, a * 1.1), b * 1.1 || 1] },
      },
      axes: [
        Object.assign({ label: "seconds" }, axis),
        Object.assign({ size: 70 }, axis, rows && { splits: () => named(rows), values: (u, splits) => splits.map((i) => rows[i]) }),
      ],
      cursor: { drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => () => zoom(full[0], full[1]) }, sync: { key: "time", scales: ["x", null] } },
    }, values, node));
  }

  // Every operation, or those that are asked for, from its call to its return.
  let shownNow = all.index.map((index, i) => i);
  const processes = [];
  const rowOf = new Map();
  function rowsOf(shown) {
    const found = new Map();
    for (const i of shown) found.set(all.process[i], all.node[i]);
    const sorted = [...found.keys()].sort((a, b) => a - b).reverse();
    rowOf.clear();
    processes.length = 0;
    sorted.forEach((process, row) => {
      rowOf.set(process, row);
      const node = data.names.node[found.get(process)];
      processes.push(process + (node ? " @ " + node : ""));
    });
  }
  rowsOf(shownNow);
  const timeline = { hooks: { draw: (u) => {
    const ctx = u.ctx;
    const first = u.scales.x.min, last = u.scales.x.max;
    const scale = u.bbox.width / (last - first || 1);
    const thick = Math.max(1, (0.7 * u.bbox.height) / Math.max(1, processes.length));
    ctx.save();
    ctx.beginPath();
    ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    ctx.clip();
    kinds.forEach((kind, outcome) => {
      ctx.fillStyle = colour(kind);
      for (const i of shownNow) {
        if (all.outcome[i] !== outcome) continue;
        const start = all.time[i];
        // What never returned lasts as long as anything.
        const end = all.millis[i] === null ? last : start + all.millis[i] / 1000;
        if (start > last || end < first) continue;
        const left = u.bbox.left + (Math.max(start, first) - first) * scale;
        const wide = Math.max(devicePixelRatio, (Math.min(end, last) - Math.max(start, first)) * scale);
        const middle = u.valToPos(rowOf.get(all.process[i]), "y", true);
        ctx.fillRect(left, middle - thick / 2, wide, thick);
      }
    });
    ctx.restore();
  } } };
  const tall = () => 60 + Math.min(480, Math.max(60, 14 * processes.length));
  const silent = [{ label: "", value: () => "", paths: () => null, points: { show: false } }];
  const column = (shown, pick) => shown.map(pick);
  const rowValues = (shown) => [column(shown, (i) => all.time[i]), column(shown, (i) => rowOf.get(all.process[i]))];
  const latencies = (shown) => [column(shown, (i) => all.time[i])].concat(kinds.map((kind, outcome) =>
    column(shown, (i) => (all.outcome[i] === outcome && all.millis[i] !== null ? Math.max(0.01, all.millis[i]) : null))));
  // Of those that the page has; each stands for as many as it was one of.
  function rates(shown) {
    const counts = kinds.map(() => data.rate.time.map(() => 0));
    for (const i of shown) {
      if (all.millis[i] === null) continue;
      const second = Math.floor(all.time[i] + all.millis[i] / 1000 - data.origin);
      if (second >= 0 && second < data.rate.time.length) counts[all.outcome[i]][second] += data.stride;
    }
    return [rateTime].concat(counts);
  }
  chart("timeline", silent, rowValues(shownNow), tall(), false, processes, timeline);
  chart("latency", kinds.map(points), latencies(shownNow), 300, true);
  chart("rate", kinds.map(lines), [rateTime].concat(kinds.map((k) => data.rate[k])), 220, false);
  let wasAll = true;
  filters.tell((shown, isPart) => {
    if (!isPart && wasAll) return;
    wasAll = !isPart;
    shownNow = shown;
    rowsOf(shown);
    [rowValues(shown), latencies(shown),
      isPart ? rates(shown) : [rateTime].concat(kinds.map((k) => data.rate[k]))]
      .forEach((values, i) => charts[i].setData(values));
    charts[0].setSize({ width: width(), height: tall() });
  });
  const leaders = data.leaders;
  if (leaders.nodes.length) {
    const name = (u, value) => (value == null ? "" : leaders.nodes[value]);
    const leads = leaders.nodes.map((node) => ({
      label: node, value: (u, value) => (value == null ? "" : "leads"), stroke: colour("ok"), width: 8,
      points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }),
    }));
    const ended = leaders.ended.map((row, i) => ({
      label: leaders.nodes[i] + " ended", value: name, stroke: colour("bad"), paths: () => null,
      points: { show: true, size: 10, fill: colour("bad"), space: 0 },
    })).filter((series, i) => leaders.ended[i].some((value) => value !== null));
    chart("leaders", leads.concat(ended),
      [leaders.time].concat(leaders.leads, leaders.ended.filter((row) => row.some((value) => value !== null))),
      90 + 24 * leaders.nodes.length, false, leaders.nodes);
  }
  if (data.offsets.nodes.length) {
    const hue = (i, all) => `hsl(${Math.round((i * 360) / all.length)} 65% 45%)`;
    const steps = (n, i, all) => ({
      label: n.node, value: shown, stroke: hue(i, all), width: 2,
      points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }),
    });
    const readings = (n, i, all) => ({
      label: n.node + " read", value: shown, stroke: hue(i, all), paths: () => null,
      points: { show: true, size: 8, width: 2, fill: colour("bg"), space: 0 },
    });
    const nodes = data.offsets.nodes;
    const read = nodes.filter((n) => n.read.some((millis) => millis !== null));
    chart("offsets", nodes.map(steps).concat(nodes.map(readings).filter((s, i) => read.includes(nodes[i]))),
      [data.offsets.time].concat(nodes.map((n) => n.millis), read.map((n) => n.read)), 180, false);
  }
  addEventListener("resize", () => charts.forEach((c) => c.setSize({ width: width(), height: c.height })));
})();
