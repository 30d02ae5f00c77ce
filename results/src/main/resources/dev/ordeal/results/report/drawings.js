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
    // Instants, and where they are in the whole drawing: where time is left out, a minute may be as wide as a millisecond
    // elsewhere. What is zoomed and moved is places in the whole drawing.
    const numbers = svg.dataset.knots.split(" ").map(Number);
    const knots = [];
    for (let i = 0; i < numbers.length; i += 2) knots.push({ time: numbers[i], place: numbers[i + 1] });
    const parts = [];
    for (let i = 0; i < knots.length; i += 2) parts.push([knots[i], knots[i + 1]]);
    const first = left, last = right;
    let from = first, to = last;
    // Pixels a second, the same in all parts.
    const wide = parts.map(([a, b]) => (b.place - a.place) / (b.time - a.time)).find((n) => n > 0 && isFinite(n)) || 1;
    function place(time) {
      if (time <= knots[0].time) return left;
      for (let i = 1; i < knots.length; i++) {
        const a = knots[i - 1], b = knots[i];
        if (time <= b.time) return a.place + ((time - a.time) * (b.place - a.place)) / (b.time - a.time || 1);
      }
      return right;
    }
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

    const onScreen = (at) => left + ((Math.min(Math.max(at, from), to) - from) * (right - left)) / (to - from);
    const x = (time) => onScreen(place(time));
    const pointed = (event) => {
      const at = svg.getBoundingClientRect();
      const pixel = ((event.clientX - at.left) * svg.viewBox.baseVal.width) / at.width;
      return from + ((Math.min(Math.max(pixel, left), right) - left) * (to - from)) / (right - left);
    };

    function tick(time, digits) {
      const at = x(time).toFixed(1);
      const line = axis.appendChild(document.createElementNS(NS, "line"));
      line.setAttribute("x1", at);
      line.setAttribute("x2", at);
      line.setAttribute("y1", 0);
      line.setAttribute("y2", bottom);
      const text = axis.appendChild(document.createElementNS(NS, "text"));
      text.setAttribute("x", at);
      text.setAttribute("y", bottom + 14);
      text.setAttribute("text-anchor", "middle");
      text.textContent = time.toFixed(digits) + " s";
    }
    function ticks() {
      if (!axis) return;
      axis.replaceChildren();
      // What is to be seen of each part, in seconds.
      const seen = parts.map(([a, b]) => {
        const begin = Math.max(from, a.place), end = Math.min(to, b.place);
        return [a.time + (begin - a.place) / wide, a.time + (end - a.place) / wide];
      }).filter(([a, b]) => b > a);
      const all = seen.reduce((sum, [a, b]) => sum + b - a, 0);
      for (const [a, b] of seen) {
        // Few, but one in each part if a round instant is in it.
        let step = 1e-9;
        for (let power = 1e-9, i = 0; all / step > 8; i++) {
          const next = power * [2, 5, 10][i % 3];
          if (Math.ceil(a / next) * next > b) break;
          step = next;
          if (i % 3 === 2) power *= 10;
        }
        const digits = Math.min(9, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
        for (let n = Math.ceil(a / step); n * step <= b; n++) tick(n * step, digits);
      }
    }

    const isGone = (t) => place(t.to) < from || place(t.from) > to;
    function show(a, b) {
      const span = Math.min(last - first, Math.max(b - a, 1e-6 * wide));
      from = Math.max(first, Math.min(a, last - span));
      to = from + span;
      for (const t of timed) {
        const gone = isGone(t);
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
      if (event.button === 0) start = { at: pointed(event), x: event.clientX, from, to, moves: event.shiftKey };
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
      const now = pointed(event);
      const a = onScreen(Math.min(start.at, now)), b = onScreen(Math.max(start.at, now));
      selection.setAttribute("x", a);
      selection.setAttribute("width", b - a);
      selection.setAttribute("y", 0);
      selection.setAttribute("height", bottom || svg.viewBox.baseVal.height);
    });
    addEventListener("pointerup", (event) => {
      if (start && selection) {
        const now = pointed(event);
        selection.remove();
        if (now !== start.at) show(Math.min(start.at, now), Math.max(start.at, now));
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
    svg.querySelectorAll(".bar, rect.band, rect.break").forEach((node) => {
      const title = node.querySelector("title");
      node.setAttribute("aria-label", title.textContent);
      node.setAttribute("role", "img");
      title.remove();
    });
    function hint(event) {
      const at = event.target.closest(".bar, rect.band, rect.break");
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
        if (isGone(bar)) show(first, last);
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
