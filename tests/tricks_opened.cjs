'use strict';
// `node tricks_opened.cjs MODULES FOLDER`: open each page of a folder, do what a reader might, and
// say as JSON in which of them something ran.

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const { launched } = require('./launched.cjs');

const [modules, folder] = process.argv.slice(2);

async function ran(page, address) {
  await page.goto(address, { waitUntil: 'load', timeout: 10_000 }).catch(() => null);
  await page.mouse.move(40, 40).catch(() => null);
  const click = (nodes) => {
    for (const node of nodes) {
      node.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    }
  };
  await page.$$eval('a, area, p, button, [type=submit], [type=image], math, mi, g', click).catch(() => null);
  await new Promise((done) => setTimeout(done, 120));
  const frames = await Promise.all(
    page.frames().map((frame) => frame.evaluate(() => Boolean(window.ran)).catch(() => false)),
  );
  return frames.some(Boolean);
}

async function main() {
  const browser = await launched(modules);
  const found = {};
  try {
    for (const name of fs.readdirSync(folder).filter((each) => each.endsWith('.html')).sort()) {
      const page = await browser.newPage();
      page.on('dialog', (dialog) => dialog.dismiss().catch(() => null));
      found[name] = await ran(page, pathToFileURL(path.join(folder, name)).href);
      await page.close().catch(() => null);
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(found));
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
