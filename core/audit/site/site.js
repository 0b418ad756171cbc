"use strict";
(() => {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const rowsOf = (table) => all("tbody tr", table);

  // ── finding: only the rows that have all the words ────────────────────────────────────────────

  all("form.find").forEach((form) => {
    const rows = rowsOf(document.getElementById(form.dataset.for));
    const status = form.querySelector("[role=status]");
    const find = () => {
      const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row) => {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      });
      const shown = rows.filter((row) => !row.hidden).length;
      const message = shown < rows.length ? status.dataset.some : status.dataset.all;
      status.textContent = message.replace("{shown}", shown).replace("{all}", rows.length);
    };
    form.addEventListener("input", find);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    find();
  });

  // ── sorting: by a column, numbers from the greatest ───────────────────────────────────────────

  const sort = (head) => {
    const table = head.closest("table");
    const column = head.cellIndex;
    const value = (row) => row.cells[column].textContent.trim();
    const rows = rowsOf(table);
    const numeric = rows.every((row) => /^\d*$/.test(value(row)));
    const up = head.getAttribute("aria-sort") === (numeric ? "descending" : "none");
    const compare = numeric ? (a, b) => value(a) - value(b) : (a, b) => value(a).localeCompare(value(b), "zh");
    rows.sort((a, b) => (up ? compare(a, b) : compare(b, a)));
    all("th[aria-sort]", table).forEach((each) => each.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    table.tBodies[0].append(...rows);
  };
  all("th[data-sort]").forEach((head) => {
    head.setAttribute("aria-sort", "none");
    const button = document.createElement("button");
    button.type = "button";
    if (head.querySelector("a")) {
      button.textContent = "↕";
      button.setAttribute("aria-label", head.textContent.trim() + " ↕");
      head.append(button);
    } else {
      button.append(...head.childNodes);
      head.append(button);
    }
    button.addEventListener("click", () => sort(head));
  });

  // ── folding: what an address or a printer asks for is open ────────────────────────────────────

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  const printing = window.matchMedia("print");
  let folded = [];
  printing.addEventListener("change", () => {
    if (printing.matches) {
      folded = all("details:not([open]):not(.clean)");
    }
    folded.forEach((each) => { each.open = printing.matches; });
  });
  reveal();
})();
