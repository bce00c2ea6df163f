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
  // The file or the dataset of a link that was followed, its name and its number of findings.
  let only;
  const isOf = (finding) => {
    if (!only) return true;
    if (only.isDataset) return finding.querySelector(".of")?.textContent === only.name;
    const place = finding.querySelector("code").textContent;
    return place === only.name || place.startsWith(only.name + ":");
  };
  function filter() {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = only ? [] : search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let listed = 0;
    let own = 0;
    for (const rule of all(".rule")) {
      const isWanted = wanted.has(rule.dataset.severity);
      const title = rule.querySelector("summary").textContent.toLowerCase();
      let some = false;
      for (const finding of all(".finding", rule)) {
        const text = title + " " + finding.textContent.toLowerCase();
        const matches = isWanted && isOf(finding) && words.every((word) => text.includes(word));
        finding.hidden = !matches;
        const count = Number(finding.dataset.times ?? 1);
        listed += count;
        if (isOf(finding)) own += count;
        if (matches) { some = true; shown += count; }
      }
      rule.hidden = !some;
      if (some && (only || words.length)) rule.open = true;
    }
    const more = only && own < Number(only.total.replaceAll(",", "")) ? "; the report as JSON lists more" : "";
    live.textContent = only
      ? `${shown} of the ${only.total} findings in ${only.name} are listed and match` + more
      : `${shown} of ${listed} listed findings match; there are ${live.dataset.total}`;
  }
  if (search) {
    search.addEventListener("input", () => {
      only = undefined;
      filter();
    });
    boxes.forEach((box) => box.addEventListener("change", filter));
    all("[data-find], [data-of]").forEach((link) => link.addEventListener("click", () => {
      const isDataset = "of" in link.dataset;
      const name = isDataset ? link.closest(".head").querySelector(".name").textContent : link.textContent;
      only = { name, isDataset, total: isDataset ? link.dataset.of : link.dataset.find };
      search.value = name;
      filter();
      // The page is shorter now, so the jump of the link may lead past the section.
      requestAnimationFrame(() => one("#findings").scrollIntoView());
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
      const isOutside = (end ?? start) < from || start > to || (part.tagName === "text" && start === to);
      part.setAttribute("visibility", isOutside ? "hidden" : "visible");
    }
    for (const path of all("#coverage svg svg")) {
      path.setAttribute("viewBox", `${from - first} 0 ${to - from} ${path.viewBox.baseVal.height}`);
    }
    all("#axis .month, #grid .month").forEach((month) => month.remove());
    if (to - from < last - first) showMonths(from, scale);
  });

  // Names and lines of the months of a year; the name of the year is at the first.
  function showMonths(from, scale) {
    const year = new Date(from * 864e5).getUTCFullYear();
    const add = (place, tag, attributes) => {
      const part = document.createElementNS(one(place).namespaceURI, tag);
      for (const name in attributes) part.setAttribute(name, attributes[name]);
      one(place).append(part);
      return part;
    };
    for (let month = 1; month <= 12; month += 1) {
      const x = scale(Date.UTC(year, month - 1) / 864e5);
      const name = String(month).padStart(2, "0");
      add("#axis", "text", { class: month % 2 ? "month" : "month second", x, y: 14 })
        .textContent = month === 1 ? `${year}-01` : name;
      if (month > 1) add("#grid", "line", { class: "month grid", x1: x, x2: x, y2: 34 });
    }
    all("#axis text:not(.month)").forEach((name) => name.setAttribute("visibility", "hidden"));
  }

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
    let name = location.hash.slice(1);
    // A link with a broken escape is taken as it is.
    try { name = decodeURIComponent(name); } catch { /* See above. */ }
    const target = document.getElementById(name);
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
