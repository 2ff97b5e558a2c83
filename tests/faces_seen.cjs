'use strict';
// Which faces pages load and which they draw with: `node faces_seen.cjs MODULES FILE…`, as JSON.

const { pathToFileURL } = require('url');

const { launched } = require('./launched.cjs');

const [modules, ...files] = process.argv.slice(2);
const UNSEEN = ['HEAD', 'SCRIPT', 'STYLE', 'TITLE'];

function elements(node) {
  if (UNSEEN.includes(node.nodeName)) return [];
  const own = node.nodeType === 1 ? [node] : [];
  return [...own, ...(node.children ?? []).flatMap(elements)];
}

// Words that a font of the machine draws, blanks aside: which character lacks a face is not told.
async function foreign(page) {
  const session = await page.createCDPSession();
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument', { depth: -1 });
  const found = [];
  for (const node of elements(root)) {
    const words = (node.children ?? []).filter((each) => each.nodeType === 3);
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId: node.nodeId });
    for (const font of fonts.filter((each) => !each.isCustomFont)) {
      const text = words.map((each) => each.nodeValue).join('');
      const blanks = (text.match(/[\p{Zs}\p{Cf}]/gu) ?? []).length;
      if (font.glyphCount > blanks) found.push([font.familyName, node.nodeName, text.slice(0, 80)]);
    }
  }
  return found;
}

(async () => {
  const browser = await launched(modules);
  const seen = {};
  for (const file of files) {
    const page = await browser.newPage();
    await page.setViewport({ width: 1000, height: 900 });
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    const faces = await page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].map(({ family, weight, style, status }) => ({
        family,
        weight,
        style,
        status,
      }));
    });
    seen[file] = { faces, foreign: await foreign(page) };
    await page.close();
  }
  await browser.close();
  process.stdout.write(JSON.stringify(seen));
})();
