'use strict';
// A reader's walk through a site: `node site_walk.cjs MODULES FOLDER`. What was seen, as JSON.

const path = require('path');
const { pathToFileURL } = require('url');

const { launched } = require('./launched.cjs');

const [modules, folder] = process.argv.slice(2);
const at = (name) => pathToFileURL(path.join(folder, name)).href;
const file = (page) => decodeURIComponent(new URL(page.url()).pathname.split('/').pop());

async function opened(browser, name, { width = 1280, scripts = true, scheme = 'light' } = {}) {
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height: 800 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.goto(at(name), { waitUntil: 'load' });
  return page;
}

const textOf = (page, selector) =>
  page.$eval(selector, (node) => node.innerText.replace(/\s+/g, ' ').trim()).catch(() => null);
const shown = (page, selector) =>
  page.$eval(selector, (node) => node.checkVisibility()).catch(() => false);
const followed = async (page, selector) => {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
  return file(page);
};
const waited = (page, selector) => page.waitForSelector(selector, { visible: true, timeout: 10_000 });

async function turning(browser, scripts) {
  const page = await opened(browser, 'index.html', { scripts });
  const files = [file(page)];
  while (await page.$('.turn .after')) files.push(await followed(page, '.turn .after'));
  const back = await followed(page, '.turn .before');
  return { files, back };
}

async function searching(browser, query) {
  const page = await opened(browser, 'index.html');
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const before = await page.evaluate(() => Boolean(document.querySelector('script[src="search.js"]')));
  await page.keyboard.press('/');
  await page.keyboard.type(query);
  await waited(page, '.found p');
  await page.waitForFunction(() => document.querySelector('.found p').textContent !== '');
  const told = await textOf(page, '.found p');
  const titles = await page.$$eval('.found b', (nodes) => nodes.map((node) => node.textContent));
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const beside = asked.every((url) => url.startsWith(at('')));
  return { before, told, titles, landed: `${file(page)}${new URL(page.url()).hash}`, beside };
}

async function nothing(browser) {
  const page = await opened(browser, 'index.html');
  await page.type('.search input', 'xyzzy');
  await waited(page, '.found p');
  const told = await textOf(page, '.found p');
  await page.keyboard.press('Escape');
  return { told, open: await shown(page, '.found') };
}

async function noting(browser, name) {
  const page = await opened(browser, name);
  await page.focus('a.noteref');
  await page.keyboard.press('Enter');
  await waited(page, '.note-beside');
  const words = await textOf(page, '.note-beside');
  const inside = await page.evaluate(() => document.activeElement.className);
  const box = await page.$eval('.note-beside', (node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  });
  await page.keyboard.press('Escape');
  const back = await page.evaluate(() => document.activeElement.className);
  return { words, inside, box, back, open: Boolean(await page.$('.note-beside')) };
}

async function noteWithoutScripts(browser, name) {
  const page = await opened(browser, name, { scripts: false });
  await page.click('a.noteref');
  return new URL(page.url()).hash;
}

async function copying(browser, name) {
  const page = await opened(browser, name);
  await page.focus('h1 .copy-link');
  await page.keyboard.press('Enter');
  await waited(page, 'h1 .copy-link.done');
  return page.$eval('h1 .copy-link', (node) => node.getAttribute('aria-label'));
}

async function looking(browser, name) {
  const seen = {};
  for (const width of [1400, 1100, 360]) {
    const page = await opened(browser, name, { width });
    const parts = ['.site-nav', '.site-sections', '.site-contents', '.search input', '.turn'];
    seen[width] = {};
    for (const part of parts) seen[width][part] = await shown(page, part);
    seen[width].scrolls = await page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth);
  }
  for (const scheme of ['light', 'dark']) {
    const page = await opened(browser, name, { scheme });
    seen[scheme] = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  }
  const bare = await opened(browser, name, { scripts: false });
  seen.bare = { search: Boolean(await bare.$('.search')), copy: Boolean(await bare.$('.copy-link')) };
  await bare.emulateMediaType('print');
  seen.print = await shown(bare, '.site-nav');
  return seen;
}

async function main() {
  const browser = await launched(modules);
  try {
    const seen = {
      turning: await turning(browser, true),
      turningBare: await turning(browser, false),
      searching: await searching(browser, 'WITHIES marked'),
      nothing: await nothing(browser),
      noting: await noting(browser, 'quay.html'),
      noteBare: await noteWithoutScripts(browser, 'quay.html'),
      copying: await copying(browser, 'sands.html'),
      looking: await looking(browser, 'quay.html'),
    };
    process.stdout.write(JSON.stringify(seen));
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
