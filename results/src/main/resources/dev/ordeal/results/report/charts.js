// Draws the charts from the data in the page. Without it the tables above say the same.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  const axis = { stroke: colour("soft"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") } };
  const bands = {
    hooks: {
      drawClear: (u) => {
        const ctx = u.ctx;
        ctx.save();
        ctx.fillStyle = colour("band");
        ctx.globalAlpha = 0.22;
        for (const fault of data.faults) {
          const left = u.valToPos(Math.max(fault.start, u.scales.x.min), "x", true);
          const right = u.valToPos(Math.min(fault.end, u.scales.x.max), "x", true);
          if (right > left) ctx.fillRect(left, u.bbox.top, right - left, u.bbox.height);
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
  const kinds = ["ok", "fail", "info"];
  const points = (kind) => ({
    label: kind, stroke: colour(kind), paths: () => null, value: shown,
    points: { show: true, size: kind === "ok" ? 3 : 5, fill: colour(kind), space: 0 },
  });
  const lines = (kind) => ({ label: kind + "/s", value: shown, stroke: colour(kind), width: 2, points: { show: false } });
  const width = () => Math.min(1130, document.body.clientWidth - 48);
  const charts = [];
  function chart(id, series, values, height, log) {
    const node = document.getElementById(id);
    charts.push(new uPlot({
      width: width(), height: height, plugins: [bands, idle], series: [{ label: "s", value: shown }].concat(series),
      scales: { x: { time: false }, y: log ? { distr: 3 } : { range: (u, a, b) => [Math.min(0, a * 1.1), b * 1.1 || 1] } },
      axes: [Object.assign({ label: "seconds" }, axis), Object.assign({ size: 70 }, axis)],
      cursor: { drag: { x: true, y: false } },
    }, values, node));
  }
  chart("latency", kinds.map(points), [data.latency.time].concat(kinds.map((k) => data.latency[k])), 300, true);
  chart("rate", kinds.map(lines), [data.rate.time].concat(kinds.map((k) => data.rate[k])), 220, false);
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
