// Filters a report as a user would, and leaves in the page what it saw.
(async function () {
  const errors = [];
  addEventListener("error", (event) => errors.push(event.message));
  const pause = () => new Promise((done) => setTimeout(done, 150));
  const form = document.getElementById("filters");
  const drawn = (css) => Array.from(document.querySelectorAll(css)).filter((n) => getComputedStyle(n).display !== "none");
  const state = () => ({
    hash: location.hash,
    matching: document.getElementById("matching").textContent,
    listed: document.querySelectorAll("#list tbody tr").length,
    place: document.getElementById("place").textContent,
    bars: drawn(".timeline .bar").length,
    faded: drawn(".timeline .bar.faded").length,
    fadedRows: drawn("tr.faded").length,
    anomalies: drawn(".anomaly").length,
  });
  async function ask(field, value) {
    form.elements[field].value = value;
    form.elements[field].dispatchEvent(new Event("input", { bubbles: true }));
    await pause();
    return state();
  }
  const said = { isShown: !form.hidden && !document.getElementById("list").hidden };
  said.first = state();
  said.labelled = Array.from(form.querySelectorAll("input, select")).every((node) => node.labels.length === 1);
  said.node = await ask("node", "n2");
  said.both = await ask("function", "read");
  await ask("function", "");
  await ask("node", "");
  said.processes = await ask("process", "0, 1");
  await ask("process", "");
  said.key = await ask("key", "nobody's");
  form.querySelector("button").click();
  await pause();
  said.reset = state();
  location.hash = "#outcomes&outcome=fail";
  await pause();
  said.recalled = { asked: form.elements.outcome.value, ...state() };
  location.hash = "#faults";
  await pause();
  said.kept = state();
  form.reset();
  await pause();
  const chart = document.getElementById("timeline");
  for (let i = 0; i < 4; i++) chart.dispatchEvent(new KeyboardEvent("keydown", { key: "+", bubbles: true }));
  await pause();
  said.zoomed = state();
  chart.dispatchEvent(new KeyboardEvent("keydown", { key: "0", bubbles: true }));
  await pause();
  said.whole = state();
  const begun = performance.now();
  form.elements.outcome.value = "ok";
  filters.apply();
  said.millis = performance.now() - begun;
  said.errors = errors;
  const out = document.createElement("pre");
  out.id = "said";
  out.textContent = JSON.stringify(said);
  document.body.append(out);
})();
