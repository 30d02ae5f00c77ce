// Works in a report as a user would, and leaves in the page what it saw.
(function () {
  const errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  const svg = document.querySelector("svg.timeline");
  const box = svg.closest(".drawing");
  const bars = Array.from(svg.querySelectorAll(".bar"));
  const first = bars.find((bar) => bar.getAttribute("aria-label").includes("write key 0 1"));
  const width = () => +first.getAttribute("width");
  const before = width();
  const state = () => ({
    wider: width() / before,
    hidden: bars.filter((bar) => bar.style.display === "none").length,
    ticks: svg.querySelectorAll(".axis text").length,
  });
  const at = (share) => {
    const place = svg.getBoundingClientRect();
    const inner = +svg.dataset.left + share * (svg.dataset.right - svg.dataset.left);
    return { clientX: place.left + (inner * place.width) / svg.viewBox.baseVal.width, clientY: place.top + 5 };
  };
  const pointer = (type, target, where) =>
    target.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, ...where }));
  const press = (key) => box.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));

  const said = { bars: bars.length, band: svg.querySelector("rect.band").getAttribute("aria-label") };
  said.helpIsShown = !document.querySelector(".help").hidden;
  pointer("pointerdown", svg, at(0));
  pointer("pointermove", svg, at(0.2));
  pointer("pointermove", svg, at(0.4));
  pointer("pointerup", svg, at(0.4));
  said.zoomed = state();
  svg.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  said.reset = state();
  press("+");
  press("ArrowLeft");
  press("ArrowLeft");
  said.byKeyboard = state();
  press("0");
  pointer("pointermove", first, at(0.1));
  said.tip = document.querySelector(".tip").textContent;
  const row = Array.from(document.querySelectorAll("tr[data-op]")).find((tr) => tr.textContent.includes("read key 0 1"));
  row.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  said.foundByRow = svg.querySelector(".bar.found").getAttribute("aria-label").includes("read key 0 1") ? "read" : "another";
  const place = first.getBoundingClientRect();
  const on = { clientX: place.left + 1, clientY: place.top + 1 };
  pointer("pointerdown", first, on);
  pointer("pointerup", first, on);
  said.foundByBar = document.querySelector("tr.found").textContent;
  said.errors = errors;
  const out = document.createElement("pre");
  out.id = "said";
  out.textContent = JSON.stringify(said);
  document.body.append(out);
})();
