// Draws the charts from the data in the page. Without it the tables above say the same.
(function () {
  // A history without times has none.
  if (!document.getElementById("latency")) return;
  const data = JSON.parse(document.getElementById("data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const axis = { stroke: colour("soft"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") } };
  const kinds = ["ok", "fail", "info"];
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
  function chart(id, series, values, height, log, rows) {
    const node = document.getElementById(id);
    charts.push(new uPlot({
      width: width(), height: height, plugins: [bands, idle], series: [{ label: "s", value: shown }].concat(series),
      scales: {
        x: { time: false },
        y: rows ? { range: [-0.5, rows.length - 0.5] }
          : log ? { distr: 3 } : { range: (u, a, b) => [Math.min(0, a * 1.1), b * 1.1 || 1] },
      },
      axes: [
        Object.assign({ label: "seconds" }, axis),
        Object.assign({ size: 70 }, axis, rows && { splits: () => rows.map((name, i) => i), values: () => rows }),
      ],
      cursor: { drag: { x: true, y: false }, sync: { key: "time", scales: ["x", null] } },
    }, values, node));
  }
  chart("latency", kinds.map(points), [data.latency.time].concat(kinds.map((k) => data.latency[k])), 300, true);
  chart("rate", kinds.map(lines), [data.rate.time].concat(kinds.map((k) => data.rate[k])), 220, false);
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
