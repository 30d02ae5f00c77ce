// Which operations are shown, everywhere in the page. Without it all are.
const filters = (function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = data.operations, names = data.names;
  const outcomes = ["ok", "fail", "info"];
  const fields = ["process", "node", "key", "function", "outcome"];
  const form = document.getElementById("filters");
  const ROWS = 100;
  const listeners = [];
  // The part of the history that the charts show.
  let begin = -Infinity, end = Infinity;
  let page = 0;
  let shown = [];

  const touches = (keys, key) => (Array.isArray(keys) ? keys.includes(key) : keys === key);

  // What the controls ask for, as a question to one operation of some columns.
  function question() {
    const asked = fields.filter((field) => form.elements[field].value.trim() !== "").map((field) => {
      const value = form.elements[field].value.trim();
      if (field === "process") {
        const processes = new Set(value.split(/[\s,]+/).map(Number));
        return (columns, i) => processes.has(columns.process[i]);
      }
      if (field === "outcome") return (columns, i) => outcomes[columns.outcome[i]] === value;
      const number = names[field].indexOf(value);
      if (field === "key") return (columns, i) => touches(columns.key[i], number);
      return (columns, i) => columns[field][i] === number;
    });
    return asked.length && ((columns, i) => asked.every((is) => is(columns, i)));
  }

  function mark(matches) {
    const drawn = new Map(data.drawn.index.map((index, i) => [String(index), !matches || matches(data.drawn, i)]));
    let found = 0, cards = 0;
    document.querySelectorAll(".anomaly").forEach((card) => {
      let has = false;
      card.querySelectorAll("[data-op]").forEach((node) => {
        const is = drawn.get(node.dataset.op);
        // What proves the anomaly stays, faded.
        const proves = node.tagName === "TR" || node.classList.contains("proof");
        node.classList.toggle("faded", !is && proves);
        node.classList.toggle("unasked", !is && !proves);
        has = has || (is && proves);
      });
      if (card.querySelector("tr[data-op]")) {
        cards++;
        found += has;
        card.classList.toggle("unasked", !has);
      }
    });
    return [found, cards];
  }

  const count = (n) => n.toLocaleString("en");
  const cell = (row, text, isNumber) => {
    const node = row.insertCell();
    node.textContent = text;
    if (isNumber) node.className = "n";
  };
  const keyText = (keys) => (keys === null ? "" : [].concat(keys).map((key) => names.key[key]).join(", "));

  // The operations that match and lie in what the charts show, some at a time.
  function list() {
    const within = shown.filter((i) => {
      if (all.time[i] === null) return true;
      const over = all.millis[i] === null ? Infinity : all.time[i] + all.millis[i] / 1000;
      return all.time[i] <= end && over >= begin;
    });
    page = Math.max(0, Math.min(page, Math.ceil(within.length / ROWS) - 1));
    const body = document.querySelector("#list tbody");
    body.replaceChildren();
    for (const i of within.slice(page * ROWS, (page + 1) * ROWS)) {
      const row = body.insertRow();
      cell(row, "#" + all.index[i], true);
      cell(row, all.process[i], true);
      cell(row, names.node[all.node[i]]);
      cell(row, names.function[all.function[i]]);
      cell(row, keyText(all.key[i]));
      cell(row, all.said[i]);
      cell(row, outcomes[all.outcome[i]]);
      cell(row, all.time[i] === null ? "–" : all.time[i].toFixed(3), true);
      cell(row, all.time[i] === null ? "–" : all.millis[i] === null ? "never" : all.millis[i].toFixed(1), true);
    }
    const last = Math.min(within.length, (page + 1) * ROWS);
    document.getElementById("place").textContent = within.length
      ? `${count(page * ROWS + 1)} to ${count(last)} of ${count(within.length)}` : "None.";
    document.getElementById("earlier").disabled = page === 0;
    document.getElementById("later").disabled = last === within.length;
  }

  function apply() {
    const matches = question();
    shown = [];
    for (let i = 0; i < all.index.length; i++) if (!matches || matches(all, i)) shown.push(i);
    const [found, cards] = mark(matches);
    document.getElementById("matching").textContent = matches
      ? `${count(shown.length)} of ${count(all.index.length)} operations match` +
        (data.stride > 1 ? ` (the page has one in ${data.stride})` : "") +
        (cards ? `; they are part of ${found} of ${cards} anomalies.` : ".")
      : "";
    page = 0;
    list();
    listeners.forEach((tell) => tell(shown, !!matches));
  }

  // The fragment is where to be in the page, and what is asked for: #operations&node=n1
  const parts = () => location.hash.slice(1).split("&").filter((part) => part !== "");
  const anchor = () => parts().find((part) => !part.includes("=")) || "";
  function remember() {
    const asked = fields.filter((field) => form.elements[field].value.trim() !== "")
      .map((field) => field + "=" + encodeURIComponent(form.elements[field].value.trim()));
    const hash = [anchor()].concat(asked).filter((part) => part !== "").join("&");
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  }
  function recall() {
    const asked = new Map(parts().filter((part) => part.includes("=")).map((part) => {
      const at = part.indexOf("=");
      try {
        return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
      } catch (damaged) {
        return [part.slice(0, at), ""];
      }
    }));
    for (const field of fields) form.elements[field].value = asked.get(field) || "";
  }

  const option = (node, text, name) => {
    const made = node.appendChild(document.createElement("option"));
    made.value = text;
    if (name) made.textContent = name;
  };
  names.node.filter((name) => name !== "").sort().forEach((name) => option(form.elements.node, name, name));
  names.function.slice().sort().forEach((name) => option(form.elements.function, name, name));
  outcomes.forEach((name) => option(form.elements.outcome, name, name));
  names.key.slice(0, 1000).forEach((name) => option(document.getElementById("keys"), name));
  form.hidden = false;
  document.getElementById("list").hidden = false;

  let waiting = 0;
  const changed = () => {
    // Once for all that is typed while a big page is still at it.
    clearTimeout(waiting);
    waiting = setTimeout(() => { remember(); apply(); }, 60);
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed));
  document.getElementById("earlier").addEventListener("click", () => { page--; list(); });
  document.getElementById("later").addEventListener("click", () => { page++; list(); });
  addEventListener("hashchange", () => {
    if (parts().some((part) => part.includes("="))) {
      recall();
      apply();
    } else {
      // A link within the page: what is asked for stays.
      remember();
    }
  });
  recall();
  return {
    outcomes,
    // Tells which operations are shown, by their places, now and whenever that changes.
    tell: (listener) => listeners.push(listener),
    apply: () => {
      apply();
      const place = document.getElementById(anchor());
      if (place && parts().length > 1) place.scrollIntoView();
    },
    zoom: (from, to) => {
      begin = from;
      end = to;
      clearTimeout(waiting);
      waiting = setTimeout(list, 60);
    },
  };
})();
