'use strict';
// One Node process and one browser for all files: jobs as lines of JSON on standard input,
// findings and ends of jobs as lines of JSON on standard output. `node driver.cjs MODULES`.
// A job that comes to no verdict is told as broken: no finding is not the same.

const fs = require('fs');
const path = require('path');
const { createRequire } = require('module');

const ace = require('./ace.cjs');
const pages = require('./pages.cjs');

const LANES = 2; // jobs at a time: while one waits for the browser, another reads and reports
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

function tell(line) {
  let rest = Buffer.from(`${JSON.stringify(line)}\n`);
  while (rest.length) {
    try {
      rest = rest.subarray(fs.writeSync(1, rest));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error; // the reader of the pipe is slow
    }
  }
}

function launch(require) {
  const isRoot = process.getuid && process.getuid() === 0;
  return require('puppeteer').launch({
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    userDataDir: fs.mkdtempSync(path.join(require('os').tmpdir(), 'browser-')),
    headless: true,
    pipe: true, // the browser ends when this process ends, however it ends
    protocolTimeout: 600_000, // milliseconds
    args: isRoot ? ['--no-sandbox', ...FLAGS] : FLAGS,
  });
}

async function examine(job, tools) {
  const name = { validator: job.validator, path: job.path };
  try {
    const check = { Ace: ace.check, axe: pages.check }[job.validator];
    const { findings, versions } = await check(job.path, tools);
    findings.forEach((finding) => tell({ finding: { ...name, ...finding } }));
    tell({ done: { ...name, versions } });
  } catch (error) {
    tell({ broken: { ...name, reason: String((error && error.message) || error) } });
  }
}

async function main(modules) {
  const jobs = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  process.stdout.write = process.stderr.write.bind(process.stderr); // Ace talks; ours go past it
  const require = createRequire(path.join(modules, 'package.json'));
  const browser = await launch(require);
  try {
    const tools = { browser, require, chromium: (await browser.version()).split('/')[1] };
    const lane = async () => {
      while (jobs.length) await examine(jobs.shift(), tools);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await browser.close();
  }
}

main(process.argv[2]).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
