"use strict";
(() => {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const form = document.querySelector("form.filters");
  const cards = all("li.card");
  const files = all("details.file");
  const MANY = 10;

  // ── folding: everything is open until somebody can open it again ──────────────────────────────

  const open = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  };
  const foldable = all("details.rule").concat(files.length > MANY ? files : []);
  foldable.forEach((each) => { each.open = false; });

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    open(target);
    target.scrollIntoView({ block: target.classList.contains("file") ? "start" : "center" });
    if (target.matches("li.card, a.ref")) show(target);
  };
  window.addEventListener("hashchange", reveal);

  const printing = window.matchMedia("print");
  let folded = [];
  printing.addEventListener("change", () => {
    if (printing.matches) {
      folded = all("details:not([open]):not(.clean)");
      folded.forEach((each) => { each.open = true; });
    } else {
      folded.forEach((each) => { each.open = false; });
    }
  });

  // ── the problem that is looked at, and its cells ──────────────────────────────────────────────

  const refs = new Map();
  all("a.ref").forEach((ref) => {
    const id = ref.dataset.problem;
    refs.set(id, (refs.get(id) || []).concat(ref));
  });
  const cellsOf = (card) => (refs.get(card.id.slice(1)) || []).map((ref) => ref.parentElement);
  const light = (card) => {
    all(".current").forEach((each) => each.classList.remove("current"));
    if (!card) return;
    [card, ...cellsOf(card)].forEach((each) => each.classList.add("current"));
  };
  const show = (target) => {
    target.focus({ preventScroll: true });
    light(target.matches("a.ref") ? document.getElementById("p" + target.dataset.problem) : target);
  };
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest("li.card");
    const ref = event.target.closest("a.ref");
    if (card) light(card);
    else if (ref) light(document.getElementById("p" + ref.dataset.problem));
  });

  if (!form) { reveal(); return; }

  // ── filters ───────────────────────────────────────────────────────────────────────────────────

  const status = form.querySelector("[role=status]");
  const chosen = (name) => new Set(all(`input[name=${name}]:checked`, form).map((input) => input.value));
  const texts = new Map(cards.map((card) => {
    const file = card.closest("details.file");
    const heading = file ? file.querySelector("summary").textContent : "";
    return [card, (heading + " " + card.textContent).toLowerCase()];
  }));

  const filter = () => {
    const severities = chosen("severity");
    const families = chosen("family");
    const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    cards.forEach((card) => {
      const text = texts.get(card);
      card.hidden = !(severities.has(card.dataset.severity)
        && card.dataset.families.split(" ").some((family) => families.has(family))
        && words.every((word) => text.includes(word)));
      (refs.get(card.id.slice(1)) || []).forEach((ref) => { ref.hidden = card.hidden; });
    });
    all(".marked").forEach((cell) => {
      cell.classList.toggle("quiet", all("a.ref:not([hidden])", cell).length === 0);
    });
    const shown = cards.filter((card) => !card.hidden).length;
    const filtered = shown < cards.length;
    all("section.sheet, section.text, section.own, details.file").forEach((part) => {
      part.hidden = filtered && !part.querySelector("li.card:not([hidden])");
    });
    all("tr[data-file]").forEach((row) => { row.hidden = document.getElementById(row.dataset.file).hidden; });
    const message = filtered ? status.dataset.some : status.dataset.all;
    status.textContent = message.replace("{shown}", shown).replace("{all}", cards.length);
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  // ── moving from problem to problem ────────────────────────────────────────────────────────────

  const move = (step) => {
    const shown = cards.filter((card) => !card.hidden);
    if (!shown.length) return;
    const current = document.querySelector("li.card.current");
    const at = shown.indexOf(current);
    const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : (at + step + shown.length) % shown.length];
    open(next);
    next.scrollIntoView({ block: "center" });
    show(next);
  };
  form.elements.next.addEventListener("click", () => move(1));
  form.elements.previous.addEventListener("click", () => move(-1));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], select, textarea");
    if (!form.elements.keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, n: 1, k: -1, p: -1 }[event.key];
    if (step) {
      event.preventDefault();
      move(step);
    }
  });

  form.hidden = false;
  filter();
  reveal();
})();
