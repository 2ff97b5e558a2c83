// What the page of a redline says, and which patch it writes, when all changes are accepted, all are
// rejected, and when every second one is.
const { launched } = require("./launched.cjs");

const seen = () => {
  const skipped = ".redline-list, .redline-legend, .redline-section, .redline-note, .redline-sign, .redline-spot, .redline-line, .redline-picture, .redline-bar, nav, script, style, [data-redline=note], [data-redline=here]";
  const walker = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const home = node.parentElement;
    if (!home.closest(skipped) && !home.closest("[hidden]")) words.push(node.data);
  }
  return words.join("").replace(/\s+/g, "");
};

(async () => {
  const [modules, ...paths] = process.argv.slice(2);
  const browser = await launched(modules);
  const found = {};
  for (const path of paths) {
    const page = await browser.newPage();
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.evaluateOnNewDocument(() => {
      window.blobs = [];
      URL.createObjectURL = (blob) => { window.blobs.push(blob); return "about:blank#"; };
      HTMLAnchorElement.prototype.click = () => {};
    });
    await page.goto(`file://${path}`);
    const press = (sign) => page.evaluate((text) => [...document.querySelectorAll(".redline-bar button")].find((each) => each.textContent === text)?.click(), sign);
    const saved = async (sign) => {
      await press(sign);
      return page.evaluate(() => window.blobs.at(-1)?.text() ?? "");
    };
    const state = async () => ({ words: await page.evaluate(seen), patch: await saved(".patch"), decisions: await saved(".json") });
    const told = { changes: await page.evaluate(() => [...new Set([...document.querySelectorAll("[data-change]")].map((each) => each.dataset.change))].length) };
    await press("✓✓");
    told.accepted = await state();
    await press("✗✗");
    told.rejected = await state();
    await press("✗✗");
    for (let n = 0; n < told.changes; n++) {
      await page.keyboard.press("n");
      if (n % 2) await page.keyboard.press("r");
    }
    told.mixed = await state();
    told.faults = faults;
    found[path] = told;
    await page.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(found));
})();
