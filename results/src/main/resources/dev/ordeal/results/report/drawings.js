// Makes the drawings of operations over time something to work in. Without it they show the same, at one scale.
(function () {
  const NS = "http://www.w3.org/2000/svg";
  const tip = document.body.appendChild(document.createElement("div"));
  tip.className = "tip";
  tip.hidden = true;

  document.querySelectorAll("svg.timeline").forEach((svg) => {
    const box = svg.closest(".drawing");
    const card = svg.closest(".anomaly");
    const left = +svg.dataset.left, right = +svg.dataset.right;
    const first = +svg.dataset.from, last = +svg.dataset.to;
    let from = first, to = last;
    box.classList.add("live");
    box.nextElementSibling.hidden = false;

    const timed = Array.from(svg.querySelectorAll("[data-from]"), (node) => ({
      node, from: +node.dataset.from, to: node.dataset.to === undefined ? Infinity : +node.dataset.to,
      least: node.classList.contains("bar") ? 3 : 1, isText: node.tagName === "text",
    }));
    const bars = new Map(timed.filter((t) => t.node.dataset.op).map((t) => [t.node.dataset.op, t]));
    const labels = Array.from(svg.querySelectorAll("text.label"), (node) => ({
      node, bar: bars.get(node.dataset.op), width: node.getComputedTextLength(),
    }));
    const axis = svg.querySelector(".axis");
    const bottom = axis && axis.firstElementChild ? +axis.firstElementChild.getAttribute("y2") : 0;

    const x = (time) => left + ((Math.min(Math.max(time, from), to) - from) * (right - left)) / (to - from);
    const time = (event) => {
      const at = svg.getBoundingClientRect();
      const pixel = ((event.clientX - at.left) * svg.viewBox.baseVal.width) / at.width;
      return from + ((Math.min(Math.max(pixel, left), right) - left) * (to - from)) / (right - left);
    };

    function ticks() {
      if (!axis) return;
      axis.replaceChildren();
      let step = 1e-9;
      for (let power = 1e-9, i = 0; (to - from) / step > 8; i++) {
        step = power * [2, 5, 10][i % 3];
        if (i % 3 === 2) power *= 10;
      }
      const digits = Math.min(9, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
      for (let n = Math.ceil(from / step); n * step <= to; n++) {
        const at = x(n * step).toFixed(1);
        const line = axis.appendChild(document.createElementNS(NS, "line"));
        line.setAttribute("x1", at);
        line.setAttribute("x2", at);
        line.setAttribute("y1", 0);
        line.setAttribute("y2", bottom);
        const text = axis.appendChild(document.createElementNS(NS, "text"));
        text.setAttribute("x", at);
        text.setAttribute("y", bottom + 14);
        text.setAttribute("text-anchor", "middle");
        text.textContent = (n * step).toFixed(digits) + " s";
      }
    }

    function show(a, b) {
      const span = Math.min(last - first, Math.max(b - a, 1e-6));
      from = Math.max(first, Math.min(a, last - span));
      to = from + span;
      for (const t of timed) {
        const gone = t.to < from || t.from > to;
        t.node.style.display = gone ? "none" : "";
        t.node.setAttribute("x", x(t.from) + (t.isText ? 3 : 0));
        if (!t.isText) t.node.setAttribute("width", Math.max(t.least, x(t.to) - x(t.from)));
      }
      for (const label of labels) {
        label.node.style.display = label.bar.node.style.display;
        const at = x(label.bar.from);
        const fits = x(label.bar.to) - at > label.width + 6;
        label.node.setAttribute("x", fits ? at + 3 : Math.min(at, right - label.width));
      }
      ticks();
    }

    // Drag to zoom, with shift to move.
    let start = null;
    let selection = null;
    svg.addEventListener("pointerdown", (event) => {
      if (event.button === 0) start = { time: time(event), x: event.clientX, from, to, moves: event.shiftKey };
    });
    svg.addEventListener("pointermove", (event) => {
      hint(event);
      if (!start || Math.abs(event.clientX - start.x) < 4) return;
      tip.hidden = true;
      if (start.moves) {
        const shift = ((start.x - event.clientX) * (start.to - start.from)) / (svg.getBoundingClientRect().width || 1);
        show(start.from + shift, start.to + shift);
        return;
      }
      selection = selection || svg.appendChild(document.createElementNS(NS, "rect"));
      selection.setAttribute("class", "selection");
      const now = time(event);
      const a = x(Math.min(start.time, now)), b = x(Math.max(start.time, now));
      selection.setAttribute("x", a);
      selection.setAttribute("width", b - a);
      selection.setAttribute("y", 0);
      selection.setAttribute("height", bottom || svg.viewBox.baseVal.height);
    });
    addEventListener("pointerup", (event) => {
      if (start && selection) {
        const now = time(event);
        selection.remove();
        if (now !== start.time) show(Math.min(start.time, now), Math.max(start.time, now));
      } else if (start && !start.moves && event.target.closest) {
        const bar = event.target.closest(".bar");
        if (bar && svg.contains(bar)) find(bar.dataset.op, false);
      }
      start = selection = null;
    });
    svg.addEventListener("dblclick", () => show(first, last));
    svg.addEventListener("pointerleave", () => (tip.hidden = true));
    box.addEventListener("keydown", (event) => {
      const span = to - from;
      const middle = (from + to) / 2;
      const keys = {
        "+": () => show(middle - span / 4, middle + span / 4),
        "-": () => show(middle - span, middle + span),
        "0": () => show(first, last),
        ArrowLeft: () => show(from - span / 4, to - span / 4),
        ArrowRight: () => show(from + span / 4, to + span / 4),
      };
      if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        keys[event.key]();
      }
    });

    // What a bar says, beside the pointer; the text stays what screen readers read.
    svg.querySelectorAll(".bar, rect.band").forEach((node) => {
      const title = node.querySelector("title");
      node.setAttribute("aria-label", title.textContent);
      node.setAttribute("role", "img");
      title.remove();
    });
    function hint(event) {
      const at = event.target.closest(".bar, rect.band");
      tip.hidden = !at;
      if (!at) return;
      tip.textContent = at.getAttribute("aria-label");
      const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
      tip.style.left = Math.max(0, Math.min(event.pageX + 14, scrollX + room)) + "px";
      tip.style.top = event.pageY + 16 + "px";
    }

    // From a row of the table to its bar, and back.
    function find(op, isRow) {
      card.querySelectorAll(".found").forEach((node) => node.classList.remove("found"));
      const bar = bars.get(op);
      const row = card.querySelector(`tr[data-op="${op}"]`);
      if (bar) {
        if (bar.to < from || bar.from > to) show(first, last);
        bar.node.classList.add("found");
      }
      if (row) row.classList.add("found");
      const goal = isRow ? box : row;
      if (goal) goal.scrollIntoView({ block: "nearest" });
    }
    card.querySelectorAll("tr[data-op]").forEach((row) => {
      row.tabIndex = 0;
      row.addEventListener("click", () => find(row.dataset.op, true));
      row.addEventListener("keydown", (event) => {
        if (event.key === "Enter") find(row.dataset.op, true);
      });
    });
  });
})();
