// Zooms into a drawing that leaves time out, and compares bars with the axis.
(function () {
  const errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  const svg = document.querySelector("svg.timeline");
  const box = svg.closest(".drawing");
  const press = (key) => box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  function state() {
    const bars = Array.from(svg.querySelectorAll(".bar"));
    const seen = bars.filter((bar) => bar.style.display !== "none");
    const ticks = Array.from(svg.querySelectorAll(".axis text"), (text) => ({ x: +text.getAttribute("x"), time: parseFloat(text.textContent) }));
    // Where a bar begins, by the two ticks that are nearest to it in time: on the same side of what is left out.
    const worst = seen.map((bar) => {
      const time = +bar.dataset.from;
      const near = ticks.filter((tick) => Math.abs(tick.time - time) < 5)
        .sort((a, b) => Math.abs(a.time - time) - Math.abs(b.time - time));
      const x = +bar.getAttribute("x");
      if (near.length < 2 || x <= +svg.dataset.left) return 0;
      const [a, b] = near;
      return Math.abs(a.x + ((time - a.time) * (b.x - a.x)) / (b.time - a.time) - x);
    });
    return {
      hidden: bars.length - seen.length, ticks: ticks.length, worst: Math.max(...worst),
      narrowest: Math.min(...seen.map((bar) => +bar.getAttribute("width"))),
    };
  }
  const said = { length: svg.querySelector("text.break").textContent, title: svg.querySelector("rect.break").getAttribute("aria-label") };
  said.first = state();
  press("+");
  for (let i = 0; i < 4; i++) press("ArrowLeft");
  said.near = state();
  for (let i = 0; i < 8; i++) press("ArrowRight");
  said.far = state();
  press("0");
  said.reset = state();
  said.errors = errors;
  const out = document.createElement("pre");
  out.id = "said";
  out.textContent = JSON.stringify(said);
  document.body.append(out);
})();
