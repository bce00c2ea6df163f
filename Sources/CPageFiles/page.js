// Filters, zoom and copying. The page says everything without it.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  document.documentElement.classList.add("scripted");

  // Filters of the findings.
  const search = one("#search");
  const boxes = all("#filters input[type=checkbox]");
  const live = one("#shown");
  function filter() {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const rule of all(".rule")) {
      const isWanted = wanted.has(rule.dataset.severity);
      const title = rule.querySelector("summary").textContent.toLowerCase();
      let some = false;
      for (const finding of all(".finding", rule)) {
        const text = title + " " + finding.textContent.toLowerCase();
        const matches = isWanted && words.every((word) => text.includes(word));
        finding.hidden = !matches;
        if (matches) { some = true; shown += 1; }
      }
      rule.hidden = !some;
      if (some && words.length) rule.open = true;
    }
    live.textContent = `${shown} listed findings match`;
  }
  if (search) {
    search.addEventListener("input", filter);
    boxes.forEach((box) => box.addEventListener("change", filter));
    all("[data-find]").forEach((link) => link.addEventListener("click", () => {
      search.value = link.dataset.find;
      filter();
    }));
  }

  // Search among datasets.
  const names = one("#names");
  if (names) names.addEventListener("input", () => {
    const words = names.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const dataset of all(".dataset")) {
      const text = dataset.querySelector(".head").textContent.toLowerCase();
      dataset.hidden = !words.every((word) => text.includes(word));
      if (!dataset.hidden) found += 1;
    }
    // Groups without a match go; after the search they are as they were.
    for (const group of all("details.group")) {
      group.dataset.open ??= group.open ? "1" : "";
      const some = Boolean(group.querySelector(".dataset:not([hidden])"));
      group.hidden = words.length > 0 && !some;
      group.open = words.length ? some : Boolean(group.dataset.open);
      if (!words.length) delete group.dataset.open;
    }
    const count = `${found} ${found === 1 ? "dataset" : "datasets"} found`;
    one("#found").textContent = words.length ? (found ? count : "No dataset found") : "";
  });

  // Zoom of the time axis to a year.
  const zoom = one("#zoom");
  if (zoom) zoom.addEventListener("change", () => {
    const [from, to] = zoom.value.split(" ").map(Number);
    const [first, last] = zoom.dataset.all.split(" ").map(Number);
    const scale = (day) => (day - from) * 100 / (to - from) + "%";
    for (const part of all("#coverage svg [data-d]")) {
      const [start, end] = part.dataset.d.split(" ").map(Number);
      part.setAttribute(part.tagName === "line" ? "x1" : "x", scale(Math.min(Math.max(start, from), to)));
      if (part.tagName === "line") part.setAttribute("x2", scale(Math.min(Math.max(end ?? start, from), to)));
      else if (end !== undefined) {
        const width = Math.max(0, Math.min(end, to) - Math.max(start, from));
        part.setAttribute("width", width * 100 / (to - from) + "%");
      }
      const isOutside = (end ?? start) < from || start > to;
      part.setAttribute("visibility", isOutside ? "hidden" : "visible");
    }
    for (const path of all("#coverage svg svg")) {
      path.setAttribute("viewBox", `${from - first} 0 ${to - from} ${path.viewBox.baseVal.height}`);
    }
    all("#coverage .months").forEach((months) => { months.setAttribute("visibility", to - from < last - first ? "visible" : "hidden"); });
  });

  // Copy a place.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const text = button.parentElement.querySelector("code").textContent;
    const done = () => { button.textContent = "copied"; };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, () => {});
  });

  // A link to a dataset or rule opens the groups around it.
  function open() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let place = target; place; place = place.parentElement) {
      if (place.tagName === "DETAILS") place.open = true;
    }
    if (target) target.scrollIntoView();
  }
  addEventListener("hashchange", open);
  if (location.hash) open();

  // On paper everything is open.
  addEventListener("beforeprint", () => all("details").forEach((details) => { details.open = true; }));
})();
