/* Ways to look at a redline where scripts run: changes only, with the rest folded, and side by side.
   Nothing is loaded. Printed, everything is open and stands in one column. */
(() => {
  "use strict";
  const words = JSON.parse(document.currentScript.dataset.words);
  const marked = "ins[data-redline], del[data-redline], [data-redline=new], [data-redline=old], [data-redline=moved], [data-redline=here], [data-redline=form], [data-redline=picture], [data-redline=wrap], [data-redline=unwrap], .redline-note";
  const homes = "section, article, div:not(.table, .listing, .redline-row, .redline-side), blockquote, aside, details:not(.redline-fold)";
  const heading = "h1, h2, h3, h4, h5, h6";
  const own = ".redline-pages, .title-page, .cover, nav, [data-redline=note]";
  const make = (tag, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const isChanged = (node) => node.matches(marked) || node.querySelector(marked) !== null;

  /* What nothing has changed in, in a row, is one fold; headings stay, and so does the list of changes. */
  const fold = (home) => {
    let run = [];
    const close = () => {
      if (run.length) {
        const box = make("details", { className: "redline-fold" },
          make("summary", { textContent: words.unchanged.replace("{number}", run.length) }));
        run[0].before(box);
        box.append(...run);
      }
      run = [];
    };
    for (const node of [...home.children]) {
      if (node.matches(own)) close();
      else if (node.matches(heading) || isChanged(node)) {
        close();
        if (node.matches(homes) && !node.matches("[data-redline=new], [data-redline=old]")) fold(node);
      } else if (node.matches("section") && node.querySelector(heading)) {
        close();
        fold(node);
      } else run.push(node);
    }
    close();
  };

  const copy = (node) => {
    const found = node.cloneNode(true);
    for (const each of [found, ...found.querySelectorAll("[id]")]) each.removeAttribute("id");
    for (const each of found.querySelectorAll("button, input")) each.remove();
    return found;
  };

  /* Each block stands beside what it was: the old words on the left, the new ones on the right. */
  const pair = (home) => {
    for (const node of [...home.children]) {
      if (node.matches(own) || (node.matches(heading) && !isChanged(node))) continue;
      if (node.matches(homes) && !node.matches("[data-redline=new], [data-redline=old]")) { pair(node); continue; }
      if (node.closest(".redline-row")) continue;
      const after = node.nextElementSibling; // what came in place of what went stands beside it
      const nodes = node.matches("[data-redline=old]") && after && after.matches("[data-redline=new]") ? [node, after] : [node];
      const row = make("div", { className: "redline-row" });
      node.before(row);
      row.append(make("div", { className: "redline-side redline-old-side" }, ...nodes.map(copy)),
        make("div", { className: "redline-side redline-new-side" }, ...nodes));
    }
  };

  const main = document.querySelector("main");
  const restore = () => {
    for (const box of main.querySelectorAll(".redline-fold")) {
      box.firstElementChild.remove();
      box.replaceWith(...box.childNodes);
    }
    for (const row of main.querySelectorAll(".redline-row")) row.replaceWith(...row.lastElementChild.childNodes);
  };
  const view = { only: false, beside: false };
  const show = () => {
    restore();
    document.body.classList.toggle("redline-beside", view.beside);
    if (view.beside) pair(main);
    if (view.only) fold(main);
  };
  const box = (name, label) => {
    const input = make("input", { type: "checkbox" });
    input.addEventListener("change", () => { view[name] = input.checked; show(); });
    return make("label", { className: `redline-view-${name}` }, input, ` ${label}`);
  };
  const bar = document.querySelector(".redline-bar");
  if (!main || !bar) return;
  bar.append(box("only", words.changes_only), box("beside", words.side_by_side));

  const openAt = () => {
    const node = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let each = node && node.parentElement; each; each = each.parentElement) if (each.matches(".redline-fold")) each.open = true;
    if (node) node.scrollIntoView();
  };
  addEventListener("hashchange", openAt);
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll(".redline-fold:not([open])")];
    for (const each of closed) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of closed) each.open = false; });
})();
