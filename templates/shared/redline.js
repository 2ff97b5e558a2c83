/* What a redline adds where scripts run: from change to change by button or key, and levels to fold away. */
(() => {
  "use strict";
  const script = document.currentScript;
  const words = JSON.parse(script.dataset.words);
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const marked = ".redline-spot, ins[data-redline], del[data-redline], [data-redline=new], [data-redline=old], [data-redline=moved], [data-redline=here], [data-redline=form], [data-redline=picture]";
  /* A change is one place: what stands side by side in it, or in it, counts once. */
  const changes = () => {
    const found = [];
    for (const node of document.querySelectorAll(marked)) {
      if (node.closest(".redline-legend") || !node.getClientRects().length) continue;
      const last = found.at(-1);
      if (last && (last.contains(node) || last.nextSibling === node)) continue;
      found.push(node);
    }
    return found;
  };
  let at = -1;
  let decisions = null;
  const count = make("output", { className: "redline-count" });
  const show = (node) => {
    document.querySelector(".redline-current")?.classList.remove("redline-current");
    if (!node) return;
    node.classList.add("redline-current");
    node.scrollIntoView({ block: "center" });
    if (!node.hasAttribute("tabindex")) node.setAttribute("tabindex", "-1");
    node.focus({ preventScroll: true });
  };
  const tell = (all) => {
    count.textContent = `${at + 1} / ${all.length}${decisions ? decisions.told() : ""}`;
    decisions?.press(current(all));
  };
  const current = (all) => all[at]?.dataset.spot ?? all[at]?.closest("[data-change]")?.dataset.change;
  const go = (step) => {
    const all = changes();
    if (!all.length) return;
    at = Math.min(at, all.length - 1);
    at = (at + step + all.length) % all.length;
    show(all[at]);
    tell(all);
  };

  /* A slider lays the page as it is over the page as it was: from beside it to over all of it. */
  for (const pair of document.querySelectorAll(".redline-pair")) {
    const box = pair.querySelector("div");
    if (box.children.length < 2) continue;
    const slider = make("input", { type: "range", min: 0, max: 100, value: 0 });
    slider.setAttribute("aria-label", pair.querySelector("figcaption").textContent);
    slider.addEventListener("input", () => {
      box.classList.toggle("redline-over", slider.value > 0);
      box.style.setProperty("--cut", `${100 - slider.value}%`);
    });
    pair.insertBefore(slider, box);
  }

  const levels = { text: words.text, structure: words.section, table: words.table, note: words.note, code: words.listing };
  const boxes = Object.entries(levels)
    .filter(([name]) => document.querySelector(`[data-level="${name}"]`))
    .map(([name, label]) => {
      const box = make("input", { type: "checkbox", checked: true });
      box.addEventListener("change", () => {
        document.body.classList.toggle(`redline-without-${name}`, !box.checked);
        at = -1;
        tell(changes());
      });
      return make("label", {}, box, ` ${label}`);
    });
  const button = (label, sign, step) => {
    const node = make("button", { type: "button", textContent: sign });
    node.setAttribute("aria-label", label);
    node.title = label;
    node.addEventListener("click", () => go(step));
    return node;
  };
  const bar = make("nav", { className: "redline-bar" },
    button(words.previous, "↑", -1), count, button(words.next, "↓", 1), ...boxes);
  if (script.dataset.sources) {
    decisions = decide(JSON.parse(script.dataset.sources), words, make, () => current(changes()), () => tell(changes()));
    bar.append(...decisions.buttons);
  }
  bar.setAttribute("aria-label", words.changes);
  document.body.append(bar);
  tell(changes());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (decisions?.key(event.key)) return;
    if (event.key === "n" || event.key === "j") go(1);
    if (event.key === "p" || event.key === "k") go(-1);
  });
})();
