'use strict';
// What a site's search finds: `node site_search.cjs MODULES FOLDER QUERIES`, a file with a JSON list.
// The addresses of the first results for each query, as JSON.

const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');

const { launched } = require('./launched.cjs');

const [modules, folder, queries] = process.argv.slice(2);
const FIRST = 5;

async function main() {
  const browser = await launched(modules);
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path.join(folder, 'index.html')).href, { waitUntil: 'load' });
    await page.focus('.search input');
    await page.waitForSelector('script[src="search.js"]');
    const found = {};
    for (const query of JSON.parse(fs.readFileSync(queries, 'utf-8'))) {
      found[query] = await page.evaluate(async (words, first) => {
        const field = document.querySelector('.search input');
        const list = document.querySelector('.found');
        list.replaceChildren();
        field.value = words;
        field.dispatchEvent(new Event('input'));
        while (!list.firstChild) await new Promise((resolve) => setTimeout(resolve, 5));
        return [...list.querySelectorAll('a')].slice(0, first).map((each) => each.getAttribute('href'));
      }, query, FIRST);
    }
    process.stdout.write(JSON.stringify(found));
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
