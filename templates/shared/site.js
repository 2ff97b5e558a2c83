/* What a site adds where scripts run: a search, notes beside their call, links to headings. */
(() => {
  "use strict";
  const words = document.body.dataset;
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  /* Accents and points do not count; the vowels of Thai, Tamil or Bengali are no accents, and stay. */
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const BARRED = { "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i" };
  const folded = (text) => text.normalize("NFKD").replace(MARKS, "").toLowerCase()
    .replace(/[đðłøħŧı]/g, (letter) => BARRED[letter]);

  const plain = (text) => text.replace(/[-\s\u2010\u2011]+/g, " ").trim();

  /* Search: the index is a script of its own, asked for when somebody wants to search. */
  let rows = null;
  let ready = null;
  window.octavoSearch = (index) => {
    rows = index.map(([href, title, page, text, keys = []]) => ({
      href, title, page, text, inTitle: folded(title), inText: folded(text),
      keys: keys.map((key) => plain(folded(key))),
    }));
  };
  const load = () => ready ??= new Promise((resolve) => {
    document.head.append(make("script", { src: "search.js", onload: resolve, onerror: resolve }));
  });

  /* All words have to be there; where no section has them all, the longer ones count, each alone. */
  const found = (query) => {
    const asked = folded(query).split(/\s+/).filter(Boolean);
    if (!rows || !asked.length) return [];
    const all = ranked((row) => rank(row, asked, true));
    const long = asked.filter((word) => word.length > SHORT);
    return all.length || asked.length < 2 ? all : ranked((row) => rank(row, long, false));
  };
  const ranked = (rankOf) => rows
    .map((row, order) => ({ row, order, rank: rankOf(row) }))
    .filter((each) => each.rank)
    .sort((one, other) => other.rank - one.rank || one.order - other.order)
    .map((each) => each.row);
  /* A word at the head of a word in a title counts more than one within it; what the work's own index
     leads to counts most. */
  const rank = (row, asked, wantsAll) => {
    let sum = Math.max(0, ...row.keys.map((key) => nearness(key, plain(asked.join(" ")))));
    const isLed = sum > 0;
    for (const word of asked) {
      const times = row.inText.split(word).length - 1;
      const at = row.inTitle.indexOf(word);
      const isKey = row.keys.some((key) => key.split(" ").some((each) => isNear(each, plain(word))));
      if (at < 0 && !times && !isKey && !isLed && wantsAll) return 0;
      if (at >= 0) sum += /\p{L}/u.test(row.inTitle[at - 1] ?? "") ? 40 : 100;
      else if (isKey && !wantsAll) sum += 100;
      sum += Math.min(times, 20);
    }
    return sum;
  };
  /* The index may say "footnote" or "drop cap" where the reader asks for "footnotes" or "dropcaps". */
  const SHORT = 3;
  const nearness = (key, asked) => {
    if (key === asked) return 500;
    if (begins(key.replaceAll(" ", ""), asked.replaceAll(" ", ""))) return 300;
    const [known, words] = [key.split(" "), asked.split(" ")];
    if (!words.every((word) => known.some((each) => isNear(each, word)))) return 0;
    return known.every((each) => words.some((word) => isNear(each, word))) ? 250 : 150;
  };
  const begins = (key, word) => word.length >= SHORT && key.startsWith(word)
    || key.length >= SHORT && word.startsWith(key) && word.length - key.length <= 2;
  const isNear = (key, word) => {
    if (key === word || begins(key, word)) return true;
    let same = 0;
    while (same < key.length && key[same] === word[same]) same += 1;
    return same >= 5 && same >= 0.6 * Math.max(key.length, word.length);
  };
  const around = (row, query) => {
    const first = folded(query).split(/\s+/)[0];
    const at = Math.max(row.inText.indexOf(first), 0);
    const start = at > 50 ? row.text.indexOf(" ", at - 50) + 1 : 0;
    const part = row.text.slice(start, start + 140);
    return (start ? "… " : "") + part + (start + 140 < row.text.length ? " …" : "");
  };

  const MOST = 30;
  const searchBox = () => {
    const field = make("input", { type: "search", placeholder: words.search });
    field.setAttribute("aria-label", words.search);
    const list = make("div", { className: "found", hidden: true });
    list.setAttribute("role", "region");
    list.setAttribute("aria-label", words.search);
    list.setAttribute("aria-live", "polite");
    const show = async () => {
      const query = field.value.trim();
      list.hidden = !query;
      if (!query) return;
      await load();
      const all = found(query);
      const told = all.length ? words.results.replace("{number}", all.length) : words.none;
      const lines = all.slice(0, MOST).map((row) => {
        const title = row.title === row.page ? row.title : `${row.title} · ${row.page}`;
        return make("li", {}, make("a", { href: row.href, onclick: () => { list.hidden = true; } },
          make("b", { textContent: title }), make("i", { textContent: around(row, query) })));
      });
      list.replaceChildren(make("p", { textContent: told }), make("ol", {}, ...lines));
    };
    field.addEventListener("focus", load);
    field.addEventListener("input", show);
    const box = make("search", { className: "search" }, field, list);
    box.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") { list.hidden = true; field.focus(); }
      else if (event.key === "ArrowDown" && links[at + 1]) links[at + 1].focus();
      else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] ?? field).focus();
      else if (event.key === "Enter" && at < 0 && links[0]) links[0].click();
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", (event) => {
      if (!box.contains(event.target)) list.hidden = true;
    });
    document.addEventListener("keydown", (event) => {
      const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (event.key === "/" && !writes && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        field.focus();
      }
    });
    return box;
  };
  document.querySelector(".site-head")?.append(searchBox());

  /* Notes: a call opens its note beside itself; Escape or a click elsewhere closes it. */
  let open = null;
  const close = (back) => {
    open?.box.remove();
    if (back) open?.call.focus();
    open = null;
  };
  const beside = (call, note) => {
    close();
    const box = make("aside", { className: "note-beside", tabIndex: -1 });
    box.setAttribute("role", "note");
    box.setAttribute("aria-label", `${words.note} ${call.textContent}`);
    const end = make("button", { type: "button", textContent: "×", onclick: () => close(true) });
    end.setAttribute("aria-label", words.close);
    const copy = note.cloneNode(true);
    copy.querySelectorAll("[role=doc-backlink], .note-number").forEach((each) => each.remove());
    copy.querySelectorAll("[id]").forEach((each) => each.removeAttribute("id"));
    box.append(end, ...copy.childNodes);
    document.body.append(box);
    const place = call.getBoundingClientRect();
    const room = document.documentElement;
    const left = Math.min(Math.max(place.left - 40, 16), room.clientWidth - box.offsetWidth - 16);
    const below = place.bottom + box.offsetHeight + 16 < room.clientHeight;
    box.style.left = `${left}px`;
    box.style.top = `${Math.max(below ? place.bottom + 6 : place.top - box.offsetHeight - 6, 8)}px`;
    open = { box, call };
    box.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const call = event.target.closest?.("a.noteref");
    const note = call && document.getElementById(decodeURIComponent(call.hash.slice(1)));
    if (note && call.pathname === location.pathname) {
      event.preventDefault();
      beside(call, note);
    } else if (open && !open.box.contains(event.target)) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) close(true);
  });
  window.addEventListener("scroll", () => close(), { passive: true });

  /* Headings: a button beside each copies the address of its section. */
  const copied = async (button, id) => {
    const address = new URL(`#${id}`, location.href).href;
    try { await navigator.clipboard.writeText(address); } catch { location.hash = id; }
    button.classList.add("done");
    button.setAttribute("aria-label", words.copied);
    setTimeout(() => {
      button.classList.remove("done");
      button.setAttribute("aria-label", words.copy);
    }, 1500);
  };
  document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)[id]").forEach((head) => {
    const button = make("button", { type: "button", className: "copy-link" });
    button.setAttribute("aria-label", words.copy);
    button.addEventListener("click", () => copied(button, head.id));
    head.append(button);
  });
})();
