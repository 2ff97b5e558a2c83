'use strict';
// One HTML file in the browser, wide and narrow, light and dark -> findings: axe-core's rules,
// whether the page keeps to its width and to its file, and what a keyboard reaches.

const fs = require('fs');
const path = require('path');
const { fileURLToPath, pathToFileURL } = require('url');

const keyboard = require('./keyboard.cjs');
const { Rules } = require('./rules.cjs');

const WIDTHS = [1280, 320]; // CSS pixels; WCAG 2.2, 1.4.10 asks for 320
const HEIGHT = 800;
const SCHEMES = ['light', 'dark'];
const TYPES = {
  '.js': 'text/javascript',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};
const PATIENCE_MS = 60_000;

async function check(file, { browser, require, chromium }) {
  const url = pathToFileURL(path.resolve(file)).href;
  const page = await browser.newPage();
  try {
    page.setDefaultTimeout(PATIENCE_MS);
    const body = { contentType: 'text/html', body: fs.readFileSync(file) };
    const events = await watched(page, url, body);
    const bare = await textOf(page, url, false);
    const findings = bare === (await textOf(page, url, true)) ? [] : [changed()];
    const rules = new Rules(page);
    const version = await rules.open(require.resolve('axe-core/axe.min.js'));
    for (const width of WIDTHS) {
      for (const scheme of SCHEMES) {
        await show(page, width, scheme);
        await rules.look(`${width} px, ${scheme}`);
      }
      findings.push(...(await keyboard.walk(page, width)));
    }
    findings.push(...(await page.evaluate(inPageReflow)), ...events.values(), ...rules.findings());
    return { findings, versions: { axe: version, Chromium: chromium } };
  } finally {
    await page.close();
  }
}

/** Let nothing in but the file itself; return, by key, what it asks for and complains of. */
async function watched(page, url, body) {
  const events = new Map();
  const note = (rule, impact, message, excerpt) =>
    events.set(`${rule} ${excerpt}`, { rule, impact, message, excerpt });
  await page.setRequestInterception(true);
  await page.setOfflineMode(true);
  page.on('request', (request) => {
    const asked = request.url();
    if (asked === url) return request.respond(body); // some browsers may not read every folder
    if (/^(data|blob|about):/.test(asked)) return request.continue();
    const beside = fileBeside(url, asked);
    if (beside) return request.respond(beside);
    note('request', 'critical', 'the page asks for another file', asked);
    return request.abort();
  });
  page.on('console', (message) => {
    const isOurs = message.text().startsWith('Failed to load resource'); // told as a request
    if (message.type() === 'error' && !isOurs) {
      note('console', 'serious', 'the browser reports an error', message.text());
    }
  });
  page.on('pageerror', (error) => note('console', 'serious', 'a script fails', String(error)));
  page.on('dialog', (dialog) => dialog.dismiss());
  return events;
}

/** Return what a page of a site finds in its folder: its script, faces and pictures. */
function fileBeside(url, asked) {
  const folder = new URL('.', url).href;
  if (!asked.startsWith(folder) || asked.includes('..')) return null;
  const type = TYPES[path.extname(new URL(asked).pathname)];
  const file = fileURLToPath(asked);
  return type && fs.existsSync(file) ? { contentType: type, body: fs.readFileSync(file) } : null;
}

/** Return the words of a page's text, without controls beside it: those may come with a script. */
async function textOf(page, url, withScripts) {
  await page.setJavaScriptEnabled(withScripts);
  await show(page, WIDTHS[0], SCHEMES[0]);
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  return page.evaluate(() => (document.querySelector('main') ?? document.body).innerText);
}

function changed() {
  const message = 'the text is another one where scripts are switched off';
  return { rule: 'script', impact: 'serious', message };
}

async function show(page, width, scheme) {
  await page.setViewport({ width, height: HEIGHT });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' }, // or it would still be scrolling
  ]);
}

/** Runs in the page, which is as wide as it was last shown. Return what is wider than that. */
function inPageReflow() {
  const most = 5;
  const root = document.scrollingElement;
  const width = root.clientWidth;
  if (root.scrollWidth <= width) return [];
  const clips = (node) => node !== document.body && getComputedStyle(node).overflowX !== 'visible';
  const inBox = (node) => {
    for (let up = node.parentElement; up && up !== root; up = up.parentElement) {
      if (clips(up)) return true;
    }
    return false;
  };
  const isRtl = getComputedStyle(root).direction === 'rtl';
  const sticksOut = (node) => {
    const box = node.getBoundingClientRect();
    const over = isRtl ? -box.left : box.right - width;
    return box.width > 0 && over > 0.5 && !inBox(node);
  };
  const wide = [...document.body.querySelectorAll('*')].filter(sticksOut);
  const inmost = wide.filter((node) => !wide.some((other) => other !== node && node.contains(other)));
  const message = `the page is ${root.scrollWidth} px wide where the window has ${width}`;
  return (inmost.length ? inmost : [document.body]).slice(0, most).map((node) => ({
    rule: 'reflow',
    impact: 'serious',
    message,
    id: (node.closest('[id]') || { id: '' }).id,
    excerpt: node.cloneNode(false).outerHTML.slice(0, 300),
  }));
}

module.exports = { check };
