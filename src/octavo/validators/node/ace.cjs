'use strict';
// DAISY Ace on one EPUB, in the browser that is open -> findings.

const fs = require('fs');
const os = require('os');
const path = require('path');
const { createRequire } = require('module');

const PATIENCE_MS = 120_000;
const NEAREST_ID = /\[([^\]]+)\][^[]*$/; // EPUB CFI: /4/2[main]/6 says the ids on the way

/** Return Ace's own runner, which launches and closes a browser for each book: here, ours. */
function runnerOn(browser, require) {
  const newPage = async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    return page;
  };
  const ours = { newPage, close: async () => {} };
  const id = require.resolve('puppeteer');
  const before = require.cache[id];
  require.cache[id] = { id, filename: id, loaded: true, exports: { launch: async () => ours } };
  try {
    return require('@daisy/ace-axe-runner-puppeteer');
  } finally {
    require.cache[id] = before;
  }
}

let runner;

async function check(book, { browser, require, chromium }) {
  const ace = require('@daisy/ace-core');
  runner ??= runnerOn(browser, require);
  createRequire(require.resolve('@daisy/ace-core'))('winston').configure({ silent: true });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ace-'));
  const options = {
    cwd: folder, tmpdir: path.join(folder, 'tmp'), outdir: path.join(folder, 'out'),
    doNotReportMedia: true, // pictures are looked at, but not copied to a report
  };
  try {
    const [, report] = await ace(path.resolve(book), options, runner);
    const version = report['earl:assertedBy']['doap:release']['doap:revision'];
    return { findings: told(report), versions: { Ace: version, Chromium: chromium } };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function told(report) {
  const failed = report['earl:result']['earl:outcome'] !== 'pass';
  const findings = report.assertions.flatMap((about) =>
    about.assertions.map((each) => finding(about['earl:testSubject'].url, each)));
  if (failed !== findings.length > 0) throw new Error('Ace counts otherwise than it tells');
  return findings;
}

function finding(inside, { 'earl:test': test, 'earl:result': result }) {
  const pointer = result['earl:pointer'] || { cfi: [] };
  const id = NEAREST_ID.exec((pointer.cfi && pointer.cfi[0]) || '');
  return {
    rule: test['dct:title'],
    impact: test['earl:impact'],
    message: `${test.help['dct:description'] || test['dct:description']}: ${result['dct:description']}`,
    inside,
    id: id ? id[1] : '',
    excerpt: (result.html || '').split(' <!--##-->')[0],
  };
}

module.exports = { check };
