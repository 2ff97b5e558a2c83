/* Decisions in a redline: each change is accepted or rejected, and the Markdown of the old revision is told by a patch what becomes of it. */
const UNSEEN = "unseen", FROM = "<", KEPT = "=", CHANGED = "~";

/* A slice's words when some changes are made; as octavo diff --patch has them. */
const textOf = (slices, isMade) => slices.map(([kind, change, ...rest]) => {
  if (kind === KEPT) return change;
  const made = isMade(change);
  if (kind === CHANGED) return made ? rest[1] : rest[0];
  return made === (kind !== FROM) ? textOf(rest[0], isMade) : "";
}).join("");

const filesOf = (files, isMade, isNew) => {
  const found = new Map();
  for (const [before, after, slices] of files) {
    const text = textOf(slices, isMade);
    const path = isNew ? after || before : before || after;
    if (text || (before && after)) found.set(path, (found.get(path) ?? "") + text);
  }
  return found;
};

const linesOf = (text) => (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n").map((line, n, all) =>
  n < all.length - 1 || text.endsWith("\n") ? `${line}\n` : line).filter((line) => line);

/* The shortest way from some lines to others (Myers): pairs of [sign, line]. */
const way = (a, b) => {
  let start = 0, end = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const one = a.slice(start, a.length - end), other = b.slice(start, b.length - end);
  const signs = (sign, lines) => lines.map((line) => [sign, line]);
  return [...signs(" ", a.slice(0, start)), ...middle(one, other, signs), ...signs(" ", a.slice(a.length - end))];
};
const middle = (a, b, signs) => {
  const whole = [...signs("-", a), ...signs("+", b)], traces = [];
  let best = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, 3000); d++) {
    traces.push(new Map(best));
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (best.get(k - 1) ?? -1) < (best.get(k + 1) ?? -1)) ? best.get(k + 1) : best.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      best.set(k, x);
      if (x >= a.length && x - k >= b.length) return back(a, b, traces);
    }
  }
  return whole;
};
const back = (a, b, traces) => {
  const found = [];
  let x = a.length, y = b.length;
  for (let d = traces.length - 1; d >= 0; d--) {
    const best = traces[d], k = x - y;
    const from = k === -d || (k !== d && (best.get(k - 1) ?? -1) < (best.get(k + 1) ?? -1)) ? k + 1 : k - 1;
    const left = best.get(from) ?? 0, above = left - from;
    while (x > left && y > above && x > 0 && y > 0) found.push([" ", a[--x] ?? b[y - 1]]) && y--;
    if (d > 0) found.push(x === left ? ["+", b[--y]] : ["-", a[--x]]);
  }
  return found.reverse();
};

const hunks = (steps) => {
  const AROUND = 3, found = [], changed = steps.flatMap(([sign], n) => sign === " " ? [] : [n]);
  for (let n = 0; n < changed.length;) {
    let last = n;
    while (last + 1 < changed.length && changed[last + 1] - changed[last] <= 2 * AROUND) last++;
    const start = Math.max(0, changed[n] - AROUND), end = Math.min(steps.length, changed[last] + AROUND + 1);
    const count = (sign, until, from = 0) => steps.slice(from, until).filter(([each]) => each === " " || each === sign).length;
    const range = (sign) => { const size = count(sign, end, start); return `${count(sign, start) + (size ? 1 : 0)},${size}`; };
    const lines = steps.slice(start, end).map(([sign, line]) => line.endsWith("\n") ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`);
    found.push(`@@ -${range("-")} +${range("+")} @@\n${lines.join("")}`);
    n = last + 1;
  }
  return found.join("");
};

const patchOf = (before, after) => [...new Set([...before.keys(), ...after.keys()])].sort().map((path) => {
  const [a, b] = [before.get(path), after.get(path)];
  if (a === b) return "";
  const kind = a === undefined ? "new file mode 100644\n" : b === undefined ? "deleted file mode 100644\n" : "";
  const told = hunks(way(linesOf(a ?? ""), linesOf(b ?? "")));
  return `diff --git a/${path} b/${path}\n${kind}--- ${a === undefined ? "/dev/null" : `a/${path}`}\n+++ ${b === undefined ? "/dev/null" : `b/${path}`}\n${told}`;
}).join("");

/* How a mark looks once its change is decided: true, false, or undefined as long as it is not. */
const kept = new WeakMap();
const parsed = (xml) => new DOMParser().parseFromString(xml, "text/html").body.firstElementChild;
const swap = (node, isOld) => {
  if (!kept.has(node)) kept.set(node, [...node.childNodes]);
  const mark = node.dataset.redline, was = node.dataset.was ?? "";
  if (!isOld) node.replaceChildren(...kept.get(node));
  else if (mark === "spelt") node.textContent = was;
  else if (mark === "form") node.replaceChildren(...(parsed(was)?.childNodes ?? []));
  else if (parsed(was)?.textContent) node.textContent = parsed(was).textContent;
};
const move = (node, isOld) => {
  const here = document.querySelector(`[data-redline="here"][data-move~="${node.dataset.move}"]`);
  const spot = kept.get(node);
  if (isOld && here && !spot) {
    const mark = document.createComment(node.dataset.move);
    kept.set(node, mark);
    node.before(mark);
    const numbers = here.dataset.move.split(" ");
    here.before(...numbers.map((each) => document.querySelector(`[data-redline="moved"][data-move="${each}"]`)).filter((each) => each && kept.get(each)));
  } else if (!isOld && spot) {
    spot.replaceWith(node);
    kept.delete(node);
  }
  if (here) here.hidden = here.dataset.move.split(" ").every((each) => document.querySelector(`[data-redline="moved"][data-move="${each}"]`)?.classList.contains("redline-settled"));
};
const spotFor = (node, isShown) => {
  if (node.previousElementSibling?.matches(`.redline-spot[data-spot="${node.dataset.change}"]`)) {
    node.previousElementSibling.hidden = !isShown;
  } else if (isShown && node.matches("ins, del, p, h1, h2, h3, h4, h5, h6") && node.dataset.change) {
    const spot = document.createElement("span");
    spot.className = "redline-spot";
    spot.dataset.spot = node.dataset.change;
    spot.textContent = "‸";
    node.before(spot);
  }
};
const paint = (node, made) => {
  const mark = node.dataset.redline;
  node.classList.toggle("redline-settled", made !== undefined);
  for (const note of node.querySelectorAll(".redline-sign, .redline-note")) {
    if (note.closest("[data-change]") === (node.dataset.change ? node : note.closest("[data-change]"))) note.hidden = made !== undefined;
  }
  if (node.previousElementSibling?.matches(".redline-line")) node.previousElementSibling.hidden = made !== undefined;
  const isGone = made === true ? ["del", "old"].includes(mark) : made === false && ["ins", "new"].includes(mark);
  if (mark !== "here") { node.hidden = isGone; spotFor(node, isGone); }
  if (mark === "picture") {
    const figure = node.closest("figure") ?? node, before = figure.previousElementSibling;
    figure.hidden = made === false;
    if (before?.matches(".redline-picture")) before.hidden = made === true;
  }
  if (["form", "spelt", "sign"].includes(mark) && node.tagName !== "IMG") swap(node, made === false);
  if (mark === "moved") move(node, made === false);
};

const decide = ({ comparison, files }, words, make, current, tell) => {
  const names = [...new Set([...document.querySelectorAll("[data-change]")].map((node) => node.dataset.change))];
  const place = `octavo-redline-${comparison}`;
  let made = new Map();
  try { made = new Map(JSON.parse(localStorage.getItem(place)) ?? []); } catch { /* nothing is kept */ }
  const show = (name) => {
    for (const node of document.querySelectorAll(`[data-change="${CSS.escape(name)}"]`)) paint(node, made.get(name));
  };
  const follow = () => {
    const all = names.map((name) => made.get(name));
    const one = all.length && all.every((each) => each === all[0]) ? all[0] : undefined;
    for (const node of document.querySelectorAll("[data-redline]:not([data-change], [data-redline=note])")) {
      if (!node.closest("[data-change], .redline-legend")) paint(node, one);
    }
  };
  const keep = () => {
    try { localStorage.setItem(place, JSON.stringify([...made])); } catch { /* a page without storage */ }
    follow();
    tell();
  };
  const set = (name, value) => {
    if (!name) return;
    if (made.get(name) === value) made.delete(name); else made.set(name, value);
    show(name);
    keep();
  };
  const setAll = (value) => {
    const isAll = names.every((name) => made.get(name) === value);
    made = new Map(isAll ? [] : names.map((name) => [name, value]));
    names.forEach(show);
    keep();
  };
  const isAllRejected = () => names.length > 0 && names.every((name) => made.get(name) === false);
  const isMade = (name) => name === UNSEEN ? !isAllRejected() : made.get(name) !== false;
  const patch = () => patchOf(filesOf(files, () => false, false), filesOf(files, isMade, !isAllRejected()));
  const told = () => JSON.stringify({ comparison, rejected: names.filter((name) => made.get(name) === false), accepted: names.filter((name) => made.get(name)) }, null, 1);
  const save = (name, text) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text])), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const button = (label, sign, act) => {
    const shown = make("span", { textContent: sign });
    shown.setAttribute("aria-hidden", "true");
    const node = make("button", { type: "button", title: label }, shown);
    node.setAttribute("aria-label", /\p{L}/u.test(sign) ? `${sign}: ${label}` : label);
    node.addEventListener("click", act);
    return node;
  };
  const accept = button(words.accept_change, "✓", () => set(current(), true));
  const reject = button(words.reject_change, "✗", () => set(current(), false));
  const slug = document.title.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase();
  names.forEach((name) => { if (made.has(name)) show(name); });
  follow();
  return {
    buttons: [accept, reject,
      button(`${words.accept_change}: ${words.changes} (${names.length})`, "✓✓", () => setAll(true)),
      button(`${words.reject_change}: ${words.changes} (${names.length})`, "✗✗", () => setAll(false)),
      button("Patch (git apply, patch -p1)", ".patch", () => save(`${slug}.patch`, patch())),
      button("octavo diff --decisions", ".json", () => save(`${slug}.json`, told()))],
    told: () => { const all = [...made.values()]; return all.length ? ` · ✓ ${all.filter((each) => each).length} ✗ ${all.filter((each) => !each).length}` : ""; },
    press: (name) => {
      accept.setAttribute("aria-pressed", String(made.get(name) === true));
      reject.setAttribute("aria-pressed", String(made.get(name) === false));
      accept.disabled = reject.disabled = !name;
    },
    key: (key) => {
      if (key === "a" || key === "r") set(current(), key === "a");
      return key === "a" || key === "r";
    },
    patch, told_decisions: told, set_all: setAll, set, names,
  };
};
